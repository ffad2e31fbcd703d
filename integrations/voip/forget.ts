import { type SQL, sql } from 'drizzle-orm';
import { arrayOf, type Forget, identitiesOf, withoutNames } from '#sdk';

/** What is forgotten with a person: what was said goes; that a call was made stays in the figures. */
export const forget: Forget = async (tx, workspaceId, person) => {
  const run = (statement: SQL) => tx.execute(statement);
  const here = sql`workspace_id = ${workspaceId}`;
  const ids = arrayOf(person.contactIds, 'uuid');
  const phones = arrayOf(identitiesOf(person, 'phone'), 'text');
  const without = (column: string) => withoutNames(column, person);

  const calls = sql`select id from voip_calls where ${here} and contact_id = any(${ids})`;
  const recorded = await tx.execute(sql`select distinct file_id as id from voip_recordings where ${here} and call_id in (${calls}) and file_id is not null`);
  await run(
    sql`delete from voip_recording_comments where ${here} and recording_id in (select id from voip_recordings where ${here} and call_id in (${calls}))`,
  );
  await run(
    sql`update voip_recordings set state = 'deleted', reason = 'erased', file_id = null, transcript = null, peaks = null where ${here} and call_id in (${calls})`,
  );
  await run(sql`update voip_call_events set facts = ${without('facts')}::jsonb where ${here} and call_id in (${calls})`);
  await run(
    sql`update voip_calls set counterpart = null, caller_name = null, notes = null, outcome_fields = '{}', match = null, from_number = case when from_number = any(${phones}) then '' else from_number end,
        to_number = case when to_number = any(${phones}) then '' else to_number end, legs = ${without('legs')}::jsonb, contact_id = null where ${here} and contact_id = any(${ids})`,
  );
  await run(sql`delete from voip_identities where ${here} and (contact_id = any(${ids}) or e164 = any(${phones}))`);
  await run(sql`delete from voip_lookups where ${here} and e164 = any(${phones})`);
  await run(sql`delete from voip_call_lists where ${here} and contact_id = any(${ids})`);
  return (recorded as unknown as { rows: { id: string }[] }).rows.map(({ id }) => id);
};
