import type { Lane } from '#sdk';

/** One allowance that a call draws on. `limit` Infinity: the provider states none, only its refusals count. */
export interface Allowance {
  key: string;
  limit: number;
  intervalMs: number;
}

/**
 * What is known of an allowance: every grant of the last window with the time for which it was given. A log, not a
 * counter: no window of the interval, wherever it starts, holds more than the limit, so it is safe for providers that
 * count fixed windows and for those that count sliding ones.
 */
export interface Ledger {
  /** `[time in ms, units]`, oldest first. Times may lie ahead. */
  grants: [at: number, units: number][];
  /** Backfill is spread over the interval: its next grant is due here. */
  pacedUntil: number;
  blockedUntil: number;
}
export const emptyLedger = (): Ledger => ({ grants: [], pacedUntil: 0, blockedUntil: 0 });

/**
 * A grant is counted this much longer than the interval, because calls arrive a little after their time and not all
 * equally late. 2.1 s of a minute leave 96.6 % of the allowance; an eighth of a second leaves 88.5 %.
 */
export const marginMs = (intervalMs: number): number => Math.min(intervalMs * 0.13, 2_100);
const windowMs = (a: Allowance) => a.intervalMs + marginMs(a.intervalMs);

/** How far ahead backfill may take slots. Interactive calls may take them up to their deadline: so they overtake. */
export const horizonMs = (intervalMs: number): number => Math.min(intervalMs / 10, 2_000);
/** When to ask again for a slot that lies too far ahead: late enough that several fit into one lease, early enough for the trip. */
const leadMs = (intervalMs: number): number => Math.min(horizonMs(intervalMs), Math.max(horizonMs(intervalMs) / 4, 150));
/** How long a token that nobody waits for yet may be kept for the next call. */
export const spareMs = (intervalMs: number): number => Math.min(intervalMs / 8, 250);

const MAX_GRANTS = 600;

/** Forgets what has left the window; very long logs are thinned by moving grants to slightly later times, never earlier. */
function tidy(ledger: Ledger, allowance: Allowance, now: number): void {
  const oldest = now - windowMs(allowance);
  ledger.grants = ledger.grants.filter(([at]) => at > oldest);
  if (ledger.grants.length <= MAX_GRANTS) return;
  const grain = windowMs(allowance) / (MAX_GRANTS / 2);
  const thinned = new Map<number, number>();
  for (const [at, units] of ledger.grants) {
    const later = Math.ceil(at / grain) * grain;
    thinned.set(later, (thinned.get(later) ?? 0) + units);
  }
  ledger.grants = [...thinned];
}

/** The first time at which these units fit into every window that would hold them. */
function earliest(ledger: Ledger, allowance: Allowance, units: number, now: number): number {
  let taken = units;
  for (let i = ledger.grants.length - 1; i >= 0; i--) {
    const [at, more] = ledger.grants[i] ?? [0, 0];
    taken += more;
    if (taken > allowance.limit) return Math.max(now, ledger.blockedUntil, at + windowMs(allowance));
  }
  return Math.max(now, ledger.blockedUntil);
}

function record(ledger: Ledger, at: number, units: number): void {
  let i = ledger.grants.length;
  while (i > 0 && (ledger.grants[i - 1]?.[0] ?? 0) > at) i--;
  ledger.grants.splice(i, 0, [at, units]);
}

function giveBack(ledger: Ledger, at: number, units: number): void {
  const i = ledger.grants.findIndex((grant) => grant[0] === at && grant[1] >= units);
  const grant = ledger.grants[i];
  if (!grant) return;
  if (grant[1] === units) ledger.grants.splice(i, 1);
  else grant[1] -= units;
}

export interface Ask {
  lane: Lane;
  cost: number;
  /** Nothing later is of use. */
  deadline: number;
}
export interface Slot {
  at: number;
  units: number;
}
export interface Lease {
  /** One per ask, in order; `retryAt` when it is too early to take one. */
  slots: ({ at: number; units: number } | { retryAt: number; possibleAt: number })[];
  /** Tokens for calls to come, to be used until `at`. */
  spare?: Slot;
}
export interface LeaseRequest {
  asks: readonly Ask[];
  /** Unused slots of an earlier lease. */
  returned: readonly Slot[];
  /** Tokens wanted beyond those asked, if there is plenty. */
  spare: number;
}

/** Decides one lease over all allowances that a call draws on. Pure but for the ledgers, which it brings up to date. */
export function lease(accounts: readonly { allowance: Allowance; ledger: Ledger }[], request: LeaseRequest, now: number): Lease {
  for (const { allowance, ledger } of accounts) {
    tidy(ledger, allowance, now);
    for (const { at, units } of request.returned) if (at > now) giveBack(ledger, at, units);
  }
  const slots = request.asks.map((ask) => {
    let at = now;
    let horizon = Number.POSITIVE_INFINITY;
    let lead = Number.POSITIVE_INFINITY;
    for (const { allowance, ledger } of accounts) {
      if (ask.cost > allowance.limit) return { retryAt: Number.POSITIVE_INFINITY, possibleAt: Number.POSITIVE_INFINITY };
      at = Math.max(at, earliest(ledger, allowance, ask.cost, now), ask.lane === 'backfill' ? ledger.pacedUntil : 0);
      const ahead = horizonMs(allowance.intervalMs);
      lead = Math.min(lead, leadMs(allowance.intervalMs));
      if (ask.lane !== 'interactive') horizon = Math.min(horizon, ask.lane === 'backfill' ? ahead : 3 * ahead);
    }
    if (at > ask.deadline || at > now + horizon) return { retryAt: at - lead, possibleAt: at };
    for (const { allowance, ledger } of accounts) {
      if (allowance.limit === Number.POSITIVE_INFINITY) continue;
      record(ledger, at, ask.cost);
      // A worker that asked late may catch up a little; the log alone keeps the limit.
      if (ask.lane === 'backfill')
        ledger.pacedUntil = Math.max(ledger.pacedUntil, at - horizonMs(allowance.intervalMs)) + (ask.cost * allowance.intervalMs) / allowance.limit;
    }
    return { at, units: ask.cost };
  });
  const spare = spareOf(accounts, request.spare, now);
  return { slots, ...(spare ? { spare } : {}) };
}

/** Tokens ahead of need only while less than half is used: there nothing is lost when they expire. */
function spareOf(accounts: readonly { allowance: Allowance; ledger: Ledger }[], wanted: number, now: number): Slot | undefined {
  let units = Math.floor(wanted);
  let keep = Number.POSITIVE_INFINITY;
  for (const { allowance, ledger } of accounts) {
    if (ledger.blockedUntil > now) return undefined;
    const used = ledger.grants.reduce((sum, [, n]) => sum + n, 0);
    units = Math.min(units, Math.floor(allowance.limit / 2) - used);
    keep = Math.min(keep, spareMs(allowance.intervalMs));
  }
  if (units < 1 || keep === Number.POSITIVE_INFINITY) return undefined;
  const at = now + keep;
  for (const { allowance, ledger } of accounts) if (allowance.limit !== Number.POSITIVE_INFINITY) record(ledger, at, units);
  return { at, units };
}
