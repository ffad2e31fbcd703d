import { and, eq, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { activities } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { unindexRecord } from '../search/index-record.ts';
import type { ActivityRow } from './facts.ts';

/** Takes one away for good, whose row is held and which the caller may change. */
export async function removeActivity(tx: Transaction, scope: CrmScope, { id, ownerId, visibility, direction, kind, occurredAt }: ActivityRow): Promise<void> {
  const { workspaceId } = scope;
  const owners = await recordOwners(tx, scope, id);
  await tx.delete(activities).where(and(eq(activities.workspaceId, workspaceId), eq(activities.id, id)));
  await unindexRecord(tx, scope, 'activity', id);
  // Whoever shows a timeline takes it away.
  await scope.events.publish({
    type: 'activity.updated',
    subject: { type: 'activity', id },
    data: { id, kind, direction, occurredAt: occurredAt.toISOString(), ownerId, visibility, recordOwnerIds: owners, isDeleted: true },
  });
}

/** What an integration recorded, taken back by itself. */
export async function takeBack(tx: Transaction, scope: CrmScope, id: string): Promise<void> {
  const own = and(eq(activities.workspaceId, scope.workspaceId), eq(activities.id, id), eq(activities.integration, scope.source));
  const [row] = await tx.select().from(activities).where(own).for('update');
  if (row) await removeActivity(tx, scope, row);
}

async function recordOwners(tx: Transaction, { workspaceId }: CrmScope, id: string): Promise<(string | null)[]> {
  const of = (entity: string, table: string) =>
    sql`select r.owner_id from timeline_entries e join ${sql.identifier(table)} r on r.workspace_id = e.workspace_id and r.id = e.record_id
        where e.workspace_id = ${workspaceId} and e.activity_id = ${id} and e.entity = ${entity}`;
  const owners = sql`${of('contact', 'contacts')} union ${of('organization', 'organizations')} union ${of('deal', 'deals')}`;
  return (await rowsOf<{ owner_id: string | null }>(tx, owners)).map((row) => row.owner_id);
}
