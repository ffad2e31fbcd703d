import { isDeepStrictEqual } from 'node:util';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type FieldError, PatchbayError, type Transaction } from '#sdk';
import { changesOf, type FieldChange, keepChanges } from '../changes.ts';
import { noteDuplicates } from '../duplicates/find-duplicates.ts';
import { customFieldChanges } from '../fields/custom-fields.ts';
import { settlePrimary } from '../identities/write-identities.ts';
import { contacts, merges } from '../models.ts';
import { assertMayChange } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { unindexRecords } from '../search/index-record.ts';
import { contactById, meantContact } from './find-contact.ts';
import { type Choices, isMergeField, mergedColumns, takesPrimary } from './merged-fields.ts';
import { movePairs } from './merged-pairs.ts';
import { moveRows, remember } from './merged-rows.ts';
import { moveValues } from './merged-values.ts';
import type { ContactRow } from './shape.ts';
import { tellOfContacts } from './tell.ts';
import { reload } from './write-contact.ts';

export interface Merge {
  winnerId: string;
  loserIds: readonly string[];
  /** By field the id of the contact whose value stays. */
  fields?: Choices | undefined;
}

/**
 * Makes several contacts one. Everything that hung on the losers hangs on the winner, their ids lead to it, and all of it
 * can be taken back by `unmergeContact`. Said twice it is done once.
 * @throws PatchbayError not_found, forbidden, invalid_input
 */
export async function mergeContacts(tx: Transaction, scope: CrmScope, { winnerId, loserIds, fields = {} }: Merge): Promise<ContactRow> {
  const rows = await lockAll(tx, scope, [winnerId, ...loserIds]);
  const winner = rows.get(winnerId);
  const losers = [...new Set(loserIds.map((id) => rows.get(id)))].filter((row) => row !== undefined && row.id !== winner?.id) as ContactRow[];
  assertMayChange(scope.reach, winner);
  for (const loser of losers) assertMayChange(scope.reach, loser);
  if (!winner) throw new PatchbayError('not_found');
  const choices = readChoices(fields, rows);
  if (losers.length === 0) return winner;
  let current = winner;
  const changes: FieldChange[] = [];
  for (const loser of losers) {
    const merged = await mergeOne(tx, scope, current, loser, choices);
    current = merged.row;
    changes.push(...merged.changes);
  }
  const mergedIds = losers.map((loser) => loser.id);
  await unindexRecords(tx, scope, 'contact', mergedIds);
  await noteDuplicates(tx, scope, [current.id]);
  await tellOfContacts(tx, scope, 'contact.merged', [{ row: current, changes }], { mergedIds });
  return current;
}

/** Whoever these ids mean by now, held in one order: two merges that meet follow each other. By each id that was given. */
async function lockAll(tx: Transaction, scope: CrmScope, ids: readonly string[]): Promise<Map<string, ContactRow>> {
  for (let tries = 0; tries < 10; tries++) {
    const meant = new Map<string, string>();
    for (const id of ids) {
      const now = await meantContact(tx, scope, id);
      if (!now) throw new PatchbayError('not_found');
      meant.set(id, now);
    }
    const rows = await tx
      .select()
      .from(contacts)
      .where(and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, [...new Set(meant.values())])))
      .orderBy(contacts.id)
      .for('update');
    // Merged while we waited: asked again who they mean.
    if (rows.some((row) => row.recordState === 'merged')) continue;
    if (rows.some((row) => row.recordState === 'deleted')) throw new PatchbayError('not_found');
    const byId = new Map(rows.map((row) => [row.id, row]));
    return new Map([...meant].flatMap(([id, now]) => (byId.get(now) ? [[id, byId.get(now) as ContactRow]] : [])));
  }
  throw new PatchbayError('conflict');
}

function readChoices(fields: Choices, rows: ReadonlyMap<string, ContactRow>): Choices {
  const errors: FieldError[] = Object.entries(fields).flatMap(([field, id]) => {
    if (!isMergeField(field)) return [{ path: `fields.${field}`, message: 'is no field that can be chosen' }];
    return rows.has(id) ? [] : [{ path: `fields.${field}`, message: 'names none of the contacts' }];
  });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return Object.fromEntries(Object.entries(fields).map(([field, id]) => [field, rows.get(id)?.id ?? id]));
}

