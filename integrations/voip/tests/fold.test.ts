import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallEvent, LegEventType } from '../calls/events.ts';
import { fold, isSilent } from '../calls/fold.ts';

const T0 = Date.parse('2026-11-25T19:00:00Z');
let count = 0;
const event = (type: LegEventType, legId: string, seconds: number, facts: CallEvent['facts'] = {}): CallEvent => ({
  type,
  legId,
  at: new Date(T0 + seconds * 1000),
  dedupeKey: `${legId}:${type}:${++count}`,
  facts,
});
const us = { role: 'us' as const, userId: 'u1' };
const them = { role: 'them' as const, parentLegId: 'A' };

const outbound = [
  event('initiated', 'A', 0, us),
  event('ringing', 'A', 1, us),
  event('answered', 'A', 5, us),
  event('initiated', 'B', 5, them),
  event('ringing', 'B', 6, them),
  event('answered', 'B', 12, them),
  event('held', '', 20),
  event('resumed', '', 30),
  event('completed', 'B', 72, { ...them, durationSeconds: 60, billedSeconds: 60 }),
  event('completed', 'A', 73, { ...us, durationSeconds: 68, billedSeconds: 120 }),
  event('snapshot', 'B', 72, {
    ...them,
    status: 'completed',
    durationSeconds: 60,
    cost: '0.014',
    currency: 'USD',
    endedAt: new Date(T0 + 72_000).toISOString(),
  }),
];

it('is one call, whatever order and however often its callbacks come in: 20 permutations with doubles', () => {
  const expected = fold('outbound', outbound);
  expect(expected).toMatchObject({
    state: 'ended',
    disposition: 'answered',
    talkSeconds: 50,
    holdSeconds: 10,
    ringSeconds: 7,
    costAmount: '0.01400',
    userId: 'u1',
    hangupBy: 'them',
  });
  fc.assert(
    fc.property(fc.shuffledSubarray(outbound, { minLength: outbound.length }), fc.array(fc.nat(outbound.length - 1), { maxLength: 6 }), (order, again) => {
      const doubles = again.map((at) => outbound[at] as CallEvent);
      expect(fold('outbound', [...order, ...doubles])).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

it('reads a call whose callbacks were lost from the provider’s own record', () => {
  const end = new Date(T0 + 100_000).toISOString();
  const folded = fold('outbound', [
    event('snapshot', 'A', 100, { ...us, status: 'completed', durationSeconds: 95, endedAt: end }),
    event('snapshot', 'B', 100, { ...them, status: 'completed', durationSeconds: 80, endedAt: end }),
  ]);
  expect(folded).toMatchObject({ state: 'ended', disposition: 'answered', talkSeconds: 80 });
});

it('says how a call ended that was not answered', () => {
  const inbound = (...more: CallEvent[]) =>
    fold('inbound', [event('ringing', 'A', 0, { role: 'them' }), ...more, event('completed', 'A', 30, { role: 'them', durationSeconds: 30 })]).disposition;
  const rep = { role: 'us' as const, parentLegId: 'A', userId: 'u1' };
  expect(inbound()).toBe('missed');
  expect(inbound(event('menu_entered', 'A', 1))).toBe('abandoned');
  expect(inbound(event('queue_entered', 'A', 1, { queueId: 'q' }))).toBe('abandoned');
  expect(inbound(event('ringing', 'B', 2, rep), event('no_answer', 'B', 20, rep))).toBe('missed');
  expect(inbound(event('ringing', 'B', 2, rep), event('no_answer', 'B', 20, rep), event('voicemail', 'A', 29))).toBe('voicemail');
  const outward = (type: LegEventType, facts: CallEvent['facts'] = {}) =>
    fold('outbound', [event('answered', 'A', 1, us), event(type, 'B', 9, { ...them, ...facts }), event('completed', 'A', 10, { ...us, durationSeconds: 9 })])
      .disposition;
  expect(outward('busy')).toBe('busy');
  expect(outward('busy', { sipCode: 603 })).toBe('rejected');
  expect(outward('no_answer')).toBe('no_answer');
  expect(outward('failed', { sipCode: 404 })).toBe('invalid_number');
  expect(outward('cancelled')).toBe('cancelled');
  expect(fold('outbound', [event('no_answer', 'A', 20, us)]).disposition).toBe('cancelled');
});

it('counts what two of us said after each other once, and stays open while somebody is still talking', () => {
  const events = [
    event('answered', 'A', 0, { role: 'them' }),
    event('answered', 'B', 5, { role: 'us', parentLegId: 'A', userId: 'u1' }),
    event('completed', 'B', 25, { role: 'us', parentLegId: 'A', durationSeconds: 20 }),
    event('answered', 'C', 24, { role: 'us', parentLegId: 'A', userId: 'u2' }),
  ];
  expect(fold('inbound', events)).toMatchObject({ state: 'answered', endedAt: null });
  const done = fold('inbound', [
    ...events,
    event('completed', 'C', 54, { role: 'us', parentLegId: 'A', durationSeconds: 30 }),
    event('completed', 'A', 54, { role: 'them', durationSeconds: 54 }),
  ]);
  expect(done).toMatchObject({ state: 'ended', talkSeconds: 49, userId: 'u2' });
});

it('never goes from an end back to ringing, and nothing is no call', () => {
  const late = [...outbound, event('ringing', 'B', 80, them)];
  expect(fold('outbound', late).state).toBe('ended');
  expect(fold('inbound', [])).toMatchObject({ state: 'requested', disposition: null, talkSeconds: null });
});

it('calls silent only what leaves a call that is going on as it is: a key in a menu does, in any other moment it does not', () => {
  const inbound = [
    event('ringing', 'A', 0, { role: 'them', from: '+14155552671' }),
    event('answered', 'A', 1, { role: 'them' }),
    event('ringing', 'B', 9, { role: 'us', parentLegId: 'A', userId: 'u1' }),
    event('queue_entered', 'A', 4, { queueId: 'q' }),
    event('completed', 'A', 30, { role: 'them', durationSeconds: 29 }),
    event('no_answer', 'B', 29, { role: 'us', parentLegId: 'A', userId: 'u1' }),
  ];
  const types = fc.constantFrom<LegEventType>('menu_entered', 'ringing', 'answered', 'queue_entered', 'voicemail', 'completed');
  let silent = 0;
  fc.assert(
    fc.property(
      fc.subarray(inbound, { minLength: 1 }),
      types,
      fc.constantFrom('A', 'B', 'C'),
      fc.integer({ min: -5, max: 40 }),
      (known, type, legId, seconds) => {
        const before = fold('inbound', known);
        const requestedAt = known.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0] as Date;
        const more = event(type, legId, seconds, { nodeId: 'm1' });
        if (!isSilent({ ...before, requestedAt }, more)) return;
        silent++;
        expect(fold('inbound', [...known, more])).toEqual(before);
      },
    ),
    { numRuns: 2_000 },
  );
  expect(silent).toBeGreaterThan(20);
});
