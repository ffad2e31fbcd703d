/** What an answer of a provider means for us. Quirks of a provider live in its `classify`, never in `platform`. */
export type Outcome =
  | { kind: 'ok' }
  /** `afterMs` as the provider asked; absent = our backoff. `scope: 'quota'` stops all workers of this allowance at once. */
  | { kind: 'retry'; afterMs?: number; scope?: 'call' | 'quota'; code?: string }
  | { kind: 'reauthorize'; code: string; sentence: string }
  | { kind: 'rejected'; code: string; sentence?: string };

export interface ProviderResponse {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  /** Parsed JSON when the answer was JSON, else text. */
  body: unknown;
}

export type Classify = (response: ProviderResponse, now: Date) => Outcome;

/**
 * Retry-After of RFC 9110 §10.2.3: seconds or an HTTP date. Milliseconds, never negative; undefined when absent or unreadable.
 */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  if (value.trim() !== '' && Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** Plain HTTP semantics; providers wrap it for what they do differently. */
export const classifyHttp: Classify = (response, now) => {
  const { status, headers } = response;
  if (status >= 200 && status < 300) return { kind: 'ok' };
  const afterMs = retryAfterMs(headers['retry-after'], now);
  if (status === 429) return { kind: 'retry', scope: 'quota', code: 'http_429', ...(afterMs === undefined ? {} : { afterMs }) };
  if (status === 408 || status === 425 || status >= 500)
    return { kind: 'retry', scope: 'call', code: `http_${status}`, ...(afterMs === undefined ? {} : { afterMs }) };
  if (status === 401) return { kind: 'reauthorize', code: 'http_401', sentence: 'The provider says the permission has ended.' };
  return { kind: 'rejected', code: `http_${status}` };
};
