import { sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { CrmScope } from '../scope.ts';
import { remember } from './merged-rows.ts';

/**
 * The searchable rows of custom fields. Both contacts' are kept aside whole; the winner has those of the fields that it
 * keeps and the loser's of the fields whose value it took, the loser none: it holds no unique value any more.
 */
export async function moveValues(
  tx: Transaction,
  scope: CrmScope,
  mergeId: string,
  winnerId: string,
  loserId: string,
  taken: readonly string[],
): Promise<void> {
  const { workspaceId } = scope;
  const rowsOf = (id: string) => sql`(select to_jsonb(v) as row from custom_values v where v.workspace_id = ${workspaceId} and v.record_id = ${id}) held`;
  await tx.execute(remember(scope, mergeId, ['winnerValues'], rowsOf(winnerId)));
  await tx.execute(remember(scope, mergeId, ['loserValues'], rowsOf(loserId)));
  const fields = sql`select f.id from custom_fields f where f.workspace_id = ${workspaceId} and f.entity = 'contact' and f.key in (select jsonb_array_elements_text(${JSON.stringify(taken)}::jsonb))`;
  await tx.execute(sql`delete from custom_values v where v.workspace_id = ${workspaceId} and v.record_id = ${winnerId} and v.field_id in (${fields})`);
  await tx.execute(
    sql`update custom_values v set record_id = ${winnerId} where v.workspace_id = ${workspaceId} and v.record_id = ${loserId} and v.field_id in (${fields})`,
  );
  await tx.execute(sql`delete from custom_values v where v.workspace_id = ${workspaceId} and v.record_id = ${loserId}`);
}

/** Both have their rows again: the winner of the fields that went back, the loser all of its own. */
export async function moveValuesBack(
  tx: Transaction,
  { workspaceId }: CrmScope,
  mergeId: string,
  winnerId: string,
  loserId: string,
  back: readonly string[],
): Promise<void> {
  const fields = sql`select f.id from custom_fields f where f.workspace_id = ${workspaceId} and f.entity = 'contact' and f.key in (select jsonb_array_elements_text(${JSON.stringify(back)}::jsonb))`;
  await tx.execute(sql`delete from custom_values v where v.workspace_id = ${workspaceId} and v.record_id = ${winnerId} and v.field_id in (${fields})`);
  const kept = (of: 'winnerValues' | 'loserValues') =>
    sql`jsonb_populate_recordset(null::custom_values, (select undo->${of}::text from merges where workspace_id = ${workspaceId} and id = ${mergeId})) r`;
  await tx.execute(sql`insert into custom_values select r.* from ${kept('winnerValues')} where r.field_id in (${fields}) on conflict do nothing`);
  await tx.execute(sql`insert into custom_values select r.* from ${kept('loserValues')}
    where r.record_id = ${loserId} and exists (select from custom_fields f where f.workspace_id = r.workspace_id and f.id = r.field_id) on conflict do nothing`);
}
