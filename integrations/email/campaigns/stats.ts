import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { Outcome } from './variants.ts';

const rowsOf = async <T>(tx: Transaction, query: SQL): Promise<T[]> => {
  const answer = (await tx.execute(query)) as unknown as { rows: T[] } | T[];
  return Array.isArray(answer) ? answer : answer.rows;
};

export interface Counts {
  audience: number;
  excluded: number;
  queued: number;
  underWay: number;
  accepted: number;
  failed: number;
  unknown: number;
  delivered: number;
  bouncedHard: number;
  bouncedSoft: number;
  bouncedBlock: number;
  complained: number;
  unsubscribed: number;
  replied: number;
  autoReplied: number;
  openedByPeople: number;
  openedByMachines: number;
  clickedByPeople: number;
  clickedByMachines: number;
}

const FIELDS = sql`
  count(*)::int as audience,
  count(*) filter (where state = 'excluded')::int as excluded,
  count(*) filter (where state in ('queued', 'waiting'))::int as queued,
  count(*) filter (where state in ('reserved', 'handed'))::int as "underWay",
  count(*) filter (where state = 'accepted')::int as accepted,
  count(*) filter (where state = 'failed')::int as failed,
  count(*) filter (where state = 'unknown')::int as unknown,
  count(*) filter (where delivered_at is not null)::int as delivered,
  count(*) filter (where bounce_kind = 'hard')::int as "bouncedHard",
  count(*) filter (where bounce_kind = 'soft')::int as "bouncedSoft",
  count(*) filter (where bounce_kind = 'block')::int as "bouncedBlock",
  count(*) filter (where complained_at is not null)::int as complained,
  count(*) filter (where unsubscribed_at is not null)::int as unsubscribed,
  count(*) filter (where replied_at is not null)::int as replied,
  count(*) filter (where auto_replied_at is not null)::int as "autoReplied",
  count(*) filter (where human_opens > 0)::int as "openedByPeople",
  count(*) filter (where machine_opens > 0)::int as "openedByMachines",
  count(*) filter (where human_clicks > 0)::int as "clickedByPeople",
  count(*) filter (where machine_clicks > 0)::int as "clickedByMachines"`;

