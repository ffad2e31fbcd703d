import { and, asc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { changesOf, keepChangesOfMany } from '../changes.ts';
import { checkReferences } from '../deals/references.ts';
import { tagIds, tagsOf } from '../fields/record-tags.ts';
import { type CONTACT_LIFECYCLE_STAGES, contacts, recordTags } from '../models.ts';
import { ownedBy, reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { tellOfContacts } from './tell.ts';

/** Changed in one transaction; whoever wants more narrows the filter. */
export const MOST_AT_ONCE = 10_000;

export interface ContactsChange {
  ownerId?: string | null | undefined;
  lifecycleStage?: (typeof CONTACT_LIFECYCLE_STAGES)[number] | undefined;
  addTags?: readonly string[] | undefined;
  removeTags?: readonly string[] | undefined;
}
export interface ContactsChanged {
  changed: number;
  /** Why the others were left as they are. */
  skipped: { not_found: number; not_yours: number; unchanged: number };
}

/**
 * One change of many contacts, in statements over sets: those that the caller may not change are left alone and counted.
 * @param which ids, or a condition on contacts
 * @throws PatchbayError invalid_input when there are too many of them: then nothing has changed
 */
export async function changeContacts(
  tx: Transaction,
  scope: CrmScope,
  which: { ids: readonly string[] } | { where: SQL },
  change: ContactsChange,
): Promise<ContactsChanged> {
  const { workspaceId, reach } = scope;
  await checkReferences(tx, scope, { ownerId: change.ownerId });
  const wanted = 'ids' in which ? [...new Set(which.ids)] : undefined;
  // In one order: two bulk changes that meet follow each other.
  const found = await tx
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.recordState, 'live'),
        ownedBy(reach.read, contacts.ownerId),
        wanted ? inArray(contacts.id, wanted) : undefined,
        'where' in which ? which.where : undefined,
      ),
    )
    .orderBy(asc(contacts.id))
    .limit(MOST_AT_ONCE + 1)
    .for('update');
  if (found.length > MOST_AT_ONCE) {
    throw new PatchbayError('invalid_input', {
      detail: 'That is more than 10,000 contacts at once; nothing was changed.',
      errors: [{ path: 'filter', message: 'means more than 10,000 contacts; narrow it and repeat for the rest' }],
    });
  }
  const mine = found.filter((row) => reaches(reach.write, row.ownerId));
  const ids = mine.map((row) => row.id);
  const tagged = await changeTags(tx, scope, ids, change);
  const columns = {
    ...(change.ownerId === undefined ? {} : { ownerId: change.ownerId }),
    ...(change.lifecycleStage === undefined ? {} : { lifecycleStage: change.lifecycleStage }),
  };
  const plans = mine.flatMap((before) => {
    const tags = tagged.get(before.id);
    const changes = [...changesOf(before, columns), ...(tags ? changesOf({ tags: tags.before }, { tags: tags.after }) : [])];
    return changes.length === 0 ? [] : [{ before, changes }];
  });
  if (plans.length > 0) {
    const written = await tx
      .update(contacts)
      .set({ ...columns, version: sql`${contacts.version} + 1`, updatedAt: scope.clock.now() })
      .where(
        and(
          eq(contacts.workspaceId, workspaceId),
          inArray(
            contacts.id,
            plans.map(({ before }) => before.id),
          ),
        ),
      )
      .returning();
    const rows = new Map(written.map((row) => [row.id, row]));
    const changed = plans.flatMap(({ before, changes }) => {
      const row = rows.get(before.id);
      return row ? [{ row, changes }] : [];
    });
    await keepChangesOfMany(
      tx,
      scope,
      'contact',
      changed.map(({ row, changes }) => ({ recordId: row.id, changes })),
    );
    await tellOfContacts(tx, scope, 'contact.updated', changed);
  }
  const notFound = wanted ? wanted.length - found.length : 0;
  return { changed: plans.length, skipped: { not_found: notFound, not_yours: found.length - mine.length, unchanged: mine.length - plans.length } };
}

/** Adds and removes tags; by contact what it had and what it has. */
async function changeTags(tx: Transaction, scope: CrmScope, ids: readonly string[], { addTags = [], removeTags = [] }: ContactsChange) {
  const found = new Map<string, { before: string[]; after: string[] }>();
  if (ids.length === 0 || addTags.length + removeTags.length === 0) return found;
  const { workspaceId } = scope;
  const before = await tagsOf(tx, scope, ids);
  const list = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  const added = await tagIds(tx, scope, addTags);
  for (const tagId of added.values()) {
    await tx.execute(sql`insert into ${recordTags} (workspace_id, tag_id, entity, record_id)
      select ${workspaceId}::uuid, ${tagId}::uuid, 'contact', id from unnest(array[${list}]) id on conflict do nothing`);
  }
  const removed = removeTags.map((name) => name.trim());
  if (removed.length > 0) {
    await tx.execute(sql`delete from ${recordTags} r using tags t where r.workspace_id = ${workspaceId} and r.record_id in (${list})
      and t.workspace_id = r.workspace_id and t.id = r.tag_id and t.name in (${sql.join(
        removed.map((name) => sql`${name}`),
        sql`, `,
      )})`);
  }
  const after = await tagsOf(tx, scope, ids);
  for (const id of ids) found.set(id, { before: before.get(id) ?? [], after: after.get(id) ?? [] });
  return found;
}
