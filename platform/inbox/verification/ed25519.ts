import { type KeyObject, sign, verify } from 'node:crypto';
import type { Ed25519Scheme, RawRequest } from '#sdk';
import { strictBase64 } from './constant-time.ts';
import { publicKey } from './public-key.ts';
import { firstSecret, refuse, type SchemeRunner, withHeaders } from './scheme-runner.ts';
import { fillTemplate } from './template.ts';
import { isFresh, readTimestamp, unixSeconds } from './timestamp.ts';

/** What DER writes before the 32 raw bytes of an Ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const toDer = (base64: string) => Buffer.concat([SPKI_PREFIX, Buffer.from(base64, 'base64')]);
const isEd25519 = (key: KeyObject) => key.asymmetricKeyType === 'ed25519';

const message = (scheme: Ed25519Scheme, { headers, rawBody }: RawRequest) =>
  fillTemplate(scheme.template ?? '{timestamp}|{body}', { body: rawBody, timestamp: headers[scheme.timestampHeader] });

export const ed25519: SchemeRunner<Ed25519Scheme> = {
  verify(scheme, request, keys, now) {
    const header = request.headers[scheme.signatureHeader];
    const sent = request.headers[scheme.timestampHeader];
    if (!header || !sent) return refuse(scheme, 'missing');
    const timestamp = readTimestamp(sent);
    const signature = strictBase64(header);
    if (timestamp === undefined || signature?.length !== 64) return refuse(scheme, 'malformed');
    const signed = message(scheme, request);
    const matches = keys.secrets.some((secret) => {
      const key = publicKey(secret, toDer, isEd25519);
      return key !== undefined && verify(null, signed, key, signature);
    });
    if (!matches) return refuse(scheme, 'mismatch');
    return isFresh(scheme, timestamp, now) ? { ok: true, timestamp } : refuse(scheme, 'stale');
  },
  sign(scheme, draft, keys, now) {
    const request = withHeaders(draft, { [scheme.timestampHeader]: String(unixSeconds(now)) });
    return withHeaders(request, { [scheme.signatureHeader]: sign(null, message(scheme, request), firstSecret(keys)).toString('base64') });
  },
};
