import { z } from 'zod';
import { type HttpClient, PatchbayError } from '#sdk';

/** Learn › Graph › JSON batching: at most twenty in one, each answered and throttled for itself. */
const MOST = 20;
const TRIES = 3;
const answers = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number(), headers: z.record(z.string(), z.string()).optional(), body: z.unknown() })),
});

export interface BatchedRead {
  /** Below the base, with its query. */
  url: string;
  prefer: string;
}

/**
 * Reads several things in one call, in the order they were asked for. That a batch succeeded says nothing of its parts:
 * those that were throttled are asked again, and one that stays unanswered fails the whole.
 */
export async function batch(http: HttpClient, reads: readonly BatchedRead[], operation: string): Promise<unknown[]> {
  const found: unknown[] = new Array(reads.length);
  for (let from = 0; from < reads.length; from += MOST) {
    let left = reads.slice(from, from + MOST).map((read, index) => ({ id: String(from + index), ...read }));
    for (let tries = 1; left.length > 0; tries++) {
      const { body } = await http.request({
        method: 'POST',
        url: '/$batch',
        json: { requests: left.map(({ id, url, prefer }) => ({ id, method: 'GET', url, headers: { prefer } })) },
        idempotent: true,
        cost: left.length,
        timeoutMs: 5_000,
        operation: `calendar.microsoft.${operation}`,
        lane: 'interactive',
      });
      const { responses } = answers.parse(body);
      for (const { id, status, body: content } of responses) {
        if (status === 200) found[Number(id)] = content;
        else if (status !== 429 && status !== 503)
          throw new PatchbayError('provider_rejected', { facts: { status, part: id }, detail: 'Outlook could not read one of the calendars.' });
      }
      left = left.filter(({ id }) => found[Number(id)] === undefined);
      if (left.length > 0 && tries === TRIES) {
        const seconds = Math.max(
          ...responses.map(({ headers }) => Number(Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? 1)),
        );
        throw new PatchbayError('provider_rate_limited', { retryAfterMs: seconds * 1000, facts: { parts: left.length } });
      }
    }
  }
  return found;
}
