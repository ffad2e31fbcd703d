import { and, eq } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { attachUnmatched } from '../activities/attach-unmatched.ts';
import { noteDuplicates } from '../duplicates/find-duplicates.ts';
import { reclaimUniqueValues } from '../fields/custom-fields.ts';
import { identityKey } from '../identities/identity-value.ts';
import { identitiesOf } from '../identities/write-identities.ts';
import { contacts, organizations } from '../models.ts';
import { assertMayChange } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { unindexRecord } from '../search/index-record.ts';
import { contactById, lockContact, lockMeant } from './find-contact.ts';
import type { ContactRow } from './shape.ts';
import { tellOfContacts } from './tell.ts';
import { reload } from './write-contact.ts';

const DAY_MS = 86_400_000;
const RESTORE_WITHIN_DAYS = 30;

/** It stays for `restoreContact`, with its addresses: who was told "do not contact me" is not forgotten. */
export async function removeContact(tx: Transaction, scope: CrmScope, id: string, version?: number): Promise<void> {
  const before = await lockContact(tx, scope, id, version);
  await tx
    .update(contacts)
    .set({ recordState: 'deleted', version: before.version + 1, updatedAt: scope.clock.now() })
    .where(contactById(scope, before.id));
  await unindexRecord(tx, scope, 'contact', before.id);
  await noteDuplicates(tx, scope, [before.id]);
  await tellOfContacts(tx, scope, 'contact.deleted', [{ row: before, changes: [] }]);
}

/**
 * Takes a removal back; a contact that is there already is answered as it is.
 * @throws PatchbayError not_found, forbidden, conflict after thirty days
 */
export async function restoreContact(tx: Transaction, scope: CrmScope, id: string): Promise<ContactRow> {
  const before = await lockMeant(tx, scope, id);
  assertMayChange(scope.reach, before);
  if (!before) throw new PatchbayError('not_found');
  if (before.recordState === 'live') return before;
  if (scope.clock.now().getTime() - before.updatedAt.getTime() > RESTORE_WITHIN_DAYS * DAY_MS) {
    throw new PatchbayError('conflict', { detail: 'This contact was removed more than thirty days ago.', remedy: 'Add it again.' });
  }
  return reviveContact(tx, scope, before);
}

/** Makes a removed contact, whose row is held, live again: restored by a person, or because it wrote to us. */
export async function reviveContact(tx: Transaction, scope: CrmScope, before: ContactRow): Promise<ContactRow> {
  const customFields = await reclaimUniqueValues(tx, scope, 'contact', before.id, before.customFields);
  const organizationId = await stillThere(tx, scope, before.organizationId);
  await tx
    .update(contacts)
    .set({ recordState: 'live', customFields, organizationId, version: before.version + 1, updatedAt: scope.clock.now() })
    .where(contactById(scope, before.id));
  // What happened in between is theirs.
  const own = (await identitiesOf(tx, scope, [before.id])).get(before.id) ?? [];
  for (const each of own.filter(({ isShared }) => !isShared).sort((a, b) => (identityKey(a) < identityKey(b) ? -1 : 1)))
    await attachUnmatched(tx, scope, each.kind, each.value, before.id);
  const row = await reload(tx, scope, before.id);
  await noteDuplicates(tx, scope, [before.id]);
  await tellOfContacts(tx, scope, 'contact.created', [{ row, changes: [] }]);
  return row;
}

async function stillThere(tx: Transaction, { workspaceId }: CrmScope, organizationId: string | null): Promise<string | null> {
  if (!organizationId) return null;
  const [row] = await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(and(eq(organizations.workspaceId, workspaceId), eq(organizations.id, organizationId), eq(organizations.recordState, 'live')));
  return row?.id ?? null;
}
