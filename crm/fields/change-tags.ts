import { sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { changesOf, type FieldChange } from '../changes.ts';
import { type Entity, recordTags } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { nameOf, tagIds, tagsOf } from './record-tags.ts';

export interface TagsChange {
  addTags?: readonly string[] | undefined;
  removeTags?: readonly string[] | undefined;
}

/** Adds and removes tags of many held records in statements over sets; by record what has changed, nothing where nothing has. */
export async function changeTags(
  tx: Transaction,
  scope: CrmScope,
  entity: Entity,
  ids: readonly string[],
  { addTags = [], removeTags = [] }: TagsChange,
): Promise<Map<string, FieldChange[]>> {
  if (ids.length === 0 || addTags.length + removeTags.length === 0) return new Map();
  const { workspaceId } = scope;
  const before = await tagsOf(tx, scope, ids);
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  for (const tagId of (await tagIds(tx, scope, addTags)).values()) {
    await tx.execute(sql`insert into ${recordTags} (workspace_id, tag_id, entity, record_id)
      select ${workspaceId}::uuid, ${tagId}::uuid, ${entity}, id from unnest(array[${list}]) id on conflict do nothing`);
  }
  if (removeTags.length > 0) {
    const names = sql.join(
      removeTags.map((name) => sql`${nameOf(name)}`),
      sql`, `,
    );
    await tx.execute(sql`delete from ${recordTags} r using tags t where r.workspace_id = ${workspaceId} and r.record_id in (${list})
      and t.workspace_id = r.workspace_id and t.id = r.tag_id and t.name in (${names})`);
  }
  const after = await tagsOf(tx, scope, ids);
  return new Map(ids.map((id) => [id, changesOf({ tags: before.get(id) ?? [] }, { tags: after.get(id) ?? [] })]));
}
