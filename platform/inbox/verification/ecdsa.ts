import { type KeyObject, sign, verify } from 'node:crypto';
import type { EcdsaScheme, RawRequest } from '#sdk';
import { strictBase64 } from './constant-time.ts';
import { publicKey } from './public-key.ts';
import { firstSecret, refuse, type SchemeRunner, withHeaders } from './scheme-runner.ts';
import { isFresh, readTimestamp, unixSeconds } from './timestamp.ts';

const isP256 = (key: KeyObject) => key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
const message = (scheme: EcdsaScheme, { headers, rawBody }: RawRequest) => Buffer.concat([Buffer.from(headers[scheme.timestampHeader] ?? ''), rawBody]);

export const ecdsa: SchemeRunner<EcdsaScheme> = {
  verify(scheme, request, keys, now) {
    const header = request.headers[scheme.signatureHeader];
    const sent = request.headers[scheme.timestampHeader];
    if (!header || !sent) return refuse(scheme, 'missing');
    const timestamp = readTimestamp(sent);
    const signature = strictBase64(header);
    if (timestamp === undefined || !signature) return refuse(scheme, 'malformed');
    const signed = message(scheme, request);
    const matches = keys.secrets.some((secret) => {
      const key = publicKey(secret, (base64) => Buffer.from(base64, 'base64'), isP256);
      return key !== undefined && verify('sha256', signed, key, signature);
    });
    if (!matches) return refuse(scheme, 'mismatch');
    return isFresh(scheme, timestamp, now) ? { ok: true, timestamp } : refuse(scheme, 'stale');
  },
  sign(scheme, draft, keys, now) {
    const request = withHeaders(draft, { [scheme.timestampHeader]: String(unixSeconds(now)) });
    return withHeaders(request, { [scheme.signatureHeader]: sign('sha256', message(scheme, request), firstSecret(keys)).toString('base64') });
  },
};
