import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchResult } from './bench.ts';

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { scripts: { start: string } };
const words = scripts.start.split(' ');
const settings = Object.fromEntries(words.filter((word) => /^[A-Z_]+=/.test(word)).map((word) => word.split('=') as [string, string]));
const flags = words.filter((word) => word.startsWith('--'));

/** A bench that holds a hub in its own process, with the settings of `npm start`: they decide how much memory it takes. */
export function asStarted(name: string): BenchResult {
  const { stdout, status } = spawnSync(process.execPath, [...flags, join(import.meta.dirname, 'run.ts'), name, '--json', '--here'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  });
  const [result] = (stdout.startsWith('[') ? JSON.parse(stdout) : []) as BenchResult[];
  if (!result) throw new Error(`bench ${name} ended with ${status}: ${stdout.slice(0, 2_000)}`);
  return result;
}
