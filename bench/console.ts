import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';
import type { BenchResult } from './bench.ts';

const root = join(import.meta.dirname, '..');
/** `CONSOLE_ROWS=5000 node bench/run.ts console` for a look at fewer. */
const ROWS = Number(process.env.CONSOLE_ROWS ?? 100_000);
/** Rows of one file: uploads are bounded. */
const PER_FILE = 50_000;
const STEPS = 100;
const STEP_PX = 700;
const BAR_KB = 350;
const BAR_ROWS = 100;
const BAR_TASK_MS = 50;
const EMAIL = 'bench@example.test';
const PASSWORD = 'a password of the bench';
const KEY = `pb_${'benchconsole'.repeat(3)}`;

/** What a person waits for: bytes of sign-in and Home, rows in the document of a long list, and tasks that hold up a scroll. */
export async function consolePage(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-console-'));
  const { url, stop } = await startHub(folder);
  let browser: Browser | undefined;
  try {
    await fill(url);
    browser = await launchBrowser();
    const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    const transferred = await countBytes(page);
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('E-mail address').fill(EMAIL);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Do next' }).waitFor();
    await page.waitForTimeout(1_000);
    const kilobytes = transferred() / 1000;

    await page.goto(`${url}/contacts`);
    await page.getByRole('row').nth(5).waitFor();
    const { longest, most } = await scroll(browser, page);
    return {
      name: 'console',
      rows: [
        { case: 'sign-in and Home, transferred', value: kilobytes, unit: 'kB', bar: `< ${BAR_KB}`, pass: kilobytes < BAR_KB },
        { case: `rows in the document, list of ${ROWS.toLocaleString('en')}`, value: most, unit: 'rows', bar: `≤ ${BAR_ROWS}`, pass: most <= BAR_ROWS },
        {
          case: 'longest task of a step of the scroll, p95',
          value: at(longest, 0.95),
          unit: 'ms',
          bar: `≤ ${BAR_TASK_MS}`,
          pass: at(longest, 0.95) <= BAR_TASK_MS,
        },
        { case: 'the same, median', value: at(longest, 0.5), unit: 'ms' },
      ],
    };
  } finally {
    await browser?.close();
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

async function countBytes(page: Page): Promise<() => number> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  return () => bytes;
}

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  tid: number;
  pid: number;
  args?: { name?: string };
}
/** Wheels down the list, with a pause in which a person would look; of each step the longest task of the page's main thread. */
async function scroll(browser: Browser, page: Page): Promise<{ longest: number[]; most: number }> {
  await page.mouse.move(700, 500);
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] });
  let most = 0;
  for (let step = 0; step < STEPS; step++) {
    await page.mouse.wheel(0, STEP_PX);
    await page.waitForTimeout(80);
    if (step % 10 === 0) most = Math.max(most, await page.getByRole('row').count());
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const main = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const tasks = traceEvents.filter(
    ({ name, ph, tid, pid }) =>
      ph === 'X' && (name === 'RunTask' || name === 'ThreadControllerImpl::RunTask') && main.some((thread) => thread.tid === tid && thread.pid === pid),
  );
  if (tasks.length < STEPS) throw new Error(`a trace of ${tasks.length} tasks shows nothing`);
  // The trace counts on another clock: steps are shares of its time.
  const [first, last] = [Math.min(...tasks.map(({ ts }) => ts)), Math.max(...tasks.map(({ ts, dur = 0 }) => ts + dur))];
  const each = (last - first) / STEPS;
  const longest = Array.from({ length: STEPS }, (_, step) =>
    tasks.filter(({ ts }) => ts >= first + step * each && ts < first + (step + 1) * each).reduce((max, { dur = 0 }) => Math.max(max, dur / 1000), 0),
  );
  return { longest: longest.sort((a, b) => a - b), most };
}

/** By imports, as a person brings them. */
async function fill(url: string): Promise<void> {
  const headers = { authorization: `Bearer ${KEY}` };
  const read = async <T>(path: string, request: RequestInit = {}): Promise<T> => {
    const answer = await fetch(`${url}/api/v1${path}`, { ...request, headers: { ...headers, ...request.headers } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const json = (method: string, body: object): RequestInit => ({ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  interface Import {
    id: string;
    state: string;
    mapping: Record<string, string>;
    jobId: string | null;
  }
  const over = async (id: string, states: readonly string[]): Promise<Import> => {
    for (;;) {
      const one = await read<Import>(`/imports/${id}`);
      const job = one.jobId ? await read<{ state: string }>(`/jobs/${one.jobId}`) : undefined;
      if (job?.state === 'failed') throw new Error('the import failed');
      if (job?.state === 'done' && states.includes(one.state)) return read<Import>(`/imports/${id}`);
      await wait(500);
    }
  };
  for (let from = 0; from < ROWS; from += PER_FILE) {
    const lines = Array.from({ length: Math.min(PER_FILE, ROWS - from) }, (_, n) => `First${from + n},Last${from + n},person${from + n}@example.com`);
    const form = new FormData();
    form.append('kind', 'contacts');
    form.append('file', new Blob([['First name,Last name,Email', ...lines].join('\n')], { type: 'text/csv' }), 'people.csv');
    const { import: made } = await read<{ import: Import }>('/imports', { method: 'POST', body: form });
    const { mapping } = await over(made.id, ['mapping']);
    await read(`/imports/${made.id}/mapping`, json('PUT', { mapping }));
    await over(made.id, ['review']);
    await read(`/imports/${made.id}/apply`, { method: 'POST' });
    await over(made.id, ['done']);
  }
}

async function startHub(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as { port: number };
      probe.close(() => resolve(free));
    });
  });
  const child = spawn(process.execPath, ['bin/patchbay.js', 'start'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PORT: String(port),
      PATCHBAY_DATA_DIR: join(folder, 'data'),
      PATCHBAY_ADMIN_EMAIL: EMAIL,
      PATCHBAY_ADMIN_PASSWORD: PASSWORD,
      PATCHBAY_API_KEY: KEY,
      LOG_LEVEL: 'error',
      DATABASE_URL: '',
    },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://localhost:${port}`;
  // Ready before its first owner is made: the key must open it.
  const opens = () =>
    fetch(`${url}/api/v1/me`, { headers: { authorization: `Bearer ${KEY}` } }).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await opens())) {
    if (child.exitCode !== null) throw new Error(`the hub ended with ${child.exitCode}`);
    await wait(50);
  }
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
