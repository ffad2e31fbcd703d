import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { buildConsole, isConsoleStale } from '../server/console-build.ts';

/** Our own flags: the package's hold `--single-process` and `--disable-web-security`, under which nothing would be proven. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** Unpacks Chromium and the libraries that the system lacks, and builds the page, once for all test files: two at a time would run half a program. */
export async function setup(): Promise<void> {
  const root = join(import.meta.dirname, '..');
  if (isConsoleStale(root) && !(await buildConsole(root))) throw new Error('The console could not be built.');
  const { default: packaged, inflate } = await import('@sparticuz/chromium');
  await packaged.executablePath();
  if (systemHasLibraries()) return;
  const { createRequire } = await import('node:module');
  await inflate(join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../../bin/al2023.tar.br'));
}
const systemHasLibraries = () => existsSync('/usr/lib/x86_64-linux-gnu/libnss3.so');

/** A microphone that beeps and is allowed, and sound over the loopback. */
const SOUND = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--autoplay-policy=no-user-gesture-required',
];

/** Chromium from npm, with the libraries it brings where the system lacks them. */
export async function launchBrowser({ hasSound = false }: { hasSound?: boolean } = {}): Promise<Browser> {
  const { default: packaged, setupLambdaEnvironment } = await import('@sparticuz/chromium');
  if (!systemHasLibraries()) setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'));
  return chromium.launch({ executablePath: await packaged.executablePath(), args: hasSound ? [...FLAGS, ...SOUND] : FLAGS, headless: true });
}
