import type { FastifyReply } from 'fastify';

/** They say how a page may be shown and what it may load. */
const OF_PAGES = [
  'content-security-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-frame-options',
  'x-permitted-cross-domain-policies',
  'x-xss-protection',
];

/** Beside a script, a style or a font they are a kilobyte that says nothing. */
export function dropPageHeaders(reply: FastifyReply): void {
  for (const name of OF_PAGES) reply.removeHeader(name);
}

/** Data is no page: opened as one, it may load nothing and stand in no frame. */
export function asData(reply: FastifyReply): void {
  dropPageHeaders(reply);
  reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
}
