import { createHmac } from 'node:crypto';
import type { Challenge, RawRequest, VerificationKeys } from '#sdk';
import { bodyFields } from './body-fields.ts';
import { queryValue } from './query.ts';

export interface ChallengeAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Whatever a stranger makes us echo is text of a known type and never sniffed for HTML. */
const answer = (contentType: string, body: string): ChallengeAnswer => ({
  status: 200,
  headers: { 'content-type': contentType, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' },
  body,
});
const LONGEST = 4096;

/** Questions that providers ask before they sign anything. */
export function answerUnsigned(challenge: Challenge, request: RawRequest, keys: VerificationKeys): ChallengeAnswer | undefined {
  if (challenge.kind === 'echo-field' || request.method !== challenge.method) return undefined;
  const value = queryValue(request.url, challenge.param);
  if (!value || value.length > LONGEST) return undefined;
  if (challenge.kind === 'echo-query') return answer(challenge.contentType, value);
  // Signed here is only what cannot be an event: a stranger asks for this too.
  if (!new RegExp(`^(?:${challenge.pattern})$`).test(value)) return undefined;
  // While a secret rotates the newest one answers.
  const [newest] = keys.secrets;
  if (!newest || newest.reveal() === '') return undefined;
  const response = createHmac(challenge.hash, newest.reveal()).update(value).digest(challenge.encoding);
  return answer('application/json', JSON.stringify({ [challenge.param]: value, [challenge.responseField]: response }));
}

/** Questions inside a request that was verified. */
export function answerSigned(challenge: Challenge, request: RawRequest): ChallengeAnswer | undefined {
  if (challenge.kind !== 'echo-field') return undefined;
  // Cheap look before the body is parsed: nearly every request is no challenge.
  if (!request.rawBody.includes(challenge.when.equals)) return undefined;
  const body = bodyFields(request);
  if (body?.one(challenge.when.field) !== challenge.when.equals) return undefined;
  const value = body.one(challenge.field);
  if (!value || value.length > LONGEST) return undefined;
  return challenge.as === 'text' ? answer('text/plain; charset=utf-8', value) : answer('application/json', JSON.stringify({ [challenge.as.jsonField]: value }));
}
