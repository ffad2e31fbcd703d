import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BenchResult } from './bench.ts';

const root = join(import.meta.dirname, '..');
/** As `npm start` does, without npm in between: the process that is measured must be the hub. */
const { start } = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }).scripts;
const startFlags = start.match(/--\S+/g) ?? [];
const startEnvironment = Object.fromEntries([...start.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]));
const IDLE_MS = 15_000;

/** `npm start` on an existing data folder until `/readyz` is 200, and what it holds in memory when idle; beside PGlite's alone. */
export async function startUp(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-start-'));
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => resolve(free));
    });
  });
  const environment = {
    ...process.env,
    ...startEnvironment,
    PORT: String(port),
    PATCHBAY_DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'error',
    DATABASE_URL: '',
    TEST_DATABASE_URL: '',
  };
  const run = async () => {
    const began = performance.now();
    const child = spawn(process.execPath, [...startFlags, 'bin/patchbay.js', 'start'], { cwd: root, env: environment, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (
      !(await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (response) => response.ok,
        () => false,
      ))
    ) {
      if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}`);
      await wait(10);
    }
    return { seconds: (performance.now() - began) / 1000, child, ended };
  };
  try {
    const first = await run();
    first.child.kill('SIGTERM');
    await first.ended;
    const starts: number[] = [];
    let hubMb = 0;
    for (let round = 0; round < 3; round++) {
      const next = await run();
      starts.push(next.seconds);
      if (round === 2) {
        await wait(IDLE_MS);
        hubMb = residentMb(next.child.pid as number);
      }
      next.child.kill('SIGTERM');
      await next.ended;
    }
    const alone = spawn(
      process.execPath,
      [
        '-e',
        `import('@electric-sql/pglite').then(async ({ PGlite }) => { const db = await PGlite.create({ dataDir: process.argv[1], postgresqlconf: ['shared_buffers=16MB'] }); await db.query('select 1'); console.log('open'); setInterval(() => {}, 1e6); })`,
        join(folder, 'alone'),
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise((resolve) => alone.stdout.once('data', resolve));
    const aloneMb = residentMb(alone.pid as number);
    alone.kill();
    const median = starts.sort((a, b) => a - b)[1] as number;
    return {
      name: 'start',
      rows: [
        { case: 'first boot, cluster made', value: first.seconds, unit: 's' },
        { case: 'start on an existing folder, median of 3', value: median, unit: 's', bar: '< 4 s', pass: median < 4 },
        { case: 'resident when idle', value: hubMb, unit: 'MB', bar: '< 400 MB', pass: hubMb < 400 },
        { case: 'PGlite alone, first boot in the same process', value: aloneMb, unit: 'MB' },
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const residentMb = (pid: number) => Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
