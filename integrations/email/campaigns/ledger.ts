import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { RecipientStep } from '../models/campaigns.ts';

/** A dead worker is noticed after this long; a living one renews four times as often. */
export const LEASE_SECONDS = 60;

export interface Claimed {
  id: string;
  contactId: string;
  address: string;
  domain: string;
  variant: string;
  attempts: number;
}
const rowsOf = async <T>(tx: Transaction, query: SQL): Promise<T[]> => {
  const answer = (await tx.execute(query)) as unknown as { rows: T[] } | T[];
  return Array.isArray(answer) ? answer : answer.rows;
};
const step = (entry: RecipientStep) => sql`${JSON.stringify([entry])}::jsonb`;

/**
 * `queued → reserved`: the next ones that are due, for this worker alone. The campaign's row is locked by the caller, so
 * that what the throttle allows is counted once. `fullDomains` have had their share.
 */
export function claim(
  tx: Transaction,
  workspaceId: string,
  campaignId: string,
  { limit, token, now, fullDomains }: { limit: number; token: string; now: Date; fullDomains: readonly string[] },
) {
  return rowsOf<Claimed>(
    tx,
    // Materialized: a plan that runs the inner query once for each row would lock, and so claim, more than the limit.
    sql`with next as materialized (
          select id from email_campaign_recipients
          where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and state = 'queued' and (due_at is null or due_at <= ${now.toISOString()}::timestamptz)
            ${fullDomains.length > 0 ? sql`and domain not in ${fullDomains}` : sql``}
          order by position limit ${limit} for update skip locked)
        update email_campaign_recipients r set state = 'reserved', lease_token = ${token}::uuid, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
          updated_at = ${now.toISOString()}::timestamptz
        from next where r.workspace_id = ${workspaceId} and r.id = next.id
        returning r.id, r.contact_id as "contactId", r.address, r.domain, r.variant, r.attempts`,
  );
}

export interface HandOver {
  id: string;
  messageId: string;
  contentHash: string;
  isTracked: boolean;
}
/**
 * `reserved → handed`, committed before the first byte leaves. What is not among the answers is no longer ours, or its
 * campaign was paused meanwhile.
 */
export async function hand(
  tx: Transaction,
  workspaceId: string,
  campaignId: string,
  token: string,
  connectionId: string,
  transport: string,
  rows: readonly HandOver[],
  now: Date,
): Promise<Set<string>> {
  const handed = await rowsOf<{ id: string }>(
    tx,
    sql`update email_campaign_recipients r set state = 'handed', attempts = r.attempts + 1, connection_id = ${connectionId}::uuid, message_id = x."messageId",
          content_hash = x."contentHash", is_tracked = x."isTracked", handed_at = ${now.toISOString()}::timestamptz, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
          history = r.history || ${step({ at: now.toISOString(), state: 'handed', source: transport })}, updated_at = ${now.toISOString()}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, "messageId" text, "contentHash" text, "isTracked" boolean)
        where r.workspace_id = ${workspaceId} and r.id = x.id and r.lease_token = ${token}::uuid and r.state = 'reserved'
          and exists (select 1 from email_campaigns c where c.workspace_id = ${workspaceId} and c.id = ${campaignId} and c.state = 'sending')
        returning r.id`,
  );
  return new Set(handed.map(({ id }) => id));
}

export interface Settlement {
  id: string;
  state: 'accepted' | 'failed' | 'unknown' | 'queued';
  reason: string | null;
  providerId: string | null;
  /** Of those that go back into the queue. */
  dueAt: string | null;
  askAt: string | null;
}
/** What was heard of before its hand-over was settled has left, whatever became of the answer. */
const settleHeard = (tx: Transaction, workspaceId: string, ids: readonly string[], at: string) =>
  tx.execute(sql`
    update email_campaign_recipients set state = 'accepted', reason = null, ask_at = null, settled_at = ${at}::timestamptz, updated_at = ${at}::timestamptz,
      history = history || ${step({ at, state: 'accepted', source: 'heard' })}
    where workspace_id = ${workspaceId} and id in ${ids} and state = 'unknown'
      and coalesce(delivered_at, bounced_at, complained_at, replied_at, auto_replied_at, opened_at, clicked_at) is not null`);

