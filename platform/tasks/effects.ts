import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Database } from '#platform/database/database';
import {
  type Actor,
  type Clock,
  type ConnectedContext,
  type ConnectionId,
  type Context,
  type Effect,
  type EffectKind,
  type EffectRequest,
  type Effects,
  PatchbayError,
  type TaskDefinition,
  type Tasks,
  task,
  type UserId,
  type WorkspaceId,
} from '#sdk';
import { backoffMs } from './backoff.ts';
import { effectFate, nextQuestion } from './effect-fate.ts';
import { createEffectLeases } from './effect-leases.ts';
import {
  ADVANCE,
  type EffectFilter,
  type EffectRow,
  effectById,
  effectOf,
  effectPage,
  effectsByKey,
  isOwn,
  type Origin,
  type Outcome,
  recordOutcome,
  reserveEffects,
  startEffects,
  TAKE_OVER_MS,
} from './effect-store.ts';
import { createEffectSweep } from './effect-sweep.ts';
import type { ContextFor } from './run-task.ts';
import { startTicker, type Ticker } from './ticker.ts';

/** What the effects need of the task room. */
export interface EffectTasks {
  register(definitions: readonly TaskDefinition<Context>[], options: { integration: string }): void;
  forWorkspace(workspaceId: WorkspaceId, actor: Actor, connectionId?: ConnectionId): Pick<Tasks, 'enqueue'>;
}
export interface EffectsDeps {
  database: Database;
  clock: Clock;
  tasks: EffectTasks;
  contextFor: ContextFor;
  onError?: (error: unknown) => void;
  random?: () => number;
}

/** A time-out may mean that the provider is still at it: ask not before this. */
const FIRST_QUESTION_MS = 30_000;
const MOST_ATTEMPTS = 50;
const FIRST_RETRY_MS = 10_000;
const LONGEST_RETRY_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 5000;
const LOOK_EVERY_MS = 200;
const SYSTEM: Actor = { kind: 'system', reason: 'effects' };

