import { type CircuitBreakerPolicy, CircuitState, ConsecutiveBreaker, circuitBreaker, ExponentialBackoff, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { PatchbayError } from '#sdk';

/** Says that the other side failed, as opposed to having answered something we do not like. */
export class OtherSideFailed extends Error {
  override name = 'OtherSideFailed';
}

export interface BreakerOptions {
  /** Failures in a row that open it. */
  failures?: number;
  firstPauseMs?: number;
  onChange?: (name: string, isOpen: boolean) => void;
}
const MAX_BREAKERS = 2_000;

/** One breaker per host and connection (or application), in this process: what one of them meets says nothing of the others. */
export function createBreakers({ failures = 5, firstPauseMs = 5_000, onChange }: BreakerOptions = {}) {
  const breakers = new Map<string, CircuitBreakerPolicy>();
  const breakerOf = (name: string): CircuitBreakerPolicy => {
    const known = breakers.get(name);
    if (known) return known;
    if (breakers.size >= MAX_BREAKERS) for (const [old, breaker] of breakers) if (breaker.state === CircuitState.Closed) breakers.delete(old);
    const breaker = circuitBreaker(
      handleWhen((error) => error instanceof OtherSideFailed),
      {
        halfOpenAfter: new ExponentialBackoff({ initialDelay: firstPauseMs, maxDelay: 60_000 }),
        breaker: new ConsecutiveBreaker(failures),
      },
    );
    breaker.onBreak(() => onChange?.(name, true));
    breaker.onReset(() => onChange?.(name, false));
    breakers.set(name, breaker);
    return breaker;
  };
  return {
    /** @throws PatchbayError breaker_open without running it */
    async run<T>(name: string, work: () => Promise<T>): Promise<T> {
      try {
        return await breakerOf(name).execute(work);
      } catch (error) {
        if (isBrokenCircuitError(error)) throw new PatchbayError('breaker_open', { retryAfterMs: firstPauseMs, facts: { breaker: name } });
        throw error;
      }
    },
    isOpen: (name: string): boolean => breakers.get(name)?.state === CircuitState.Open,
  };
}
export type Breakers = ReturnType<typeof createBreakers>;