/** What became of those that this worker holds. Late answers are taken too, as long as nobody settled it otherwise. */
export async function settle(tx: Transaction, workspaceId: string, token: string, source: string, rows: readonly Settlement[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const at = now.toISOString();
  await tx.execute(sql`
    update email_campaign_recipients r set state = x.state, reason = x.reason, provider_id = coalesce(x."providerId", r.provider_id), due_at = coalesce(x."dueAt", r.due_at),
      ask_at = x."askAt", settled_at = case when x.state in ('accepted', 'failed') then ${at}::timestamptz end, lease_token = case when x.state = 'unknown' then r.lease_token end, lease_until = null,
      history = r.history || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('at', ${at}::text, 'state', x.state, 'source', ${source}::text, 'evidence', x.reason))),
      updated_at = ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, state text, reason text, "providerId" text, "dueAt" timestamptz, "askAt" timestamptz)
    where r.workspace_id = ${workspaceId} and r.id = x.id and r.lease_token = ${token}::uuid and r.state in ('reserved', 'handed', 'unknown')`);
  const unknown = rows.filter(({ state }) => state === 'unknown').map(({ id }) => id);
  if (unknown.length > 0) await settleHeard(tx, workspaceId, unknown, at);
}

/** Gives back what was reserved and not handed, whatever the reason. */
export const release = (tx: Transaction, workspaceId: string, token: string, now: Date) =>
  tx.execute(sql`update email_campaign_recipients set state = 'queued', lease_token = null, lease_until = null, updated_at = ${now.toISOString()}::timestamptz
                 where workspace_id = ${workspaceId} and lease_token = ${token}::uuid and state = 'reserved'`);

export const renew = (tx: Transaction, workspaceId: string, token: string) =>
  tx.execute(sql`update email_campaign_recipients set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
                 where workspace_id = ${workspaceId} and lease_token = ${token}::uuid and state in ('reserved', 'handed')`);

/** What dead workers left: reserved ones were never handed and go on; handed ones nobody can know of. */
export async function sweep(tx: Transaction, workspaceId: string, now: Date): Promise<{ freed: number; unknown: number }> {
  const at = now.toISOString();
  const freed = await rowsOf<{ id: string }>(
    tx,
    sql`update email_campaign_recipients set state = 'queued', lease_token = null, lease_until = null, updated_at = ${at}::timestamptz
        where workspace_id = ${workspaceId} and lease_until < now() and state = 'reserved' returning id`,
  );
  const unknown = await rowsOf<{ id: string }>(
    tx,
    sql`update email_campaign_recipients set state = 'unknown', reason = 'The process that sent it ended before the answer came.', lease_until = null, ask_at = ${at}::timestamptz,
          history = history || ${step({ at, state: 'unknown', source: 'hub', evidence: 'The process that sent it ended before the answer came.' })}, updated_at = ${at}::timestamptz
        where workspace_id = ${workspaceId} and lease_until < now() and state = 'handed' returning id`,
  );
  if (unknown.length > 0)
    await settleHeard(
      tx,
      workspaceId,
      unknown.map(({ id }) => id),
      at,
    );
  return { freed: freed.length, unknown: unknown.length };
}

/** What a limit per minute counts: handed over in the last minute, or spoken for by a worker that is about to; by domain. */
export const spokenFor = (tx: Transaction, workspaceId: string, campaignId: string, since: Date) =>
  rowsOf<{ domain: string; count: number }>(
    tx,
    sql`select domain, count(*)::int as count from email_campaign_recipients
        where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and (handed_at > ${since.toISOString()}::timestamptz or state = 'reserved') group by 1`,
  );
/** How many were handed over in the last minute, by transport and by domain. */
export const recentlyHanded = (tx: Transaction, workspaceId: string, campaignId: string, since: Date) =>
  rowsOf<{ domain: string; connectionId: string; count: number }>(
    tx,
    sql`select domain, connection_id as "connectionId", count(*)::int as count from email_campaign_recipients
        where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and handed_at > ${since.toISOString()}::timestamptz group by 1, 2`,
  );
/** By transport over all campaigns of the workspace: an account's limit knows no campaigns. */
export const recentlyBy = (tx: Transaction, workspaceId: string, since: Date) =>
  rowsOf<{ connectionId: string; count: number }>(
    tx,
    sql`select connection_id as "connectionId", count(*)::int as count from email_campaign_recipients
        where workspace_id = ${workspaceId} and handed_at > ${since.toISOString()}::timestamptz group by 1`,
  );
/** Reserved by somebody, and so already spoken for. */
export const underWay = async (tx: Transaction, workspaceId: string, campaignId: string): Promise<number> =>
  (
    await rowsOf<{ count: number }>(
      tx,
      sql`select count(*)::int as count from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and state = 'reserved'`,
    )
  )[0]?.count ?? 0;

export interface Remaining {
  queued: number;
  /** Not due yet. */
  later: number;
  waiting: number;
  reserved: number;
  handed: number;
  nextDueAt: string | null;
}
export async function remaining(tx: Transaction, workspaceId: string, campaignId: string, now: Date): Promise<Remaining> {
  const [row] = await rowsOf<Remaining>(
    tx,
    sql`select count(*) filter (where state = 'queued' and (due_at is null or due_at <= ${now.toISOString()}::timestamptz))::int as queued,
               count(*) filter (where state = 'queued' and due_at > ${now.toISOString()}::timestamptz)::int as later,
               count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'reserved')::int as reserved,
               count(*) filter (where state = 'handed')::int as handed, min(due_at) filter (where state = 'queued' and due_at > ${now.toISOString()}::timestamptz) as "nextDueAt"
        from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and state in ('queued', 'waiting', 'reserved', 'handed')`,
  );
  return row ?? { queued: 0, later: 0, waiting: 0, reserved: 0, handed: 0, nextDueAt: null };
}
