import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { lookUp } from '../store.ts';
import type { TwilioData } from './store.ts';

const header = z.object({ typ: z.literal('JWT'), alg: z.literal('HS256'), cty: z.literal('twilio-fpa;v=1') });
const payload = z.object({
  jti: z.string(),
  iss: z.string(),
  sub: z.string(),
  iat: z.int(),
  exp: z.int(),
  grants: z.object({
    identity: z.string().regex(/^\w{1,121}$/),
    voice: z.object({
      incoming: z.object({ allow: z.boolean() }).optional(),
      outgoing: z.object({ application_sid: z.string().regex(/^AP[0-9a-f]{32}$/) }).optional(),
    }),
  }),
});
const MOST_SECONDS = 24 * 3_600;

const part = (text: string | undefined): unknown => {
  try {
    return JSON.parse(Buffer.from(text ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Reads an access token as the gateway for browsers does. @throws RangeError with the code that the SDK shows */
export function readAccessToken({ account }: TwilioData, token: string, nowMs: number) {
  const [first = '', second = '', signature = '', ...more] = token.split('.');
  const [head, body] = [header.safeParse(part(first)), payload.safeParse(part(second))];
  if (!head.success || !body.success || more.length > 0) throw new RangeError('20101 Invalid access token');
  const { iss, sub, iat, exp, grants } = body.data;
  const secret = lookUp(account.apiKeys, iss);
  const expected = createHmac('sha256', secret ?? '')
    .update(`${first}.${second}`)
    .digest();
  const given = Buffer.from(signature, 'base64url');
  if (secret === undefined || sub !== account.sid || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new RangeError('31202 The signature of the access token does not validate');
  if (exp * 1000 <= nowMs || iat * 1000 > nowMs + 60_000) throw new RangeError('20104 Access token expired');
  if (exp - iat > MOST_SECONDS) throw new RangeError('31207 The expiration time of the access token is too far ahead');
  return { identity: grants.identity, canBeCalled: grants.voice.incoming?.allow === true, canCall: grants.voice.outgoing !== undefined, expiresMs: exp * 1000 };
}
