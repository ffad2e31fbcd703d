import { type Dispatcher, request as undiciRequest } from 'undici';
import { type HttpRequest, PatchbayError } from '#sdk';
import type { AddressGuard } from './address-guard.ts';
import { readBody } from './answer-body.ts';

const MAX_REDIRECTS = 5;

export interface Outgoing {
  method: HttpRequest['method'] | 'HEAD' | 'OPTIONS' | (string & {});
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  maxBytes: number;
  followRedirects: boolean;
}
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Every `set-cookie`, which must not be joined by commas. */
  cookies: string[];
  body: Buffer;
  redirects: number;
  url: URL;
}
export interface SendPorts {
  guard: AddressGuard;
  agentOf(isTrusted: boolean): Dispatcher;
  /** Hosts with port that the configuration names. */
  isTrusted(url: URL): boolean;
}

/** What must not follow to another origin. */
const CREDENTIAL_HEADERS = /^(authorization|proxy-authorization|cookie|x-.*(key|token|auth).*|.*api-?key)$/i;

/** Sends one request; redirects are followed by hand, and each new host passes the guard like the first. */
export async function send(outgoing: Outgoing, ports: SendPorts, signal: AbortSignal): Promise<Answer> {
  let { method, url, headers, body } = outgoing;
  for (let redirects = 0; ; redirects++) {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new PatchbayError('host_not_allowed', { facts: { protocol: url.protocol } });
    const trusted = ports.isTrusted(url);
    // The agent's look-up is not asked for literal addresses.
    if (!trusted) ports.guard.checkLiteral(url.hostname);
    const response = await undiciRequest(url, {
      dispatcher: ports.agentOf(trusted),
      method: method as Dispatcher.HttpMethod,
      headers: { 'accept-encoding': 'gzip, deflate, br', 'user-agent': 'Patchbay (gzip)', ...headers },
      body: body ?? null,
      signal,
    });
    const location = one(response.headers.location);
    const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode) && location !== undefined && outgoing.followRedirects;
    if (!isRedirect) {
      const content = method === 'HEAD' ? Buffer.alloc(0) : await readBody(response.body, one(response.headers['content-encoding']), outgoing.maxBytes);
      return { status: response.statusCode, headers: flat(response.headers), cookies: all(response.headers['set-cookie']), body: content, redirects, url };
    }
    response.body.destroy();
    response.body.on('error', () => {});
    if (redirects === MAX_REDIRECTS) throw new PatchbayError('provider_rejected', { facts: { reason: 'too many redirects' } });
    const next = safeUrl(location, url);
    if (next.origin !== url.origin) headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIAL_HEADERS.test(name)));
    if (response.statusCode === 303 || (response.statusCode < 303 && method === 'POST')) {
      if (method !== 'HEAD') method = 'GET';
      body = undefined;
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !/^content-/i.test(name)));
    }
    url = next;
  }
}

function safeUrl(location: string, base: URL): URL {
  try {
    const url = new URL(location, base);
    if (!url.username && !url.password) return url;
  } catch {
    // answered below
  }
  throw new PatchbayError('host_not_allowed', { facts: { reason: 'unusable redirect' } });
}
const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
const all = (value: string | string[] | undefined): string[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const flat = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), all(value).join(', ')]])));
