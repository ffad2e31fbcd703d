import { and, asc, eq, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { among, type Transaction } from '#sdk';
import { type Entity, recordTags, tags } from '../models.ts';
import type { CrmScope } from '../scope.ts';

/** Names of the tags of many records, in one question; a record without any has an empty list. */
export async function tagsOf(tx: Transaction, { workspaceId }: CrmScope, recordIds: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(recordIds.map((id) => [id, []]));
  if (recordIds.length === 0) return found;
  const rows = await tx
    .select({ recordId: recordTags.recordId, name: tags.name })
    .from(recordTags)
    .innerJoin(tags, and(eq(tags.workspaceId, recordTags.workspaceId), eq(tags.id, recordTags.tagId)))
    .where(and(eq(recordTags.workspaceId, workspaceId), among(recordTags.recordId, recordIds)))
    .orderBy(asc(tags.name));
  for (const { recordId, name } of rows) found.get(recordId)?.push(name);
  return found;
}

/** As tags are compared. */
export const nameOf = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** Ids of tags by their names; those that are new are made. However many name one at a time, it is made once. */
export async function tagIds(tx: Transaction, scope: CrmScope, names: readonly string[]): Promise<Map<string, string>> {
  // In one order: two that make the same tags do not wait for each other.
  const wanted = [...new Set(names.map(nameOf))].filter((name) => name !== '').sort();
  if (wanted.length === 0) return new Map();
  const { workspaceId } = scope;
  const at = scope.clock.now();
  await tx
    .insert(tags)
    .values(wanted.map((name) => ({ workspaceId, id: uuidv7(), name, createdAt: at, updatedAt: at })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ id: tags.id, name: tags.name })
    .from(tags)
    .where(and(eq(tags.workspaceId, workspaceId), inArray(tags.name, wanted)));
  return new Map(rows.map((row) => [row.name, row.id]));
}

/** Gives a record exactly these tags, in the transaction that changes the record. */
export async function setTags(tx: Transaction, scope: CrmScope, entity: Entity, recordId: string, names: readonly string[]): Promise<void> {
  const { workspaceId } = scope;
  const ids = [...(await tagIds(tx, scope, names)).values()];
  await tx.delete(recordTags).where(and(eq(recordTags.workspaceId, workspaceId), eq(recordTags.recordId, recordId)));
  if (ids.length > 0) await tx.insert(recordTags).values(ids.map((tagId) => ({ workspaceId, tagId, entity, recordId })));
}
