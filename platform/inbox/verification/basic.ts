import type { BasicScheme } from '#sdk';
import { anyMatch } from './constant-time.ts';
import { firstSecret, refuse, type SchemeRunner, withHeaders } from './scheme-runner.ts';

const encode = (userAndPassword: string) => Buffer.from(userAndPassword).toString('base64');

export const basic: SchemeRunner<BasicScheme> = {
  verify(scheme, request, keys) {
    const header = request.headers.authorization;
    if (!header) return refuse(scheme, 'missing');
    const given = /^basic +(\S+)$/i.exec(header)?.[1];
    if (!given) return refuse(scheme, 'malformed');
    const expected = keys.secrets.map((secret) => encode(secret.reveal()));
    return anyMatch([given], expected) ? { ok: true } : refuse(scheme, 'mismatch');
  },
  sign: (_scheme, draft, keys) => withHeaders(draft, { authorization: `Basic ${encode(firstSecret(keys))}` }),
};
