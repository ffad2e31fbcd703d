import { and, eq, ne, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { contacts, deals, fieldChanges, organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';

const TABLES = { contact: contacts, organization: organizations, deal: deals } as const;

/**
 * An id that sorts by time, made by the database: the newest change of a field is found by its id. PostgreSQL has its own
 * function only since 18.
 */
const uuidV7 = sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
  substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

/** Records that were removed or merged go along in one statement each; the days they can be restored in are not counted anew. */
export async function giveUnlived(tx: Transaction, scope: CrmScope, { from, to }: { from: string; to: string }): Promise<void> {
  const { workspaceId, actorName, source, clock } = scope;
  for (const [entity, table] of Object.entries(TABLES)) {
    await tx.execute(sql`
      with given as (
        update ${table} set owner_id = ${to}, version = version + 1
        where ${and(eq(table.workspaceId, workspaceId), eq(table.ownerId, from), ne(table.recordState, 'live'))} returning id
      )
      insert into ${fieldChanges} (workspace_id, id, entity, record_id, field, before, after, source, actor, at)
      select ${workspaceId}::uuid, ${uuidV7}, ${entity}, id, 'ownerId', to_jsonb(${from}::text), to_jsonb(${to}::text), ${source}, ${actorName}, ${clock.now().toISOString()}::timestamptz
      from given`);
  }
}
