import { isConflict } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { gather, type Ready } from './gather.ts';
import type { InboxDeps, InboxLimits } from './ports.ts';
import { type Prepared, type PrepareParts, prepare } from './prepare.ts';
import { claim, settleFailed, settleHandled } from './settle.ts';
import { inOrder, peekWaiting, type WaitingEvent } from './waiting.ts';

/** How many events a worker takes at once, and how many of those that are handled quickly. */
export const FEWEST = 50;
export const MOST = 400;
/** Sealed requests of one batch in memory; one request may be larger than this alone. */
const BATCH_BYTES = 8 * 1024 * 1024;
/** Peeks that found only keys of others before the worker gives up until the next poll. */
const ROUNDS = 5;

export interface BatchResult {
  handled: number;
  failed: number;
  parked: WaitingEvent[];
}

class HandlerTimeout extends Error {
  override readonly name = 'HandlerTimeout';
}

export interface DrainParts extends PrepareParts {
  deps: InboxDeps;
  limits: InboxLimits;
  /** Keys that workers of this process hold; the others need not even look at them. */
  inFlight: Set<string>;
}

/** One batch: peek, prepare, claim, handle, settle. `undefined` when nothing was to be had. */
export async function drainBatch(parts: DrainParts, limit: number): Promise<BatchResult | undefined> {
  const { deps, inFlight } = parts;
  const elsewhere = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const now = deps.clock.now();
    const waiting = await peekWaiting(deps.database, now, [...elsewhere, ...inFlight], limit);
    // Another worker of this process may have taken keys while we looked.
    const events = inOrder(firstBytes(waiting.filter((event) => !inFlight.has(event.keyHash))));
    if (events.length === 0) return undefined;
    const keys = [...new Set(events.map((event) => event.keyHash))];
    for (const key of keys) inFlight.add(key);
    try {
      const result = await runBatch(parts, await prepare(parts, events), now, elsewhere);
      if (result.handled + result.failed > 0) return result;
    } finally {
      for (const key of keys) inFlight.delete(key);
    }
    // A peek may also be out of date: what others have handled since is not there at the next look.
    for (const key of keys) if (round > 0) elsewhere.add(key);
  }
  return undefined;
}

function firstBytes(events: readonly WaitingEvent[]): WaitingEvent[] {
  let bytes = 0;
  return events.filter((event, index) => {
    bytes += event.size;
    return index === 0 || bytes <= BATCH_BYTES;
  });
}

async function runBatch(parts: DrainParts, prepared: readonly Prepared[], now: Date, elsewhere: Set<string>): Promise<BatchResult> {
  try {
    return await inTransaction(parts, prepared, now, elsewhere);
  } catch (error) {
    if (error instanceof PatchbayError && error.code === 'database_unavailable') throw error;
    if (isConflict(error)) return { handled: 0, failed: 0, parked: [] };
    if (prepared.length > 1) return oneByOne(parts, prepared, now, elsewhere);
    const [only] = prepared;
    if (!only) throw error;
    // It fails at commit, or does not end: what it did is undone, so the failure needs a transaction of its own.
    return inTransaction(parts, [{ waiting: only.waiting, error }], now, elsewhere);
  }
}

/** Finds out which event broke the whole batch. A failed event holds its key here as well. */
async function oneByOne(parts: DrainParts, prepared: readonly Prepared[], now: Date, elsewhere: Set<string>): Promise<BatchResult> {
  const total: BatchResult = { handled: 0, failed: 0, parked: [] };
  const held = new Set<string>();
  for (const one of prepared) {
    if (held.has(one.waiting.keyHash)) continue;
    const result = await runBatch(parts, [one], now, elsewhere);
    if (result.handled === 0) held.add(one.waiting.keyHash);
    total.handled += result.handled;
    total.failed += result.failed;
    total.parked.push(...result.parked);
  }
  return total;
}

function inTransaction(parts: DrainParts, prepared: readonly Prepared[], now: Date, elsewhere: Set<string>): Promise<BatchResult> {
  const { deps, limits } = parts;
  const byId = new Map(prepared.map((one) => [one.waiting, one]));
  const work = async (tx: Transaction): Promise<BatchResult> => {
    const { claimed, lockedElsewhere } = await claim(deps.database, [...byId.keys()], now);
    for (const key of lockedElsewhere) elsewhere.add(key);
    const handled: WaitingEvent[] = [];
    const failures: { event: WaitingEvent; error: unknown }[] = [];
    const held = new Set<string>();
    const one = async (each: Prepared) => {
      const { waiting: event } = each;
      if (held.has(event.keyHash)) return;
      try {
        if ('error' in each) throw each.error;
        await handle(parts, tx, [each]);
        handled.push(event);
      } catch (error) {
        if (error instanceof HandlerTimeout && 'run' in each) throw error;
        held.add(event.keyHash);
        failures.push({ event, error });
        deps.log.warn(
          { integration: event.integration, provider: event.provider, webhookEventId: event.id, attempt: event.attempts + 1, err: error },
          'a webhook handler failed',
        );
      }
    };
    for (const group of gather(claimed.flatMap((event) => byId.get(event) ?? []))) {
      const due = group.filter(({ waiting }) => !held.has(waiting.keyHash));
      if (due.length > 1 && (await together(parts, tx, due as Ready[]))) handled.push(...due.map(({ waiting }) => waiting));
      else for (const each of due) await one(each);
    }
    await settleHandled(deps.database, handled, now);
    const parked = await settleFailed(tx, failures, now);
    return { handled: handled.length, failed: failures.length, parked };
  };
  // A handler that waits for a lock must not keep the others waiting for ever. PGlite has one session and ignores it.
  return deps.database.system(work, { timeoutMs: limits.handleMs });
}

/** All in one savepoint. False: one of them cannot, and nothing of it happened. */
async function together(parts: DrainParts, tx: Transaction, group: readonly Ready[]): Promise<boolean> {
  try {
    await handle(parts, tx, group);
    return true;
  } catch (error) {
    if (error instanceof HandlerTimeout) throw error;
    return false;
  }
}

/** Events of one workspace in a savepoint of their own. What does not end breaks the batch: its transaction cannot be trusted any more. */
async function handle({ deps, limits }: DrainParts, tx: Transaction, group: readonly Ready[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  const { definition, ctx } = first.run;
  const events = group.map(({ waiting, run }) => ({ ...run.event, receivedAt: waiting.receivedAt }));
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new HandlerTimeout(`the handler took longer than ${limits.handleMs} ms`)), limits.handleMs).unref();
  try {
    const work = deps.database.enter(tx, first.waiting.workspaceId, async (inner) => {
      if (definition.handleAll && events.length > 1) return definition.handleAll(ctx, inner, events);
      for (const event of events) await definition.handle(ctx, inner, event);
    });
    work.catch(() => {});
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
