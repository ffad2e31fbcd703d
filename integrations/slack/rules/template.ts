import { escaped } from '../blocks/text.ts';

/** What a template may name. */
export const PLACEHOLDERS = ['name', 'amount', 'stage', 'from', 'to', 'owner', 'organization', 'actor', 'close', 'next', 'sentence', 'link'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** Names in a template that there are not, so that a slip is told at once and not in the channel. */
export const unknownPlaceholders = (template: string): string[] =>
  [...template.matchAll(/\{\s*([\w.]+)\s*\}/g)].map((match) => match[1] ?? '').filter((name) => !(PLACEHOLDERS as readonly string[]).includes(name));

/** Fills it in; what comes from the record is escaped, what the template’s author wrote is theirs. `{link}` is markup of ours. */
export const fillTemplate = (template: string, values: Readonly<Partial<Record<Placeholder, string>>>): string =>
  template.replaceAll(/\{\s*(\w+)\s*\}/g, (whole, name: string) => {
    const value = values[name as Placeholder];
    if (value === undefined) return (PLACEHOLDERS as readonly string[]).includes(name) ? '–' : whole;
    return name === 'link' ? value : escaped(value);
  });
