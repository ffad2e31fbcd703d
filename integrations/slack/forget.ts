import { type SQL, sql } from 'drizzle-orm';
import { arrayOf, type Forget } from '#sdk';

/** What is forgotten with a person: cards and threads of ours that speak of them. */
export const forget: Forget = async (tx, workspaceId, person) => {
  const run = (statement: SQL) => tx.execute(statement);
  const here = sql`workspace_id = ${workspaceId}`;
  const ids = arrayOf(person.contactIds, 'uuid');

  const card = sql`${here} and record_type = 'contact' and record_id = any(${ids})`;
  for (const table of ['slack_links', 'slack_undos', 'slack_cards']) await run(sql`delete from ${sql.identifier(table)} where ${card}`);
  await run(sql`update slack_messages set text = '' where ${card}`);
  await run(sql`update slack_deliveries set sentence = '', why = '{}' where ${card}`);
  await run(sql`delete from slack_claims where ${here} and contact_id = any(${ids})`);
  return [];
};
