import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What the page is made of, below the checkout. */
const SOURCES = ['console', 'clients/typescript'];
const NOT_SOURCES = new Set(['dist', 'node_modules']);

const newestOf = (path: string): number =>
  readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !NOT_SOURCES.has(name))
    .reduce((newest, entry) => {
      const own = join(path, entry.name);
      return Math.max(newest, entry.isDirectory() ? newestOf(own) : statSync(own).mtimeMs);
    }, 0);

/** In a checkout: the page is missing, or older than what it is made of. The package carries it built. */
export function isConsoleStale(root: string): boolean {
  if (!existsSync(join(root, 'console/vite.config.ts'))) return false;
  const page = join(root, 'console/dist/index.html');
  return !existsSync(page) || statSync(page).mtimeMs < Math.max(...SOURCES.map((folder) => newestOf(join(root, folder))));
}

/** Answers whether the page could be built. */
export async function buildConsole(root: string): Promise<boolean> {
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--config', join(root, 'console/vite.config.ts'), '--logLevel', 'error'], {
    // Whoever asks for it, a test too: what is shown is what is shipped.
    env: { ...process.env, NODE_ENV: 'production' },
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return (await new Promise((resolve) => child.on('exit', resolve))) === 0;
}
