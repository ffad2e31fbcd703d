/**
 * Liquid inside HTML is not HTML: `href="{{ x | default: "y" }}"` would end the attribute at the inner quote. Each piece is
 * replaced by one mark that any parser takes for text, and put back afterwards.
 */
const LIQUID = /\{%-?\s*(raw|comment)\s*-?%\}[\s\S]*?\{%-?\s*end\1\s*-?%\}|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const [OPEN, CLOSE] = ['\uE000', '\uE001'];
const MARK = /\uE000(\d+)\uE001/g;

export interface Masked {
  text: string;
  unmask(text: string): string;
}

export function mask(source: string): Masked {
  const pieces: string[] = [];
  const text = source.replace(/[\uE000\uE001]/g, '').replace(LIQUID, (piece) => `${OPEN}${pieces.push(piece) - 1}${CLOSE}`);
  return { text, unmask: (masked) => masked.replace(MARK, (_, at: string) => pieces[Number(at)] ?? '') };
}

/** A name by which nothing can be said before it is rendered. */
export const hasMark = (text: string): boolean => text.includes(OPEN);
export const withoutMarks = (text: string): string => text.replace(MARK, '');
