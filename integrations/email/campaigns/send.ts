import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import { type CampaignRow, campaignById, lockCampaign } from '../store/campaigns.ts';
import { saveLinks } from '../store/engagements.ts';
import type { Person } from '../store/merge-data.ts';
import { outreachSettings, trackingOf } from '../store/outreach-settings.ts';
import { senderNamed, senderOf } from '../templates/sender.ts';
import { decidePage, topicOf } from './audience.ts';
import { leave } from './leave.ts';
import { type Claimed, claim, LEASE_SECONDS, recentlyBy, release, renew, spokenFor, underWay } from './ledger.ts';
import { allowance, overDomain } from './throttle.ts';
import { openWay, type Way } from './transports.ts';
import { fromOf, type Writer, type Written, writerOf } from './writing.ts';

const MINUTE_MS = 60_000;
/** Claimed and written at a time, where each one is a call of its own. */
const SINGLES = 50;
/** One call's: at most so many are unknown when the process dies in the midst of it. */
const BATCH = 500;
/** Some ten milliseconds of work. */
const WRITTEN_AT_ONCE = 25;
/** Then another campaign has its turn. */
const SLICE_MS = 20_000;

export type SliceEnd = 'again' | 'nothing_due' | 'not_sending' | { waitUntil: Date | null; reason: string };

/** Sends for a while. What it claims is settled, handed back or, when it dies, found by the sweep. */
export async function sendSlice(ctx: Context, campaignId: string): Promise<SliceEnd> {
  const { workspaceId } = ctx;
  const campaign = await ctx.db.transaction((tx) => campaignById(tx, workspaceId, campaignId));
  if (campaign.state !== 'sending') return 'not_sending';
  let desk: Desk;
  try {
    desk = await deskOf(ctx, campaign);
  } catch (error) {
    // The connection in whose name it sends is gone.
    if (error instanceof PatchbayError && error.code === 'not_found') return { waitUntil: null, reason: error.message };
    throw error;
  }
  const started = performance.now();
  while (!ctx.signal.aborted) {
    const { current, transportOrder } = await ctx.db.transaction(async (tx) => ({
      current: await campaignById(tx, workspaceId, campaignId),
      transportOrder: (await outreachSettings(tx, workspaceId)).transportOrder,
    }));
    const way = await openWay(ctx, current, transportOrder, ctx.clock.now());
    if (!('transport' in way)) return { waitUntil: way.restsUntil, reason: way.reason };
    const end = await sendPage(ctx, campaignId, way, desk);
    if (end !== 'page') return end;
    if (performance.now() - started > SLICE_MS) return 'again';
  }
  return 'again';
}

interface Desk {
  writer: Writer;
  topic: Awaited<ReturnType<typeof topicOf>>;
}
async function deskOf(ctx: Context, campaign: CampaignRow): Promise<Desk> {
  const { from: planned } = campaign.plan;
  const ids = planned?.connectionId ?? campaign.plan.transports[0];
  const connected = ids ? await ctx.withConnection(ids as never) : undefined;
  const from = connected ? fromOf(connected.connection, planned?.name) : { address: '' };
  const person = campaign.userId ? await senderOf(ctx, campaign.userId) : senderNamed(from.name ?? from.address, from.address);
  const { bookingUrl } = await ctx.db.transaction((tx) => outreachSettings(tx, ctx.workspaceId));
  const writer = await writerOf(ctx, campaign, { from, sender: { ...person, email: from.address || person.email }, bookingUrl });
  return { writer, topic: await topicOf(ctx, campaign.plan) };
}

/** Claims a page, writes it, and has it leave. */
async function sendPage(ctx: Context, campaignId: string, way: Way, desk: Desk): Promise<'page' | SliceEnd> {
  const { workspaceId } = ctx;
  const token = randomUUID();
  const { transport } = way;
  const size = transport.sendBatch || transport.sendInTurn ? Math.min(transport.maxBatch, BATCH) : SINGLES;
  const claimed = await ctx.db.transaction((tx) => claimPage(tx, ctx, campaignId, way, token, size));
  if (!Array.isArray(claimed)) return claimed;
  if (claimed.length === 0) return 'nothing_due';
  const beat = setInterval(() => void ctx.db.transaction((tx) => renew(tx, workspaceId, token)).catch(() => {}), (LEASE_SECONDS * 1000) / 4);
  try {
    const { written, settled } = await writePage(ctx, claimed, desk);
    await ctx.db.transaction(async (tx) => {
      await saveLinks(tx, workspaceId, desk.writer.tracker.takeLinks());
      await settleExcluded(tx, ctx, token, settled);
    });
    if (written.size > 0) await leave(ctx, way, { campaignId, token, written, attempts: new Map(claimed.map((row) => [row.id, row.attempts])) });
    return 'page';
  } finally {
    clearInterval(beat);
    // What was reserved and never handed is free again; after an error too.
    await ctx.db.transaction((tx) => release(tx, workspaceId, token, ctx.clock.now()));
  }
}

