import { sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { CrmScope } from '../scope.ts';
import { remember } from './merged-rows.ts';

const ordered = (one: ReturnType<typeof sql>, other: ReturnType<typeof sql>) => sql`least(${one}, ${other}), greatest(${one}, ${other})`;

/** That the two are one is decided; of whom the loser is no duplicate the winner is none either. */
export async function movePairs(tx: Transaction, scope: CrmScope, mergeId: string, winnerId: string, loserId: string): Promise<void> {
  const { workspaceId, actorName } = scope;
  const [winner, loser] = [sql`${winnerId}::uuid`, sql`${loserId}::uuid`];
  const of = sql`p.workspace_id = ${workspaceId} and (p.first_id in (${winner}, ${loser}) or p.second_id in (${winner}, ${loser}))`;
  await tx.execute(remember(scope, mergeId, ['pairs'], sql`(select to_jsonb(p) as row from duplicate_pairs p where ${of}) held`));
  await tx.execute(sql`update duplicate_pairs set state = 'merged', decided_by = ${actorName}
    where workspace_id = ${workspaceId} and (first_id, second_id) = (${ordered(winner, loser)})`);
  const other = sql`case when p.first_id = ${loser} then p.second_id else p.first_id end`;
  await tx.execute(sql`
    with carried as (
      insert into duplicate_pairs (workspace_id, first_id, second_id, score, reasons, state, decided_by, found_at)
      select p.workspace_id, ${ordered(winner, other)}, p.score, p.reasons, p.state, p.decided_by, p.found_at from duplicate_pairs p
      where p.workspace_id = ${workspaceId} and p.state = 'dismissed' and ${loser} in (p.first_id, p.second_id) and ${winner} not in (p.first_id, p.second_id)
      order by 2, 3
      on conflict (workspace_id, first_id, second_id) do update set state = 'dismissed', decided_by = excluded.decided_by where duplicate_pairs.state = 'open'
      returning jsonb_build_object('first_id', first_id, 'second_id', second_id) as row
    ) ${remember(scope, mergeId, ['carried'], sql`carried`)}`);
}

/** As it was decided before they were one. */
export async function movePairsBack(tx: Transaction, { workspaceId }: CrmScope, mergeId: string, winnerId: string, loserId: string): Promise<void> {
  const [winner, loser] = [sql`${winnerId}::uuid`, sql`${loserId}::uuid`];
  const undo = (part: string) => sql`(select undo->${part}::text from merges where workspace_id = ${workspaceId} and id = ${mergeId})`;
  await tx.execute(sql`delete from duplicate_pairs p where p.workspace_id = ${workspaceId}
    and ((p.first_id, p.second_id) = (${ordered(winner, loser)}) or (p.first_id, p.second_id) in (select first_id, second_id from jsonb_to_recordset(${undo('carried')}) as k(first_id uuid, second_id uuid)))`);
  await tx.execute(sql`insert into duplicate_pairs select r.* from jsonb_populate_recordset(null::duplicate_pairs, ${undo('pairs')}) r
    where (select count(*) from contacts c where c.workspace_id = r.workspace_id and c.id in (r.first_id, r.second_id)) = 2 on conflict do nothing`);
}
