import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Lane } from '#sdk';
import { type Allowance, emptyLedger, lease, marginMs } from './quota-ledger.ts';

const lane = fc.constantFrom<Lane>('interactive', 'webhook', 'backfill');

it('never grants more than the limit in any window of the interval and its margin', () => {
  const step = fc.record({
    after: fc.nat({ max: 400 }),
    lane,
    costs: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 6 }),
    spare: fc.nat({ max: 4 }),
    back: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 20 }), fc.integer({ min: 100, max: 3000 }), fc.array(step, { maxLength: 60 }), (limit, intervalMs, steps) => {
      const allowance: Allowance = { key: 'k', limit, intervalMs };
      const ledger = emptyLedger();
      // Each use as the span in which it may happen: a spare token may be used from its lease to its end.
      let uses: { from: number; until: number; units: number }[] = [];
      let returned: { at: number; units: number }[] = [];
      let now = 1_000_000;
      for (const { after, lane, costs, spare, back } of steps) {
        now += after;
        const from = now;
        const answer = lease([{ allowance, ledger }], { asks: costs.map((cost) => ({ lane, cost, deadline: now + 5_000 })), returned, spare }, now);
        uses = uses.filter((use) => !returned.some((slot) => slot.at === use.until && slot.units === use.units && use.from > from));
        returned = [];
        for (const slot of answer.slots) if ('at' in slot) uses.push({ from: slot.at, until: slot.at, units: slot.units });
        if (answer.spare) uses.push({ from, until: answer.spare.at, units: answer.spare.units });
        const last = answer.slots.at(-1);
        if (back && last && 'at' in last && last.at > now + 2_500 && uses.filter((use) => use.until === last.at).length === 1) returned = [last];
      }
      const window = intervalMs + marginMs(intervalMs);
      for (const { until } of uses) {
        // Windows begin with a use at its latest and hold every other use at its earliest.
        const taken = uses.filter((use) => use.until >= until && use.from < until + window).reduce((sum, use) => sum + use.units, 0);
        expect(taken).toBeLessThanOrEqual(limit);
      }
    }),
    { numRuns: 400 },
  );
});

/** Four workers that ask whenever they may, each firing its slots at their times, in time that only we move. */
function steady(allowance: Allowance, lanes: readonly Lane[], minutes: number) {
  const ledger = emptyLedger();
  const fired: { at: number; lane: Lane }[] = [];
  const next = lanes.map(() => 0);
  for (let now = 0; now < minutes * allowance.intervalMs; now += allowance.intervalMs / 6000) {
    lanes.forEach((lane, worker) => {
      if (now < (next[worker] ?? 0)) return;
      const [slot] = lease([{ allowance, ledger }], { asks: [{ lane, cost: 1, deadline: Number.MAX_SAFE_INTEGER }], returned: [], spare: 0 }, now).slots;
      if (slot && 'at' in slot) {
        fired.push({ at: slot.at, lane });
        next[worker] = slot.at;
      } else if (slot) next[worker] = Math.max(slot.retryAt, now);
    });
  }
  return fired;
}

it.each([
  [100, 60_000, 0.95],
  [20, 60_000, 0.95],
  [1000, 60_000, 0.95],
  [10, 1_000, 0.85],
  [250, 1_000, 0.85],
])('uses enough of %i per %i ms of steady backfill', (limit, intervalMs, bar) => {
  const rounds = Math.max(4, 60_000 / intervalMs / 4);
  const fired = steady({ key: 'k', limit, intervalMs }, ['backfill', 'backfill', 'backfill', 'backfill'], rounds + 1).sort((a, b) => a.at - b.at);
  for (let from = 0; from < (rounds - 1) * intervalMs; from += intervalMs / 7) {
    const used = fired.filter(({ at }) => at >= from && at < from + intervalMs).length;
    expect(used).toBeGreaterThanOrEqual(Math.floor(limit * bar));
    expect(used).toBeLessThanOrEqual(limit);
  }
  expect(fired.filter(({ at }) => at < rounds * intervalMs).length).toBeGreaterThanOrEqual(rounds * limit * bar);
});

it('lets an interactive call overtake backfill that takes everything', () => {
  const allowance = { key: 'k', limit: 100, intervalMs: 60_000 };
  const ledger = emptyLedger();
  const ask = (lane: Lane, now: number) =>
    lease([{ allowance, ledger }], { asks: [{ lane, cost: 1, deadline: now + 20_000 }], returned: [], spare: 0 }, now).slots[0];
  let now = 0;
  for (; now < 70_000; now += 50) ask('backfill', now);
  const slot = ask('interactive', now);
  // The slots that backfill may hold ahead, and one more.
  expect(slot && 'at' in slot ? slot.at - now : Number.NaN).toBeLessThan(2_000 + 700);
});

it('believes a refusal until its time, and returns what was given back', () => {
  const allowance = { key: 'k', limit: 2, intervalMs: 1_000 };
  const ledger = { ...emptyLedger(), blockedUntil: 5_000 };
  const asks = [{ lane: 'interactive' as const, cost: 1, deadline: 60_000 }];
  expect(lease([{ allowance, ledger }], { asks, returned: [], spare: 5 }, 1_000)).toEqual({ slots: [{ at: 5_000, units: 1 }] });
  lease([{ allowance, ledger }], { asks: [...asks, ...asks], returned: [], spare: 0 }, 1_000);
  expect(ledger.grants).toHaveLength(3);
  lease([{ allowance, ledger }], { asks: [], returned: [{ at: 5_000, units: 1 }], spare: 0 }, 1_000);
  expect(ledger.grants).toHaveLength(2);
});

it('refuses at once what can never fit', () => {
  const account = { allowance: { key: 'k', limit: 2, intervalMs: 1_000 }, ledger: emptyLedger() };
  const [slot] = lease([account], { asks: [{ lane: 'interactive', cost: 3, deadline: 9 }], returned: [], spare: 0 }, 0).slots;
  expect(slot).toMatchObject({ possibleAt: Number.POSITIVE_INFINITY });
});
