import { expect, it } from 'vitest';
import { z } from 'zod';
import { PatchbayError } from '#sdk';
import { checkAddress, headerName } from '../campaigns/addresses.ts';
import { fateOf } from '../campaigns/fate.ts';
import { nextAtLocalTime } from '../campaigns/local-time.ts';
import { campaignFields, planProblems } from '../campaigns/plan.ts';
import { bucketOf, sharesOf, variantOf, winnerOf } from '../campaigns/variants.ts';

it.each([
  ['jane@customer.example', { address: 'jane@customer.example', domain: 'customer.example' }],
  ['  Jane.Doe+x@Customer.Example ', { address: 'Jane.Doe+x@customer.example', domain: 'customer.example' }],
  ['jane@bücher.example', { address: 'jane@xn--bcher-kva.example', domain: 'xn--bcher-kva.example' }],
  ['"jane doe"@customer.example', { address: '"jane doe"@customer.example', domain: 'customer.example' }],
  ['"a@b"@customer.example', { address: '"a@b"@customer.example', domain: 'customer.example' }],
  ['', { problem: 'no_address' }],
  [null, { problem: 'no_address' }],
  ['jane@customer.example\r\nBcc: all@example.com', { problem: 'invalid_address' }],
  ['jane', { problem: 'invalid_address' }],
  ['@customer.example', { problem: 'invalid_address' }],
  ['jane@', { problem: 'invalid_address' }],
  ['jane@localhost', { problem: 'invalid_address' }],
  ['ja ne@customer.example', { problem: 'invalid_address' }],
  ['jane@-x.example', { problem: 'invalid_address' }],
  ['j..doe@customer.example', { problem: 'invalid_address' }],
  [`${'x'.repeat(65)}@customer.example`, { problem: 'invalid_address' }],
  ['jané@customer.example', { problem: 'invalid_address' }],
])('checks the address %j', (written, expected) => {
  expect(checkAddress(written)).toEqual(expected);
});

it('keeps a name on one line', () => {
  expect(headerName('Jane\r\nBcc: all@example.com')).toBe('Jane Bcc: all@example.com');
});

it('sends at a time on everybody’s own clock, also when the clocks change', () => {
  const at = (time: string, zone: string, from: string) => nextAtLocalTime(time, zone, new Date(from)).toISOString();
  expect(at('09:00', 'Europe/Berlin', '2026-06-01T05:00:00Z')).toBe('2026-06-01T07:00:00.000Z');
  expect(at('09:00', 'Europe/Berlin', '2026-06-01T07:00:00Z')).toBe('2026-06-01T07:00:00.000Z');
  expect(at('09:00', 'Europe/Berlin', '2026-06-01T07:00:01Z')).toBe('2026-06-02T07:00:00.000Z');
  expect(at('09:00', 'America/Los_Angeles', '2026-06-01T07:00:00Z')).toBe('2026-06-01T16:00:00.000Z');
  // The hour that is skipped, and the one that comes twice.
  expect(at('02:30', 'Europe/Berlin', '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
  expect(at('02:30', 'Europe/Berlin', '2026-10-25T00:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(at('09:00', 'Europe/Berlin', '2026-03-28T08:30:00Z')).toBe('2026-03-29T07:00:00.000Z');
  expect(at('00:00', 'Pacific/Kiritimati', '2026-06-01T00:00:00Z')).toBe('2026-06-01T10:00:00.000Z');
});

it('gives everybody one variant for ever, by share', () => {
  const campaign = '0199a2f0-0000-7000-8000-000000000001';
  const counts: Record<string, number> = {};
  const shares = sharesOf([20, 30], false);
  expect(shares).toEqual([50, 20, 30]);
  const variants = shares.map((share, at) => ({ key: 'abc'[at] as string, share }));
  for (let n = 0; n < 5000; n++) {
    const contact = `0199a2f0-0000-7000-8000-${String(n).padStart(12, '0')}`;
    const key = variantOf(bucketOf(campaign, contact), variants) ?? 'none';
    expect(variantOf(bucketOf(campaign, contact), variants)).toBe(key);
    counts[key] = (counts[key] ?? 0) + 1;
  }
  expect(Math.abs((counts.a ?? 0) - 2500)).toBeLessThan(250);
  expect(Math.abs((counts.b ?? 0) - 1000)).toBeLessThan(200);
  // With a winner to come most wait for it.
  expect(sharesOf([10], true)).toEqual([10, 10]);
  expect(
    variantOf(50, [
      { key: 'a', share: 10 },
      { key: 'b', share: 10 },
    ]),
  ).toBeUndefined();
  expect(
    winnerOf(
      [
        { key: 'a', delivered: 100, clicks: 9, replies: 5 },
        { key: 'b', delivered: 50, clicks: 6, replies: 1 },
      ],
      'clicks',
    ),
  ).toBe('b');
  expect(winnerOf([{ key: 'a', delivered: 0, clicks: 0, replies: 0 }], 'replies')).toBe('a');
});

it('knows what is certain of a hand-over that failed', () => {
  const fate = (code: ConstructorParameters<typeof PatchbayError>[0], facts: Record<string, unknown> = {}) => fateOf(new PatchbayError(code, { facts })).state;
  expect(fate('provider_rejected', { smtp: 550 })).toBe('failed');
  expect(fate('provider_unavailable', { notSent: true })).toBe('again');
  expect(fate('provider_unavailable')).toBe('unknown');
  expect(fate('provider_timeout')).toBe('unknown');
  expect(fate('reauthorize')).toBe('again');
  expect(fate('provider_rate_limited', { smtp: 451, notSent: true })).toBe('again');
  expect(fateOf(new Error('socket hang up')).state).toBe('unknown');
  for (const down of [
    new PatchbayError('provider_unavailable', { facts: { notSent: true } }),
    new PatchbayError('breaker_open'),
    new PatchbayError('reauthorize'),
    // The line was not trusted, or the sender not allowed: it is nobody's own fault.
    new PatchbayError('provider_rejected', { facts: { notSent: true, part: 'smtp' } }),
  ])
    expect(fateOf(down)).toMatchObject({ state: 'again', transportIsDown: true });
  expect(fateOf(new PatchbayError('provider_rate_limited', { facts: { notSent: true } }))).toMatchObject({ transportIsDown: false });
});

it('finds what contradicts itself in a plan', () => {
  const plan = z.strictObject(campaignFields);
  const id = '0199a2f0-0000-4000-8000-000000000001';
  const paths = (more: object) => planProblems(plan.parse({ name: 'x', ...more })).map(({ path }) => path);
  expect(paths({ segmentId: id, templateId: id })).toEqual([]);
  expect(paths({ segmentId: id, contactIds: [id] })).toEqual(['contactIds']);
  expect(paths({ variants: [{ share: 10 }] })).toEqual(['variants.0']);
  expect(
    paths({
      variants: [
        { templateId: id, share: 60 },
        { templateId: id, share: 40 },
      ],
    }),
  ).toEqual(['variants']);
  expect(paths({ winner: { by: 'clicks', afterMinutes: 60 } })).toEqual(['winner']);
});
