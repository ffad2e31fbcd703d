import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween } from '../delivery/changes.ts';
import { type DeliveryFact, FACT_KINDS } from '../delivery/facts.ts';
import { type Delivery, fold } from '../delivery/fold.ts';

const minute = (n: number) => new Date(Date.UTC(2027, 0, 1, 0, n)).toISOString();
let count = 0;
const fact = (kind: DeliveryFact['kind'], at: number, more: Partial<DeliveryFact> = {}): DeliveryFact => ({
  key: `k${++count}`,
  kind,
  at: minute(at),
  messageId: 'm@acme.test',
  address: 'a@x.test',
  evidence: {},
  ...more,
});
const bounce = (kind: 'hard' | 'soft' | 'block'): Partial<DeliveryFact> => ({
  bounce: { kind, reason: 'mailbox_unknown', rule: 'r', quote: 'q', enhancedCode: null },
});
const all = (facts: readonly DeliveryFact[]) => facts.reduce<Delivery | undefined>(fold, undefined);
const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  let state = seed;
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state;
  };
  return items
    .map((item) => [next(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item);
};

describe('what becomes of a mail', () => {
  it('is the same for twenty orders of the same facts', () => {
    const facts = [
      fact('queued', 0),
      fact('deferred', 1),
      fact('deferred', 3),
      fact('bounced', 4, bounce('soft')),
      fact('delivered', 5),
      fact('opened', 6, { isMachine: true }),
      fact('opened', 9),
      fact('opened', 8),
      fact('clicked', 10),
      fact('bounced', 12, bounce('hard')),
      fact('delivered', 13),
      fact('complained', 14),
      fact('unsubscribed', 15),
      fact('unknown', 16),
    ];
    const first = all(facts);
    expect(first).toMatchObject({
      state: 'hard_bounced',
      disputed: true,
      marks: { opened: { first: minute(6), last: minute(9), count: 3, machine: 1, firstByPerson: minute(8) }, delivered: { count: 2 } },
    });
    for (let seed = 1; seed <= 20; seed++) expect(all(shuffled(facts, seed))).toEqual(first);
  });

  it('is the same for any facts in any order', () => {
    const any = fc.record({ kind: fc.constantFrom(...FACT_KINDS), at: fc.nat(20), isMachine: fc.boolean(), bounce: fc.constantFrom('hard', 'soft', 'block') });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.nat(10_000), (rows, seed) => {
        const facts = rows.map(({ kind, at, isMachine, bounce: how }) =>
          fact(kind, at, { ...(isMachine ? { isMachine } : {}), ...(kind === 'bounced' ? bounce(how as 'hard') : {}) }),
        );
        expect(all(shuffled(facts, seed + 1))).toEqual(all(facts));
      }),
    );
  });

  it('does not lose “delivered” because somebody left or complained', () => {
    const delivery = all([fact('unsubscribed', 3), fact('complained', 4), fact('delivered', 1)]);
    expect(delivery).toMatchObject({ state: 'delivered', marks: { delivered: { count: 1 }, unsubscribed: { count: 1 }, complained: { count: 1 } } });
  });

  it('takes a final refusal after delivery as one, and delivery after a refusal as a dispute', () => {
    expect(all([fact('delivered', 1), fact('bounced', 2, bounce('hard'))])).toMatchObject({ state: 'hard_bounced', disputed: false });
    expect(all([fact('bounced', 1, bounce('hard')), fact('delivered', 2)])).toMatchObject({ state: 'hard_bounced', disputed: true });
  });

  it('tells each thing once, and opens and clicks only of persons', () => {
    const types = (before: Delivery | undefined, after: Delivery | undefined) => (after ? changesBetween(before, after).map(({ type }) => type) : []);
    const machine = all([fact('opened', 2, { isMachine: true })]);
    expect(types(undefined, machine)).toEqual([]);
    const person = fold(machine, fact('opened', 3));
    expect(types(machine, person)).toEqual(['message.opened']);
    expect(types(person, fold(person, fact('opened', 4)))).toEqual([]);
    const soft = fold(person, fact('bounced', 5, bounce('soft')));
    expect(types(person, soft)).toEqual(['message.bounced']);
    expect(types(soft, fold(soft, fact('bounced', 6, bounce('hard'))))).toEqual(['message.bounced']);
  });
});
