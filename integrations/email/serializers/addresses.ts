import addressparser from 'nodemailer/lib/addressparser';
import type { Mailbox } from '../client/transport.ts';

/** Small letters and an ASCII domain: how addresses are compared. Undefined for what is none. */
export function normalAddress(value: string): string | undefined {
  const trimmed = value.trim().replace(/^<|>$/g, '');
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || at === trimmed.length - 1 || trimmed.length > 320 || /[\s,;<>"\\]/.test(trimmed)) return undefined;
  const domain = asciiDomain(trimmed.slice(at + 1));
  return domain ? `${trimmed.slice(0, at).toLowerCase()}@${domain}` : undefined;
}
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

function asciiDomain(domain: string): string | undefined {
  try {
    const { hostname } = new URL(`http://${domain.replace(/\.$/, '')}`);
    return hostname.includes('.') || hostname === 'localhost' ? hostname : undefined;
  } catch {
    return undefined;
  }
}

/** `Ann <ann@acme.com>` and lists of it, groups opened. */
export function parseAddresses(header: string): Mailbox[] {
  return addressparser(header, { flatten: true }).flatMap(({ address, name }) => {
    const normal = normalAddress(address ?? '');
    return normal ? [{ address: normal, ...(name ? { name } : {}) }] : [];
  });
}
