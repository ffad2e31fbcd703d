import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Request } from './embedded-worker.ts';
import { type DatabaseRole, type Engine, type OpenTransaction, ROLE_NAMES, type Rows, type Statement } from './session.ts';

// `tsc` does not rewrite this string, so it is chosen at run time.
const workerUrl = new URL(import.meta.url.endsWith('.ts') ? './embedded-worker.ts' : './embedded-worker.js', import.meta.url);

interface QueryOptions {
  rowMode?: 'array' | 'object';
  parsers?: Record<number, unknown>;
}
interface Result {
  rows: unknown[];
  fields: unknown[];
  affectedRows?: number;
}
type Outgoing = Request extends infer R ? (R extends Request ? Omit<R, 'id'> : never) : never;

/** Creates the cluster in a child process that ends; a no-op when the folder holds one. */
export async function createCluster(dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return;
  await promisify(execFile)(process.execPath, [fileURLToPath(workerUrl), dataDir]);
}

/** Opens PGlite in a worker thread. `dataDir` undefined = in memory. One process per folder: take the folder lock first. */
export async function openEmbedded(dataDir: string | undefined): Promise<Engine & { terminate(): Promise<void> }> {
  const worker = new Worker(workerUrl, { workerData: { dataDir } });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  const receivers = new Map<string, Set<(payload: string) => void>>();
  let nextId = 0;
  let dead: Error | undefined;

  const fail = (error: Error) => {
    dead = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  await new Promise<void>((resolve, reject) => {
    worker.on('message', (message: { ready?: true; notify?: string; payload?: string; id?: number; result?: unknown; error?: object }) => {
      if (message.ready) return resolve();
      if (message.notify !== undefined) {
        for (const receive of receivers.get(message.notify) ?? []) receive(message.payload ?? '');
        return;
      }
      const call = waiting.get(message.id as number);
      waiting.delete(message.id as number);
      if (message.error) call?.reject(Object.assign(new Error(), message.error));
      else call?.resolve(message.result);
    });
    worker.on('error', (error) => {
      fail(error as Error);
      reject(error);
    });
    worker.on('exit', (code) => {
      const error = new Error(`the embedded database ended (${code})`);
      fail(error);
      reject(error);
    });
  });

  const ask = (request: Outgoing): Promise<unknown> => {
    if (dead) return Promise.reject(dead);
    const id = ++nextId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id });
    });
  };

  // The one session: single statements are pipelined; an open transaction makes everybody else wait, first come first served.
  let gate: Promise<void> | undefined;
  const pass = async <T>(run: () => Promise<T>): Promise<T> => {
    while (gate) await gate;
    return run();
  };
  const enter = async (): Promise<() => void> => {
    while (gate) await gate;
    let release = () => {};
    gate = new Promise((resolve) => {
      release = () => {
        gate = undefined;
        resolve();
      };
    });
    return release;
  };

  const clientOver = (guard: <T>(run: () => Promise<T>) => Promise<T>) => ({
    query: (sql: string, params: unknown[] = [], options: QueryOptions = {}) =>
      guard(() =>
        ask({
          op: 'query',
          sql,
          params,
          ...(options.rowMode ? { rowMode: options.rowMode } : {}),
          ...(options.parsers ? { raw: Object.keys(options.parsers).map(Number) } : {}),
        }),
      ) as Promise<Result>,
    exec: (sql: string) => guard(() => ask({ op: 'exec', sql })),
  });
  const toRows = (result: Result): Rows => ({ rows: result.rows as Record<string, unknown>[], count: result.affectedRows ?? result.rows.length });

  const begin = async (role: DatabaseRole, settings: Readonly<Record<string, string>>): Promise<OpenTransaction> => {
    const release = await enter();
    let settled = false;
    const client = clientOver((run) => (settled ? Promise.reject(new Error('this transaction has ended')) : run()));
    const settle = async (word: 'COMMIT' | 'ROLLBACK') => {
      settled = true;
      try {
        await ask({ op: 'exec', sql: word });
      } finally {
        release();
      }
    };
    const locals = Object.entries(settings)
      .map(([name, value]) => `SET LOCAL ${name} = '${value}';`)
      .join(' ');
    try {
      await ask({ op: 'exec', sql: `BEGIN; SET LOCAL ROLE ${role === 'owner' ? 'NONE' : ROLE_NAMES[role]}; ${locals}` });
    } catch (error) {
      await ask({ op: 'exec', sql: 'ROLLBACK' }).catch(() => {});
      release();
      throw error;
    }
    return {
      client,
      query: async ({ text, values = [] }: Statement) => toRows(await client.query(text, [...values])),
      run: async (script) => void (await client.exec(script)),
      commit: () => settle('COMMIT'),
      rollback: () => settle('ROLLBACK'),
    };
  };

  const outer = clientOver(pass);
  return {
    kind: 'embedded',
    begin,
    query: async ({ text, values = [] }) => toRows(await outer.query(text, [...values])),
    async script(text) {
      const release = await enter();
      try {
        return toRows((await ask({ op: 'exec', sql: text })) as Result);
      } catch (error) {
        // The only session must not stay in an aborted transaction.
        await ask({ op: 'exec', sql: 'ROLLBACK' }).catch(() => {});
        throw error;
      } finally {
        release();
      }
    },
    async vacuum(table) {
      const release = await enter();
      try {
        await ask({ op: 'exec', sql: 'RESET ROLE' });
        await ask({ op: 'exec', sql: `VACUUM (ANALYZE) ${table}` });
      } finally {
        await ask({ op: 'exec', sql: `SET ROLE ${ROLE_NAMES.system}` }).catch(() => {});
        release();
      }
    },
    async listen(channel, receive) {
      const set = receivers.get(channel) ?? new Set();
      receivers.set(channel, set.add(receive));
      if (set.size === 1) await pass(() => ask({ op: 'listen', channel }));
      return async () => {
        set.delete(receive);
        if (set.size === 0 && !dead) await pass(() => ask({ op: 'unlisten', channel }));
      };
    },
    // The session's own role is the system one, so that the webhook path needs no role switch around each batch.
    rolesReady: async () => void (await pass(() => ask({ op: 'exec', sql: `SET ROLE ${ROLE_NAMES.system}` }))),
    async close() {
      if (dead) return;
      await pass(() => ask({ op: 'close' }));
      dead = new Error('the embedded database is closed');
      await worker.terminate();
    },
    terminate: async () => void (await worker.terminate()),
  };
}
