import { PatchbayError } from '#sdk';

/** Waits between the six tries; together 15 minutes. Then the event is parked and its key goes on. */
export const RETRY_SECONDS = [5, 15, 60, 180, 640] as const;

export type NextStep = { state: 'failed'; nextTryAt: Date } | { state: 'parked' };

export function afterFailure(attempts: number, now: Date): NextStep {
  const wait = RETRY_SECONDS[attempts - 1];
  return wait === undefined ? { state: 'parked' } : { state: 'failed', nextTryAt: new Date(now.getTime() + wait * 1000) };
}

/** For the list of webhook events. Never the message of a query builder: it repeats the values of the statement. */
export function failureText(error: unknown): string {
  if (error instanceof PatchbayError) return `${error.code}: ${error.message}`;
  let cause: unknown = error;
  while (cause instanceof Error && 'query' in cause && cause.cause instanceof Error) cause = cause.cause;
  return cause instanceof Error ? `${cause.name}: ${cause.message}`.slice(0, 500) : 'Something was thrown that is no error.';
}
