import fc from 'fast-check';
import { expect, it } from 'vitest';
import { searchFor } from '../bounces/word-search.ts';

const expressionOf = (words: readonly string[]) => new RegExp(words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));

it('finds what an expression of all words finds, in whatever text', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '容', "'"), minLength: 1, maxLength: 5 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'x', '容', '量', "'"), maxLength: 60 });
  fc.assert(
    fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }), text, (groups, said) => {
      const found = searchFor(groups)(said);
      for (const [index, words] of groups.entries()) {
        const expected = expressionOf(words).exec(said);
        expect(found[index]).toEqual(expected ? { at: expected.index, word: expected[0] } : undefined);
      }
    }),
    { numRuns: 500 },
  );
});

it('meets words inside words, and a group without any', () => {
  expect(searchFor([['user unknown', 'unknown'], [], ['known']])('the user unknown to us')).toEqual([
    { at: 4, word: 'user unknown' },
    undefined,
    { at: 11, word: 'known' },
  ]);
  expect(searchFor([[]])('x')).toEqual([undefined]);
});
