import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { colleagues } from '../colleagues.ts';
import { contacts, deals, type Entity, fieldChanges, organizations, searchDocuments, segments, todos, views } from '../models.ts';
import type { CrmScope } from '../scope.ts';

/** What a heir got, by kind. */
export type Reassigned = Record<'contacts' | 'organizations' | 'deals' | 'todos' | 'segments' | 'views', number>;
const RECORDS = { contacts: ['contact', contacts], organizations: ['organization', organizations], deals: ['deal', deals] } as const satisfies Record<
  string,
  [Entity, PgTable]
>;

/**
 * An id that sorts by time, made by the database: the newest change of a field is found by its id. PostgreSQL has its own
 * function only since 18.
 */
const uuidV7 = sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
  substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid`;

/**
 * Hands everything of one person to another: somebody leaves, a territory changes. Statements over sets, however much
 * it is; what was removed or merged goes along, so that it comes back to the heir. Activities stay whose they were: a
 * mail was written by who wrote it. No event per record is told.
 */
export async function reassignOwner(
  tx: Transaction,
  scope: Pick<CrmScope, 'workspaceId' | 'actorName' | 'source' | 'clock'>,
  from: string,
  to: string,
): Promise<Reassigned> {
  const { workspaceId, actorName, source, clock } = scope;
  const at = clock.now();
  const given: Reassigned = { contacts: 0, organizations: 0, deals: 0, todos: 0, segments: 0, views: 0 };
  if (from === to) return given;
  const count = async (statement: SQL): Promise<number> => (await rowsOf<{ n: number }>(tx, statement))[0]?.n ?? 0;

  for (const [name, [entity, table]] of Object.entries(RECORDS) as [keyof typeof RECORDS, (typeof RECORDS)[keyof typeof RECORDS]][]) {
    given[name] = await count(sql`
      with given as (
        update ${table} set owner_id = ${to}, version = version + 1, updated_at = ${at.toISOString()}::timestamptz
        where ${and(eq(table.workspaceId, workspaceId), eq(table.ownerId, from))} returning id, record_state
      ), kept as (
        insert into ${fieldChanges} (workspace_id, id, entity, record_id, field, before, after, source, actor, at)
        select ${workspaceId}::uuid, ${uuidV7}, ${entity}, id, 'ownerId', to_jsonb(${from}::text), to_jsonb(${to}::text), ${source}, ${actorName}, ${at.toISOString()}::timestamptz
        from given
      )
      select count(*) filter (where record_state = 'live')::int as n from given`);
  }
  const plain = { todos, segments, views } as const;
  for (const [name, table] of Object.entries(plain) as [keyof typeof plain, (typeof plain)[keyof typeof plain]][]) {
    given[name] = await count(sql`
      with given as (
        update ${table} set owner_id = ${to}, updated_at = ${at.toISOString()}::timestamptz
        where ${and(eq(table.workspaceId, workspaceId), eq(table.ownerId, from))} returning 1
      ) select count(*)::int as n from given`);
  }
  await tx
    .update(searchDocuments)
    .set({ ownerId: to })
    .where(and(eq(searchDocuments.workspaceId, workspaceId), eq(searchDocuments.ownerId, from), sql`${searchDocuments.entity} <> 'activity'`));
  return given;
}

/** The same as an act of its own: somebody hands over, or is handed over, and stays. */
export const reassignRecords = (scope: CrmScope, from: string, to: string): Promise<Reassigned> =>
  scope.db.transaction(async (tx) => {
    if (from === to) throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'must be somebody else' }] });
    const people = await colleagues(tx, scope, [from, to]);
    if (!people.has(from)) throw new PatchbayError('not_found');
    if (!people.has(to)) throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'There is no such person in this workspace.' }] });
    return reassignOwner(tx, scope, from, to);
  });
