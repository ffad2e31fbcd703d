import { sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { afterFailure, failureText } from './retry.ts';
import { isDue, type WaitingEvent } from './waiting.ts';

/** Columns that the archive takes over as they are. */
const KEPT =
  'workspace_id id request_id event_index integration provider topic connection_id account_id event_id type ordering_key sequence received_at size sealed'.split(
    ' ',
  );
type Open = Pick<Database, 'openQuery'>;
/** As text first: the engines do not agree on what they take for an array. */
const list = (values: readonly string[]): string => `{${values.join(',')}}`;
const LOCK = 'select k::text as key, pg_try_advisory_xact_lock(k) as ok from unnest($1::text::bigint[]) as k';
const CLAIM = `
  select w.workspace_id, w.id from webhook_inbox w join unnest($1::text::uuid[], $2::text::uuid[]) as k(workspace_id, id) on w.workspace_id = k.workspace_id and w.id = k.id
  where ${isDue('$3')}
  for update of w skip locked`;
const KEYED = 'unnest($1::text::uuid[], $2::text::uuid[]) as k(workspace_id, id)';
const SETTLE = `
  with moved as (
    insert into webhook_archive (${KEPT.join(', ')}, attempts, processed_at)
    select ${KEPT.map((name) => `w.${name}`).join(', ')}, w.attempts + 1, $3::timestamptz
    from webhook_inbox w join ${KEYED} on w.workspace_id = k.workspace_id and w.id = k.id
    on conflict (workspace_id, id, received_at) do update set attempts = excluded.attempts, processed_at = excluded.processed_at
  ), passed as (
    update webhook_inbox w set state = 'overtaken'
    from unnest($4::text::bigint[], $5::text::uuid[]) as k(key_hash, request_id)
    where w.key_hash = k.key_hash and w.state = 'parked' and w.request_id < k.request_id
  )
  update webhook_inbox w set state = 'processed', processed_at = $3::timestamptz, attempts = w.attempts + 1, error = null, sealed = null
  from ${KEYED} where w.workspace_id = k.workspace_id and w.id = k.id`;

/** Claims for the open transaction what is still waiting: locks each key, then its rows. */
export async function claim(database: Open, events: readonly WaitingEvent[], now: Date): Promise<{ claimed: WaitingEvent[]; lockedElsewhere: string[] }> {
  const keys = [...new Set(events.map((event) => event.keyHash))];
  const locks = await database.openQuery<{ key: string; ok: boolean }>({ name: 'webhook_inbox_lock', text: LOCK, values: [list(keys)] });
  const mine = new Set(locks.filter((lock) => lock.ok).map((lock) => lock.key));
  const ours = events.filter((event) => mine.has(event.keyHash));
  // A statement of its own, after the locks: it sees what the holder before us committed.
  const rows = await database.openQuery<{ workspace_id: string; id: string }>({
    name: 'webhook_inbox_claim',
    text: CLAIM,
    values: [list(ours.map((e) => e.workspaceId)), list(ours.map((e) => e.id)), now.toISOString()],
  });
  const found = new Set(rows.map((row) => `${row.workspace_id}/${row.id}`));
  // Of a key only an unbroken run from its first event: what is missing is handled, or somebody has it.
  const broken = new Set<string>();
  const claimed = events.filter((event) => {
    if (!found.has(`${event.workspaceId}/${event.id}`)) broken.add(event.keyHash);
    return !broken.has(event.keyHash);
  });
  return { claimed, lockedElsewhere: keys.filter((key) => !mine.has(key)) };
}

/** Handled: the event moves to the archive, its key stays; parked events that it passed by are marked. */
export async function settleHandled(database: Open, events: readonly WaitingEvent[], now: Date): Promise<void> {
  if (events.length === 0) return;
  await database.openQuery({
    name: 'webhook_inbox_settle',
    text: SETTLE,
    values: [
      list(events.map((e) => e.workspaceId)),
      list(events.map((e) => e.id)),
      now.toISOString(),
      list(events.map((e) => e.keyHash)),
      list(events.map((e) => e.requestId)),
    ],
  });
}

/** Not handled: a further try later, or parked. Gives those that were parked. */
export async function settleFailed(tx: Transaction, failures: readonly { event: WaitingEvent; error: unknown }[], now: Date): Promise<WaitingEvent[]> {
  const parked: WaitingEvent[] = [];
  for (const { event, error } of failures) {
    const attempts = event.attempts + 1;
    const next = afterFailure(attempts, now);
    if (next.state === 'parked') parked.push(event);
    const nextTryAt = (next.state === 'failed' ? next.nextTryAt : now).toISOString();
    await tx.execute(sql`
      update webhook_inbox set state = ${next.state}, attempts = ${attempts}, error = ${failureText(error)}, next_try_at = ${nextTryAt}::timestamptz
      where workspace_id = ${event.workspaceId} and id = ${event.id} and state in ('received', 'failed')`);
  }
  return parked;
}
