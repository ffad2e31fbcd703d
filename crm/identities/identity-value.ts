import type { IdentityKind } from '../models.ts';
import { linkedinSlug, normaliseEmail, normalisePhone, normaliseSlug } from './normalise.ts';

/** By what somebody is known, as it was written. */
export interface IdentityInput {
  kind: IdentityKind;
  value: string;
  label?: string | null | undefined;
  isPrimary?: boolean | undefined;
  isVerified?: boolean | undefined;
  /** Used by several people: kept, never matched. */
  isShared?: boolean | undefined;
}
/** The same as it is compared. */
export interface Identity extends IdentityInput {
  /** As it was written, where that says more. */
  display: string | null;
}

const MAX_HANDLE = 200;

/** Undefined when it is none of its kind. */
export function readIdentity(input: IdentityInput, country: string): Identity | undefined {
  const written = input.value.trim();
  const as = (value: string | undefined, more: Partial<Identity> = {}): Identity | undefined =>
    value === undefined ? undefined : { ...input, ...more, value, display: value === written ? null : written.slice(0, MAX_HANDLE) };
  switch (input.kind) {
    case 'email':
      return as(normaliseEmail(written));
    case 'phone': {
      const phone = normalisePhone(written, country);
      // Whoever has an extension shares the number with the whole house.
      return as(phone?.e164, phone?.extension ? { isShared: true } : {});
    }
    case 'linkedin':
      return as(linkedinSlug(written) ?? (/[/:?]/.test(written) ? undefined : normaliseSlug(written)));
    case 'twitter':
      return as(twitterHandle(written));
    case 'slack':
      return as(handle(written));
  }
}

function twitterHandle(text: string): string | undefined {
  const bare = text.replace(/^(https?:\/\/)?((www|mobile)\.)?(twitter|x)\.com\//i, '').replace(/^@/, '');
  return /^\w{1,30}(?=$|[/?#])/.exec(bare)?.[0].toLowerCase();
}
const handle = (text: string): string | undefined => (/^[^\s\0]{1,200}$/u.test(text) && text.isWellFormed() ? text : undefined);

/** Each once, in the order in which every transaction writes them: two that meet wait for each other in one direction only. */
export function inOrder<T extends Pick<Identity, 'kind' | 'value'>>(all: readonly T[]): T[] {
  const once = new Map<string, T>();
  for (const each of all) if (!once.has(identityKey(each))) once.set(identityKey(each), each);
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}
export const identityKey = ({ kind, value }: Pick<Identity, 'kind' | 'value'>): string => `${kind} ${value}`;
