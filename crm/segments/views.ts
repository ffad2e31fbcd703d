import { and, asc, eq, gt, isNull, or } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { compileFilter } from '../filter/compile.ts';
import type { Filter } from '../filter/filter.ts';
import { type Entity, views } from '../models.ts';
import type { CrmScope } from '../scope.ts';

export type View = {
  id: string;
  entity: Entity;
  name: string;
  filter: Filter;
  sort: string | null;
  columns: string[];
  layout: 'list' | 'board';
  /** Everybody's; else only its owner's. */
  shared: boolean;
  createdAt: Date;
  updatedAt: Date;
};
type ViewInput = Pick<View, 'entity' | 'name' | 'shared'> & Partial<Pick<View, 'filter' | 'sort' | 'columns' | 'layout'>>;
type ViewChange = { [K in keyof Omit<ViewInput, 'entity'>]?: ViewInput[K] | undefined };
type Row = typeof views.$inferSelect;

const viewOf = ({ workspaceId: _, ownerId, filter, ...row }: Row): View => ({ ...row, filter: filter as Filter, shared: ownerId === null });

/** Saved views of lists: one's own, and those that managers share with everybody. */
export function createViews(scope: CrmScope) {
  const { workspaceId, userId, db, clock, actor } = scope;
  const maySharing = actor.kind === 'system' || actor.kind === 'playbook' || ['owner', 'admin', 'manager'].includes(actor.role);
  // Another person's own view does not exist, even for administrators.
  const visible = or(isNull(views.ownerId), userId ? eq(views.ownerId, userId) : undefined);
  const find = async (tx: Transaction, id: string): Promise<Row> => {
    const [row] = await tx
      .select()
      .from(views)
      .where(and(eq(views.workspaceId, workspaceId), eq(views.id, id), visible));
    if (!row) throw new PatchbayError('not_found');
    return row;
  };
  const assertMayShare = () => {
    if (!maySharing) throw new PatchbayError('forbidden', { detail: 'Views for everybody are kept by managers.', remedy: 'Save it as your own view.' });
  };
  const ownerOf = (shared: boolean): string | null => {
    if (shared) {
      assertMayShare();
      return null;
    }
    if (!userId)
      throw new PatchbayError('person_needed', {
        detail: 'A view of one’s own belongs to a person.',
        remedy: 'Share the view, or give the API key an “actAs”.',
      });
    return userId;
  };

  return {
    list: ({ entity, limit, after }: { entity?: Entity | undefined; limit: number; after?: string | undefined }): Promise<View[]> =>
      db.transaction(async (tx) => {
        const rows = await tx
          .select()
          .from(views)
          .where(and(eq(views.workspaceId, workspaceId), visible, entity ? eq(views.entity, entity) : undefined, after ? gt(views.id, after) : undefined))
          .orderBy(asc(views.id))
          .limit(limit);
        return rows.map(viewOf);
      }),

    get: (id: string): Promise<View> => db.transaction(async (tx) => viewOf(await find(tx, id))),

    create: ({ shared, ...input }: ViewInput): Promise<View> =>
      db.transaction(async (tx) => {
        const { filter = {}, entity } = input;
        await compileFilter(tx, scope, entity, filter);
        const at = clock.now();
        const [row] = await tx
          .insert(views)
          .values({ ...input, filter, workspaceId, id: uuidv7(), ownerId: ownerOf(shared), createdAt: at, updatedAt: at })
          .returning();
        if (!row) throw new PatchbayError('internal');
        return viewOf(row);
      }),

    update: (id: string, { shared, ...change }: ViewChange): Promise<View> =>
      db.transaction(async (tx) => {
        const before = await find(tx, id);
        if (before.ownerId === null) assertMayShare();
        if (change.filter) await compileFilter(tx, scope, before.entity, change.filter);
        const [row] = await tx
          .update(views)
          .set({ ...change, ...(shared === undefined || shared === (before.ownerId === null) ? {} : { ownerId: ownerOf(shared) }), updatedAt: clock.now() })
          .where(and(eq(views.workspaceId, workspaceId), eq(views.id, id), visible))
          .returning();
        if (!row) throw new PatchbayError('not_found');
        return viewOf(row);
      }),

    remove: (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        const row = await find(tx, id);
        if (row.ownerId === null) assertMayShare();
        await tx.delete(views).where(and(eq(views.workspaceId, workspaceId), eq(views.id, id), visible));
      }),
  };
}
