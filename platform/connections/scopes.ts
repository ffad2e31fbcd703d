import { type Feature, type OAuth2, PatchbayError } from '#sdk';

const unique = (values: Iterable<string>): string[] => [...new Set(values)];

/** Scopes of a token answer or a stored list; providers separate by spaces, commas or both. */
export const parseScopes = (text: string): string[] => unique(text.split(/[\s,]+/).filter((scope) => scope !== ''));

export const missingScopes = (needed: readonly string[], granted: readonly string[]): string[] => needed.filter((scope) => !granted.includes(scope));

/**
 * The features a sign-in is for: those named, or all that need no approval of the provider (asking for a scope that was
 * never approved makes some providers refuse the whole sign-in).
 */
export function chosenFeatures(all: readonly Feature[], named: readonly string[] | undefined): Feature[] {
  if (!named) return all.filter((feature) => feature.status?.status !== 'needs_approval');
  return named.map((id, i) => {
    const found = all.find((feature) => feature.id === id);
    if (!found) throw new PatchbayError('invalid_input', { errors: [{ path: `features.${i}`, message: `There is no feature named "${id}".` }] });
    return found;
  });
}

export const scopesToAsk = (auth: OAuth2, provider: string, features: readonly Feature[]): string[] =>
  unique([...auth.baseScopes, ...features.flatMap((feature) => feature.scopes[provider] ?? [])]);

/** An answer that names no scopes granted what was asked (RFC 6749 §5.1). */
export const grantedBy = (scope: string | undefined, asked: readonly string[]): string[] => (scope === undefined ? [...asked] : parseScopes(scope));
