import { sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import { startTicker } from '#platform/tasks/ticker';
import type { ConnectedContext, ConnectionId, StreamDefinition, WorkspaceId } from '#sdk';
import { LEASE_SECONDS } from './stream-store.ts';

interface WatchersDeps {
  database: Database;
  definitions: ReadonlyMap<string, StreamDefinition<ConnectedContext>>;
  contextOf: (row: { workspaceId: WorkspaceId; integration: string; connectionId: ConnectionId }, signal: AbortSignal) => Promise<ConnectedContext>;
  onError: (error: unknown) => void;
  lookEveryMs?: number;
}
interface Held {
  abort: AbortController;
  ended: Promise<void>;
}
type Row = { workspaceId: WorkspaceId; id: string; connectionId: ConnectionId; integration: string; definition: string; names: string[] };

const LOOK_EVERY_MS = 5000;
/** Lines of one process; more mailboxes want more workers. */
const MOST_LINES = 500;
const AFTER_END_SECONDS = 5;
const AFTER_FAILURE_SECONDS = 60;

/** Lines held open to providers that tell of changes on them: one for a connection, in one process, renewed like any lease. */
export function createWatchers({ database, definitions, contextOf, onError, lookEveryMs = LOOK_EVERY_MS }: WatchersDeps) {
  const held = new Map<string, Held>();
  let stopped = false;

  const release = (token: string, seconds: number) =>
    database
      .systemQuery({
        text: `update streams set watch_token = null, watch_until = now() + make_interval(secs => $2) where watch_token = $1`,
        values: [token, seconds],
      })
      .catch(onError);

  /** The first stream of each connection stands for its line. */
  const claim = (room: number) => {
    const watchable = [...definitions].filter(([, definition]) => definition.watch).map(([key]) => key);
    if (watchable.length === 0 || room <= 0) return Promise.resolve([]);
    return database.system((tx) =>
      rowsOf<Row & { token: string }>(
        tx,
        sql`with first as (
              select distinct on (workspace_id, connection_id, definition) workspace_id, id, watch_until from streams
              where integration || ' ' || definition in ${watchable} order by workspace_id, connection_id, definition, id)
            update streams s set watch_token = gen_random_uuid(), watch_until = now() + make_interval(secs => ${LEASE_SECONDS})
            where (s.workspace_id, s.id) in (select workspace_id, id from first where watch_until is null or watch_until < now() limit ${room})
              and (s.watch_until is null or s.watch_until < now())
            returning s.workspace_id as "workspaceId", s.id, s.connection_id as "connectionId", s.integration, s.definition, s.watch_token as token,
              (select jsonb_agg(o.name) from streams o where o.workspace_id = s.workspace_id and o.connection_id = s.connection_id and o.definition = s.definition) as names`,
      ),
    );
  };

  const begin = (row: Row, token: string) => {
    const abort = new AbortController();
    const run = async () => {
      let pause = AFTER_END_SECONDS;
      try {
        const ctx = await contextOf(row, abort.signal);
        if (ctx.connection.status === 'active') await definitions.get(`${row.integration} ${row.definition}`)?.watch?.(ctx, { names: row.names });
        else pause = AFTER_FAILURE_SECONDS;
      } catch (error) {
        pause = AFTER_FAILURE_SECONDS;
        if (!abort.signal.aborted) onError(error);
      }
      held.delete(token);
      await release(token, abort.signal.aborted ? 0 : pause);
    };
    held.set(token, { abort, ended: run() });
  };

  async function round(): Promise<void> {
    if (held.size > 0) {
      const rows = await database.systemQuery<{ token: string }>({
        text: `update streams set watch_until = now() + make_interval(secs => $2) where watch_token = any($1::uuid[]) returning watch_token as token`,
        values: [[...held.keys()], LEASE_SECONDS],
      });
      const ours = new Set(rows.map(({ token }) => token));
      // The connection was removed, or we were silent too long and another process holds the line.
      for (const [token, { abort }] of held) if (!ours.has(token)) abort.abort();
    }
    for (const { token, ...row } of await claim(MOST_LINES - held.size)) if (!stopped) begin(row, token);
  }

  const ticker = startTicker(lookEveryMs, round, onError);
  return {
    async stop() {
      stopped = true;
      await ticker.stop();
      for (const { abort } of held.values()) abort.abort();
      await Promise.all([...held.values()].map(({ ended }) => ended));
    },
  };
}
