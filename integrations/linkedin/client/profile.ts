import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify } from 'jose';
import { z } from 'zod';
import { type ConnectedContext, type HttpClient, PatchbayError } from '#sdk';
import { rest } from './rest.ts';

const flag = z.union([z.boolean(), z.string().transform((text) => text === 'true')]);
const userinfo = z.object({
  sub: z.string(),
  name: z.string().optional(),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  picture: z.string().optional(),
  email: z.string().optional(),
  email_verified: flag.optional(),
  /** An object, or a text such as `en_US`. */
  locale: z.union([z.string(), z.object({ country: z.string().optional(), language: z.string().optional() })]).optional(),
});
export type UserInfo = z.output<typeof userinfo>;
export const localeOf = ({ locale }: UserInfo): string | undefined =>
  typeof locale === 'string' ? locale.replace('_', '-') : locale?.language ? [locale.language, locale.country].filter(Boolean).join('-') : undefined;

/** Who signed in. No version header: this is not of the versioned API. */
export async function getUserInfo(http: HttpClient): Promise<UserInfo> {
  const { body } = await http.request({ method: 'GET', url: '/v2/userinfo', operation: 'linkedin.get-userinfo', lane: 'interactive', quotaClass: 'userinfo' });
  return userinfo.parse(body);
}

const localized = z.object({ localized: z.record(z.string(), z.string()) });
const identity = z.object({
  basicInfo: z.object({
    firstName: localized.optional(),
    lastName: localized.optional(),
    profileUrl: z.string().optional(),
    primaryEmailAddress: z.string().optional(),
    profilePicture: z.object({ croppedImage: z.object({ downloadUrl: z.string() }).optional() }).optional(),
  }),
});
/** "Verified on LinkedIn": the one legal way to learn a member's own profile address. */
export async function getIdentity(ctx: ConnectedContext) {
  const { body } = await rest(ctx, { method: 'GET', resource: 'identityMe', path: 'identityMe', lane: 'backfill' });
  return identity.parse(body).basicInfo;
}

const me = z.object({ id: z.string(), localizedHeadline: z.string().optional(), vanityName: z.string().optional() });
export async function getMe(http: HttpClient) {
  const { body } = await http.request({ method: 'GET', url: '/v2/me', operation: 'linkedin.get-me', lane: 'backfill', quotaClass: 'me' });
  return me.parse(body);
}

const ISSUER = 'https://www.linkedin.com/oauth';
export interface IdTokenCheck {
  jwksUrl: string;
  issuer?: string | undefined;
  clientId: string;
}
/**
 * The id_token of the sign-in: signature by LinkedIn's own keys, issuer, audience, time.
 * @throws PatchbayError oauth_exchange_failed
 */
export async function verifyIdToken(http: HttpClient, token: string, { jwksUrl, issuer = ISSUER, clientId }: IdTokenCheck): Promise<string> {
  const { body } = await http.request<JSONWebKeySet>({ method: 'GET', url: jwksUrl, operation: 'linkedin.get-keys', lane: 'interactive', quotaClass: 'keys' });
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(body), {
      issuer,
      audience: clientId,
      algorithms: ['RS256'],
      // It is proven again whenever the connection is, and lives an hour: its life must hold in itself, and its member must
      // be whom the access token belongs to.
      currentDate: issuedAt(token),
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    return String(payload.sub);
  } catch (cause) {
    throw new PatchbayError('oauth_exchange_failed', { detail: 'LinkedIn’s proof of who signed in does not hold.', cause });
  }
}

const issuedAt = (token: string): Date => new Date((decodeJwt(token).iat ?? 0) * 1000);

/** Seconds, but an older sample of the documentation shows milliseconds. */
const instant = z.number().transform((value) => new Date(value > 1e12 ? value : value * 1000));
const introspection = z.object({
  active: z.boolean(),
  status: z.string().optional(),
  scope: z.string().optional(),
  expires_at: instant.optional(),
  authorized_at: instant.optional(),
});
export type Introspection = z.output<typeof introspection>;
/** The only truth about how long a permission lasts (RFC 7662). */
export async function introspect(http: HttpClient, url: string, form: { client_id: string; client_secret: string; token: string }): Promise<Introspection> {
  const { body } = await http.request({
    method: 'POST',
    url,
    form,
    operation: 'linkedin.introspect',
    lane: 'backfill',
    quotaClass: 'oauth',
    idempotent: true,
    redact: ['token', 'client_secret'],
  });
  return introspection.parse(body);
}
