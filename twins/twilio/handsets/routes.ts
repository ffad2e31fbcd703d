import { readFileSync } from 'node:fs';
import type { Route } from '../../http/router.ts';

const csp = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";
const asset = (path: string, file: string, contentType: string): Route => ({
  method: 'GET',
  path: `/twilio/handsets${path}`,
  handle: () => ({
    status: 200,
    headers: { 'content-type': `${contentType}; charset=utf-8`, 'content-security-policy': csp, 'cache-control': 'no-cache' },
    body: readFileSync(new URL(file, import.meta.url)),
  }),
});

/** Two phones on a page, so that a person can call and be called without an account anywhere. */
export const handsetRoutes: readonly Route[] = [
  asset('', './page.html', 'text/html'),
  asset('/handsets.js', './handsets.js', 'text/javascript'),
  asset('/handsets.css', './handsets.css', 'text/css'),
];
