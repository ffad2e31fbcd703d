import { createHmac, type Hmac, randomUUID } from 'node:crypto';
import type { HmacBodyScheme, RawRequest } from '#sdk';
import { anyMatch, sameSignature } from './constant-time.ts';
import { firstSecret, refuse, type SchemeRunner, withHeaders } from './scheme-runner.ts';
import { filledPieces } from './template.ts';
import { isFresh, readTimestamp, unixSeconds } from './timestamp.ts';

/** A key as text: Node takes four times as long to find out that a buffer is a key. */
const hmacOf = (scheme: HmacBodyScheme, secret: string): Hmac => {
  if (scheme.secretPrefix === undefined) return createHmac(scheme.hash, secret);
  const bare = secret.startsWith(scheme.secretPrefix) ? secret.slice(scheme.secretPrefix.length) : secret;
  return createHmac(scheme.hash, bare, { encoding: 'base64' });
};

function signatureOf(scheme: HmacBodyScheme, request: RawRequest, secret: string): string {
  const pieces = filledPieces(scheme.template ?? '{body}', {
    body: request.rawBody,
    timestamp: scheme.timestampHeader && request.headers[scheme.timestampHeader],
    id: scheme.idHeader && request.headers[scheme.idHeader],
  });
  const hmac = hmacOf(scheme, secret);
  for (const piece of pieces) hmac.update(piece);
  return hmac.digest(scheme.encoding);
}

function given(scheme: HmacBodyScheme, header: string): string[] {
  const { prefix = '', separator } = scheme;
  return (separator === undefined ? [header] : header.split(separator))
    .slice(0, 10)
    .map((one) => one.trim())
    .filter((one) => one.startsWith(prefix) || scheme.prefixOptional)
    .map((one) => (one.startsWith(prefix) ? one.slice(prefix.length) : one));
}

export const hmacBody: SchemeRunner<HmacBodyScheme> = {
  verify(scheme, request, keys, now) {
    const header = request.headers[scheme.signatureHeader];
    if (!header) return refuse(scheme, 'missing');
    if (scheme.idHeader && !request.headers[scheme.idHeader]) return refuse(scheme, 'missing');
    const timestamp = scheme.timestampHeader ? readTimestamp(request.headers[scheme.timestampHeader]) : undefined;
    if (scheme.timestampHeader && timestamp === undefined) return refuse(scheme, request.headers[scheme.timestampHeader] ? 'malformed' : 'missing');
    const expected = keys.secrets.map((secret) => signatureOf(scheme, request, secret.reveal()));
    if (!anyMatch(given(scheme, header), expected, sameSignature)) return refuse(scheme, 'mismatch');
    if (timestamp !== undefined && !isFresh(scheme, timestamp, now)) return refuse(scheme, 'stale');
    return { ok: true, ...(timestamp === undefined ? {} : { timestamp }) };
  },
  sign(scheme, draft, keys, now) {
    const request = withHeaders(draft, {
      ...(scheme.timestampHeader ? { [scheme.timestampHeader]: String(unixSeconds(now)) } : {}),
      ...(scheme.idHeader ? { [scheme.idHeader]: draft.headers[scheme.idHeader] ?? `msg_${randomUUID()}` } : {}),
    });
    return withHeaders(request, { [scheme.signatureHeader]: `${scheme.prefix ?? ''}${signatureOf(scheme, request, firstSecret(keys))}` });
  },
};
