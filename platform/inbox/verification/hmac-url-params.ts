import { createHash, createHmac } from 'node:crypto';
import type { HmacUrlParamsScheme, RawRequest } from '#sdk';
import { anyMatch, sameSignature, sameText } from './constant-time.ts';
import { queryValue } from './query.ts';
import { firstSecret, refuse, type SchemeRunner, withHeaders } from './scheme-runner.ts';

const isForm = (request: RawRequest) => /^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '');
const sha256 = (body: Buffer) => createHash('sha256').update(body).digest('hex');

/** Name and value of every parameter, by name; a repeated one gives each different value once, sorted. */
function joinedParams(body: Buffer): string {
  const byName = new Map<string, Set<string>>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) byName.set(name, (byName.get(name) ?? new Set()).add(value));
  const sorted = [...byName.keys()].sort();
  return sorted
    .map((name) =>
      [...(byName.get(name) ?? [])]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('');
}

/** The signer may or may not have written the standard port. Text only: parsing would re-encode what was signed. */
function spellings(url: string): string[] {
  const parts = /^(https?):\/\/([^/?#:]+)(:\d+)?(.*)$/s.exec(url);
  if (!parts) return [url];
  const [, protocol, host, port, rest] = parts;
  const standard = protocol === 'https' ? ':443' : ':80';
  if (port !== undefined && port !== standard) return [url];
  return [`${protocol}://${host}${rest}`, `${protocol}://${host}${standard}${rest}`];
}

const signatureOf = (scheme: HmacUrlParamsScheme, secret: string, url: string, params: string) =>
  createHmac(scheme.hash, secret)
    .update(url + params)
    .digest(scheme.encoding);

export const hmacUrlParams: SchemeRunner<HmacUrlParamsScheme> = {
  verify(scheme, request, keys) {
    const signature = request.headers[scheme.signatureHeader];
    if (!signature) return refuse(scheme, 'missing');
    const bodyHash = scheme.bodyHashParam === undefined ? undefined : queryValue(request.url, scheme.bodyHashParam);
    let params = '';
    if (bodyHash !== undefined) {
      if (!sameText(bodyHash.toLowerCase(), sha256(request.rawBody))) return refuse(scheme, 'mismatch');
    } else if (request.rawBody.length > 0) {
      if (!isForm(request)) return refuse(scheme, 'malformed');
      params = joinedParams(request.rawBody);
    }
    const urls = spellings(request.url);
    const expected = keys.secrets.flatMap((secret) => urls.map((url) => signatureOf(scheme, secret.reveal(), url, params)));
    return anyMatch([signature], expected, sameSignature) ? { ok: true } : refuse(scheme, 'mismatch');
  },
  sign(scheme, draft, keys) {
    let url = draft.url;
    let params = '';
    if (draft.rawBody.length > 0) {
      if (isForm(draft)) params = joinedParams(draft.rawBody);
      else if (scheme.bodyHashParam) url += `${url.includes('?') ? '&' : '?'}${scheme.bodyHashParam}=${sha256(draft.rawBody)}`;
      else throw new TypeError('this scheme covers form bodies only');
    }
    return withHeaders({ ...draft, url }, { [scheme.signatureHeader]: signatureOf(scheme, firstSecret(keys), url, params) });
  },
};
