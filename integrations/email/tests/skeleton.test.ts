import fc from 'fast-check';
import { expect, it } from 'vitest';
import { joined, shared, skeletonOf } from '../serializers/skeleton.ts';

const page = (name: string, token: string) =>
  `<html><body><p>Dear ${name},</p><p>An <b>offer</b> &amp; more: <a href="https://go.acme.test/c/${token}">look</a></p><img src="https://go.acme.test/o/${token}"></body></html>`;

it('finds what the mails of one template share, and puts each together again to the letter', () => {
  const texts = ['Ann', 'Bob B.', 'Çelik & Söhne', ''].map((name, index) => page(name, `t${index}`));
  const skeleton = skeletonOf(texts);
  expect(skeleton).toBeDefined();
  if (!skeleton) return;
  expect(skeleton.pieces.length).toBeLessThan(8);
  texts.forEach((text, index) => {
    expect(joined(skeleton, (hole) => skeleton.fills[index]?.[hole] ?? '')).toBe(text);
  });
  expect(skeleton.pieces.join('')).toContain('<b>offer</b> &amp; more');
});

it('keeps every text whole, whatever the texts are', () => {
  const word = fc.constantFrom('<p>', '</p>', 'Dear', ' ', 'Ann', 'Bob', '&amp;', 'x', '\n', '<', '>', '€', '𝒳', '%');
  fc.assert(
    fc.property(fc.array(fc.array(word, { maxLength: 30 }), { minLength: 1, maxLength: 6 }), (lists) => {
      const texts = lists.map((list) => list.join(''));
      const skeleton = skeletonOf(texts);
      if (!skeleton) return;
      texts.forEach((text, index) => {
        expect(joined(skeleton, (hole) => skeleton.fills[index]?.[hole] ?? '')).toBe(text);
      });
    }),
    { numRuns: 300 },
  );
});

it('shares the longest common part, as the textbook says', () => {
  const longest = (a: readonly string[], b: readonly string[]): number => {
    const row = new Array<number>(b.length + 1).fill(0);
    for (const x of a) {
      let diagonal = 0;
      for (let j = 1; j <= b.length; j++) {
        const above = row[j] ?? 0;
        row[j] = x === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1] ?? 0);
        diagonal = above;
      }
    }
    return row[b.length] ?? 0;
  };
  const letters = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 25 });
  fc.assert(
    fc.property(letters, letters, (a, b) => {
      expect(shared(a, b)?.length).toBe(longest(a, b));
    }),
  );
});

it('says that unlike texts are not of one template', () => {
  const unlike = (seed: number) => Array.from({ length: 900 }, (_, index) => `w${(index * seed) % 7919}`).join(' ');
  expect(skeletonOf([unlike(13), unlike(31)])).toBeUndefined();
});
