import type { SecretPathScheme } from '#sdk';
import { anyMatch } from './constant-time.ts';
import { queryValue, withQueryValue } from './query.ts';
import { firstSecret, refuse, type SchemeRunner } from './scheme-runner.ts';

export const secretPath: SchemeRunner<SecretPathScheme> = {
  verify(scheme, request, keys) {
    const given = queryValue(request.url, scheme.query);
    if (!given) return refuse(scheme, 'missing');
    const expected = keys.secrets.map((secret) => secret.reveal());
    return anyMatch([given], expected) ? { ok: true } : refuse(scheme, 'mismatch');
  },
  sign: (scheme, draft, keys) => ({ ...draft, url: withQueryValue(draft.url, scheme.query, firstSecret(keys)) }),
};
