import { readFileSync } from 'node:fs';
import type { Route } from '../http/router.ts';

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A fixed list: no path of a request ever becomes a file name. */
const asset = (path: string, file: string, contentType: string): Route => ({
  method: 'GET',
  path,
  handle: () => ({
    status: 200,
    headers: { 'content-type': `${contentType}; charset=utf-8`, 'content-security-policy': csp, 'cache-control': 'no-cache' },
    body: readFileSync(new URL(file, import.meta.url)),
  }),
});

export const controlAssets: readonly Route[] = [
  asset('/', './page.html', 'text/html'),
  asset('/_assets/control.css', './control.css', 'text/css'),
  asset('/_assets/control.js', './control.js', 'text/javascript'),
  asset('/_assets/dom.js', './dom.js', 'text/javascript'),
  asset('/_assets/forms.js', './forms.js', 'text/javascript'),
  asset('/_assets/consent.css', '../oauth/consent.css', 'text/css'),
];
