import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { type StreamRow, textArray } from './stream-store.ts';

type Where = Pick<StreamRow, 'workspaceId' | 'id' | 'generation'>;

/** Adds what a page brought to the generation in progress. Ids that were deleted at the provider take earlier ones back. */
export async function addSeen(tx: Transaction, { workspaceId, id, generation }: Where, ids: readonly string[], gone: readonly string[]): Promise<void> {
  if (ids.length === 0 && gone.length === 0) return;
  await tx.execute(
    sql`insert into stream_seen (workspace_id, id, stream_id, generation, ids, gone)
        values (${workspaceId}, ${uuidv7()}, ${id}, ${generation}, ${textArray(ids)}, ${textArray(gone)})`,
  );
}

/** What was known before this generation and has not been seen in it; the sets are compared in the database. */
export async function compareGenerations(tx: Transaction, { workspaceId, id, generation }: Where) {
  const [row] = await rowsOf<{ known: number; seen: number; missing: string[] }>(
    tx,
    sql`with mention as (
          select s.generation < ${generation} as before, s.generation, s.id, m.external_id, m.there
          from stream_seen s
          cross join lateral (select unnest(s.ids) as external_id, true as there union all select unnest(s.gone), false) m
          where s.workspace_id = ${workspaceId} and s.stream_id = ${id}
        ), last_word as (
          select distinct on (before, external_id) before, external_id, there from mention order by before, external_id, generation desc, id desc
        ), known as (select external_id from last_word where before and there),
           seen as (select external_id from last_word where not before and there)
        select (select count(*)::int from known) as known, (select count(*)::int from seen) as seen,
               (select coalesce(jsonb_agg(external_id), '[]'::jsonb) from (select external_id from known except select external_id from seen) gone) as missing`,
  );
  return row ?? { known: 0, seen: 0, missing: [] };
}

/** The older generations have done their work; ids that a guard still protects are carried over so that they stay known. */
export async function dropOlder(tx: Transaction, { workspaceId, id, generation }: Where, keep: readonly string[]): Promise<void> {
  await tx.execute(sql`delete from stream_seen where workspace_id = ${workspaceId} and stream_id = ${id} and generation < ${generation}`);
  if (keep.length > 0) {
    await tx.execute(
      sql`insert into stream_seen (workspace_id, id, stream_id, generation, ids) values (${workspaceId}, ${uuidv7()}, ${id}, ${generation - 1}, ${textArray(keep)})`,
    );
  }
}
