import { type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { afterFailure, failureText } from './retry.ts';
import type { WaitingEvent } from './waiting.ts';

/** Columns that the archive takes over as they are. */
const KEPT =
  'workspace_id id request_id event_index integration provider topic connection_id account_id event_id type ordering_key sequence received_at size sealed'.split(
    ' ',
  );
const KEPT_NAMES = sql.raw(KEPT.join(', '));
const KEPT_VALUES = sql.raw(KEPT.map((name) => `w.${name}`).join(', '));

/** As text first: the engines do not agree on what they take for an array. */
const list = (values: readonly string[]): SQL => sql`${`{${values.join(',')}}`}::text`;
const uuids = (values: readonly string[]): SQL => sql`${list(values)}::uuid[]`;
const bigints = (values: readonly string[]): SQL => sql`${list(values)}::bigint[]`;
const keyed = (events: readonly { workspaceId: string; id: string }[]): SQL =>
  sql`unnest(${uuids(events.map((e) => e.workspaceId))}, ${uuids(events.map((e) => e.id))}) as k(workspace_id, id)`;

/** Claims for this transaction what is still waiting: locks each key, then its rows. */
export async function claim(tx: Transaction, events: readonly WaitingEvent[], now: Date): Promise<{ claimed: WaitingEvent[]; lockedElsewhere: string[] }> {
  const keys = [...new Set(events.map((event) => event.keyHash))];
  const locks = await rowsOf<{ key: string; ok: boolean }>(
    tx,
    sql`select k::text as key, pg_try_advisory_xact_lock(k) as ok from unnest(${bigints(keys)}) as k`,
  );
  const mine = new Set(locks.filter((lock) => lock.ok).map((lock) => lock.key));
  // A statement of its own, after the locks: it sees what the holder before us committed.
  const rows = await rowsOf<{ workspace_id: string; id: string }>(
    tx,
    sql`select w.workspace_id, w.id from webhook_inbox w join ${keyed(events.filter((event) => mine.has(event.keyHash)))} on w.workspace_id = k.workspace_id and w.id = k.id
        where (w.state = 'received' or (w.state = 'failed' and w.next_try_at <= ${now.toISOString()}::timestamptz))
          and not exists (select from webhook_inbox h where h.key_hash = w.key_hash and h.state = 'failed' and h.next_try_at > ${now.toISOString()}::timestamptz)
        for update of w skip locked`,
  );
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
export async function settleHandled(tx: Transaction, events: readonly WaitingEvent[], now: Date): Promise<void> {
  if (events.length === 0) return;
  const at = sql`${now.toISOString()}::timestamptz`;
  await tx.execute(sql`
    with moved as (
      insert into webhook_archive (${KEPT_NAMES}, attempts, processed_at)
      select ${KEPT_VALUES}, w.attempts + 1, ${at} from webhook_inbox w join ${keyed(events)} on w.workspace_id = k.workspace_id and w.id = k.id
      on conflict (workspace_id, id, received_at) do update set attempts = excluded.attempts, processed_at = excluded.processed_at
    ), passed as (
      update webhook_inbox w set state = 'overtaken'
      from unnest(${bigints(events.map((e) => e.keyHash))}, ${uuids(events.map((e) => e.requestId))}) as k(key_hash, request_id)
      where w.key_hash = k.key_hash and w.state = 'parked' and w.request_id < k.request_id
    )
    update webhook_inbox w set state = 'processed', processed_at = ${at}, attempts = w.attempts + 1, error = null, sealed = null
    from ${keyed(events)} where w.workspace_id = k.workspace_id and w.id = k.id`);
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
