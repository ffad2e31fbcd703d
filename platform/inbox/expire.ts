import type { Database } from '#platform/database/database';

const DAY_MS = 86_400_000;
/** Longer than any provider repeats a webhook: the longest published schedule ends after 76 hours. */
export const KEY_DAYS = 5;
export const ARCHIVE_DAYS = 30;
const SLICE = 2000;

/** Forgets keys, one-time tokens and archived events past their time, in slices that leave the database free between them. */
export async function expireWebhooks(database: Pick<Database, 'systemQuery'>, now: Date): Promise<number> {
  const before = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString();
  const slices: { text: string; at: string }[] = [
    {
      text: `delete from webhook_inbox where (workspace_id, id) in (select workspace_id, id from webhook_inbox where state = 'processed' and processed_at < $1 limit ${SLICE})`,
      at: before(KEY_DAYS),
    },
    { text: `delete from webhook_tokens where token_hash in (select token_hash from webhook_tokens where used_at < $1 limit ${SLICE})`, at: before(KEY_DAYS) },
    {
      text: `delete from webhook_archive where (workspace_id, id, received_at) in (select workspace_id, id, received_at from webhook_archive where received_at < $1 limit ${SLICE})`,
      at: before(ARCHIVE_DAYS),
    },
    {
      // A parked or unrouted event may be older than the archive and still needs its request.
      text: `delete from webhook_requests where (workspace_id, request_id) in (
               select r.workspace_id, r.request_id from webhook_requests r where r.received_at < $1
                 and not exists (select from webhook_inbox w where w.workspace_id = r.workspace_id and w.request_id = r.request_id and w.state in ('parked', 'unrouted', 'overtaken'))
                 and not exists (select from webhook_inbox w where w.request_id = r.request_id and w.state in ('received', 'failed'))
               limit ${SLICE})`,
      at: before(ARCHIVE_DAYS),
    },
  ];
  let removed = 0;
  for (const { text, at } of slices) {
    for (;;) {
      const rows = await database.systemQuery({ text: `with gone as (${text} returning 1) select count(*)::int as gone from gone`, values: [at] });
      const { gone } = rows[0] as { gone: number };
      removed += gone;
      if (gone < SLICE) break;
    }
  }
  return removed;
}
