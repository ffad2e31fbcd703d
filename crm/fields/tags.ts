import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { isUniqueViolation } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { changeContacts } from '../contacts/change-many.ts';
import { changeDeals } from '../deals/change-many.ts';
import { type Entity, recordTags, tags } from '../models.ts';
import { changeOrganizations } from '../organizations/change-many.ts';
import type { CrmScope } from '../scope.ts';

export interface Tag {
  id: string;
  name: string;
  color: string;
  /** How many records have it. */
  records: number;
  createdAt: Date;
  updatedAt: Date;
}
type TagInput = { name: string; color?: string | undefined };

const CHANGE = { contact: changeContacts, organization: changeOrganizations, deal: changeDeals } as const;

/** Words that people hang on records. */
export function createTags(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  const byId = (id: string) => and(eq(tags.workspaceId, workspaceId), eq(tags.id, id));
  const counted = async (tx: Transaction, rows: (typeof tags.$inferSelect)[]): Promise<Tag[]> => {
    const ids = rows.map((row) => row.id);
    const counts = ids.length
      ? await tx
          .select({ tagId: recordTags.tagId, n: sql<number>`count(*)::int` })
          .from(recordTags)
          .where(and(eq(recordTags.workspaceId, workspaceId), inArray(recordTags.tagId, ids)))
          .groupBy(recordTags.tagId)
      : [];
    const byTag = new Map(counts.map((each) => [each.tagId, each.n]));
    return rows.map(({ workspaceId: _, ...row }) => ({ ...row, records: byTag.get(row.id) ?? 0 }));
  };
  const one = async (tx: Transaction, row: typeof tags.$inferSelect | undefined): Promise<Tag> => {
    const [tag] = row ? await counted(tx, [row]) : [];
    if (!tag) throw new PatchbayError('not_found');
    return tag;
  };
  const unlessTaken = async <T>(name: string | undefined, write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (error) {
      if (isUniqueViolation(error)) throw new PatchbayError('already_exists', { detail: `There is a tag “${name}” already.`, cause: error });
      throw error;
    }
  };

  return {
    list: ({ limit, after }: { limit: number; after?: string | undefined }): Promise<Tag[]> =>
      db.transaction(async (tx) =>
        counted(
          tx,
          await tx
            .select()
            .from(tags)
            .where(and(eq(tags.workspaceId, workspaceId), after ? gt(tags.id, after) : undefined))
            .orderBy(asc(tags.id))
            .limit(limit),
        ),
      ),

    get: (id: string): Promise<Tag> => db.transaction(async (tx) => one(tx, (await tx.select().from(tags).where(byId(id)))[0])),

    create: ({ name, color }: TagInput): Promise<Tag> =>
      db.transaction(async (tx) => {
        const at = clock.now();
        const values = { workspaceId, id: uuidv7(), name, ...(color ? { color } : {}), createdAt: at, updatedAt: at };
        const [row] = await unlessTaken(name, () => tx.insert(tags).values(values).returning());
        return one(tx, row);
      }),

    update: (id: string, change: Partial<TagInput>): Promise<Tag> =>
      db.transaction(async (tx) => {
        const [row] = await unlessTaken(change.name, () =>
          tx
            .update(tags)
            .set({ ...change, updatedAt: clock.now() })
            .where(byId(id))
            .returning(),
        );
        return one(tx, row);
      }),

    /** Its records lose it and stay. */
    remove: (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        const gone = await tx.delete(tags).where(byId(id)).returning({ id: tags.id });
        if (gone.length === 0) throw new PatchbayError('not_found');
      }),

    /** Tags or untags many records at once: those the caller changes, each told of like any other change. Says how many changed. */
    apply: (id: string, { entity, ids, remove }: { entity: Entity; ids: readonly string[]; remove: boolean }): Promise<{ changed: number }> =>
      db.transaction(async (tx) => {
        // Held until the commit: a tag that is removed in between takes its records along.
        const [tag] = await tx.select({ name: tags.name }).from(tags).where(byId(id)).for('share');
        if (!tag) throw new PatchbayError('not_found');
        const { changed } = await CHANGE[entity](tx, scope, { ids }, remove ? { removeTags: [tag.name] } : { addTags: [tag.name] });
        return { changed };
      }),
  };
}
