import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '#sdk';

/** Key sets of providers by address. */
export interface KeySets {
  /** Picks the key that a token names; asks the address when it is unknown or the set is old. */
  get(url: string): JWTVerifyGetKey;
}

export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}

const MAX_AGE_MS = 10 * 60_000;
/** Unknown key ids make at most one request in this time: anybody can invent some. */
const COOL_DOWN_MS = 30_000;

interface Kept {
  keys: ReturnType<typeof createLocalJWKSet>;
  fetchedAt: number;
}

/**
 * Fetched through the injected path and kept. While the provider does not answer, known keys go on being used: a stored
 * key that was right an hour ago is a smaller risk than refusing every webhook.
 */
export function createKeySets({ fetch, clock }: { fetch: (url: string) => Promise<Response>; clock: Clock }): KeySets {
  const kept = new Map<string, Kept>();
  const asked = new Map<string, number>();
  const loading = new Map<string, Promise<Kept>>();

  const load = async (url: string): Promise<Kept> => {
    const response = await fetch(url);
    if (!response.ok) throw new KeysUnavailable(`${url} answered ${response.status}`);
    const set = { keys: createLocalJWKSet((await response.json()) as JSONWebKeySet), fetchedAt: clock.now().getTime() };
    kept.set(url, set);
    return set;
  };
  const refresh = (url: string): Promise<Kept> => {
    const now = clock.now().getTime();
    const known = kept.get(url);
    if (now - (asked.get(url) ?? Number.NEGATIVE_INFINITY) < COOL_DOWN_MS) {
      const running = loading.get(url);
      if (running) return running;
      return known ? Promise.resolve(known) : Promise.reject(new KeysUnavailable(`${url} did not answer a moment ago`));
    }
    asked.set(url, now);
    const request = load(url)
      .catch((error: unknown) => {
        if (known) return known;
        throw error instanceof KeysUnavailable ? error : new KeysUnavailable(`${url} cannot be read`, { cause: error });
      })
      .finally(() => loading.delete(url));
    loading.set(url, request);
    return request;
  };

  return {
    get: (url) => async (header, token) => {
      const known = kept.get(url);
      const isOld = !known || clock.now().getTime() - known.fetchedAt > MAX_AGE_MS;
      const set = isOld ? await refresh(url) : known;
      try {
        return await set.keys(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        const fresh = await refresh(url);
        if (fresh === set) throw error;
        return fresh.keys(header, token);
      }
    },
  };
}
