import { type FieldError, PatchbayError } from '#sdk';
import { type Identity, type IdentityInput, readIdentity } from '../identities/identity-value.ts';
import type { Channel } from '../models.ts';
import { type Address, addressPatch } from './address.ts';
import type { ContactRow } from './shape.ts';

type Optional<T> = { [K in keyof T]?: T[K] | undefined };
type Settable = Pick<
  ContactRow,
  | 'firstName'
  | 'lastName'
  | 'jobTitle'
  | 'organizationId'
  | 'lifecycleStage'
  | 'leadSource'
  | 'ownerId'
  | 'linkedinUrl'
  | 'twitterHandle'
  | 'website'
  | 'description'
  | 'isActive'
  | 'timeZone'
  | 'locale'
  | 'customFields'
>;
export interface AddressInput {
  value: string;
  label?: string | null | undefined;
  primary?: boolean | undefined;
  verified?: boolean | undefined;
  shared?: boolean | undefined;
}
export interface ContactChange extends Optional<Settable> {
  /** All of them: those that are not named are taken away. */
  emails?: readonly AddressInput[] | undefined;
  phones?: readonly AddressInput[] | undefined;
  address?: Optional<Address> | null | undefined;
  doNotContact?: Optional<Record<Channel, boolean>> | undefined;
  tags?: readonly string[] | undefined;
  /** The version the caller has seen. */
  version?: number | undefined;
}

const FLAGS = { email: 'noEmail', call: 'noCall', sms: 'noSms', linkedin: 'noLinkedin' } as const satisfies Record<Channel, keyof ContactRow>;

/** The columns that a change writes; what is not named is not in it. */
export function columnsOf(change: ContactChange) {
  const { firstName, lastName, jobTitle, organizationId, lifecycleStage, leadSource, ownerId } = change;
  const { linkedinUrl, twitterHandle, website, description, isActive, timeZone, locale } = change;
  const columns = {
    firstName: firstName?.trim(),
    lastName: lastName?.trim(),
    jobTitle,
    organizationId,
    lifecycleStage,
    leadSource,
    ownerId,
    linkedinUrl: blank(linkedinUrl),
    twitterHandle: blank(twitterHandle)?.replace(/^@/, '') ?? blank(twitterHandle),
    website: blank(website),
    description,
    isActive,
    timeZone,
    locale,
    ...addressPatch(change.address),
    ...Object.fromEntries(Object.entries(change.doNotContact ?? {}).map(([channel, set]) => [FLAGS[channel as Channel], set])),
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Partial<typeof columns>;
}
const blank = (text: string | null | undefined): string | null | undefined => (text === undefined ? undefined : text?.trim() || null);

/** Which kinds of identities a change speaks of, each with all of them as they shall be. */
export interface WantedIdentities {
  email?: Identity[];
  phone?: Identity[];
  linkedin?: Identity[];
  twitter?: Identity[];
}

/**
 * What a change says of identities, normalised.
 * @throws PatchbayError invalid_input with the path of what is none
 */
export function wantedIdentities(change: ContactChange, country: string): WantedIdentities {
  const errors: FieldError[] = [];
  const read = (path: string, input: IdentityInput, message: string): Identity[] => {
    const identity = readIdentity(input, country);
    if (!identity) errors.push({ path, message });
    return identity ? [identity] : [];
  };
  const list = (name: 'emails' | 'phones', kind: 'email' | 'phone', message: string): Identity[] | undefined =>
    change[name]?.flatMap(({ value, label, primary, verified, shared }, index) =>
      read(`${name}.${index}.value`, { kind, value, label, isPrimary: primary, isVerified: verified, isShared: shared }, message),
    );
  const profile = (kind: 'linkedin' | 'twitter', text: string | null | undefined, message: string): Identity[] | undefined => {
    if (text === undefined) return undefined;
    return text?.trim() ? read(`${kind === 'linkedin' ? 'linkedinUrl' : 'twitterHandle'}`, { kind, value: text }, message) : [];
  };
  const wanted = {
    email: onePrimary(list('emails', 'email', 'is no e-mail address')),
    phone: onePrimary(list('phones', 'phone', 'is no phone number; write it with its country code, such as +49 30 901820')),
    linkedin: profile('linkedin', change.linkedinUrl, 'is no LinkedIn profile such as https://www.linkedin.com/in/ann-lee'),
    twitter: profile('twitter', change.twitterHandle, 'is no handle such as @ann'),
  };
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** Exactly one is primary: the first that says so, else the first. */
function onePrimary(all: Identity[] | undefined): Identity[] | undefined {
  const chosen = all?.find((each) => each.isPrimary) ?? all?.[0];
  return all?.map((each) => ({ ...each, isPrimary: each === chosen }));
}
