import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { AS_STARTED } from './as-started.ts';

const root = join(import.meta.dirname, '..');

/** A loopback port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One operating-system process of the product that can be killed and started again with the same words. */
export class Victim {
  readonly name: string;
  readonly #args: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;
  readonly #isReady: () => Promise<boolean>;
  #child: ChildProcess | undefined;
  /** What it last said, for a drill that fails. */
  readonly said: string[] = [];

  constructor(name: string, args: readonly string[], environment: Readonly<Record<string, string>>, isReady: () => Promise<boolean>) {
    this.name = name;
    this.#args = args;
    this.#environment = environment;
    this.#isReady = isReady;
  }

  async start(): Promise<void> {
    // Nothing of the test run's own environment: it names a database and a mode.
    const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
    const env = { PATH, HOME, TMPDIR, ...AS_STARTED.env, ...this.#environment };
    const child = spawn(process.execPath, [...AS_STARTED.flags, ...this.#args], { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    this.said.length = 0;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
        this.said.push(line);
        if (this.said.length > 200) this.said.shift();
      });
    }
    await until(`${this.name} is ready`, async () => {
      if (child.exitCode !== null) throw new Error(`${this.name} ended with ${child.exitCode}:\n${this.said.join('\n')}`);
      return this.#isReady();
    });
  }

  /** Of the process as it runs now. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return gone;
  }
}

/** Looks again until it is true; a bound, not a sleep. */
export async function until(what: string, isTrue: () => Promise<boolean>, patienceMs = 90_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error(`waited ${patienceMs / 1000} s in vain until ${what}`);
    await wait(250);
  }
}

export const answers = (url: string) => () =>
  fetch(url, { signal: AbortSignal.timeout(2000) }).then(
    (response) => response.ok,
    () => false,
  );
