import { type HttpRequest, PatchbayError } from '#sdk';

/** The whole address of a request. A path stays below the provider's base: it cannot name another host. */
export function addressOf(baseUrl: string | undefined, request: Pick<HttpRequest, 'url' | 'query'>): URL {
  let url: URL;
  try {
    if (/^https?:\/\//i.test(request.url)) url = new URL(request.url);
    else {
      if (!baseUrl || /^[a-z][a-z0-9+.-]*:/i.test(request.url)) throw new TypeError('no base');
      url = new URL(
        `${baseUrl.replace(/\/+$/, '')}${request.url.startsWith('/') || request.url.startsWith('?') || request.url === '' ? '' : '/'}${request.url}`,
      );
      if (url.origin !== new URL(baseUrl).origin) throw new TypeError('left the base');
    }
  } catch (cause) {
    throw new PatchbayError('host_not_allowed', { cause, facts: { reason: 'not an address' } });
  }
  // Credentials in an address end up in logs; headers carry them.
  if (url.username || url.password) throw new PatchbayError('host_not_allowed', { facts: { host: url.host, reason: 'user name in the address' } });
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) url.searchParams.append(name, String(value));
  return url;
}
