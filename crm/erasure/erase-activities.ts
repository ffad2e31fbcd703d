import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { activities, participants, searchDocuments, timelineEntries } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { activityDocument } from '../search/documents.ts';
import { indexRecord, unindexRecords } from '../search/index-record.ts';
import { ERASED_ADDRESS, type Known } from './erased-identities.ts';
import { strike, strikeData } from './strike.ts';

export interface Somebody {
  /** Their contact, and those that were merged into it. */
  contactIds: readonly string[];
  identities: readonly Known[];
  names: readonly string[];
}
export interface ErasedActivities {
  /** Nothing is left of these but when and of what kind they were. */
  emptied: string[];
  /** Others took part as well: the person's name and addresses are struck out. */
  struck: string[];
  fileIds: string[];
}

const uuids = (ids: readonly string[]): SQL =>
  sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );

/**
 * Takes a person out of what happened. What was with them alone is emptied and its key stays, so that its source cannot
 * tell it anew; what others took part in stays theirs, without the person's name, addresses and numbers.
 */
export async function eraseFromActivities(tx: Transaction, scope: CrmScope, { contactIds, identities, names }: Somebody): Promise<ErasedActivities> {
  const { workspaceId } = scope;
  const all = await rowsOf<{ id: string; shared: boolean }>(
    tx,
    sql`select a.id, exists (select from activity_participants o where o.workspace_id = a.workspace_id and o.activity_id = a.id
            and o.contact_id is not null and o.contact_id not in (${uuids(contactIds)})) as shared
        from activities a where a.workspace_id = ${workspaceId}
          and a.id in (select activity_id from activity_participants where workspace_id = ${workspaceId} and contact_id in (${uuids(contactIds)})) for update`,
  );
  const emptied = all.filter(({ shared }) => !shared).map(({ id }) => id);
  const shared = all.filter((each) => each.shared).map(({ id }) => id);
  const fileIds = await filesOf(tx, scope, emptied);
  await empty(tx, scope, emptied);
  const struck = await strikeShared(tx, scope, shared, names);
  const of = eq(participants.workspaceId, workspaceId);
  const unnamed = { contactId: null, address: ERASED_ADDRESS, addressKind: null, name: null };
  await tx
    .update(participants)
    .set(unnamed)
    .where(and(of, inArray(participants.contactId, [...contactIds])));
  for (const { kind, value } of identities) {
    await tx
      .update(participants)
      .set(unnamed)
      .where(and(of, sql`contact_id is null`, eq(participants.addressKind, kind), eq(participants.address, value)));
  }
  await tx.delete(timelineEntries).where(and(eq(timelineEntries.workspaceId, workspaceId), inArray(timelineEntries.recordId, [...contactIds])));
  return { emptied, struck, fileIds };
}

async function empty(tx: Transaction, scope: CrmScope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const now = scope.clock.now();
  await tx
    .update(activities)
    .set({ subject: null, snippet: null, body: null, url: null, data: {}, toldAt: {}, erasedAt: now, updatedAt: now })
    .where(and(eq(activities.workspaceId, scope.workspaceId), inArray(activities.id, [...ids])));
  await unindexRecords(tx, scope, 'activity', ids);
}

async function filesOf(tx: Transaction, { workspaceId }: CrmScope, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`select distinct found[1] as id from activities a, regexp_matches(a.data::text, '"fileId": *"([0-9a-f-]{36})"', 'g') found
        where a.workspace_id = ${workspaceId} and a.id in (${uuids(ids)})`,
  );
  return rows.map(({ id }) => id);
}

/** Only those are written that name the person. */
async function strikeShared(tx: Transaction, scope: CrmScope, ids: readonly string[], names: readonly string[]): Promise<string[]> {
  const { workspaceId, clock } = scope;
  const struck: string[] = [];
  for (const id of ids) {
    const of = and(eq(activities.workspaceId, workspaceId), eq(activities.id, id));
    const [row] = await tx.select().from(activities).where(of);
    if (!row) continue;
    const text = (value: string | null) => value && strike(value, names);
    const now = clock.now();
    const after = { subject: text(row.subject), snippet: text(row.snippet), body: text(row.body), data: strikeData(row.data, names) as typeof row.data };
    // What its source tells once more of the time before does not bring it back.
    const toldAt = { ...row.toldAt, ...Object.fromEntries(['subject', 'snippet', 'body'].map((name) => [name, now.getTime()])) };
    await tx
      .update(activities)
      .set({ ...after, toldAt, updatedAt: now })
      .where(of);
    // Who finds it stays as it was decided when it was recorded.
    const [found] = await tx
      .select({ ownerId: searchDocuments.ownerId })
      .from(searchDocuments)
      .where(and(eq(searchDocuments.workspaceId, workspaceId), eq(searchDocuments.entity, 'activity'), eq(searchDocuments.recordId, id)));
    if (found) await indexRecord(tx, scope, activityDocument({ ...row, ...after, ownerId: found.ownerId }));
    struck.push(id);
  }
  return struck;
}
