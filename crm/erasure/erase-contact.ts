import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { lockMeant, mergedInto } from '../contacts/find-contact.ts';
import { identityKey } from '../identities/identity-value.ts';
import { contacts, customValues, erasures, externalRefs, fieldChanges, identities, importRows, merges, recordTags, todos } from '../models.ts';
import { assertMayChange } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { unindexRecords } from '../search/index-record.ts';
import { type ErasedActivities, eraseFromActivities, type Somebody } from './erase-activities.ts';
import { type Known, rememberErased } from './erased-identities.ts';
import { namesIn } from './strike.ts';

export interface Erased extends Somebody, ErasedActivities {
  /** Of the entry that says that somebody was erased. */
  erasureId: string;
}

/**
 * Forgets a person for good: their contact with all that hangs on it, those that were merged into it, and what names them
 * in what happened. There is no way back. What remains are salted hashes of what they were known by, so that no file,
 * mailbox or provider brings them back, and an entry that says when and by whom, never of whom.
 * @throws PatchbayError not_found, forbidden
 */
export async function eraseContact(tx: Transaction, scope: CrmScope, id: string): Promise<Erased> {
  const row = await lockMeant(tx, scope, id);
  assertMayChange(scope.reach, row);
  if (!row) throw new PatchbayError('not_found');
  const contactIds = [row.id, ...(await mergedInto(tx, scope, row.id))];
  const somebody: Somebody = { contactIds, ...(await knownBy(tx, scope, contactIds)) };
  const happened = await eraseFromActivities(tx, scope, somebody);
  const todosGone = await removeBeside(tx, scope, somebody);
  await tx.delete(contacts).where(and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, contactIds)));
  const erasureId = uuidv7();
  const proof = {
    contacts: contactIds.length,
    identities: somebody.identities.length,
    emptied: happened.emptied.length,
    struck: happened.struck.length,
    todos: todosGone,
    files: happened.fileIds.length,
  };
  await rememberErased(tx, scope, erasureId, somebody.identities);
  await tx.insert(erasures).values({ workspaceId: scope.workspaceId, id: erasureId, actor: scope.actorName, erasedAt: scope.clock.now(), proof });
  await scope.events.publish({
    type: 'contact.erased',
    subject: { type: 'contact', id: row.id },
    data: { id: row.id, mergedIds: contactIds.slice(1), ownerId: row.ownerId },
  });
  return { ...somebody, ...happened, erasureId };
}

/** Addresses, numbers, handles and names under which they stand anywhere in the record. What several people use is theirs too and stays. */
async function knownBy(tx: Transaction, { workspaceId }: CrmScope, contactIds: readonly string[]): Promise<Omit<Somebody, 'contactIds'>> {
  const own = await tx
    .select()
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), inArray(identities.contactId, [...contactIds])));
  const shared = new Set(own.filter(({ isShared }) => isShared).map(identityKey));
  const tookPart = await rowsOf<Known>(
    tx,
    sql`select distinct address_kind as kind, address as value from activity_participants
        where workspace_id = ${workspaceId} and contact_id in (${uuids(contactIds)}) and address_kind is not null and address <> ''`,
  );
  const all = [...own.filter(({ isShared }) => !isShared), ...tookPart.filter((each) => !shared.has(identityKey(each)))];
  const known = [...new Map(all.map(({ kind, value }) => [identityKey({ kind, value }), { kind, value }])).values()];
  const rows = await tx
    .select({ firstName: contacts.firstName, lastName: contacts.lastName })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), inArray(contacts.id, [...contactIds])));
  const values = [...known.map(({ value }) => value), ...own.map(({ display }) => display)];
  return { identities: known, names: [...new Set(rows.flatMap((row) => namesIn({ ...row, values })))] };
}

/** Everything that hangs on a contact and is not taken along by its row. @returns how many to-dos there were */
async function removeBeside(tx: Transaction, scope: CrmScope, { contactIds, identities: known }: Somebody): Promise<number> {
  const { workspaceId } = scope;
  const ids = [...contactIds];
  const gone = await tx
    .delete(todos)
    .where(and(eq(todos.workspaceId, workspaceId), inArray(todos.contactId, ids)))
    .returning({ id: todos.id });
  await unindexRecords(
    tx,
    scope,
    'todo',
    gone.map((each) => each.id),
  );
  await unindexRecords(tx, scope, 'contact', ids);
  await tx.delete(recordTags).where(and(eq(recordTags.workspaceId, workspaceId), inArray(recordTags.recordId, ids)));
  await tx.delete(customValues).where(and(eq(customValues.workspaceId, workspaceId), inArray(customValues.recordId, ids)));
  await tx.delete(externalRefs).where(and(eq(externalRefs.workspaceId, workspaceId), inArray(externalRefs.recordId, ids)));
  await tx.delete(fieldChanges).where(and(eq(fieldChanges.workspaceId, workspaceId), inArray(fieldChanges.recordId, ids)));
  await tx.delete(merges).where(and(eq(merges.workspaceId, workspaceId), or(inArray(merges.winnerId, ids), inArray(merges.loserId, ids))));
  // Rows of files that made or changed them, and those that were left out and say who it was.
  const said = known
    .filter(({ kind }) => kind === 'email')
    .map(({ value }) => sql`concat(before::text, reason) ilike ${`%${value.replaceAll(/[\\%_]/g, '\\$&')}%`}`);
  await tx
    .update(importRows)
    .set({ before: {}, reason: null })
    .where(and(eq(importRows.workspaceId, workspaceId), or(inArray(importRows.recordId, ids), ...said)));
  return gone.length;
}

const uuids = (ids: readonly string[]): SQL =>
  sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
