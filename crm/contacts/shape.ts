import type { Transaction } from '#sdk';
import { customFieldsFilter } from '../fields/custom-fields.ts';
import { tagsOf } from '../fields/record-tags.ts';
import { type IdentityRow, identitiesOf } from '../identities/write-identities.ts';
import type { Channel, contacts, IdentityKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type Address, addressOfRow } from './address.ts';

export type ContactRow = typeof contacts.$inferSelect;
export interface ContactIdentity {
  value: string;
  label: string | null;
  primary: boolean;
  verified: boolean;
  /** Several people use it: it is kept and never matched. */
  shared: boolean;
  source: string;
}
type Plain = Omit<
  ContactRow,
  | 'workspaceId'
  | 'recordState'
  | 'mergedIntoId'
  | 'primaryEmail'
  | 'primaryPhone'
  | 'noEmail'
  | 'noCall'
  | 'noSms'
  | 'noLinkedin'
  | 'addressLine1'
  | 'addressLine2'
  | 'city'
  | 'region'
  | 'postalCode'
  | 'country'
>;
export interface Contact extends Plain {
  emails: ContactIdentity[];
  phones: ContactIdentity[];
  handles: (ContactIdentity & { kind: Exclude<IdentityKind, 'email' | 'phone'> })[];
  address: Address;
  /** Where the zone comes from; null when a person has set none. */
  timeZoneSource: 'contact' | null;
  doNotContact: Record<Channel, boolean>;
  tags: string[];
  /** The ids that were asked for, where they were merged into this one. */
  mergedFrom?: string[];
}

const shapeIdentity = ({ value, label, isPrimary, isVerified, isShared, source }: IdentityRow): ContactIdentity => ({
  value,
  label,
  primary: isPrimary,
  verified: isVerified,
  shared: isShared,
  source,
});

export function shapeContact(row: ContactRow, identities: readonly IdentityRow[], tags: string[], customFields: Record<string, unknown>): Contact {
  const { workspaceId: _, recordState: __, mergedIntoId: ___, primaryEmail: ____, primaryPhone: _____, ...rest } = row;
  const { noEmail, noCall, noSms, noLinkedin, addressLine1: _1, addressLine2: _2, city: _3, region: _4, postalCode: _5, country: _6, ...plain } = rest;
  return {
    ...plain,
    emails: identities.filter(({ kind }) => kind === 'email').map(shapeIdentity),
    phones: identities.filter(({ kind }) => kind === 'phone').map(shapeIdentity),
    handles: identities.flatMap((each) => (each.kind === 'email' || each.kind === 'phone' ? [] : [{ kind: each.kind, ...shapeIdentity(each) }])),
    address: addressOfRow(row),
    timeZoneSource: row.timeZone === null ? null : 'contact',
    doNotContact: { email: noEmail, call: noCall, sms: noSms, linkedin: noLinkedin },
    tags,
    customFields,
  };
}

/** Contacts as they are answered: three questions for any number of them. */
export async function shapeContacts(
  tx: Transaction,
  scope: CrmScope,
  rows: readonly ContactRow[],
  filterFor: typeof customFieldsFilter = customFieldsFilter,
): Promise<Contact[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const identities = await identitiesOf(tx, scope, ids);
  const tags = await tagsOf(tx, scope, ids);
  const visible = await filterFor(tx, scope, 'contact');
  return rows.map((row) => shapeContact(row, identities.get(row.id) ?? [], tags.get(row.id) ?? [], visible(row.customFields)));
}
