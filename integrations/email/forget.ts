import { type SQL, sql } from 'drizzle-orm';
import { arrayOf, ERASED, type Forget, fileIdsIn, identitiesOf, withoutNames } from '#sdk';
import { addressHash } from './preferences/hashes.ts';
import { outreachSettings } from './store/outreach-settings.ts';
import { addErasure } from './store/preferences.ts';

/** What is forgotten with a person: copies of mails and what was sent go; ledgers of deliveries and campaigns name nobody. */
export const forget: Forget = async (tx, workspaceId, person) => {
  const run = (statement: SQL) => tx.execute(statement);
  const here = sql`workspace_id = ${workspaceId}`;
  const ids = arrayOf(person.contactIds, 'uuid');
  const emptied = arrayOf(person.emptied, 'uuid');
  const emails = arrayOf(identitiesOf(person, 'email'), 'text');
  const without = (column: string) => withoutNames(column, person);

  const mails = sql`${here} and activity_id = any(${emptied})`;
  const attached = await fileIdsIn(tx, 'email_messages', 'attachments', mails);
  await run(
    sql`update email_threads t set subject = null where t.workspace_id = ${workspaceId} and exists (select from email_messages m where m.workspace_id = t.workspace_id and m.thread_id = t.id and m.activity_id = any(${emptied}))`,
  );
  await run(
    sql`update email_messages set subject = null, snippet = null, text = null, html = null, "from" = null, "to" = '[]', cc = '[]', attachments = '[]', trace = '[]' where ${mails}`,
  );
  await run(
    sql`update email_messages set subject = ${without('subject')}, snippet = ${without('snippet')}, text = ${without('text')}, html = ${without('html')}, "from" = ${without('from')}::jsonb, "to" = ${without('to')}::jsonb, cc = ${without('cc')}::jsonb where ${here} and activity_id = any(${arrayOf(person.struck, 'uuid')})`,
  );
  const sent = sql`${here} and (contact_id = any(${ids}) or activity_id = any(${emptied}))`;
  const sentFiles = await fileIdsIn(tx, 'email_outgoing', 'files', sent);
  await run(
    sql`update email_outgoing set subject = '', html = null, text = null, "to" = '[]', cc = '[]', bcc = '[]', files = '[]', headers = '{}', metadata = '{}', contact_id = null,
        state = case when state = 'scheduled' then 'cancelled' else state end where ${sent}`,
  );
  await run(sql`delete from email_drafts where ${here} and contact_id = any(${ids})`);
  await run(sql`delete from email_contact_tracking where ${here} and contact_id = any(${ids})`);
  await run(sql`delete from email_topic_choices where ${here} and (contact_id = any(${ids}) or address = any(${emails}))`);
  await run(
    sql`update email_campaign_recipients set state = case when state in ('queued', 'waiting') then 'excluded' else state end, reason = case when state in ('queued', 'waiting') then 'erased' else reason end,
        address = ${`${ERASED}@erased.invalid`}, domain = 'erased.invalid', message_id = null, provider_id = null, history = '[]' where ${here} and contact_id = any(${ids})`,
  );
  await run(sql`delete from email_suppressions where ${here} and address = any(${emails})`);
  await run(sql`delete from email_delivery_facts where ${here} and address = any(${emails})`);
  await run(sql`delete from email_deliveries where ${here} and address = any(${emails})`);
  // What stays: by a salted hash no campaign and no topic reaches them again.
  const { erasureSalt } = await outreachSettings(tx, workspaceId);
  for (const address of identitiesOf(person, 'email')) await addErasure(tx, workspaceId, addressHash(erasureSalt, address), {}, person.at);
  return [...attached, ...sentFiles];
};
