import { createHmac, timingSafeEqual } from 'node:crypto';
import { COOKIE_PREFIX } from './auth-library.ts';
import { SESSION_SECONDS } from './sessions.ts';

export const sessionCookieName = (publicUrl: string): string => `${publicUrl.startsWith('https:') ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`;

const signatureOf = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest();

/** What a cookie of this name holds, undecoded. The first one counts. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at >= 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** The session's token out of a `Cookie` header, when the signature is ours. The first cookie of the name counts. */
export function readSessionCookie(header: string | undefined, name: string, secret: string): string | undefined {
  const given = cookieValue(header, name);
  if (given === undefined) return undefined;
  let value: string;
  try {
    value = decodeURIComponent(given);
  } catch {
    return undefined;
  }
  const dot = value.lastIndexOf('.');
  const token = value.slice(0, dot);
  const signature = Buffer.from(value.slice(dot + 1), 'base64');
  const expected = signatureOf(token, secret);
  return dot > 0 && signature.length === expected.length && timingSafeEqual(signature, expected) ? token : undefined;
}

const rules = (name: string) => `Path=/; HttpOnly; SameSite=Lax${name.startsWith('__Secure-') ? '; Secure' : ''}`;
/** The line that signs a browser in, as the account library writes it. */
export const sessionCookie = (name: string, token: string, secret: string): string =>
  `${name}=${encodeURIComponent(`${token}.${signatureOf(token, secret).toString('base64')}`)}; Max-Age=${SESSION_SECONDS}; ${rules(name)}`;
export const expiredCookie = (name: string): string => `${name}=; Max-Age=0; ${rules(name)}`;
