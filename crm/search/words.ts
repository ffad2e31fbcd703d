/** Letters that Unicode does not take apart into a base and a mark. */
const PLAIN: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i', ħ: 'h', ŋ: 'n' };
const PLAIN_LETTERS = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

/** Small letters without accents: `Müller-Łódź` and `muller-lodz` are found by each other. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    // Again: small letters of some scripts come with marks of their own.
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(PLAIN_LETTERS, (letter) => PLAIN[letter] ?? letter);

/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const MAX_WORD_LENGTH = 64;

/** The words of a text in their order, folded; addresses and hyphenated names fall into their parts. */
export function wordsOf(text: string): string[] {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) ?? [])
    .flatMap((run) => (UNSPACED.test(run) ? [...segmenter.segment(run)].map(({ segment }) => segment) : [run]))
    .map((word) => word.slice(0, MAX_WORD_LENGTH));
}

/** Enough to find a long mail by its first pages; a tsvector holds 1 MB. */
const MAX_WORDS = 2000;
/** PostgreSQL knows no later position in a text. */
const LAST_POSITION = 16_383;
/** Words have no quote and no backslash in them: letters and digits only. */
const lexeme = (word: string, position: number, weight: 'A' | 'D') => `'${word}':${Math.min(position, LAST_POSITION)}${weight}`;

/** A number backwards, so that its last digits are a prefix: how people who know no country code look for it. */
const backwards = (digits: string) => `tel${[...digits].reverse().join('')}`;
const NUMBER = /\+?\d[\d\s()./-]{5,20}\d/g;
const numbersIn = (text: string): string[] =>
  (text.match(NUMBER) ?? [])
    .map((each) => each.replace(/\D/g, ''))
    .filter((digits) => digits.length >= 7 && digits.length <= 15)
    .slice(0, 20)
    .map(backwards);

/** Title and text as the text form of a tsvector: title words weigh A, the text's D. With `phones`, numbers also by their last digits. */
export function tsvectorOf(title: string, text: string, { phones = false } = {}): string {
  const titleWords = wordsOf(title).slice(0, MAX_WORDS);
  const textWords = [...(phones ? numbersIn(text) : []), ...wordsOf(text).slice(0, MAX_WORDS - titleWords.length)];
  return [
    ...titleWords.map((word, index) => lexeme(word, index + 1, 'A')),
    ...textWords.map((word, index) => lexeme(word, titleWords.length + index + 1, 'D')),
  ].join(' ');
}

/** Every word must be there; the last one is still being typed. Undefined when there is no word in it. */
export function tsqueryOf(query: string): string | undefined {
  const words = wordsOf(query).slice(0, 12);
  if (words.length === 0) return undefined;
  return words.map((word, index) => (index === words.length - 1 ? `'${word}':*` : `'${word}'`)).join(' & ');
}

/** Digits of a number, at least its last four; a leading 0 is the trunk's and not part of it. */
export function phoneTsqueryOf(query: string): string | undefined {
  if (!/^[\d\s+()./-]+$/.test(query)) return undefined;
  const digits = query.replace(/\D/g, '').replace(/^0+/, '');
  return digits.length >= 4 && digits.length <= 15 ? `'${backwards(digits)}':*` : undefined;
}
