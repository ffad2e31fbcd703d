import { createHmac } from 'node:crypto';

export interface AccessToken {
  accountSid: string;
  apiKey: string;
  apiSecret: string;
  /** The client that the browser is. */
  identity: string;
  issuedAt: Date;
  lifetimeSeconds: number;
}
const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/**
 * A Twilio access token of the form `twilio-fpa;v=1`, signed with an API key's secret: twilio.com/docs/iam/access-tokens,
 * read 2026-09. It lets a browser be called and nothing else: calls out are placed by the hub, past the dial guard.
 */
export function accessToken({ accountSid, apiKey, apiSecret, identity, issuedAt, lifetimeSeconds }: AccessToken): string {
  const iat = Math.floor(issuedAt.getTime() / 1000);
  const signed = `${encoded({ typ: 'JWT', alg: 'HS256', cty: 'twilio-fpa;v=1' })}.${encoded({
    jti: `${apiKey}-${iat}`,
    iss: apiKey,
    sub: accountSid,
    iat,
    exp: iat + lifetimeSeconds,
    grants: { identity, voice: { incoming: { allow: true } } },
  })}`;
  return `${signed}.${createHmac('sha256', apiSecret).update(signed).digest('base64url')}`;
}
