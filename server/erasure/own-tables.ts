import { sql } from 'drizzle-orm';
import { arrayOf, type ForgottenPerson, type Transaction, type WorkspaceId } from '#sdk';

/** What was rung because of them. */
export const eraseNotifications = (tx: Transaction, workspaceId: WorkspaceId, { contactIds }: ForgottenPerson) =>
  tx.execute(
    sql`delete from notifications where workspace_id = ${workspaceId} and exists (select from unnest(${arrayOf(contactIds, 'text')}) id where href like '%' || id || '%')`,
  );

/** What was told of them, as the reader of the outbox: the application itself never changes an event. */
export async function eraseFromEvents(tx: Transaction, workspaceId: WorkspaceId, { contactIds, emptied, struck }: ForgottenPerson): Promise<void> {
  const subjects = arrayOf([...contactIds, ...emptied, ...struck], 'text');
  await tx.execute(
    sql`update events set data = jsonb_build_object('id', subject_id), previous = null where workspace_id = ${workspaceId} and type <> 'contact.erased'
        and (subject_id = any(${subjects}) or data->>'contactId' = any(${arrayOf(contactIds, 'text')}))`,
  );
}
