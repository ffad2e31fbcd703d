import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';

/**
 * PGlite in a thread of its own: a heavy query would freeze the event loop, and PGlite ignores `statement_timeout`.
 * Started as a plain process with a folder as its argument it only creates the cluster and ends, because initdb peaks at
 * several hundred MB that a thread would never give back.
 */
const extensions = { btree_gin, btree_gist, citext, pg_trgm, unaccent };
// 16 MB of shared buffers: ~180 MB resident instead of ~300 MB.
const open = (dataDir: string | undefined) => PGlite.create({ ...(dataDir ? { dataDir } : {}), extensions, postgresqlconf: ['shared_buffers=16MB'] });

export type Request = { id: number } & (
  | { op: 'query'; sql: string; params: unknown[]; rowMode?: 'array' | 'object'; raw?: number[] }
  | { op: 'exec'; sql: string }
  | { op: 'listen'; channel: string }
  | { op: 'unlisten'; channel: string }
  | { op: 'close' }
);

const identity = (value: string) => value;
const ERROR_FIELDS = ['message', 'code', 'detail', 'hint', 'constraint', 'table', 'column', 'schema', 'severity'] as const;

async function serve() {
  const port = parentPort;
  if (!port) return;
  const db = await open((workerData as { dataDir?: string }).dataDir);
  const listeners = new Map<string, () => Promise<void>>();
  const run = async (request: Request): Promise<unknown> => {
    switch (request.op) {
      case 'query': {
        // Parser functions cannot cross threads: the caller sends the type ids it wants as text.
        const parsers = request.raw ? Object.fromEntries(request.raw.map((id) => [id, identity])) : undefined;
        return db.query(request.sql, request.params, { ...(request.rowMode ? { rowMode: request.rowMode } : {}), ...(parsers ? { parsers } : {}) });
      }
      case 'exec':
        return { rows: (await db.exec(request.sql)).flatMap((result) => result.rows), fields: [] };
      case 'listen':
        listeners.set(request.channel, await db.listen(request.channel, (payload) => port.postMessage({ notify: request.channel, payload })));
        return null;
      case 'unlisten':
        await listeners.get(request.channel)?.();
        listeners.delete(request.channel);
        return null;
      case 'close':
        await db.close();
        return null;
    }
  };
  port.on('message', (request: Request) => {
    run(request).then(
      (result) => port.postMessage({ id: request.id, result }),
      // Structured clone keeps only the message of an Error.
      (error: Record<string, unknown>) => port.postMessage({ id: request.id, error: Object.fromEntries(ERROR_FIELDS.map((field) => [field, error[field]])) }),
    );
  });
  port.postMessage({ ready: true });
}

if (parentPort) await serve();
else if (process.argv[2]) await (await open(process.argv[2])).close();
