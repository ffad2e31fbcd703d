import { domainToASCII } from 'node:url';

export type Checked = { address: string; domain: string } | { problem: 'no_address' | 'invalid_address' };

/** Unquoted (RFC 5321 Dot-string) or quoted local part; ASCII only, because few servers take the rest. */
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])+"$/;
const LABELS = /^(?=.{1,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/** An address that a server can be handed, its domain in the form that DNS knows. A line break in it is an attack, not an address. */
export function checkAddress(written: string | null | undefined): Checked {
  const text = written?.trim() ?? '';
  if (text === '') return { problem: 'no_address' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (text.length > 254 || /[\u0000-\u001f\u007f]/.test(text)) return { problem: 'invalid_address' };
  const at = text.lastIndexOf('@');
  const [local, host] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || local.length > 64 || !(DOT_ATOM.test(local) || QUOTED.test(local))) return { problem: 'invalid_address' };
  const domain = domainToASCII(host).toLowerCase();
  if (!LABELS.test(domain)) return { problem: 'invalid_address' };
  return { address: `${local}@${domain}`, domain };
}

/** By what two spellings are one mailbox: for suppressions and for "nobody gets two". */
export const addressKey = (address: string): string => address.toLowerCase();

/** Stands in a header beside an address: one line, without what ends a phrase. */
export const headerName = (name: string): string =>
  name
    .replaceAll(/[\r\n\t\0]+/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, 200);
