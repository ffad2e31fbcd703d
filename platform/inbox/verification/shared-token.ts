import type { RawRequest, SharedTokenScheme } from '#sdk';
import { bodyFields, withBodyFields } from './body-fields.ts';
import { anyMatch } from './constant-time.ts';
import { queryValue, withQueryValue } from './query.ts';
import { firstSecret, refuse, type SchemeRunner, withHeaders } from './scheme-runner.ts';

/** Every place that the scheme names must carry the token, and every member of a list. */
function tokensOf(scheme: SharedTokenScheme, request: RawRequest): (string | undefined)[] | undefined {
  const tokens: (string | undefined)[] = [];
  if (scheme.header) tokens.push(request.headers[scheme.header]);
  if (scheme.query) tokens.push(queryValue(request.url, scheme.query));
  if (scheme.field) {
    const body = bodyFields(request);
    if (!body) return undefined;
    tokens.push(...body.all(scheme.field));
  }
  return tokens;
}

export const sharedToken: SchemeRunner<SharedTokenScheme> = {
  verify(scheme, request, keys) {
    const tokens = tokensOf(scheme, request);
    if (!tokens) return refuse(scheme, 'malformed');
    if (tokens.length === 0 || tokens.some((token) => !token)) return refuse(scheme, 'missing');
    const expected = keys.secrets.map((secret) => secret.reveal());
    let all = true;
    for (const token of tokens) all = anyMatch([token as string], expected) && all;
    return all ? { ok: true } : refuse(scheme, 'mismatch');
  },
  sign(scheme, draft, keys) {
    const token = firstSecret(keys);
    let request = draft;
    if (scheme.header) request = withHeaders(request, { [scheme.header]: token });
    if (scheme.query) request = { ...request, url: withQueryValue(request.url, scheme.query, token) };
    if (scheme.field) request = withBodyFields(request, { [scheme.field]: token });
    return request;
  },
};