async function claimPage(tx: Transaction, ctx: Context, campaignId: string, way: Way, token: string, size: number): Promise<Claimed[] | SliceEnd> {
  const { workspaceId } = ctx;
  const locked = await lockCampaign(tx, workspaceId, campaignId);
  if (locked.state !== 'sending') return 'not_sending';
  const now = ctx.clock.now();
  const { transportPerMinute } = await outreachSettings(tx, workspaceId);
  const { perMinute, perDomainPerMinute } = locked.plan.throttle ?? {};
  const limits = { perMinute, perDomainPerMinute, transportPerMinute: transportPerMinute[way.connectionId] };
  const isLimited = Object.values(limits).some((each) => each !== undefined);
  if (!isLimited) return claim(tx, workspaceId, campaignId, { limit: size, token, now, fullDomains: [] });
  const since = new Date(now.getTime() - MINUTE_MS);
  const spoken = await spokenFor(tx, workspaceId, campaignId, since);
  const byTransport =
    limits.transportPerMinute === undefined
      ? 0
      : ((await recentlyBy(tx, workspaceId, since)).find(({ connectionId }) => connectionId === way.connectionId)?.count ?? 0);
  const { limit, fullDomains, byDomain } = allowance(limits, spoken, byTransport, await underWay(tx, workspaceId, campaignId), size);
  const wait: SliceEnd = { waitUntil: new Date(now.getTime() + 5_000), reason: 'The limit per minute is reached.' };
  if (limit === 0) return wait;
  const rows = await claim(tx, workspaceId, campaignId, { limit, token, now, fullDomains });
  const { keep, back } = overDomain(rows, byDomain, perDomainPerMinute);
  if (back.length > 0)
    await tx.execute(
      sql`update email_campaign_recipients set state = 'queued', lease_token = null, lease_until = null where workspace_id = ${workspaceId} and id in ${back.map(({ id }) => id)}`,
    );
  return keep.length === 0 && (back.length > 0 || fullDomains.length > 0) ? wait : keep;
}

interface Excluded {
  id: string;
  state: 'excluded' | 'failed';
  reason: string;
}
/** Asks once more who may be written to, and writes for those. */
async function writePage(ctx: Context, claimed: readonly Claimed[], { writer, topic }: Desk) {
  const ids = claimed.map(({ contactId }) => contactId);
  const { people, decisions } = await decidePage(ctx, ids, topic);
  const modeOf = await ctx.db.transaction((tx) => trackingOf(tx, ctx.workspaceId, ids));
  const written = new Map<string, Written>();
  const settled: Excluded[] = [];
  for (const [at, row] of claimed.entries()) {
    // Another worker's answers, and whoever looks at a page, do not wait for hundreds of mails to be written.
    if (at > 0 && at % WRITTEN_AT_ONCE === 0) await setImmediate();
    const decision = decisions.get(row.contactId);
    const person: Person | undefined = people.get(row.contactId);
    if (!decision || !person || 'excluded' in decision) {
      settled.push({ id: row.id, state: 'excluded', reason: decision && 'excluded' in decision ? decision.excluded : 'contact_deleted' });
      continue;
    }
    const result = writer.write(row, person, modeOf(row.contactId));
    if ('problem' in result) settled.push({ id: row.id, state: 'failed', reason: result.problem });
    else written.set(row.id, result.written);
  }
  return { written, settled };
}

async function settleExcluded(tx: Transaction, ctx: Context, token: string, rows: readonly Excluded[]): Promise<void> {
  if (rows.length === 0) return;
  const at = ctx.clock.now().toISOString();
  await tx.execute(sql`
    update email_campaign_recipients r set state = x.state, reason = x.reason, lease_token = null, lease_until = null, settled_at = ${at}::timestamptz, updated_at = ${at}::timestamptz,
      history = r.history || jsonb_build_array(jsonb_build_object('at', ${at}::text, 'state', x.state, 'source', 'hub', 'evidence', x.reason))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, state text, reason text)
    where r.workspace_id = ${ctx.workspaceId} and r.id = x.id and r.lease_token = ${token}::uuid and r.state = 'reserved'`);
}
