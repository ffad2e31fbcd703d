import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AS_STARTED } from '../e2e/as-started.ts';
import type { BenchResult } from './bench.ts';

/** A bench that holds a hub in its own process, with the settings of `npm start`: they decide how much memory it takes. */
export function asStarted(name: string): BenchResult {
  const run = [...AS_STARTED.flags, join(import.meta.dirname, 'run.ts'), name];
  // As `bin/patchbay.js` has it: without, the compiler of TypeScript stays in memory too.
  const env = { ...process.env, ...AS_STARTED.env, NODE_COMPILE_CACHE: join(tmpdir(), 'patchbay-bench-code') };
  spawnSync(process.execPath, [...run, '--load'], { env, stdio: 'ignore' });
  const { stdout, status } = spawnSync(process.execPath, [...run, '--json', '--here'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1_048_576,
  });
  const [result] = (stdout.startsWith('[') ? JSON.parse(stdout) : []) as BenchResult[];
  if (!result) throw new Error(`bench ${name} ended with ${status}: ${stdout.slice(0, 2_000)}`);
  return result;
}
