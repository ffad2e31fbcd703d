import { sql } from 'drizzle-orm';
import { insertRows, type Transaction } from '#sdk';
import { nameOf, tagIds, tagsOf } from '../fields/record-tags.ts';
import { type Entity, recordTags } from '../models.ts';
import type { CrmScope } from '../scope.ts';

/** Adds tags to many records; none is taken away. By record what it had and has, of those that got any. */
export async function addTags(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  wanted: readonly { recordId: string; isNew: boolean; names: readonly string[] }[],
): Promise<Map<string, { before: string[]; after: string[] }>> {
  const tagged = wanted.filter(({ names }) => names.length > 0);
  const changes = new Map<string, { before: string[]; after: string[] }>();
  if (tagged.length === 0) return changes;
  const before = await tagsOf(
    tx,
    scope,
    tagged.flatMap(({ recordId, isNew }) => (isNew ? [] : [recordId])),
  );
  const known = await tagIds(
    tx,
    scope,
    tagged.flatMap(({ names }) => names),
  );
  const rows: (typeof recordTags.$inferInsert)[] = [];
  for (const { recordId, names } of tagged) {
    const had = before.get(recordId) ?? [];
    const added = [...new Set(names.map(nameOf))].filter((name) => known.has(name) && !had.includes(name));
    if (added.length === 0) continue;
    for (const name of added) rows.push({ workspaceId: scope.workspaceId, tagId: known.get(name) ?? '', entity, recordId });
    changes.set(recordId, { before: had, after: [...had, ...added].sort() });
  }
  await insertRows(tx, recordTags, rows, { onConflict: sql`on conflict do nothing` });
  return changes;
}
