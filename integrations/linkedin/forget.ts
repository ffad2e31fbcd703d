import { type SQL, sql } from 'drizzle-orm';
import { arrayOf, ERASED, type Forget, identitiesOf, withoutNames } from '#sdk';

/** What is forgotten with a person: leads keep their place in the ledger; the copy of a member's network loses them. */
export const forget: Forget = async (tx, workspaceId, person) => {
  const run = (statement: SQL) => tx.execute(statement);
  const here = sql`workspace_id = ${workspaceId}`;
  const ids = arrayOf(person.contactIds, 'uuid');
  const emails = arrayOf(identitiesOf(person, 'email'), 'text');
  const slugs = arrayOf(identitiesOf(person, 'linkedin'), 'text');
  const without = (column: string) => withoutNames(column, person);

  await run(
    sql`update linkedin_leads set answers = '[]', hidden_fields = '{}', title = ${ERASED}, contact_id = null where ${here} and contact_id = any(${ids})`,
  );
  const known = sql`${here} and (contact_id = any(${ids}) or slug = any(${slugs}))`;
  await run(sql`delete from linkedin_changes where ${here} and person_id in (select id from linkedin_people where ${known} or lower(email) = any(${emails}))`);
  await run(sql`delete from linkedin_people where ${known} or (${here} and lower(email) = any(${emails}))`);
  await run(sql`delete from linkedin_invitations where ${known}`);
  const talks = sql`select conversation_id, owner_user_id from linkedin_threads where ${here} and contact_id = any(${ids}) and not is_group`;
  await run(
    sql`update linkedin_messages set from_name = ${ERASED}, from_slug = null, subject = null, content = '' where ${here} and (conversation_id, owner_user_id) in (${talks})`,
  );
  await run(
    sql`update linkedin_threads set title = ${ERASED}, slugs = '[]', names = '[]', last_text = '', draft = null, draft_state = null, contact_id = null where ${here} and contact_id = any(${ids}) and not is_group`,
  );
  await run(
    sql`update linkedin_threads set names = ${without('names')}::jsonb, last_text = ${without('last_text')}, contact_id = null where ${here} and contact_id = any(${ids})`,
  );
  return [];
};
