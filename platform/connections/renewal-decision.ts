/** What a caller wants of `authorize`. */
export interface Want {
  /** The provider answered 401: the token of this version (or the present one) must not be used again. */
  staleVersion?: number;
  /** A person asked: neither the cool-down nor an earlier refusal holds it back. */
  insist?: boolean;
}

export interface RenewalState {
  status: 'active' | 'reauthorize' | 'disabled';
  version: number;
  expiresAt: Date | null;
  renewable: boolean;
  /** Somebody holds an unexpired lease. */
  leased: boolean;
  retryAt: Date | null;
}

export type RenewalStep =
  | { do: 'use' }
  | { do: 'renew' }
  /** Somebody else renews, and the present token is of no use. */
  | { do: 'wait' }
  | { do: 'cool'; afterMs: number }
  | { do: 'ended' }
  | { do: 'refused' }
  | { do: 'disabled' };

/** Pure. A token that still works is used whatever happens to its renewal. */
export function nextStep(state: RenewalState, want: Want, marginMs: number, now: Date): RenewalStep {
  if (state.status === 'disabled') return { do: 'disabled' };
  if (state.status === 'reauthorize' && !want.insist) return { do: 'refused' };
  const leftMs = state.expiresAt === null ? Number.POSITIVE_INFINITY : state.expiresAt.getTime() - now.getTime();
  const stale = want.staleVersion !== undefined && state.version <= want.staleVersion;
  if (leftMs > marginMs && !stale) return { do: 'use' };
  const usable = leftMs > 0 && !stale;
  // A stale token that cannot be renewed is sent once more; the provider's second 401 then speaks for itself.
  if (!state.renewable) return leftMs > 0 ? { do: 'use' } : { do: 'ended' };
  if (state.leased) return usable ? { do: 'use' } : { do: 'wait' };
  const coolMs = state.retryAt === null || want.insist ? 0 : state.retryAt.getTime() - now.getTime();
  if (coolMs > 0) return usable ? { do: 'use' } : { do: 'cool', afterMs: coolMs };
  return { do: 'renew' };
}

/** Pause after the n-th failure in a row: 30 s doubled up to 15 min, a quarter of it by chance, never sooner than the provider asks. */
export function coolDownMs(failures: number, askedMs: number | undefined, random: number): number {
  const base = Math.min(30_000 * 2 ** Math.max(0, Math.min(failures, 10) - 1), 900_000);
  return Math.max(base * (0.75 + 0.25 * random), askedMs ?? 0);
}
