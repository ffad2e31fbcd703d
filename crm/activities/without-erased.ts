import { namesIn, strike, strikeData } from '../erasure/strike.ts';
import type { ActivityRow } from './facts.ts';
import type { Participant } from './participants.ts';

/** What is told with somebody who asked to be forgotten: nothing, or where others took part nothing that names them. */
export function withoutErased(said: Partial<ActivityRow>, people: readonly Participant[], erasedNames: readonly string[]): Partial<ActivityRow> {
  if (erasedNames.length === 0) return said;
  const { subject, snippet, body, url, data, ...rest } = said;
  if (!people.some(({ contactId }) => contactId)) return rest;
  const names = namesIn({ firstName: '', lastName: '', values: erasedNames });
  const texts = Object.entries({ subject, snippet, body }).flatMap(([name, text]) => (text ? [[name, strike(text, names)]] : []));
  return { ...rest, ...Object.fromEntries(texts), ...(url ? { url } : {}), ...(data ? { data: strikeData(data, names) as ActivityRow['data'] } : {}) };
}
