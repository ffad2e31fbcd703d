import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AGREE_AFTER_MS, judge } from './guard.ts';

const now = new Date('2026-03-01T12:00:00Z');
const ids = (n: number) => Array.from({ length: n }, (_, i) => `id-${i}`);
const read = (known: number, seen: number, missing: number) => ({ lastCount: known, knownCount: known, seenCount: seen, missing: ids(missing) });

it('removes what is missing from an ordinary read', () => {
  expect(judge(read(100, 90, 10), undefined, now)).toEqual({ kind: 'remove', ids: ids(10) });
  expect(judge(read(100, 80, 20), undefined, now)).toMatchObject({ kind: 'remove' });
  expect(judge(read(12, 2, 10), undefined, now)).toMatchObject({ kind: 'remove' });
});

it('removes nothing after an empty or a shrunken read', () => {
  expect(judge(read(3, 0, 3), undefined, now)).toMatchObject({ kind: 'wait' });
  expect(judge(read(100, 79, 21), undefined, now)).toMatchObject({ kind: 'wait' });
  // The same number of others: the ids were dealt out anew.
  expect(judge(read(100, 100, 100), undefined, now)).toMatchObject({ kind: 'wait' });
});

it('believes a second read only ten minutes later, and only what both missed', () => {
  const pending = { missing: ids(50), since: now };
  const at = (ms: number) => new Date(now.getTime() + ms);
  expect(judge(read(100, 40, 60), pending, at(AGREE_AFTER_MS - 1))).toEqual({ kind: 'wait', missing: ids(50), since: now });
  expect(judge(read(100, 40, 60), pending, at(AGREE_AFTER_MS))).toEqual({ kind: 'remove', ids: ids(50) });
  const others = { missing: ['x'], since: now };
  expect(judge(read(100, 40, 60), others, at(AGREE_AFTER_MS))).toMatchObject({ kind: 'wait', since: at(AGREE_AFTER_MS) });
});

it('never removes more than a fifth and ten of what was known without a second read', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.nat(500), fc.nat(100), (known, gone, added) => {
      const missing = Math.min(known, gone);
      const verdict = judge(read(known, known - missing + added, missing), undefined, now);
      if (verdict.kind === 'remove') expect(verdict.ids.length <= Math.max(10, known * 0.2)).toBe(true);
    }),
  );
});
