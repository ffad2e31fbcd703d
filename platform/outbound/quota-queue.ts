import { type Clock, type Lane, PatchbayError } from '#sdk';
import { type Allowance, type Ask, marginMs, type Slot } from './quota-ledger.ts';
import type { QuotaStore } from './quota-store.ts';

const RANK: Record<Lane, number> = { interactive: 0, webhook: 1, backfill: 2 };
const MAX_ASKS = 64;
/** When the next slot is contended the asking is repeated no faster than this. */
const MIN_ASK_MS = 5;
/** A refusal is remembered this long, so that callers who come back at once do not all ask the database again. */
const REFUSAL_MS = 250;

interface Waiter extends Ask {
  since: number;
  go: () => void;
  fail: (error: unknown) => void;
}

/**
 * This process's queue for one set of allowances: leases slots for those who wait, fires each at its time to whoever then
 * comes first by lane and age, and gives back what nobody used.
 */
export function createQuotaQueue(allowances: readonly Allowance[], store: Pick<QuotaStore, 'lease'>, clock: Clock) {
  /** A slot taken this late could arrive outside the margin: it is dropped and a new one asked for. */
  const lateMs = Math.min(...allowances.map((a) => marginMs(a.intervalMs))) / 2;
  let waiters: Waiter[] = [];
  let slots: Slot[] = [];
  let spare: Slot[] = [];
  let returned: Slot[] = [];
  let blockedUntil = 0;
  let retryAt = 0;
  let leasing = false;
  let timer: NodeJS.Timeout | undefined;
  let sequence = 0;
  let refusal: { lane: Lane; cost: number; possibleAt: number; until: number } | undefined;
  const recent: number[] = [];

  const now = () => clock.now().getTime();
  const exhausted = (possibleAt: number) =>
    new PatchbayError('quota_exhausted', {
      ...(Number.isFinite(possibleAt) ? { retryAfterMs: Math.max(0, Math.ceil(possibleAt - now())) } : {}),
      facts: { allowances: allowances.map(({ key }) => key) },
    });
  const remove = (waiter: Waiter) => {
    waiters = waiters.filter((other) => other !== waiter);
  };

  /** Gives tokens that are due to those who wait, best first. */
  const serve = (at: number) => {
    spare = spare.filter((s) => s.units > 0 && s.at > at);
    slots = slots.filter((slot) => {
      if (slot.at < at - lateMs) return false;
      if (slot.at >= blockedUntil) return true;
      returned.push(slot);
      return false;
    });
    if (blockedUntil > at) spare = [];
    for (const waiter of [...waiters]) {
      const stock = spare.find((s) => s.units >= waiter.cost);
      const due = stock ? undefined : slots.find((slot) => slot.at <= at && slot.units >= waiter.cost);
      if (stock) stock.units -= waiter.cost;
      else if (due) slots.splice(slots.indexOf(due), 1);
      if (stock || due) {
        remove(waiter);
        recent.push(at);
        waiter.go();
      } else if (waiter.deadline <= at) {
        remove(waiter);
        waiter.fail(exhausted(at));
      }
    }
  };

  /** Waiters for whom no slot is held. Slots that nobody could use are put aside to be given back. */
  const uncovered = (): Waiter[] => {
    const free = [...slots];
    const without = waiters.filter((waiter) => {
      const i = free.findIndex((slot) => slot.units >= waiter.cost);
      if (i >= 0) free.splice(i, 1);
      return i < 0;
    });
    for (const slot of free) {
      slots.splice(slots.indexOf(slot), 1);
      returned.push(slot);
    }
    return without;
  };

  const ask = async (asking: readonly Waiter[]) => {
    leasing = true;
    const giving = returned;
    returned = [];
    const from = now();
    while (recent.length > 0 && (recent[0] ?? 0) < from - 250) recent.shift();
    try {
      const spareWanted = allowances.every((a) => a.limit === Number.POSITIVE_INFINITY) ? 64 : recent.length;
      const answer = await store.lease(allowances, { asks: asking, returned: giving, spare: spareWanted });
      blockedUntil = Math.max(blockedUntil, answer.blockedUntil);
      if (answer.spare) spare.push(answer.spare);
      retryAt = Number.POSITIVE_INFINITY;
      for (const [i, slot] of answer.slots.entries()) {
        const waiter = asking[i];
        if ('at' in slot) slots.push(slot);
        else if (waiter && waiters.includes(waiter) && slot.possibleAt > waiter.deadline) {
          remove(waiter);
          refusal = { lane: waiter.lane, cost: waiter.cost, possibleAt: slot.possibleAt, until: now() + REFUSAL_MS };
          waiter.fail(exhausted(slot.possibleAt));
        } else retryAt = Math.min(retryAt, slot.retryAt);
      }
      slots.sort((a, b) => a.at - b.at);
      retryAt = Math.max(retryAt === Number.POSITIVE_INFINITY ? 0 : retryAt, from + MIN_ASK_MS);
    } catch (error) {
      returned.push(...giving);
      for (const waiter of asking) {
        remove(waiter);
        waiter.fail(error);
      }
    } finally {
      leasing = false;
    }
  };

  const pump = () => {
    clearTimeout(timer);
    timer = undefined;
    const at = now();
    serve(at);
    const asking = uncovered().slice(0, MAX_ASKS);
    if (asking.length > 0 && !leasing && at >= retryAt) {
      void ask(asking).then(pump);
      // The answer pumps again; slots held for others still have to be fired meanwhile.
    }
    const times = [...slots.map((slot) => slot.at), ...waiters.map((waiter) => waiter.deadline)];
    if (asking.length > 0 && !leasing) times.push(retryAt);
    if (times.length > 0 && waiters.length > 0) timer = setTimeout(pump, Math.min(60_000, Math.max(1, Math.ceil(Math.min(...times) - at)))).unref();
  };

  return {
    /** Resolves when the call may leave. @throws PatchbayError quota_exhausted */
    take(lane: Lane, cost: number, deadline: number, signal?: AbortSignal): Promise<void> {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        // Held for the same or a more urgent call that was no dearer: this one would hear the same.
        if (refusal && refusal.until > now() && deadline < refusal.possibleAt && RANK[lane] >= RANK[refusal.lane] && cost >= refusal.cost)
          return reject(exhausted(refusal.possibleAt));
        const leave = () => {
          remove(waiter);
          reject(signal?.reason);
          pump();
        };
        const settle = (then: () => void) => () => {
          signal?.removeEventListener('abort', leave);
          then();
        };
        const waiter: Waiter = {
          lane,
          cost,
          deadline,
          since: sequence++,
          go: settle(resolve),
          fail: (error) => settle(() => reject(error))(),
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiters.push(waiter);
        waiters.sort((a, b) => RANK[a.lane] - RANK[b.lane] || a.since - b.since);
        // Somebody more urgent may ask at once; a retry time belongs to those who asked before.
        if (lane !== 'backfill') retryAt = 0;
        pump();
      });
    },
    blockUntil(until: number) {
      blockedUntil = Math.max(blockedUntil, until);
      pump();
    },
    /** Slots ahead that nobody here will use. */
    leftover(): Slot[] {
      const left = [...slots, ...returned];
      slots = [];
      returned = [];
      return left;
    },
    isIdle: () => waiters.length === 0 && !leasing,
    stop: () => clearTimeout(timer),
  };
}
export type QuotaQueue = ReturnType<typeof createQuotaQueue>;
