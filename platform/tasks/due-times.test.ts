import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PatchbayError } from '#sdk';
import { backoffMs, fateOf } from './backoff.ts';
import { nextDue, rhythmOf } from './due-times.ts';

const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });

it('reads cron in UTC', () => {
  const rhythm = rhythmOf({ cron: '30 6 * * 1' });
  expect(nextDue(rhythm, new Date('2026-03-01T12:00:00Z'))).toEqual(new Date('2026-03-02T06:30:00Z'));
  // The night in which European clocks go forward.
  expect(nextDue(rhythmOf({ cron: '30 1 * * *' }), new Date('2026-03-29T00:59:00Z'))).toEqual(new Date('2026-03-29T01:30:00Z'));
});

it('is due strictly after now, at most one interval away, in the phase it had', () => {
  fc.assert(
    fc.property(instant, instant, fc.integer({ min: 1000, max: 86_400_000 }), (one, two, everyMs) => {
      const [last, now] = one < two ? [one, two] : [two, one];
      const due = nextDue(`every ${everyMs}`, now, last);
      expect(due.getTime()).toBeGreaterThan(now.getTime());
      expect(due.getTime() - now.getTime()).toBeLessThanOrEqual(everyMs);
      expect((due.getTime() - last.getTime()) % everyMs).toBe(0);
    }),
  );
});

it('refuses a rhythm that is none', () => {
  for (const schedule of [{}, { cron: '* * * * *', everyMs: 5000 }, { everyMs: 10 }]) expect(() => rhythmOf(schedule)).toThrow(TypeError);
});

it('waits anywhere below a bound that doubles and ends at an hour', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, first, random) => {
        const wait = backoffMs(attempt, first, () => random);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(Math.min(3_600_000, first * 2 ** (attempt - 1)));
      },
    ),
  );
  expect(backoffMs(4, 1000, () => 1)).toBe(8000);
});

it('tries again as often as declared, believes a provider that asks to wait, and gives up on a refusal', () => {
  const retry = { tries: 3, firstDelayMs: 1000 };
  expect(fateOf(new Error('x'), 2, retry, () => 0.5)).toEqual({ kind: 'retry', delayMs: 1000 });
  expect(fateOf(new Error('x'), 3, retry)).toEqual({ kind: 'dead' });
  expect(fateOf(new PatchbayError('provider_rate_limited', { retryAfterMs: 90_000 }), 1, retry, () => 0.5)).toEqual({ kind: 'retry', delayMs: 90_000 });
  expect(fateOf(new PatchbayError('not_found'), 1, retry)).toEqual({ kind: 'dead' });
  expect(fateOf(new PatchbayError('internal'), 1, retry)).toMatchObject({ kind: 'retry' });
});