async function mergeOne(
  tx: Transaction,
  scope: CrmScope,
  winner: ContactRow,
  loser: ContactRow,
  choices: Choices,
): Promise<{ row: ContactRow; changes: FieldChange[] }> {
  const { workspaceId } = scope;
  const mergeId = uuidv7();
  const at = scope.clock.now();
  await tx
    .insert(merges)
    .values({ workspaceId, id: mergeId, winnerId: winner.id, loserId: loser.id, undo: { rows: {} }, actor: scope.actorName, mergedAt: at });
  await keepAside(tx, scope, mergeId, 'before', winner, loser);
  const columns = mergedColumns(winner, loser, choices);
  const taken = Object.keys({ ...winner.customFields, ...loser.customFields }).filter(
    (key) => !isDeepStrictEqual(winner.customFields[key], columns.customFields?.[key]),
  );
  await preferMatched(tx, scope, mergeId, winner.id, loser.id);
  await lowerPrimary(tx, scope, winner, loser, choices);
  await moveRows(tx, scope, mergeId, winner.id, loser.id);
  await moveValues(tx, scope, mergeId, winner.id, loser.id, taken);
  await movePairs(tx, scope, mergeId, winner.id, loser.id);
  await tx
    .update(contacts)
    .set({ recordState: 'merged', mergedIntoId: winner.id, version: loser.version + 1, updatedAt: at })
    .where(contactById(scope, loser.id));
  await tx
    .update(contacts)
    .set({ ...columns, version: winner.version + 1, updatedAt: at })
    .where(contactById(scope, winner.id));
  await settlePrimary(tx, scope, [winner.id]);
  await keepAside(tx, scope, mergeId, 'after', winner, loser);
  const row = await reload(tx, scope, winner.id);
  const { customFields, ...plain } = columns;
  const changes = [
    ...changesOf(winner, { ...plain, primaryEmail: row.primaryEmail, primaryPhone: row.primaryPhone }),
    ...customFieldChanges(winner.customFields, customFields ?? {}),
  ];
  await keepChanges(tx, { ...scope, source: `merge:${mergeId}` }, 'contact', winner.id, changes);
  return { row, changes };
}

/** Both rows and which identities are primary, before and after: whoever takes it back sees what was changed since. */
async function keepAside(tx: Transaction, scope: CrmScope, mergeId: string, when: 'before' | 'after', winner: ContactRow, loser: ContactRow): Promise<void> {
  const { workspaceId } = scope;
  const both = sql`(${winner.id}::uuid, ${loser.id}::uuid)`;
  await tx.execute(sql`update merges set undo = jsonb_set(undo, array[${when}::text], (select to_jsonb(c) from contacts c where c.workspace_id = ${workspaceId} and c.id = ${winner.id}))
    where workspace_id = ${workspaceId} and id = ${mergeId}`);
  const flags = sql`(select jsonb_build_object('id', i.id, 'is_primary', i.is_primary, 'contact_id', i.contact_id) as row
    from contact_identities i where i.workspace_id = ${workspaceId} and i.contact_id in ${both}) flags`;
  await tx.execute(remember(scope, mergeId, [when === 'before' ? 'primaryBefore' : 'primaryAfter'], flags));
}

/** Where the winner has a value as one of several and the loser is matched by it, the loser's row is the one that stays. */
async function preferMatched(tx: Transaction, scope: CrmScope, mergeId: string, winnerId: string, loserId: string): Promise<void> {
  const { workspaceId } = scope;
  await tx.execute(sql`
    with gone as (
      delete from contact_identities t where t.workspace_id = ${workspaceId} and t.contact_id = ${winnerId} and t.is_shared and exists (
        select from contact_identities l where l.workspace_id = ${workspaceId} and l.contact_id = ${loserId} and l.kind = t.kind and l.value = t.value and not l.is_shared)
      returning to_jsonb(t) as row
    ) ${remember(scope, mergeId, ['swapped'], sql`gone`)}`);
}

async function lowerPrimary(tx: Transaction, { workspaceId }: CrmScope, winner: ContactRow, loser: ContactRow, choices: Choices): Promise<void> {
  const lower = (id: string, kinds: readonly string[]) =>
    tx.execute(sql`update contact_identities set is_primary = false where workspace_id = ${workspaceId} and contact_id = ${id} and is_primary
      and kind in (select jsonb_array_elements_text(${JSON.stringify(kinds)}::jsonb))`);
  const theirs = [
    ...(takesPrimary('primaryEmail', choices, loser.id) && loser.primaryEmail ? ['email'] : []),
    ...(takesPrimary('primaryPhone', choices, loser.id) && loser.primaryPhone ? ['phone'] : []),
  ];
  await lower(winner.id, theirs);
  await lower(
    loser.id,
    ['email', 'phone', 'linkedin', 'twitter', 'slack'].filter((kind) => !theirs.includes(kind)),
  );
}
