import { PatchbayError } from '#sdk';

/**
 * Where the browser goes afterwards: a path of our own origin, never another host. The URL parser decides, because
 * browsers read `//host`, `/\host` and tabs in between as another host.
 */
export function ownPath(returnTo: string, publicUrl: string): string {
  const origin = new URL(publicUrl).origin;
  const url = URL.canParse(returnTo, origin) ? new URL(returnTo, origin) : undefined;
  if (!url || url.origin !== origin || url.username !== '' || url.password !== '' || url.pathname.startsWith('//')) {
    throw new PatchbayError('invalid_input', { errors: [{ path: 'returnTo', message: 'Must be a page of this hub.' }] });
  }
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The same path with one more query parameter. */
export function withQuery(path: string, values: Readonly<Record<string, string>>): string {
  const url = new URL(path, 'http://own.invalid');
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
}
