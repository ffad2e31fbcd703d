import { sql } from 'drizzle-orm';
import { insertRows, type Transaction } from '#sdk';
import { tagIds, tagsOf } from '../fields/record-tags.ts';
import { type Entity, recordTags } from '../models.ts';
import type { CrmScope } from '../scope.ts';

/** Adds tags to many records; none is taken away. By record what it had and has, of those that got any. */
export async function addTags(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  wanted: readonly { recordId: string; names: readonly string[] }[],
): Promise<Map<string, { before: string[]; after: string[] }>> {
  const tagged = wanted.filter(({ names }) => names.length > 0);
  const changes = new Map<string, { before: string[]; after: string[] }>();
  if (tagged.length === 0) return changes;
  const ids = tagged.map(({ recordId }) => recordId);
  const before = await tagsOf(tx, scope, ids);
  const known = await tagIds(
    tx,
    scope,
    tagged.flatMap(({ names }) => names),
  );
  const rows = tagged.flatMap(({ recordId, names }) =>
    [...new Set(names.map((name) => known.get(name.trim().replaceAll(/\s+/g, ' '))))].flatMap((tagId) =>
      tagId ? [{ workspaceId: scope.workspaceId, tagId, entity, recordId }] : [],
    ),
  );
  await insertRows(tx, recordTags, rows, { onConflict: sql`on conflict do nothing` });
  const after = await tagsOf(tx, scope, ids);
  for (const id of ids) {
    const [had = [], has = []] = [before.get(id), after.get(id)];
    if (has.length > had.length) changes.set(id, { before: had, after: has });
  }
  return changes;
}
