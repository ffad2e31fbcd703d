import { domainToASCII } from 'node:url';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { getDomain } from 'tldts';
import { isListed } from './public-mail-domains.ts';

/** RFC 5321, 4.5.3.1. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
/** Atoms of RFC 5322 and letters of RFC 6531. Quoted local parts are not in use anywhere that people work. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * An address as it is compared: small letters, domain in ASCII. Undefined when it is none. Also reads `Ann <ann@acme.com>`
 * and `mailto:`. Dots and `+tags` stay: only the provider knows whether they mean the same mailbox.
 */
export function normaliseEmail(text: string): string | undefined {
  if (text.length > 2 * MAX_ADDRESS) return undefined;
  const bare = (/<([^<>]*)>\s*$/.exec(text)?.[1] ?? text).trim().replace(/^mailto:/i, '');
  const at = bare.lastIndexOf('@');
  const local = bare.slice(0, Math.max(at, 0)).normalize('NFC').toLowerCase().normalize('NFC');
  const host = hostOf(bare.slice(at + 1));
  if (!host || !LOCAL.test(local) || Buffer.byteLength(local) > MAX_LOCAL) return undefined;
  const address = `${local}@${host}`;
  return Buffer.byteLength(address) <= MAX_ADDRESS ? address : undefined;
}

function hostOf(text: string): string | undefined {
  // What ends a host in a URL would be cut off silently.
  if (/[\s/?#:@\\%[\]]/.test(text)) return undefined;
  const host = domainToASCII(text).toLowerCase();
  return host.length <= 253 && HOST.test(host) ? host : undefined;
}

/** A domain as somebody types it (`https://www.Acme.com/about`), down to what is registered: `acme.com`. */
export function normaliseDomain(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/[/?#:].*$/s, '');
  const host = hostOf(bare.replace(/\.$/, ''));
  return host && (getDomain(host, { allowPrivateDomains: true }) ?? undefined);
}

/** The registered domain of an address: `ann@mail.acme.co.uk` is `acme.co.uk`. Undefined when it is no address. */
export function domainOf(email: string): string | undefined {
  const address = normaliseEmail(email);
  return address && normaliseDomain(address.slice(address.lastIndexOf('@') + 1));
}

/** Whether anybody gets an address there, so that it names no organization. */
export function isPublicMailDomain(domain: string): boolean {
  const host = domain.trim().toLowerCase();
  return isListed(host) || isListed(normaliseDomain(host) ?? host);
}

export interface Phone {
  e164: string;
  /** ISO 3166-1 alpha-2; none for numbers of no country (+800, +882). */
  country: string | undefined;
  /** Digits to dial when somebody answers: the number itself is a house's, not a person's. */
  extension?: string;
}

/** A number in E.164. Without a country code it is read as one of `defaultCountry`. Undefined when no such number can exist. */
export function normalisePhone(text: string, defaultCountry: string): Phone | undefined {
  if (text.length > 100) return undefined;
  const country = defaultCountry.toUpperCase();
  const options = { extract: false, ...(isSupportedCountry(country) ? { defaultCountry: country as CountryCode } : {}) };
  // NFKC: digits of full width are digits.
  const written = text.normalize('NFKC').trim().replace(/^tel:/i, '');
  // 00 is how most of the world writes +; where it is not, no number begins so.
  const number = [written, written.replace(/^00/, '+')].map((each) => parsePhoneNumberFromString(each, options)).find((each) => each?.isValid());
  if (!number) return undefined;
  return { e164: number.number, country: number.country, ...(number.ext ? { extension: number.ext } : {}) };
}

/** `jane-doe-1a2b` from any address of a person's profile (any country's host, app, query, with or without https). */
export function linkedinSlug(url: string): string | undefined {
  if (url.length > 500) return undefined;
  const found = /^(?:https?:\/\/)?(?:[a-z]{2,3}\.|www\.|m\.|touch\.)*linkedin\.com\/(?:mwlite\/)?in\/([^/?#\s]+)/i.exec(url.trim())?.[1];
  return found === undefined ? undefined : normaliseSlug(found);
}

/** The last part of a profile's address, with or without percent signs. */
export function normaliseSlug(text: string): string | undefined {
  const slug = decoded(text.trim()).normalize('NFC').toLowerCase().normalize('NFC');
  return /^[\p{L}\p{M}\p{N}\p{So}_'’.-]{3,100}$/u.test(slug) ? slug : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
