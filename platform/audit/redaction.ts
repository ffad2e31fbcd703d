import { redactText, type SecretValues } from './redact-text.ts';
import { isSecretHeader, isSecretName, isSecretParameter, MASK } from './secret-names.ts';

/** What goes over the wire, as far as the audit is concerned. */
export interface WirePart {
  headers: Readonly<Record<string, string | undefined>>;
  /** Undefined: none. Bytes that are not text are only counted. */
  body?: string | Uint8Array | undefined;
}
export interface Redacted {
  headers: Record<string, string>;
  body: string | null;
}

export const BODY_CAP = 16 * 1024;
/** Larger bodies are not looked into: what is not looked into is not stored. */
const PARSE_CAP = 512 * 1024;

/**
 * Masks one call. Secrets are found by where they stand (header, parameter, field, named path); each value so found is
 * then masked wherever else it occurs, so that a token echoed in an error message does not get through.
 */
export function createRedactor(paths: readonly string[] = []) {
  const values: SecretValues = new Set();
  const named = new Set(paths.map((path) => path.toLowerCase()));
  const learn = (value: string) => {
    for (const part of [value, value.replace(/^\w+ /, '')]) {
      // Shorter ones would tear holes into ordinary text; they are masked in their place only.
      if (part.length < 6 || part === MASK) continue;
      values.add(part);
      values.add(encodeURIComponent(part));
      values.add(JSON.stringify(part).slice(1, -1));
      values.add(new URLSearchParams([['', part]]).toString().slice(1));
    }
    return MASK;
  };
  const learnAll = (value: unknown): unknown => {
    if (typeof value === 'string') return learn(value);
    if (Array.isArray(value)) for (const item of value) learnAll(item);
    else if (value && typeof value === 'object') for (const item of Object.values(value)) learnAll(item);
    return value === null ? null : MASK;
  };

  const json = (value: unknown, path: string, depth = 0): unknown => {
    if (depth > 40) return MASK;
    if (typeof value === 'string') return url(value);
    if (Array.isArray(value)) return value.map((item) => json(item, path, depth + 1));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const here = path ? `${path}.${name}` : name;
        const isSecret = isSecretName(name) || named.has(here.toLowerCase()) || named.has(name.toLowerCase());
        return [name, isSecret ? learnAll(item) : json(item, here, depth + 1)];
      }),
    );
  };
  const form = (text: string): string =>
    [...new URLSearchParams(text)]
      .map(
        ([name, value]) => `${encodeURIComponent(name)}=${isSecretParameter(name) || named.has(name.toLowerCase()) ? learn(value) : encodeURIComponent(value)}`,
      )
      .join('&');
  /** Masks user info and secret parameters of an address, absolute or not, and of a fragment. */
  const url = (text: string): string => {
    if (!/[?#@=]/.test(text)) return text;
    return text
      .replace(/^([a-z][\w+.-]*:\/\/)([^/?#@\s]+)@/i, (_all, scheme: string, user: string) => {
        for (const part of user.split(':')) learn(decodeSafely(part));
        return `${scheme}${MASK}@`;
      })
      .replace(/([?&#;])([^=&#?\s]+)=([^&#\s]*)/g, (all, before: string, name: string, value: string) => {
        const plain = decodeSafely(name);
        if (!isSecretParameter(plain) && !named.has(plain.toLowerCase())) return all;
        learn(value);
        learn(decodeSafely(value.replaceAll('+', ' ')));
        return `${before}${name}=${MASK}`;
      });
  };
  const headers = (all: WirePart['headers']): Record<string, string> =>
    Object.fromEntries(
      Object.entries(all)
        .filter((entry): entry is [string, string] => entry[1] !== undefined)
        .map(([name, value]) => [name, isSecretHeader(name) || named.has(name.toLowerCase()) ? learn(value) : url(value)]),
    );

  const body = (content: string | Uint8Array | undefined, type: string): string | null => {
    if (content === undefined || content.length === 0) return null;
    const size = typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
    if (size > PARSE_CAP || /^(multipart\/|image\/|audio\/|video\/|application\/(octet-stream|pdf|zip|gzip))/i.test(type))
      return `[${type || 'bytes'}: ${size} bytes]`;
    const text = typeof content === 'string' ? content : decodeText(content);
    if (text === undefined) return `[${type || 'bytes'}: ${size} bytes]`;
    if (/x-www-form-urlencoded/i.test(type)) return form(text);
    try {
      const value: unknown = JSON.parse(text);
      if (value !== null && typeof value === 'object') return JSON.stringify(json(value, ''));
    } catch {
      // not JSON, whatever its type says
    }
    return url(text);
  };
  const part = (wire: WirePart): Redacted => {
    const type = Object.entries(wire.headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
    return { headers: headers(wire.headers), body: body(wire.body, type) };
  };
  /** The second look: everything learnt by now is masked, then the text is cut. */
  const finish = (text: string): string => redactText(text, values);
  const finishPart = (p: Redacted): Redacted => ({
    headers: Object.fromEntries(Object.entries(p.headers).map(([name, value]) => [name, finish(value)])),
    body: p.body === null ? null : cap(finish(p.body)),
  });

  return {
    url: (text: string): string => finish(url(text)),
    text: (text: string): string => finish(text),
    /** Both sides at once: a secret that only the answer names is masked in the request too. */
    call(request: WirePart, response: WirePart | null): { request: Redacted; response: Redacted | null } {
      const ours = part(request);
      const theirs = response ? part(response) : null;
      return { request: finishPart(ours), response: theirs ? finishPart(theirs) : null };
    },
  };
}

const cap = (text: string): string => {
  if (Buffer.byteLength(text) <= BODY_CAP) return text;
  // A cut may fall inside a character; the replacement mark is dropped.
  return `${Buffer.from(text)
    .subarray(0, BODY_CAP - 32)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')}… [cut]`;
};
const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};
const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
