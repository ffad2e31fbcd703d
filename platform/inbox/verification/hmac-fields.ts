import { createHmac, randomBytes } from 'node:crypto';
import type { HmacFieldScheme } from '#sdk';
import { bodyFields, withBodyFields } from './body-fields.ts';
import { anyMatch, sameSignature } from './constant-time.ts';
import { firstSecret, refuse, type SchemeRunner } from './scheme-runner.ts';
import { isFresh, readTimestamp, unixSeconds } from './timestamp.ts';

const signatureOf = (scheme: HmacFieldScheme, secret: string, values: readonly string[]) =>
  createHmac(scheme.hash, secret).update(values.join('')).digest(scheme.encoding);

export const hmacFields: SchemeRunner<HmacFieldScheme> = {
  verify(scheme, request, keys, now) {
    const body = bodyFields(request);
    if (!body) return refuse(scheme, 'malformed');
    const signature = body.one(scheme.signatureField);
    const values = scheme.fields.map(body.one);
    const token = scheme.tokenField ? body.one(scheme.tokenField) : undefined;
    if (!signature || values.includes(undefined) || (scheme.tokenField && !token)) return refuse(scheme, 'missing');
    const timestamp = scheme.timestampField ? readTimestamp(body.one(scheme.timestampField)) : undefined;
    if (scheme.timestampField && timestamp === undefined) return refuse(scheme, 'malformed');
    const expected = keys.secrets.map((secret) => signatureOf(scheme, secret.reveal(), values as string[]));
    if (!anyMatch([signature], expected, sameSignature)) return refuse(scheme, 'mismatch');
    if (timestamp !== undefined && !isFresh(scheme, timestamp, now)) return refuse(scheme, 'stale');
    return { ok: true, ...(timestamp === undefined ? {} : { timestamp }), ...(token ? { onceToken: token } : {}) };
  },
  sign(scheme, draft, keys, now) {
    const before = bodyFields(draft);
    const set = (field: string | undefined, make: () => string) => (field ? { [field]: before?.one(field) ?? make() } : {});
    const filled = withBodyFields(draft, {
      ...(scheme.timestampField ? { [scheme.timestampField]: String(unixSeconds(now)) } : {}),
      ...set(scheme.tokenField, () => randomBytes(25).toString('hex')),
    });
    const body = bodyFields(filled);
    const values = scheme.fields.map((field) => body?.one(field) ?? '');
    return withBodyFields(filled, { [scheme.signatureField]: signatureOf(scheme, firstSecret(keys), values) });
  },
};
