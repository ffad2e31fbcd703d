import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

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

/** Chromium from npm, with the libraries it brings where the system lacks them. */
export async function launchBrowser(): Promise<Browser> {
  const { default: packaged, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium');
  const executablePath = await packaged.executablePath();
  if (!existsSync('/usr/lib/x86_64-linux-gnu/libnss3.so')) {
    const { createRequire } = await import('node:module');
    await inflate(join(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../../bin/al2023.tar.br'));
    setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'));
  }
  return chromium.launch({ executablePath, args: FLAGS, headless: true });
}
