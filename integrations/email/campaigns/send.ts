import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Context, Transaction } from '#sdk';
import { type CampaignRow, campaignById, changeCampaign, lockCampaign } from '../store/campaigns.ts';
import { saveLinks } from '../store/engagements.ts';
import type { Person } from '../store/merge-data.ts';
import { outreachSettings, trackingOf } from '../store/outreach-settings.ts';
import { senderNamed, senderOf } from '../templates/sender.ts';
import { decidePage, topicOf } from './audience.ts';
import { type Fate, laterMs, MOST_ATTEMPTS } from './fate.ts';
import { handOver } from './hand-over.ts';
import { type Claimed, claim, hand, LEASE_SECONDS, recentlyBy, recentlyHanded, release, renew, type Settlement, settle, underWay } from './ledger.ts';
import { allowance, overDomain } from './throttle.ts';
import { openWay, type Way } from './transports.ts';
import { fromOf, type Writer, type Written, writerOf } from './writing.ts';

const MINUTE_MS = 60_000;
/** What one hand-over holds: at most so many are unknown when the process dies. */
const SINGLES = 50;
const BATCH = 500;
/** Then another campaign has its turn. */
const SLICE_MS = 20_000;

export type SliceEnd = 'again' | 'nothing_due' | 'not_sending' | { waitUntil: Date | null; reason: string };

/** Sends for a while. What it claims is settled, handed back or, when it dies, found by the sweep. */
export async function sendSlice(ctx: Context, campaignId: string): Promise<SliceEnd> {
  const { workspaceId } = ctx;
  const campaign = await ctx.db.transaction((tx) => campaignById(tx, workspaceId, campaignId));
  if (campaign.state !== 'sending') return 'not_sending';
  const desk = await deskOf(ctx, campaign);
  const started = performance.now();
  while (!ctx.signal.aborted) {
    const way = await openWay(ctx, await ctx.db.transaction((tx) => campaignById(tx, workspaceId, campaignId)), ctx.clock.now());
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

/** Claims a page, writes it, commits that it is handed over, hands it over, and records what became of it. */
async function sendPage(ctx: Context, campaignId: string, way: Way, desk: Desk): Promise<'page' | SliceEnd> {
  const { workspaceId } = ctx;
  const token = randomUUID();
  const size = way.transport.sendBatch ? Math.min(way.transport.maxBatch, BATCH) : SINGLES;
  const claimed = await ctx.db.transaction((tx) => claimPage(tx, ctx, campaignId, way, token, size));
  if (!Array.isArray(claimed)) return claimed;
  if (claimed.length === 0) return 'nothing_due';
  const beat = setInterval(() => void ctx.db.transaction((tx) => renew(tx, workspaceId, token)).catch(() => {}), (LEASE_SECONDS * 1000) / 4);
  try {
    const { written, settled } = await writePage(ctx, claimed, desk);
    const now = ctx.clock.now();
    const handed = await ctx.db.transaction(async (tx) => {
      await saveLinks(tx, workspaceId, desk.writer.tracker.takeLinks());
      await settleExcluded(tx, ctx, token, settled);
      return hand(
        tx,
        workspaceId,
        token,
        way.connectionId,
        way.transport.provider,
        [...written].map(([id, { message, contentHash, isTracked }]) => ({ id, messageId: message.messageId, contentHash, isTracked })),
        now,
      );
    });
    const mine = [...written].filter(([id]) => handed.has(id));
    if (mine.length === 0) return 'page';
    const fates = await handOver(
      way,
      mine.map(([, { message }]) => message),
    );
    await record(ctx, campaignId, way, token, mine, fates, new Map(claimed.map((row) => [row.id, row.attempts + 1])));
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
  const handed = await recentlyHanded(tx, workspaceId, campaignId, since);
  const byTransport =
    limits.transportPerMinute === undefined
      ? 0
      : ((await recentlyBy(tx, workspaceId, since)).find(({ connectionId }) => connectionId === way.connectionId)?.count ?? 0);
  const { limit, fullDomains, byDomain } = allowance(limits, handed, byTransport, await underWay(tx, workspaceId, campaignId), size);
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
  for (const row of claimed) {
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

async function record(
  ctx: Context,
  campaignId: string,
  way: Way,
  token: string,
  mine: readonly (readonly [string, Written])[],
  fates: ReadonlyMap<string, Fate>,
  attempts: ReadonlyMap<string, number>,
): Promise<void> {
  const now = ctx.clock.now();
  let rests: { until: Date; reason: string } | undefined;
  const rows = mine.map(([id, { message }]): Settlement => {
    const fate: Fate = fates.get(message.key) ?? { state: 'unknown', reason: 'Nothing was heard of it.' };
    const none = { providerId: null, dueAt: null, askAt: null };
    if (fate.state === 'accepted') return { ...none, id, state: 'accepted', reason: null, providerId: fate.providerId ?? null };
    if (fate.state === 'failed') return { ...none, id, state: 'failed', reason: fate.reason };
    if (fate.state === 'unknown')
      return { ...none, id, state: 'unknown', reason: fate.reason, askAt: way.transport.find ? new Date(now.getTime() + 30_000).toISOString() : null };
    const tried = attempts.get(id) ?? 1;
    if (fate.transportIsDown) {
      rests = { until: new Date(now.getTime() + fate.afterMs), reason: fate.reason };
      // By the next way at once: it certainly did not leave by this one.
      return { ...none, id, state: 'queued', reason: fate.reason };
    }
    if (tried >= MOST_ATTEMPTS) return { ...none, id, state: 'failed', reason: fate.reason };
    return { ...none, id, state: 'queued', reason: fate.reason, dueAt: new Date(now.getTime() + laterMs(tried, fate.afterMs)).toISOString() };
  });
  await ctx.db.transaction(async (tx) => {
    // The campaign before its recipients, as everybody locks them.
    if (rests) {
      const locked = await lockCampaign(tx, ctx.workspaceId, campaignId);
      await changeCampaign(tx, locked, { resting: { ...locked.resting, [way.connectionId]: { until: rests.until.toISOString(), reason: rests.reason } } }, now);
    }
    await settle(tx, ctx.workspaceId, token, way.transport.provider, rows, now);
  });
}
