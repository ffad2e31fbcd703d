import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Database, rowsOf } from '#platform/database/database';
import {
  type Actor,
  type Clock,
  type Completeness,
  type ConnectedContext,
  type ConnectionId,
  type Context,
  PatchbayError,
  type Schedule,
  type StreamDefinition,
  type TaskDefinition,
  type Tasks,
  type Transaction,
  task,
  type WorkspaceId,
} from '#sdk';
import { AGREE_AFTER_MS } from './guard.ts';
import { startLeaseRenewal } from './lease-renewal.ts';
import { createPoller } from './poller.ts';
import { readStream } from './read-stream.ts';
import { addSeen, compareGenerations, dropOlder } from './seen-ids.ts';
import { ensureStream, READ, type StreamRow, saveStream, streamById, streamsOf, takeLease } from './stream-store.ts';
import { createWatchers } from './watchers.ts';

/** What the sync needs of the task room. */
export interface SyncTasks {
  register(definitions: readonly TaskDefinition<Context>[], options: { integration: string; schedules?: readonly Schedule[] }): void;
  forWorkspace(workspaceId: WorkspaceId, actor: Actor, connectionId?: ConnectionId): Pick<Tasks, 'enqueue'>;
}
export interface SyncDeps {
  database: Database;
  clock: Clock;
  tasks: SyncTasks;
  contextFor: (scope: {
    workspaceId: WorkspaceId;
    actor: Actor;
    integration: string;
    connectionId?: ConnectionId;
    signal?: AbortSignal;
  }) => Context | Promise<Context>;
  onError?: (error: unknown) => void;
}

export interface StreamView {
  name: string;
  /** What people call it, where the name is an id. */
  title?: string;
  state: StreamRow['state'];
  seen: number;
  kept: number;
  skipped: Record<string, number>;
  total: number | null;
  cursorAgeSeconds: number | null;
  lastError: string | null;
  /** How many records a shrunken read no longer saw; they wait for a second read or for a person. */
  awaitingDeletion: number;
}

const DISCOVER = 'sync.discover-streams';
const DISCOVER_EVERY_MS = 15 * 60_000;
const POLL_EVERY_MS = 5000;
const SYSTEM: Actor = { kind: 'system', reason: 'sync' };

