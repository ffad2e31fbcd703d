import { isIPv4 } from 'node:net';

/** Twins speak with this machine only: their tokens are play money and their doors stand open. */
export const isLoopbackHost = (host: string): boolean => {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || name === '::1' || (isIPv4(name) && name.startsWith('127.'));
};

/** The name in a Host header or URL authority, without the port. */
export const hostName = (authority: string): string => authority.replace(/:\d+$/, '');

export const parseHttpUrl = (text: string): URL | undefined => {
  const url = URL.parse(text);
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : undefined;
};

/** Redirect URIs of development: any port and path on this machine (RFC 8252 §7.3), nothing else. */
export const isLoopbackUrl = (text: string): boolean => {
  const url = parseHttpUrl(text);
  return url !== undefined && url.username === '' && url.hash === '' && isLoopbackHost(url.hostname);
};
