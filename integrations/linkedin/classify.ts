import { type Classify, classifyHttp, type Outcome } from '#sdk';

interface Refusal {
  serviceErrorCode?: number;
  code?: string;
  message?: string;
}
const refusalOf = (body: unknown): Refusal => (typeof body === 'object' && body !== null ? (body as Refusal) : {});

/** Limits are counted per UTC day and no header says so. */
const untilMidnight = (now: Date): number => {
  const next = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
  return next - now.getTime();
};

export const DAY_LIMIT = 'linkedin_day_limit';
export const RETIRED = 'linkedin_version_retired';
export const NO_ACCESS = 'linkedin_no_access';
export const DUPLICATE = 'linkedin_duplicate';

/** What LinkedIn's answers mean (docs: "Error handling" and "Rate limiting", read 2026-08). */
export const classifyLinkedIn: Classify = (response, now): Outcome => {
  const { status, body } = response;
  const { serviceErrorCode, message = '', code } = refusalOf(body);
  switch (status) {
    case 401:
      if (serviceErrorCode === 65601) return { kind: 'reauthorize', code: 'linkedin_revoked', sentence: 'Access was withdrawn in LinkedIn. Reconnect.' };
      if (serviceErrorCode === 65602)
        return { kind: 'reauthorize', code: 'linkedin_expired', sentence: 'LinkedIn access lasts 60 days and has ended. Reconnect (one click).' };
      return { kind: 'reauthorize', code: 'linkedin_invalid_token', sentence: 'LinkedIn does not accept this connection any more. Reconnect.' };
    case 403:
      return { kind: 'rejected', code: NO_ACCESS, sentence: 'LinkedIn does not let this application or this person do that.' };
    case 422: {
      const twin = /duplicate of (urn:li:\w+:[\w-]+)/.exec(message)?.[1];
      if (twin) return { kind: 'rejected', code: `${DUPLICATE} ${twin}`, sentence: 'LinkedIn says that this was posted a moment ago.' };
      return { kind: 'rejected', code: code ?? 'linkedin_422', ...(message ? { sentence: `LinkedIn did not accept it: ${message.slice(0, 200)}` } : {}) };
    }
    case 426:
      return { kind: 'rejected', code: RETIRED, sentence: 'LinkedIn retired this API version. An administrator must raise LINKEDIN_API_VERSION.' };
    case 429: {
      // The two words that LinkedIn promises; everything else of a message is prose.
      const isDay = /\bDAY limit\b/.test(message);
      const plain = classifyHttp(response, now);
      if (!isDay) return plain.kind === 'retry' ? { ...plain, scope: 'call', code: 'linkedin_throttled' } : plain;
      return {
        kind: 'rejected',
        code: /\bMEMBER\b/.test(message) ? `${DAY_LIMIT} member ${untilMidnight(now)}` : `${DAY_LIMIT} application ${untilMidnight(now)}`,
        sentence: 'LinkedIn’s daily limit for this data is used up; it resets at 00:00 UTC.',
      };
    }
    default:
      return classifyHttp(response, now);
  }
};
