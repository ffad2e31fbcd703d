import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PublishedEvent } from '#sdk';
import { EVENT_GLOB, matchesAny } from './event-glob.ts';
import { partsOf, positionBefore, positionOf } from './position.ts';
import { bodyOf, MAX_BODY_BYTES } from './webhook-message.ts';
import { nextWebhookTry, WEBHOOK_RETRY_MS } from './webhook-schedule.ts';

const event = (data: Record<string, unknown>, previous?: Record<string, unknown>): PublishedEvent => ({
  id: 'e',
  sequence: '',
  workspaceId: 'w',
  type: 'thing.changed',
  subject: { type: 'thing', id: 't' },
  data,
  ...(previous ? { previous } : {}),
  at: new Date(0),
});

it('keeps every body below 20 kB and readable', () => {
  const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 12_000 }), fc.array(fc.uuid(), { maxLength: 300 }), fc.integer());
  const data = fc.dictionary(fc.constantFrom('id', 'contactId', 'contactIds', 'name', 'text'), value);
  fc.assert(
    fc.property(data, fc.option(data, { nil: undefined }), (now, before) => {
      const body = bodyOf(event(now, before));
      expect(Buffer.byteLength(body)).toBeLessThan(MAX_BODY_BYTES);
      const read = JSON.parse(body);
      expect(read).toMatchObject({ id: 'e', type: 'thing.changed', workspaceId: 'w' });
      if (!read.truncated) expect(read.data).toEqual(JSON.parse(JSON.stringify(now)));
    }),
  );
});

it('cuts a large one to its ids', () => {
  const body = JSON.parse(bodyOf(event({ id: '1', contactId: '2', dealIds: ['3'], text: 'x'.repeat(30_000) }, { text: 'y' })));
  expect(body).toEqual({
    id: 'e',
    type: 'thing.changed',
    timestamp: '1970-01-01T00:00:00.000Z',
    workspaceId: 'w',
    data: { id: '1', contactId: '2', dealIds: ['3'] },
    truncated: true,
  });
});

it('positions sort as text like their numbers, transaction first', () => {
  const number = fc.bigInt({ min: 0n, max: (1n << 48n) - 1n });
  fc.assert(
    fc.property(number, number, number, number, (x1, s1, x2, s2) => {
      const [a, b] = [positionOf(x1, s1), positionOf(x2, s2)];
      expect(a < b).toBe(x1 < x2 || (x1 === x2 && s1 < s2));
      expect(partsOf(a)).toEqual({ xid: `${x1}`, sequence: `${s1}` });
      if (x1 > 0n) expect(positionBefore(x1) < positionOf(x1, 0n)).toBe(true);
    }),
  );
});

it('never waits longer than promised, unless the receiver asks', () => {
  const now = new Date(0);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1e9 }), (attempts, luck, asked) => {
      const promised = WEBHOOK_RETRY_MS[attempts - 1];
      const next = nextWebhookTry(attempts, now, () => luck, asked);
      if (promised === undefined) return next === undefined;
      const wait = next?.getTime() ?? 0;
      expect(wait).toBeLessThanOrEqual(Math.max(promised, Math.min(asked, 86_400_000)));
      return wait >= Math.floor(Math.max(promised * 0.8, Math.min(asked, 86_400_000)));
    }),
  );
});

it('matches types by name, subject or all', () => {
  expect(matchesAny(['deal.*'], 'deal.stage_changed')).toBe(true);
  expect(matchesAny(['deal.*'], 'dealer.created')).toBe(false);
  expect(matchesAny(['deal.won', '*'], 'x.y')).toBe(true);
  expect(matchesAny([], 'x.y')).toBe(false);
  for (const bad of ['deal', '*.won', 'deal.**', 'deal.', '', 'Deal.won']) expect(bad).not.toMatch(EVENT_GLOB);
});
