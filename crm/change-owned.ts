import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { assertNotTooMany, type BulkResult, bulkResult, MOST_AT_ONCE, meantBy, type Which } from './bulk-change.ts';
import { changesOf, type FieldChange, keepChangesOfMany } from './changes.ts';
import { checkReferences } from './deals/references.ts';
import { changeTags, type TagsChange } from './fields/change-tags.ts';
import type { contacts, organizations } from './models.ts';
import { reaches } from './reach.ts';
import type { CrmScope } from './scope.ts';

/** What people and organizations have in common: somebody owns them, and they are at a stage of life. */
type Owned = Readonly<Record<string, unknown>> & { id: string; ownerId: string | null };
export interface OwnedChange<Stage extends string> extends TagsChange {
  ownerId?: string | null | undefined;
  lifecycleStage?: Stage | undefined;
}
interface Kind<Row extends Owned> {
  entity: 'contact' | 'organization';
  table: typeof contacts | typeof organizations;
  tell: (tx: Transaction, scope: CrmScope, changed: readonly { row: Row; changes: readonly FieldChange[] }[]) => Promise<void>;
}

/** One change of many records of a kind, in statements over sets. */
export function changerOf<Row extends Owned, Stage extends string>({ entity, table, tell }: Kind<Row>) {
  // The columns used here are the same ones in both.
  const records = table as typeof contacts;

  /** Changes records whose rows are held and tells of each; says how many differ from before. */
  async function changeHeld(tx: Transaction, scope: CrmScope, held: readonly Row[], change: OwnedChange<Stage>): Promise<number> {
    const tagged = await changeTags(
      tx,
      scope,
      entity,
      held.map(({ id }) => id),
      change,
    );
    const { ownerId, lifecycleStage } = change;
    const columns = { ...(ownerId === undefined ? {} : { ownerId }), ...(lifecycleStage === undefined ? {} : { lifecycleStage: lifecycleStage as never }) };
    const plans = held.flatMap((before) => {
      const changes = [...changesOf(before, columns), ...(tagged.get(before.id) ?? [])];
      return changes.length === 0 ? [] : [{ recordId: before.id, changes }];
    });
    if (plans.length === 0) return 0;
    const written = await tx
      .update(records)
      .set({ ...columns, version: sql`${records.version} + 1`, updatedAt: scope.clock.now() })
      .where(
        and(
          eq(records.workspaceId, scope.workspaceId),
          inArray(
            records.id,
            plans.map(({ recordId }) => recordId),
          ),
        ),
      )
      .returning();
    await keepChangesOfMany(tx, scope, entity, plans);
    const rows = new Map(written.map((row) => [row.id, row as unknown as Row]));
    await tell(
      tx,
      scope,
      plans.flatMap(({ recordId, changes }) => {
        const row = rows.get(recordId);
        return row ? [{ row, changes }] : [];
      }),
    );
    return plans.length;
  }

  /**
   * Those that the caller may not change are left alone and counted.
   * @throws PatchbayError invalid_input when there are too many of them: then nothing has changed
   */
  async function changeMany(tx: Transaction, scope: CrmScope, which: Which, change: OwnedChange<Stage>): Promise<BulkResult> {
    await checkReferences(tx, scope, { ownerId: change.ownerId });
    // In one order: two bulk changes that meet follow each other.
    const found = await tx
      .select()
      .from(records)
      .where(meantBy(scope, table, which))
      .orderBy(asc(records.id))
      .limit(MOST_AT_ONCE + 1)
      .for('update');
    assertNotTooMany(found.length, `${entity}s`);
    const mine = found.filter((row) => reaches(scope.reach.write, row.ownerId));
    return bulkResult(which, { found: found.length, mine: mine.length, changed: await changeHeld(tx, scope, mine as unknown as readonly Row[], change) });
  }
  return { changeHeld, changeMany };
}
