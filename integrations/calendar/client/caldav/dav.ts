import { getDomain } from 'tldts';
import { type HttpClient, type Lane, PatchbayError } from '#sdk';
import { type Multistatus, parseMultistatus } from './xml.ts';

const MOST_BYTES = 20 * 1024 * 1024;
const MOST_REDIRECTS = 5;

export interface DavRequest {
  method: 'GET' | 'PUT' | 'DELETE' | 'PROPFIND' | 'REPORT';
  url: string;
  depth?: '0' | '1';
  headers?: Record<string, string>;
  body?: string;
  operation: string;
  lane: Lane;
  timeoutMs?: number;
}
export interface DavAnswer {
  status: number;
  url: string;
  text: string;
  etag: string | undefined;
}

export const statusOf = (error: unknown): number => {
  const status = error instanceof PatchbayError ? error.details.facts?.status : undefined;
  return typeof status === 'number' ? status : 0;
};

/** iCloud sends people to a server of their own: the password may follow within one registered domain, no further. */
export function isSameHouse(one: URL, other: URL): boolean {
  if (one.protocol === 'https:' && other.protocol !== 'https:') return false;
  if (one.host === other.host) return true;
  const domain = getDomain(one.hostname, { allowPrivateDomains: true });
  return domain !== null && domain === getDomain(other.hostname, { allowPrivateDomains: true });
}

/** An address that a server named, as a whole one. @throws PatchbayError host_not_allowed when it leads out of its house */
export function resolveHref(href: string, base: string): string {
  const [from, url] = [new URL(base), URL.canParse(href, base) ? new URL(href, base) : undefined];
  if (!url || !isSameHouse(from, url))
    throw new PatchbayError('host_not_allowed', { facts: { reason: 'a calendar server named an address of another house' } });
  url.username = '';
  url.password = '';
  return url.href;
}

/** One request; redirects keep the method, which ordinary following would not (RFC 4918 knows no other way to move). */
export async function dav(http: HttpClient, { method, url, depth, headers, body, operation, lane, timeoutMs }: DavRequest): Promise<DavAnswer> {
  for (let at = url, redirects = 0; ; redirects++) {
    const answer = await http.request<string>({
      method,
      url: at,
      headers: {
        ...(depth ? { depth } : {}),
        ...(body && method !== 'PUT' ? { 'content-type': 'application/xml; charset=utf-8' } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      operation: `calendar.caldav.${operation}`,
      lane,
      responseType: 'text',
      redirect: 'manual',
      maxResponseBytes: MOST_BYTES,
      ...(timeoutMs ? { timeoutMs } : {}),
    });
    const { status, headers: told, body: text } = answer;
    if (status < 300) return { status, url: at, text, etag: told.etag };
    if (!told.location || redirects === MOST_REDIRECTS)
      throw new PatchbayError('provider_rejected', { detail: 'The calendar server sends us in circles.', facts: { status } });
    at = resolveHref(told.location, at);
  }
}

export async function multistatus(http: HttpClient, request: DavRequest): Promise<Multistatus & { url: string }> {
  const answer = await dav(http, request);
  if (answer.status !== 207) throw new PatchbayError('provider_rejected', { detail: 'This is no calendar server.', facts: { status: answer.status } });
  return { ...parseMultistatus(answer.text), url: answer.url };
}

const NAMESPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/" xmlns:a="http://apple.com/ns/ical/"';
export const document = (root: string, content: string): string => `<?xml version="1.0" encoding="utf-8"?><${root} ${NAMESPACES}>${content}</${root}>`;
export const propfind = (...names: string[]): string => document('d:propfind', `<d:prop>${names.map((name) => `<${name}/>`).join('')}</d:prop>`);
