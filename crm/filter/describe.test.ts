import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DescribeOptions, describeFilter } from './describe.ts';
import type { Filter } from './filter.ts';
import { filterProblems } from './filter-problems.ts';
import { filterSchema } from './filter-schema.ts';
import { anyFilter } from './filter-world.fixture.ts';

const options: DescribeOptions = {
  field: (name) =>
    ({
      country: { label: 'Country', type: 'code' as const },
      closes: { label: 'Expected close', type: 'date' as const },
      ownerId: { label: 'Owner', type: 'user' as const },
    })[name],
  nameOf: (id) => ({ u1: 'Anna' })[id],
};

it('reads like a sentence', () => {
  const sentences: [Filter, string][] = [
    [{}, 'Everything'],
    [{ all: [] }, 'Everything'],
    [{ field: 'country', op: 'eq', value: 'DE' }, 'Country is “DE”'],
    [
      { all: [{ field: 'country', op: 'in', value: ['DE', 'AT'] }, { not: { event: 'email.sent', within: 'P30D' } }] },
      'Country is one of “DE”, “AT” and not (we sent an e-mail in the last 30 days)',
    ],
    [
      {
        any: [
          { field: 'ownerId', op: 'eq', value: 'me' },
          {
            all: [
              { field: 'ownerId', op: 'ne', value: 'u1' },
              { field: 'closes', op: 'within', value: '+P1M' },
            ],
          },
        ],
      },
      'Owner is me or (Owner is not “Anna” and Expected close is in the next 1 month)',
    ],
    [{ event: 'call', within: 'P1Y2M', count: 3 }, 'There was a call at least 3 times in the last 1 year and 2 months'],
    [{ field: 'gone', op: 'is_empty' }, '“gone” (a field that is gone) is empty'],
  ];
  for (const [filter, sentence] of sentences) expect(describeFilter(filter, options)).toBe(sentence);
});

it('goes through JSON and the schema unchanged, and keeps its sentence', () => {
  fc.assert(
    fc.property(anyFilter('contact'), (filter) => {
      const back = filterSchema.parse(JSON.parse(JSON.stringify(filter)));
      expect(back).toEqual(filter);
      expect(describeFilter(back, options)).toBe(describeFilter(filter, options));
    }),
  );
});

it('never says two filters in the same words', () => {
  const said = new Map<string, Filter>();
  fc.assert(
    fc.property(anyFilter('contact'), (filter) => {
      const sentence = describeFilter(filter, options);
      const same = said.get(sentence) ?? filter;
      said.set(sentence, filter);
      if (sentence !== 'Everything') expect(canonical(same)).toBe(canonical(filter));
    }),
    { numRuns: 3000, seed: 7 },
  );
});

/** What is the same filter written in two ways: `is_empty` with and without `true`, empty groups, numbers as they are. */
const canonical = (filter: Filter): string =>
  JSON.stringify(filter).replaceAll('"op":"is_empty","value":true', '"op":"is_empty"').replaceAll(',"count":1', '').replaceAll('{"all":[]}', '{}');

it('answers anything at all with problems or none, never with an error', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      expect(Array.isArray(filterProblems(value))).toBe(true);
    }),
  );
  expect(filterSchema.safeParse({ all: [{ field: 'x', op: 'like' }] }).error?.issues).toMatchObject([{ path: ['all', 0, 'op'] }]);
});
