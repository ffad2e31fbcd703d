export interface ParsedCommand {
  verb: string;
  rest: string;
}

/** What phones make of quotes, dashes and spaces is made plain again; emoji stay. */
export const plainInput = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[“”„‟«»]/g, '"')
    .replaceAll(/[‘’‚‛]/g, "'")
    .replaceAll(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replaceAll(/[\u200b-\u200d\u2060\ufeff]/g, '')
    .replaceAll(/[–—]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim();

const ALIASES: Readonly<Record<string, string>> = {
  search: 'find',
  show: 'find',
  create: 'new',
  add: 'new',
  preferences: 'prefs',
  settings: 'prefs',
  todo: 'task',
  todos: 'task',
  sub: 'subscribe',
  '?': 'help',
  '': 'help',
};

/** The first word says what to do; the rest is what with. */
export function parseCommand(text: string): ParsedCommand {
  const plain = plainInput(text);
  const [first = ''] = plain.split(' ', 1);
  const word = first.toLowerCase().replaceAll(/[.,!:;]+$/g, '');
  return {
    verb: ALIASES[word] ?? word,
    rest: plain
      .slice(first.length)
      .trim()
      .replace(/^"(.*)"$/, '$1'),
  };
}
