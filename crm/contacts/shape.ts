import type { Transaction } from '#sdk';
import { customFieldsFilter } from '../fields/custom-fields.ts';
import { tagsOf } from '../fields/record-tags.ts';
import { type IdentityRow, identitiesOf } from '../identities/write-identities.ts';
import type { Channel, contacts, IdentityKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type ContactZone, zonesOfContacts } from '../time/contact-zone.ts';
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
  | 'timeZone'
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
  /** Set, or worked out; `timeZoneSource` says from what. */
  timeZone: string;
  timeZoneSource: ContactZone['timeZoneSource'];
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

interface Beside {
  identities: readonly IdentityRow[];
  tags: string[];
  zone: ContactZone;
  customFields: Record<string, unknown>;
}
function shapeContact(row: ContactRow, { identities, tags, zone, customFields }: Beside): Contact {
  const { workspaceId: _, recordState: __, mergedIntoId: ___, primaryEmail: ____, primaryPhone: _____, ...rest } = row;
  const { noEmail, noCall, noSms, noLinkedin, addressLine1: _1, addressLine2: _2, city: _3, region: _4, postalCode: _5, country: _6, ...plain } = rest;
  return {
    ...plain,
    emails: identities.filter(({ kind }) => kind === 'email').map(shapeIdentity),
    phones: identities.filter(({ kind }) => kind === 'phone').map(shapeIdentity),
    handles: identities.flatMap((each) => (each.kind === 'email' || each.kind === 'phone' ? [] : [{ kind: each.kind, ...shapeIdentity(each) }])),
    address: addressOfRow(row),
    ...zone,
    doNotContact: { email: noEmail, call: noCall, sms: noSms, linkedin: noLinkedin },
    tags,
    customFields,
  };
}

/** Contacts as they are answered: a handful of questions for any number of them. */
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
  const zones = await zonesOfContacts(tx, scope, ids);
  return rows.map((row) =>
    shapeContact(row, {
      identities: identities.get(row.id) ?? [],
      tags: tags.get(row.id) ?? [],
      zone: zones.get(row.id) ?? { timeZone: row.timeZone ?? 'UTC', timeZoneSource: row.timeZone ? 'set' : 'workspace' },
      customFields: visible(row.customFields),
    }),
  );
}
