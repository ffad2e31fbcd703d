import { createHmac, timingSafeEqual } from 'node:crypto';
import { COOKIE_PREFIX } from './auth-library.ts';

export const sessionCookieName = (publicUrl: string): string => `${publicUrl.startsWith('https:') ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`;

const signatureOf = (token: string, secret: string) => createHmac('sha256', secret).update(token).digest();

/** The session's token out of a `Cookie` header, when the signature is ours. The first cookie of the name counts. */
export function readSessionCookie(header: string | undefined, name: string, secret: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    let value: string;
    try {
      value = decodeURIComponent(part.slice(at + 1).trim());
    } catch {
      return undefined;
    }
    const dot = value.lastIndexOf('.');
    const token = value.slice(0, dot);
    const given = Buffer.from(value.slice(dot + 1), 'base64');
    const expected = signatureOf(token, secret);
    return dot > 0 && given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
  }
  return undefined;
}

export const expiredCookie = (name: string): string => `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${name.startsWith('__Secure-') ? '; Secure' : ''}`;
