import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type Lane, systemClock } from '#sdk';
import { createQuotaPlanner } from './quota.ts';
import type { Allowance } from './quota-ledger.ts';
import { silentLog } from './testing.ts';

let database: TestDatabase;
const planners: ReturnType<typeof createQuotaPlanner>[] = [];
const planner = () => {
  const made = createQuotaPlanner({ database, clock: systemClock, log: silentLog });
  planners.push(made);
  return made;
};
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => Promise.all(planners.map((made) => made.stop())));

/** A provider that counts a sliding window and remembers every refusal. */
function strictProvider(limit: number, intervalMs: number) {
  let taken: number[] = [];
  const counts = { ok: 0, refused: 0 };
  return {
    counts,
    call() {
      const now = performance.now();
      taken = taken.filter((at) => at > now - intervalMs);
      if (taken.length >= limit) counts.refused++;
      else {
        taken.push(now);
        counts.ok++;
      }
    },
  };
}
const inFuture = (ms: number) => Date.now() + ms;

it('keeps four workers within a strict allowance, and uses it', async () => {
  // Short intervals on a busy machine: the bar of the whole minute is in bench/quota.
  const [limit, intervalMs, rounds] = [50, 2_000, 3];
  const allowance: Allowance = { key: 'acme/steady', limit, intervalMs };
  const provider = strictProvider(limit, intervalMs);
  const until = performance.now() + rounds * intervalMs;
  const workers = [planner(), planner(), planner(), planner()];
  const demand = async (worker: (typeof workers)[number], lane: Lane) => {
    while (performance.now() < until) {
      await worker.take([allowance], lane, 1, inFuture(60_000));
      if (performance.now() < until) provider.call();
    }
  };
  await Promise.all(workers.flatMap((worker) => [demand(worker, 'backfill'), demand(worker, 'backfill')]));
  expect(provider.counts.refused).toBe(0);
  expect(provider.counts.ok).toBeGreaterThan(limit * rounds * 0.8);
});

it('asks the database far less often than it is asked', async () => {
  const one = planner();
  const allowance: Allowance = { key: 'acme/plenty', limit: 10_000, intervalMs: 60_000 };
  for (let i = 0; i < 40; i++) await Promise.all(Array.from({ length: 10 }, () => one.take([allowance], 'interactive', 1, inFuture(5_000))));
  expect(one.leases()).toBeLessThan(150);
});

it('lets an interactive call pass the backfill that waits in the same process', async () => {
  const one = planner();
  const allowance: Allowance = { key: 'acme/lanes', limit: 10, intervalMs: 1_000 };
  const order: string[] = [];
  const backfill = Array.from({ length: 18 }, () => one.take([allowance], 'backfill', 1, inFuture(10_000)).then(() => order.push('backfill')));
  await Promise.all(backfill.slice(0, 3));
  await one.take([allowance], 'interactive', 1, inFuture(10_000)).then(() => order.push('interactive'));
  await Promise.all(backfill);
  expect(order.indexOf('interactive')).toBeLessThan(8);
});

it('says at once that a turn would come too late, and when it would come', async () => {
  const one = planner();
  const allowance: Allowance = { key: 'acme/late', limit: 1, intervalMs: 60_000 };
  await one.take([allowance], 'interactive', 1, inFuture(1_000));
  const refused = await one.take([allowance], 'interactive', 1, inFuture(1_000)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'quota_exhausted' });
  expect((refused as { details: { retryAfterMs: number } }).details.retryAfterMs).toBeGreaterThan(50_000);
  await expect(one.take([allowance], 'interactive', 2, inFuture(1_000))).rejects.toMatchObject({ code: 'quota_exhausted' });
});

it('tells a process that listens of a refusal that another met', async () => {
  const [one, two] = [planner(), planner()];
  await two.start();
  const allowance: Allowance = { key: 'acme/blocked/c1', limit: Number.POSITIVE_INFINITY, intervalMs: 2_000 };
  // It holds spare tokens that must not be used any more.
  await two.take([allowance], 'interactive', 1, inFuture(1_000));
  await one.block([allowance], inFuture(60_000));
  await expect
    .poll(() => two.take([allowance], 'interactive', 1, inFuture(100)).catch((error: { code?: string }) => error.code), { interval: 1 })
    .toBe('quota_exhausted');
});

it('stops waiting when its caller does', async () => {
  const one = planner();
  const allowance: Allowance = { key: 'acme/abort', limit: 1, intervalMs: 60_000 };
  await one.take([allowance], 'interactive', 1, inFuture(1_000));
  const stop = new AbortController();
  const waiting = one.take([allowance], 'backfill', 1, inFuture(600_000), stop.signal);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