const NONE: Counts = {
  audience: 0,
  excluded: 0,
  queued: 0,
  underWay: 0,
  accepted: 0,
  failed: 0,
  unknown: 0,
  delivered: 0,
  bouncedHard: 0,
  bouncedSoft: 0,
  bouncedBlock: 0,
  complained: 0,
  unsubscribed: 0,
  replied: 0,
  autoReplied: 0,
  openedByPeople: 0,
  openedByMachines: 0,
  clickedByPeople: 0,
  clickedByMachines: 0,
};
export async function campaignCounts(tx: Transaction, workspaceId: string, campaignId: string): Promise<Counts> {
  const [row] = await rowsOf<Counts>(
    tx,
    sql`select ${FIELDS} from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id = ${campaignId}`,
  );
  return row ?? NONE;
}
export async function countsOfMany(tx: Transaction, workspaceId: string, campaignIds: readonly string[]): Promise<Map<string, Counts>> {
  if (campaignIds.length === 0) return new Map();
  const rows = await rowsOf<Counts & { id: string }>(
    tx,
    sql`select campaign_id as id, ${FIELDS} from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id in ${campaignIds} group by campaign_id`,
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

export const exclusionCounts = async (tx: Transaction, workspaceId: string, campaignId: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await rowsOf<{ reason: string; count: number }>(
        tx,
        sql`select reason, count(*)::int as count from email_campaign_recipients
            where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and state = 'excluded' group by reason order by count desc`,
      )
    ).map(({ reason, count }) => [reason, count]),
  );

/** Looks and clicks that nobody is behind, of those who are only counted. */
export async function aggregateCounts(tx: Transaction, workspaceId: string, campaignId: string) {
  const rows = await rowsOf<{ kind: string; verdict: string; count: number }>(
    tx,
    sql`select kind, verdict, count(*)::int as count from email_engagements where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and subject is null group by 1, 2`,
  );
  const of = (kind: string, human: boolean) =>
    rows.filter((row) => row.kind === kind && (row.verdict === 'human') === human).reduce((sum, { count }) => sum + count, 0);
  return { opensByPeople: of('open', true), opensByMachines: of('open', false), clicksByPeople: of('click', true), clicksByMachines: of('click', false) };
}

export const variantOutcomes = (tx: Transaction, workspaceId: string, campaignId: string): Promise<Outcome[]> =>
  rowsOf<Outcome>(
    tx,
    sql`select variant as key, count(*) filter (where state = 'accepted')::int as delivered, count(*) filter (where human_clicks > 0)::int as clicks,
               count(*) filter (where replied_at is not null)::int as replies
        from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and variant <> '' and state <> 'excluded' group by variant order by variant`,
  );

export const linkCounts = (tx: Transaction, workspaceId: string, campaignId: string) =>
  rowsOf<{ url: string; people: number; machines: number }>(
    tx,
    sql`select l.url, count(*) filter (where e.verdict = 'human')::int as people, count(*) filter (where e.verdict <> 'human')::int as machines
        from email_engagements e join email_links l on l.workspace_id = e.workspace_id and l.id = e.link_id
        where e.workspace_id = ${workspaceId} and e.campaign_id = ${campaignId} and e.kind = 'click' group by l.url order by people desc, machines desc limit 50`,
  );

/** Hours since it began, by what happened in them; for the plot. */
export const byHour = (tx: Transaction, workspaceId: string, campaignId: string) =>
  rowsOf<{ at: string; accepted: number; opens: number; clicks: number; replies: number }>(
    tx,
    sql`with happened as (
          select settled_at as at, 'accepted' as what from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and state = 'accepted'
          union all select replied_at, 'replies' from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and replied_at is not null
          union all select at, case when kind = 'open' then 'opens' else 'clicks' end from email_engagements
            where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and verdict = 'human')
        select to_char(date_trunc('hour', at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:00:00"Z"') as at, count(*) filter (where what = 'accepted')::int as accepted,
               count(*) filter (where what = 'opens')::int as opens, count(*) filter (where what = 'clicks')::int as clicks, count(*) filter (where what = 'replies')::int as replies
        from happened where at is not null group by 1 order by 1 limit 400`,
  );

/** Won deals of whoever clicked or answered, closed since the campaign began. Currencies are never added. */
export const revenue = (tx: Transaction, workspaceId: string, campaignId: string) =>
  rowsOf<{ currency: string; amount: string; deals: number }>(
    tx,
    sql`select d.currency, coalesce(sum(d.amount), 0)::text as amount, count(*)::int as deals from deals d
        where d.workspace_id = ${workspaceId} and d.status = 'won' and d.record_state = 'live'
          and d.actual_close_date >= (select started_at::date from email_campaigns where workspace_id = ${workspaceId} and id = ${campaignId})
          and exists (select from deal_contacts dc join email_campaign_recipients r on r.workspace_id = dc.workspace_id and r.contact_id = dc.contact_id
                      where dc.workspace_id = d.workspace_id and dc.deal_id = d.id and r.campaign_id = ${campaignId} and (r.clicked_at is not null or r.replied_at is not null))
        group by d.currency order by d.currency`,
  );

export interface Verified {
  audience: number;
  accepted: number;
  failed: number;
  unknown: number;
  skipped: number;
  repeated: number;
}
/**
 * Proof by the ledger itself: everybody is in exactly one state, nobody was left out of a finished campaign, and no mailbox
 * was handed the mail twice by us.
 */
export async function verify(tx: Transaction, workspaceId: string, campaignId: string, isOver: boolean): Promise<Verified> {
  const [row] = await rowsOf<Verified & { open: number }>(
    tx,
    sql`select count(*)::int as audience, count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'failed')::int as failed,
               count(*) filter (where state = 'unknown')::int as unknown, count(*) filter (where state in ('queued', 'waiting', 'reserved', 'handed'))::int as open,
               (select count(*)::int from (
                  select 1 from email_campaign_recipients t where t.workspace_id = ${workspaceId} and t.campaign_id = ${campaignId} and t.state in ('accepted', 'unknown')
                  group by lower(t.address) having count(*) > 1) twice)
               + count(*) filter (where (select count(*) from jsonb_array_elements(history) h where h->>'state' = 'accepted') > 1)::int as repeated
        from email_campaign_recipients where workspace_id = ${workspaceId} and campaign_id = ${campaignId}`,
  );
  if (!row) return { audience: 0, accepted: 0, failed: 0, unknown: 0, skipped: 0, repeated: 0 };
  const { open, ...rest } = row;
  return { ...rest, skipped: isOver ? open : 0 };
}
