import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainOf, normalAddress, parseAddresses } from '../serializers/addresses.ts';
import { keyOfContent, keyOfMessageId, messageIdsIn, normalMessageId } from '../serializers/message-id.ts';
import { bareSubject, hintsOf } from '../threading/subject.ts';
import { type Threadable, threadsOf } from '../threading/threads.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-01-05T09:00:00Z');
const mail = (id: string, more: Partial<{ refers: string[]; subject: string; to: string; day: number }> = {}): Threadable => {
  const { refers = [], subject = '', to = 'jane@customer.example', day = 0 } = more;
  return { messageKey: id, keys: [id, ...refers], at: new Date(START + day * DAY), ...hintsOf(subject, [to], refers.length > 0) };
};
const groups = (mails: readonly Threadable[]): string =>
  [...Map.groupBy(threadsOf(mails), ([, thread]) => thread).values()]
    .map((group) =>
      group
        .map(([key]) => key)
        .sort()
        .join(' '),
    )
    .sort()
    .join(' | ');

describe('threads', () => {
  it('follows references, also over mails that never came', () => {
    expect(groups([mail('a'), mail('c', { refers: ['a', 'b'] }), mail('d', { refers: ['b'] }), mail('e')])).toBe('a c d | e');
  });

  it('joins two conversations when a bridge arrives, whenever that is', () => {
    const parts = [mail('a'), mail('b', { refers: ['x'] }), mail('bridge', { refers: ['a', 'x'] })];
    expect(groups(parts)).toBe('a b bridge');
    expect(groups(parts.toReversed())).toBe('a b bridge');
  });

  it('finds the conversation of an answer that refers to nothing by subject and counterpart, within 30 days', () => {
    const first = mail('a', { subject: 'Pricing for 40 seats' });
    expect(groups([first, mail('b', { subject: 'AW: Re: Pricing for 40 seats', day: 3 })])).toBe('a b');
    expect(groups([first, mail('b', { subject: 'Re: Pricing for 40 seats', day: 31 })])).toBe('a | b');
    expect(groups([first, mail('b', { subject: 'Re: Pricing for 40 seats', day: -1 })])).toBe('a | b');
    expect(groups([first, mail('b', { subject: 'Re: Pricing for 40 seats', to: 'joe@other.example', day: 1 })])).toBe('a | b');
    expect(groups([first, mail('b', { subject: 'Pricing for 40 seats', day: 1 })])).toBe('a | b');
    expect(groups([mail('a', { subject: 'Hi' }), mail('b', { subject: 'Re: Hi', day: 1 })])).toBe('a | b');
  });

  it('gives the same threads in any order', () => {
    const some = fc.record({
      refers: fc.uniqueArray(
        fc.integer({ min: 0, max: 30 }).map((n) => `m${n}`),
        { maxLength: 3 },
      ),
      subject: fc.constantFrom('', 'Quarterly numbers', 'Re: Quarterly numbers', 'Fwd: Offer for Acme', 'Offer for Acme'),
      day: fc.integer({ min: 0, max: 60 }),
      to: fc.constantFrom('jane@customer.example', 'joe@other.example'),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), fc.infiniteStream(fc.nat()), (list, order) => {
        const mails = list.map((each, index) => mail(`m${index}`, each));
        const shuffled = mails.map((each) => ({ each, at: order.next().value as number })).toSorted((a, b) => a.at - b.at);
        expect(groups(shuffled.map(({ each }) => each))).toBe(groups(mails));
      }),
      { numRuns: 300 },
    );
  });
});

it('reads subjects, addresses and ids as people and broken programs write them', () => {
  expect(bareSubject('Re: AW: [3] Fwd: Hello  there')).toEqual({ bare: 'Hello there', isAnswer: true });
  expect(bareSubject('回复：报价')).toEqual({ bare: '报价', isAnswer: true });
  expect(bareSubject('Regarding: x')).toEqual({ bare: 'Regarding: x', isAnswer: false });
  expect(messageIdsIn('<a@x> <b@X>,<c d>\r\n <a@x>')).toEqual(['a@x', 'b@X']);
  expect(messageIdsIn(undefined)).toEqual([]);
  expect(normalMessageId(' <a@x> ')).toBe('a@x');
  expect(keyOfMessageId('a@X.example')).toBe(keyOfMessageId('a@x.example'));
  expect(keyOfMessageId('A@x.example')).not.toBe(keyOfMessageId('a@x.example'));
  expect(keyOfContent('a', 'b')).not.toBe(keyOfContent('ab', ''));
  expect(parseAddresses('"Doe, Jane" <Jane@Bücher.example>, team: bob@x.example;, nonsense')).toEqual([
    { address: 'jane@xn--bcher-kva.example', name: 'Doe, Jane' },
    { address: 'bob@x.example' },
  ]);
  expect(['a@b', '@x.example', 'a b@x.example', 'a@x.example\r\nBcc: y'].map(normalAddress)).toEqual([undefined, undefined, undefined, undefined]);
  expect(domainOf('a@X.example')).toBe('x.example');
});
