import { type FieldError, PatchbayError } from '#sdk';
import { type Address, addressPatch } from '../contacts/address.ts';
import { readAmount } from '../fields/money.ts';
import { isPublicMailDomain, normaliseDomain, normaliseEmail, normalisePhone } from '../identities/normalise.ts';
import type { Money, OrganizationRow } from './shape.ts';

type Optional<T> = { [K in keyof T]?: T[K] | undefined };
type Settable = Pick<
  OrganizationRow,
  | 'name'
  | 'industry'
  | 'employeeCount'
  | 'phone'
  | 'email'
  | 'website'
  | 'lifecycleStage'
  | 'linkedinUrl'
  | 'twitterHandle'
  | 'description'
  | 'timeZone'
  | 'ownerId'
  | 'isActive'
  | 'customFields'
>;
export interface OrganizationChange extends Optional<Settable> {
  /** All of them, the primary one first. */
  domains?: readonly string[] | undefined;
  annualRevenue?: Money | null | undefined;
  address?: Optional<Address> | null | undefined;
  tags?: readonly string[] | undefined;
  /** The version the caller has seen. */
  version?: number | undefined;
}

/**
 * What a change writes, normalised; what is not named is not in it.
 * @throws PatchbayError invalid_input with the path of what is none
 */
export function readOrganization(change: OrganizationChange, country: string) {
  const errors: FieldError[] = [];
  const read = <T>(path: string, written: string | null | undefined, value: (text: string) => T | undefined, message: string): T | null | undefined => {
    if (written === undefined) return undefined;
    if (!written?.trim()) return null;
    const found = value(written);
    if (found === undefined) errors.push({ path, message });
    return found;
  };
  const { name, industry, employeeCount, website, lifecycleStage, linkedinUrl, twitterHandle, description, timeZone, ownerId, isActive } = change;
  const columns = {
    name: name?.trim(),
    industry,
    employeeCount,
    website,
    lifecycleStage,
    linkedinUrl,
    twitterHandle,
    description,
    timeZone,
    ownerId,
    isActive,
    email: read('email', change.email, normaliseEmail, 'is no e-mail address'),
    phone: read(
      'phone',
      change.phone,
      (text) => normalisePhone(text, country)?.e164,
      'is no phone number; write it with its country code, such as +49 30 901820',
    ),
    ...revenue(change.annualRevenue, errors),
    ...addressPatch(change.address),
  };
  const domains = change.domains && readDomains(change.domains, errors);
  if (columns.name === '') errors.push({ path: 'name', message: 'An organization needs a name.' });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return { columns: Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Partial<typeof columns>, domains };
}

function revenue(money: Money | null | undefined, errors: FieldError[]) {
  if (money === undefined) return {};
  if (money === null) return { annualRevenue: null, annualRevenueCurrency: null };
  const amount = readAmount(money.amount);
  if (amount === undefined || amount.startsWith('-')) errors.push({ path: 'annualRevenue.amount', message: 'is no amount such as "12.50"' });
  return { annualRevenue: amount ?? null, annualRevenueCurrency: money.currency };
}

function readDomains(written: readonly string[], errors: FieldError[]): string[] {
  const read = written.flatMap((text, index) => {
    const domain = normaliseDomain(text);
    const path = `domains.${index}`;
    if (!domain) errors.push({ path, message: 'is no domain such as acme.com' });
    else if (isPublicMailDomain(domain)) errors.push({ path, message: `Anybody can have an address at ${domain}: it names no organization.` });
    else return [domain];
    return [];
  });
  return [...new Set(read)];
}
