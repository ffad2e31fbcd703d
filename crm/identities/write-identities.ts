import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { among, PatchbayError, type Transaction } from '#sdk';
import { attachUnmatched } from '../activities/attach-unmatched.ts';
import { erasedAmong, erasedRefusal } from '../erasure/erased-identities.ts';
import { type IdentityKind, identities } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type Identity, identityKey, inOrder } from './identity-value.ts';

export type IdentityRow = typeof identities.$inferSelect;

/** By what contacts are known, primary ones first; one question for a whole list. */
export async function identitiesOf(tx: Transaction, { workspaceId }: CrmScope, contactIds: readonly string[]): Promise<Map<string, IdentityRow[]>> {
  const found = new Map<string, IdentityRow[]>(contactIds.map((id) => [id, []]));
  if (contactIds.length === 0) return found;
  const rows = await tx
    .select()
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), among(identities.contactId, contactIds)))
    .orderBy(desc(identities.isPrimary), asc(identities.createdAt), asc(identities.id));
  for (const row of rows) found.get(row.contactId)?.push(row);
  return found;
}

export const rowOfIdentity = (scope: CrmScope, contactId: string, { kind, value, display, label, isPrimary, isVerified, isShared }: Identity): IdentityRow => ({
  workspaceId: scope.workspaceId,
  id: uuidv7(),
  contactId,
  kind,
  value,
  display,
  label: label ?? null,
  isPrimary: isPrimary ?? false,
  isVerified: isVerified ?? false,
  isShared: isShared ?? false,
  source: scope.source,
  createdAt: scope.clock.now(),
});

/**
 * Adds what a contact is known by. The unique index decides between two that add one value at a time.
 * @param addresses what happens to an e-mail address that another contact has: `refuse` it, or `share` it as is done
 *   with numbers and handles: whoever had it first is matched, both are shown as possible duplicates
 * @throws PatchbayError already_exists, conflict where it belonged to somebody who asked to be forgotten
 */
export async function addIdentities(
  tx: Transaction,
  scope: CrmScope,
  contactId: string,
  given: readonly Identity[],
  { addresses }: { addresses: 'refuse' | 'share' },
): Promise<void> {
  const erased = await erasedAmong(tx, scope, given);
  const asked = given.find((each) => erased.has(identityKey(each)));
  // A person is told; a mailbox or provider that tells of it is not listened to.
  if (asked && addresses === 'refuse') throw erasedRefusal(asked.value);
  const wanted = inOrder(given.filter((each) => !erased.has(identityKey(each)))).map((each) => rowOfIdentity(scope, contactId, each));
  if (wanted.length === 0) return;
  const added = await insert(tx, wanted);
  const left = wanted.filter((row) => !added.has(row.id));
  if (left.length > 0) {
    const here = new Set(((await identitiesOf(tx, scope, [contactId])).get(contactId) ?? []).map(identityKey));
    const taken = left.filter((row) => !here.has(identityKey(row)));
    const refused = addresses === 'refuse' ? taken.filter((row) => row.kind === 'email') : [];
    if (refused.length > 0) throw await takenBy(tx, scope, refused);
    await freeFromRemoved(tx, scope, taken);
    for (const id of await insert(tx, taken)) added.add(id);
    await insert(
      tx,
      taken.filter((row) => !added.has(row.id)).map((row) => ({ ...row, isShared: true })),
    );
  }
  for (const row of wanted) if (added.has(row.id) && !row.isShared) await attachUnmatched(tx, scope, row.kind, row.value, contactId);
}

async function insert(tx: Transaction, rows: readonly IdentityRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await tx
    .insert(identities)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: identities.id });
  return new Set(inserted.map((row) => row.id));
}

/** A removed contact holds no number against a living one. */
async function freeFromRemoved(tx: Transaction, { workspaceId }: CrmScope, taken: readonly IdentityRow[]): Promise<void> {
  if (taken.length === 0) return;
  const pairs = taken.map(({ kind, value }) => sql`(${kind}, ${value})`);
  await tx.execute(sql`
    update contact_identities i set is_shared = true from contacts c
    where i.workspace_id = ${workspaceId} and not i.is_shared and (i.kind, i.value) in (${sql.join(pairs, sql`, `)})
      and c.workspace_id = i.workspace_id and c.id = i.contact_id and c.record_state <> 'live'`);
}

async function takenBy(tx: Transaction, { workspaceId }: CrmScope, refused: readonly IdentityRow[]): Promise<PatchbayError> {
  const [first] = refused;
  const [holder] = await rowsOf<{ id: string; state: string }>(
    tx,
    sql`select c.id, c.record_state as state from contact_identities i join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
        where i.workspace_id = ${workspaceId} and i.kind = ${first?.kind ?? ''} and i.value = ${first?.value ?? ''} and not i.is_shared`,
  );
  const removed = holder?.state === 'deleted';
  return new PatchbayError('already_exists', {
    detail: removed ? `${first?.value} belongs to a contact that was removed.` : `There is a contact with the address ${first?.value} already.`,
    remedy: removed
      ? 'Restore that contact: its history and whether it may be written to come back with it.'
      : 'Open that contact, or mark the address as shared if several people use it.',
    facts: { contactId: holder?.id },
  });
}

/** Takes identities away again. */
export async function removeIdentities(tx: Transaction, { workspaceId }: CrmScope, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(identities).where(and(eq(identities.workspaceId, workspaceId), inArray(identities.id, [...ids])));
}

/**
 * One identity of each kind is the primary one, and the contact's row names that of e-mail and phone. Writes only what is
 * not so; what is chosen where nothing was said: what the row names, else what nobody shares, else the oldest.
 */
export async function settlePrimary(tx: Transaction, { workspaceId }: CrmScope, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  const wanted = sql.join(
    contactIds.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  await tx.execute(sql`
    update contact_identities i set is_primary = (ranked.place = 1) from (
      select r.id, row_number() over (
        partition by r.contact_id, r.kind
        order by r.is_primary desc, coalesce(r.value in (c.primary_email, c.primary_phone), false) desc, r.is_shared, r.created_at, r.id
      ) as place
      from contact_identities r join contacts c on c.workspace_id = r.workspace_id and c.id = r.contact_id
      where r.workspace_id = ${workspaceId} and r.contact_id in (${wanted})
    ) ranked where i.workspace_id = ${workspaceId} and i.id = ranked.id and i.is_primary <> (ranked.place = 1)`);
  const primary = (kind: IdentityKind) => sql`(select i.value from contact_identities i
    where i.workspace_id = ${workspaceId} and i.contact_id = k.id and i.kind = ${kind} and i.is_primary)`;
  await tx.execute(sql`
    update contacts c set primary_email = now.email, primary_phone = now.phone
    from (select k.id, ${primary('email')} as email, ${primary('phone')} as phone from contacts k where k.workspace_id = ${workspaceId} and k.id in (${wanted})) now
    where c.workspace_id = ${workspaceId} and c.id = now.id and (c.primary_email is distinct from now.email or c.primary_phone is distinct from now.phone)`);
}