/** Reads the streams of all connections: lease, checkpoint, resume, guard. */
export function createSync({ database, clock, tasks, contextFor, onError = () => {} }: SyncDeps) {
  const definitions = new Map<string, StreamDefinition<ConnectedContext>>();
  const keyOf = (integration: string, definition: string) => `${integration} ${definition}`;
  const definitionOf = (row: Pick<StreamRow, 'integration' | 'definition'>) => definitions.get(keyOf(row.integration, row.definition));
  const poller = createPoller({ database, clock, definitionOf, tasks, actor: SYSTEM });
  let ticker: ReturnType<typeof poller.start> | undefined;
  let watchers: ReturnType<typeof createWatchers> | undefined;

  const connected = async (row: Pick<StreamRow, 'workspaceId' | 'integration' | 'connectionId'>, actor: Actor, signal?: AbortSignal) => {
    const { workspaceId, integration, connectionId } = row;
    return (await contextFor({ workspaceId, integration, connectionId, actor, ...(signal ? { signal } : {}) })) as ConnectedContext;
  };
  const enqueueRead = (row: Pick<StreamRow, 'workspaceId' | 'connectionId' | 'id'>, actor: Actor, dueAt?: Date) =>
    tasks.forWorkspace(row.workspaceId, actor, row.connectionId).enqueue(READ, { streamId: row.id }, { singletonKey: row.id, ...(dueAt ? { dueAt } : {}) });

  /** One look at one stream. Nothing when another process is reading it: that one looks once more. */
  const look = async (workspaceId: WorkspaceId, streamId: string, actor: Actor, signal: AbortSignal): Promise<void> => {
    const found = await database.workspace(workspaceId, (tx) => streamById(tx, workspaceId, streamId));
    const definition = found && definitionOf(found);
    if (!found || !definition) return;
    const ours = new AbortController();
    const ctx = await connected(found, actor, AbortSignal.any([signal, ours.signal]));
    // Nobody can read it until a person reconnects; that is said at the connection, not at each of its streams.
    if (ctx.connection.status === 'reauthorize' || ctx.connection.status === 'disabled') return;
    const leased = await database.workspace(workspaceId, (tx) => takeLease(tx, workspaceId, streamId, clock.now()));
    if (!leased) return;
    const renewal = startLeaseRenewal(database, leased, () => ours.abort(new PatchbayError('conflict', { facts: { reason: 'the lease was lost' } })), onError);
    try {
      await readStream({ database, clock }, definition, ctx, leased);
      const ended = await database.workspace(workspaceId, (tx) => saveStream(tx, leased, { release: true }, clock.now()));
      if (ended.again) await enqueueRead(ended, actor);
      if (ended.pendingSince) await enqueueRead(ended, actor, new Date(new Date(ended.pendingSince).getTime() + AGREE_AFTER_MS));
    } catch (error) {
      const known = error instanceof PatchbayError ? error : new PatchbayError('internal', { cause: error });
      const waits = signal.aborted || known.row.retryable;
      const lastError = signal.aborted ? null : known.message;
      await database
        .workspace(workspaceId, (tx) => saveStream(tx, leased, { state: waits ? 'waiting' : 'failed', lastError, release: true }, clock.now()))
        .catch(onError);
      throw error;
    } finally {
      await renewal.stop();
    }
  };

  const discover = async (ctx: Context): Promise<void> => {
    const { connection, workspaceId, actor } = ctx;
    if (!connection || connection.status === 'disabled' || connection.status === 'reauthorize') return;
    const { integration, id: connectionId } = connection;
    const mine = [...definitions].filter(([key]) => key.startsWith(`${integration} `)).map(([, definition]) => definition);
    if (mine.length === 0) return;
    const inside = await connected({ workspaceId, integration, connectionId }, actor, ctx.signal);
    const found: { definition: string; name: string; everyMs: number }[] = [];
    for (const definition of mine) {
      const names = definition.discover ? await definition.discover(inside) : [definition.name];
      found.push(...names.map((name) => ({ definition: definition.name, name, everyMs: definition.everyMs })));
    }
    await database.workspace(workspaceId, async (tx) => {
      const before = new Set((await streamsOf(tx, workspaceId, connectionId)).map(({ id }) => id));
      for (const { everyMs, ...each } of found) {
        await ensureStream(tx, { workspaceId, connectionId, integration, ...each }, new Date(clock.now().getTime() + everyMs));
      }
      // The known ones have their own rhythm.
      for (const row of await streamsOf(tx, workspaceId, connectionId)) if (!before.has(row.id)) await enqueueRead(row, actor);
    });
  };

  tasks.register(
    [
      task({
        name: READ,
        payload: z.strictObject({ streamId: z.uuid() }),
        retry: { tries: 5, firstDelayMs: 30_000 },
        // A first read of a large mailbox takes hours; its lease and heartbeat say that it lives.
        expireInSeconds: 12 * 3600,
        run: (ctx, { streamId }) => look(ctx.workspaceId, streamId, ctx.actor, ctx.signal),
      }),
      task({ name: DISCOVER, payload: z.strictObject({}), run: discover }),
    ],
    { integration: 'platform', schedules: [{ task: DISCOVER, each: 'connection', everyMs: DISCOVER_EVERY_MS }] },
  );

  const viewOf = (row: StreamRow): StreamView => ({
    name: row.name,
    state: row.state,
    seen: row.seen,
    kept: row.kept,
    skipped: row.skipped,
    total: row.total,
    cursorAgeSeconds: row.cursorAt ? Math.max(0, Math.round((clock.now().getTime() - new Date(row.cursorAt).getTime()) / 1000)) : null,
    lastError: row.lastError,
    awaitingDeletion: row.pendingMissing?.length ?? 0,
  });

  return {
    register(streams: readonly StreamDefinition<ConnectedContext>[], { integration }: { integration: string }) {
      for (const definition of streams) {
        const key = keyOf(integration, definition.name);
        if (definitions.has(key)) throw new TypeError(`stream "${definition.name}" of ${integration} is declared twice`);
        definitions.set(key, definition);
      }
    },
    /** Records that stand here before a page brought them: the complete read after the next knows them. In the caller's transaction. */
    async markWritten(tx: Transaction, workspaceId: WorkspaceId, connectionId: ConnectionId, stream: string, externalIds: readonly string[]): Promise<void> {
      for (const row of await streamsOf(tx, workspaceId, connectionId)) if (row.name === stream) await addSeen(tx, row, externalIds, []);
    },
    /** Reads a stream, or finds out which there are and reads them all. Joins an open transaction; several requests are one. */
    request: (workspaceId: WorkspaceId, connectionId: ConnectionId, stream?: string, actor: Actor = SYSTEM): Promise<void> =>
      database.workspace(workspaceId, async (tx) => {
        const rows = (await streamsOf(tx, workspaceId, connectionId)).filter(({ name }) => stream === undefined || name === stream);
        for (const row of rows) await enqueueRead(row, actor);
        if (stream === undefined || rows.length === 0)
          await tasks.forWorkspace(workspaceId, actor, connectionId).enqueue(DISCOVER, {}, { singletonKey: connectionId });
      }),
    async list(workspaceId: WorkspaceId, connectionId: ConnectionId, actor: Actor = SYSTEM): Promise<StreamView[]> {
      const rows = await database.workspace(workspaceId, (tx) => streamsOf(tx, workspaceId, connectionId));
      const titles = new Map<string, string>();
      for (const [definition, own] of Map.groupBy(rows, definitionOf)) {
        const [first] = own;
        if (!definition?.titles || !first) continue;
        const ctx = await connected(first, actor);
        for (const [name, title] of await definition.titles(
          ctx,
          own.map(({ name: each }) => each),
        ))
          titles.set(name, title);
      }
      return rows.map((row) => ({ ...viewOf(row), ...(titles.has(row.name) ? { title: titles.get(row.name) } : {}) }) as StreamView);
    },
    /**
     * A person says that what a shrunken read no longer saw is really gone.
     * @throws PatchbayError not_found, conflict when nothing is waiting or the stream is being read
     */
    async confirmDeletion(workspaceId: WorkspaceId, connectionId: ConnectionId, name: string, actor: Actor): Promise<{ removed: number }> {
      const rows = (await database.workspace(workspaceId, (tx) => streamsOf(tx, workspaceId, connectionId))).filter((row) => row.name === name);
      if (rows.length === 0) throw new PatchbayError('not_found');
      const waiting = rows.find((row) => row.pendingMissing);
      const definition = waiting && definitionOf(waiting);
      if (!waiting || !definition) throw new PatchbayError('conflict', { detail: 'Nothing waits to be removed here.' });
      const ctx = await connected(waiting, actor);
      return database.workspace(workspaceId, async (tx) => {
        const leased = await takeLease(tx, workspaceId, waiting.id, clock.now());
        if (!leased?.pendingMissing) throw new PatchbayError('conflict', { detail: 'It is being read at this moment.', remedy: 'Try again in a minute.' });
        // What came back meanwhile stays.
        const still = new Set((await compareGenerations(tx, leased)).missing);
        const ids = leased.pendingMissing.filter((id) => still.has(id));
        await definition.removeMissing?.(ctx, tx, ids, { name });
        const going = new Set(ids);
        await dropOlder(
          tx,
          leased,
          [...still].filter((id) => !going.has(id)),
        );
        await saveStream(tx, leased, { pending: null, state: waiting.state, release: true }, clock.now());
        return { removed: ids.length };
      });
    },
    /** After a connection was removed. */
    forget: (workspaceId: WorkspaceId, connectionId: ConnectionId): Promise<void> =>
      database.workspace(workspaceId, async (tx) => {
        const rows = await rowsOf<{ id: string }>(
          tx,
          sql`delete from streams where workspace_id = ${workspaceId} and connection_id = ${connectionId} returning id`,
        );
        if (rows.length > 0) {
          await tx.execute(sql`delete from stream_seen where workspace_id = ${workspaceId} and stream_id in ${rows.map(({ id }) => id)}`);
        }
      }),
    /** Due streams and those whose reader died: now, not at the next round. */
    poll: poller.poll,
    /** What the provider has against what was decided on, of each stream that can say. */
    async completeness(workspaceId: WorkspaceId, connectionId: ConnectionId, actor: Actor): Promise<(Completeness & { stream: string })[]> {
      const found: (Completeness & { stream: string })[] = [];
      for (const row of await database.workspace(workspaceId, (tx) => streamsOf(tx, workspaceId, connectionId))) {
        const check = definitionOf(row)?.completeness;
        if (check) found.push({ stream: row.name, ...(await check(await connected(row, actor), { name: row.name })) });
      }
      return found;
    },
    start() {
      ticker = poller.start(POLL_EVERY_MS, onError);
      watchers = createWatchers({ database, definitions, contextOf: (row, signal) => connected(row, SYSTEM, signal), onError });
    },
    async stop() {
      await ticker?.stop();
      await watchers?.stop();
    },
  };
}
export type SyncRoom = ReturnType<typeof createSync>;