/** The ledger of outbound acts: each happens once, or its uncertainty is recorded and settled by asking or by a person. */
export function createEffects({ database, clock, tasks, contextFor, onError = () => {}, random = Math.random }: EffectsDeps) {
  const kinds = new Map<string, { kind: EffectKind<ConnectedContext>; integration: string }>();
  const leases = createEffectLeases(database, onError);
  const inFlight = new Map<string, Promise<Effect>>();
  const sweep = createEffectSweep({ database, clock, tasks, kinds, actor: SYSTEM });
  let ticker: Ticker | undefined;

  const inMs = (ms: number) => new Date(clock.now().getTime() + ms);
  const at = <T>(workspaceId: WorkspaceId, work: Parameters<typeof database.workspace<T>>[1]) => database.workspace(workspaceId, work);
  const knownKind = (name: string) => {
    const found = kinds.get(name);
    if (!found) throw new PatchbayError('internal', { facts: { kind: name, reason: 'no effect of this kind is registered' } });
    return found;
  };
  const contextOf = async (row: EffectRow) =>
    (await contextFor({
      workspaceId: row.workspaceId,
      actor: row.actor,
      integration: knownKind(row.kind).integration,
      ...(row.connectionId ? { connectionId: row.connectionId } : {}),
    })) as ConnectedContext;

  const outcomeOf = (row: EffectRow, error: unknown): Outcome => {
    const fate = effectFate(error);
    if (fate.state === 'unknown') return { ...fate, dueAt: kinds.get(row.kind)?.kind.reconcile ? inMs(FIRST_QUESTION_MS) : null };
    if (fate.state === 'failed') return fate;
    if (row.attempts >= MOST_ATTEMPTS) return { state: 'failed', error: fate.error };
    return { ...fate, dueAt: inMs(Math.max(fate.retryAfterMs, backoffMs(row.attempts, FIRST_RETRY_MS, random, LONGEST_RETRY_MS))) };
  };
  /** Whom the outcome is told in its transaction; nobody where the connection is gone. */
  const listenerOf = async (row: EffectRow): Promise<(written: EffectRow) => Promise<void>> => {
    const recorded = kinds.get(row.kind)?.kind.recorded;
    const ctx = recorded && (await contextOf(row).catch(() => undefined));
    return async (written) => void (ctx && (await recorded?.(ctx, { ...effectOf(written), input: written.input })));
  };
  const record = async (row: EffectRow, outcome: Outcome): Promise<EffectRow> => {
    const { workspaceId, id, leaseToken } = row;
    const tell = await listenerOf(row);
    const written = await at(workspaceId, async (tx) => {
      const now = await recordOutcome(tx, workspaceId, id, leaseToken, outcome, clock.now());
      if (now) await tell(now);
      return now;
    });
    return written ?? (await read(workspaceId, id));
  };
  const read = async (workspaceId: WorkspaceId, id: string): Promise<EffectRow> => {
    const row = await at(workspaceId, (tx) => effectById(tx, workspaceId, id));
    if (!row) throw new PatchbayError('not_found');
    return row;
  };

  /** Starts and performs one reserved effect. `error` is what `perform` threw; undefined result = somebody else has it. */
  const perform = async (row: EffectRow): Promise<{ row: EffectRow; error?: unknown } | undefined> => {
    const { kind } = knownKind(row.kind);
    // Built first: what fails here has sent nothing.
    const ctx = await contextOf(row);
    const token = randomUUID();
    const [started] = await at(row.workspaceId, (tx) => startEffects(tx, row.workspaceId, [row.id], token, clock.now()));
    if (!started) return undefined;
    const release = leases.hold(token);
    try {
      const performed = await kind.perform(ctx, { id: started.id, key: started.key, input: started.input });
      return { row: await record(started, { state: 'done', performed }) };
    } catch (error) {
      return { row: await record(started, outcomeOf(started, error)), error };
    } finally {
      release();
    }
  };

  const reconcile = async (row: EffectRow): Promise<EffectRow> => {
    const ask = knownKind(row.kind).kind.reconcile;
    if (!ask) return record(row, { state: 'unknown', error: row.error });
    const ageMs = row.startedAt ? clock.now().getTime() - new Date(row.startedAt).getTime() : 0;
    const waitMs = nextQuestion(ageMs);
    const later: Outcome = { state: 'unknown', error: row.error, dueAt: waitMs === null ? null : inMs(waitMs) };
    try {
      const answer = await ask(await contextOf(row), { id: row.id, key: row.key, input: row.input });
      if (answer.state === 'unsure') return await record(row, later);
      if (answer.state === 'done') return await record(row, { state: 'done', performed: answer });
      return await record(row, { state: 'reserved', dueAt: clock.now() });
    } catch (error) {
      onError(error);
      return record(row, later);
    }
  };

  /** One step for what the platform looks after by itself. */
  const advance = async (workspaceId: WorkspaceId, id: string): Promise<void> => {
    let row = await at(workspaceId, (tx) => effectById(tx, workspaceId, id));
    if (row?.state === 'unknown') row = await reconcile(row);
    if (row?.state === 'reserved') await perform(row);
  };
  tasks.register(
    [
      task({
        name: ADVANCE,
        payload: z.strictObject({ id: z.uuid() }),
        // The sweep comes again by itself.
        retry: { tries: 1, firstDelayMs: 1000 },
        run: (ctx, { id }) => advance(ctx.workspaceId, id),
      }),
    ],
    { integration: 'platform' },
  );

  const outside = () => {
    if (database.current()) {
      throw new PatchbayError('internal', { facts: { reason: 'effects.once inside a transaction: nothing may leave before the commit; use effects.reserve' } });
    }
  };

  /** Performed or followed to its end, whoever performs it. */
  const settleOnce = async (origin: Origin, request: EffectRequest): Promise<Effect> => {
    const { workspaceId } = origin;
    knownKind(request.kind);
    const first = await at(workspaceId, async (tx) => {
      await reserveEffects(tx, origin, [request], clock.now(), inMs(TAKE_OVER_MS));
      return (await effectsByKey(tx, workspaceId, [request.key]))[0];
    });
    if (!first) throw new PatchbayError('internal');
    let row = first;
    if (row.state === 'reserved') {
      const performed = await perform(row);
      if (performed?.row.state === 'reserved') throw performed.error;
      if (performed) return effectOf(performed.row);
      row = await read(workspaceId, row.id);
    }
    // Another process is at it.
    while (row.state === 'started') {
      if (row.leaseOver) await sweep();
      else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      row = await read(workspaceId, row.id);
    }
    if (row.state === 'reserved') throw new PatchbayError('provider_unavailable', { facts: { effect: row.id } });
    return effectOf(row);
  };

  const batchOnce = async (origin: Origin, requests: readonly EffectRequest[], performBatch: Parameters<Effects['batch']>[1]): Promise<Effect[]> => {
    const { workspaceId } = origin;
    const keys = [...new Set(requests.map(({ key }) => key))];
    if (keys.length === 0) return [];
    const unique = keys.flatMap((key) => requests.find((request) => request.key === key) ?? []);
    const token = randomUUID();
    await at(workspaceId, (tx) => reserveEffects(tx, origin, unique, clock.now(), inMs(TAKE_OVER_MS)));
    const started = await at(workspaceId, async (tx) => {
      const reserved = (await effectsByKey(tx, workspaceId, keys)).filter(({ state }) => state === 'reserved').map(({ id }) => id);
      return reserved.length > 0 ? startEffects(tx, workspaceId, reserved, token, clock.now()) : [];
    });
    let failed: unknown;
    if (started.length > 0) {
      const release = leases.hold(token);
      try {
        const outcomes = new Map<string, Outcome>();
        try {
          const answers = await performBatch(started.map(({ id, key, input }) => ({ id, key, input })));
          for (const { key, error, ...performed } of answers)
            outcomes.set(key, error === undefined ? { state: 'done', performed } : { state: 'failed', error });
        } catch (error) {
          failed = error;
        }
        const tellOf = new Map<string, (written: EffectRow) => Promise<void>>();
        for (const row of started) if (!tellOf.has(row.kind)) tellOf.set(row.kind, await listenerOf(row));
        await at(workspaceId, async (tx) => {
          for (const row of started) {
            // Not a word about this one: nobody knows.
            const outcome = outcomes.get(row.key) ?? outcomeOf(row, failed ?? new Error('the provider call said nothing about it'));
            const written = await recordOutcome(tx, workspaceId, row.id, token, outcome, clock.now());
            if (written) await tellOf.get(row.kind)?.(written);
          }
        });
      } finally {
        release();
      }
    }
    const rows = new Map((await at(workspaceId, (tx) => effectsByKey(tx, workspaceId, keys))).map((row) => [row.key, row]));
    if (failed && effectFate(failed).state === 'reserved') throw failed;
    return requests.flatMap(({ key }) => {
      const row = rows.get(key);
      return row ? [effectOf(row)] : [];
    });
  };

  return {
    register(more: readonly EffectKind<ConnectedContext>[], { integration }: { integration: string }) {
      for (const kind of more) {
        if (kinds.has(kind.kind)) throw new TypeError(`effect "${kind.kind}" is declared twice`);
        kinds.set(kind.kind, { kind, integration });
      }
    },
    forWorkspace(workspaceId: WorkspaceId, actor: Actor, connectionId?: ConnectionId): Effects {
      const origin: Origin = { workspaceId, actor, connectionId };
      return {
        async once(request) {
          outside();
          // Callers in one process share one promise; processes share the row.
          const name = `${workspaceId} ${request.key}`;
          const running = inFlight.get(name) ?? settleOnce(origin, request).finally(() => inFlight.delete(name));
          inFlight.set(name, running);
          return running;
        },
        reserve: (request) =>
          at(workspaceId, async (tx) => {
            knownKind(request.kind);
            const [fresh] = await reserveEffects(tx, origin, [request], clock.now(), inMs(TAKE_OVER_MS));
            if (fresh) await tasks.forWorkspace(workspaceId, actor, connectionId).enqueue(ADVANCE, { id: fresh });
            const [row] = await effectsByKey(tx, workspaceId, [request.key]);
            if (!row) throw new PatchbayError('internal');
            return effectOf(row);
          }),
        async batch(requests, performBatch) {
          outside();
          return batchOnce(origin, requests, performBatch);
        },
      };
    },
    /** Newest first. */
    list: async (workspaceId: WorkspaceId, filter: EffectFilter): Promise<EffectView[]> =>
      (await at(workspaceId, (tx) => effectPage(tx, workspaceId, filter))).map(viewOf),
    /** A person looked at the other side. Only what is unknown can be settled. */
    async settle(workspaceId: WorkspaceId, id: string, choice: 'send_again' | 'it_arrived', actor: Actor, ownedBy?: UserId): Promise<EffectView> {
      const found = await at(workspaceId, (tx) => effectById(tx, workspaceId, id));
      const tell = found && (await listenerOf(found));
      return at(workspaceId, async (tx) => {
        const row = await effectById(tx, workspaceId, id);
        if (!row || (ownedBy && !isOwn(row, ownedBy))) throw new PatchbayError('not_found');
        const outcome: Outcome = choice === 'it_arrived' ? { state: 'done' } : { state: 'reserved', dueAt: inMs(TAKE_OVER_MS) };
        const written = row.state === 'unknown' ? await recordOutcome(tx, workspaceId, id, row.leaseToken, outcome, clock.now()) : undefined;
        if (!written) throw new PatchbayError('conflict', { detail: 'The outcome of this act is known meanwhile.' });
        await tell?.(written);
        if (choice === 'send_again') await tasks.forWorkspace(workspaceId, actor, row.connectionId ?? undefined).enqueue(ADVANCE, { id });
        return viewOf(written);
      });
    },
    /** What a dead process left: now, not at the next round. */
    sweep,
    start() {
      ticker = startTicker(SWEEP_EVERY_MS, sweep, onError);
    },
    async stop() {
      await ticker?.stop();
      await leases.stop();
    },
  };
}
const viewOf = (row: EffectRow) => ({
  ...effectOf(row),
  summary: row.summary,
  connectionId: row.connectionId,
  attempts: row.attempts,
  createdAt: new Date(row.createdAt).toISOString(),
  startedAt: row.startedAt && new Date(row.startedAt).toISOString(),
});
export type EffectView = ReturnType<typeof viewOf>;
export type EffectsRoom = ReturnType<typeof createEffects>;
