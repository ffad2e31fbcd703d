import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import type { CampaignState, RecipientState } from '../models/campaigns.ts';
import { type CampaignRow, campaignById, campaignPage, changeCampaign, deleteCampaign, freeze, insertCampaign, lockCampaign } from '../store/campaigns.ts';
import { recipientPage, type SHOWN } from '../store/recipients.ts';
import { tellCampaign } from './events.ts';
import { freezeVariants } from './freeze.ts';
import { recentlyHanded } from './ledger.ts';
import { type CampaignPlan, planProblems } from './plan.ts';
import { countAudience, preflight } from './preflight.ts';
import { type audienceAsked, type campaignChange, type newCampaign, toCampaignView, toRecipientView } from './shapes.ts';
import { aggregateCounts, byHour, campaignCounts, countsOfMany, exclusionCounts, linkCounts, revenue, variantOutcomes, verify } from './stats.ts';

type Id = { id: string };
type In<P = undefined, Q = undefined, B = undefined> = RouteInput<P, Q, B>;
const FORMULAS = {
  deliveryRate: 'delivered ÷ accepted (by SMTP: accepted less what bounced later)',
  bounceRate: '(hard + blocked) ÷ accepted',
  openRate: 'people who opened ÷ accepted; machines are counted apart',
  clickRate: 'people who clicked ÷ accepted; machines are counted apart',
  replyRate: 'people who answered ÷ accepted; automatic answers are counted apart',
  complaintRate: 'complaints ÷ accepted',
  revenue: 'won deals of whoever clicked or answered, closed since the campaign began',
};

const personOf = ({ actor }: Context): string | null =>
  actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? (actor.actAs ?? null) : actor.kind === 'playbook' ? (actor.userId ?? null) : null;
export const actorName = ({ actor }: Context): string =>
  actor.kind === 'person' ? `person:${actor.userId}` : actor.kind === 'key' ? `key:${actor.apiKeyId}` : actor.kind;
/** Salespeople see their own; what others wrote to others is not theirs. */
function seesAll({ actor }: Context): boolean {
  return actor.kind === 'system' || actor.kind === 'playbook' || actor.role !== 'salesperson';
}
function assertSeen(ctx: Context, campaign: CampaignRow): CampaignRow {
  if (seesAll(ctx) || campaign.userId === personOf(ctx) || campaign.createdBy === actorName(ctx)) return campaign;
  throw new PatchbayError('not_found', { detail: 'There is no such campaign.' });
}
export const seen = async (ctx: Context, id: string) => assertSeen(ctx, await ctx.db.transaction((tx) => campaignById(tx, ctx.workspaceId, id)));
export const not = (campaign: CampaignRow, what: string) =>
  new PatchbayError('conflict', { detail: `“${campaign.name}” is ${campaign.state}: it cannot be ${what}.`, remedy: 'Load it again.' });

function checked(plan: CampaignPlan): CampaignPlan {
  const errors = planProblems(plan);
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return plan;
}
const withCounts = (ctx: Context, row: CampaignRow) =>
  ctx.db.transaction(async (tx) => toCampaignView(row, row.state === 'draft' ? undefined : await campaignCounts(tx, ctx.workspaceId, row.id)));

export async function getCampaigns(ctx: Context, { query }: In<undefined, { state?: CampaignState | undefined; limit: number; cursor?: string | undefined }>) {
  return ctx.db.transaction(async (tx) => {
    const rows = await campaignPage(tx, ctx.workspaceId, {
      ...(query.state ? { states: [query.state] } : {}),
      ...(seesAll(ctx) ? {} : { own: { userId: personOf(ctx), createdBy: actorName(ctx) } }),
      after: query.cursor,
      limit: query.limit + 1,
    });
    const page = rows.slice(0, query.limit);
    const counts = await countsOfMany(
      tx,
      ctx.workspaceId,
      page.map(({ id }) => id),
    );
    return { data: page.map((row) => toCampaignView(row, counts.get(row.id))), nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null };
  });
}

export const getCampaign = async (ctx: Context, { params }: In<Id>) => withCounts(ctx, await seen(ctx, params.id));

export async function postCampaign(ctx: Context, { body }: In<undefined, undefined, z.output<typeof newCampaign>>) {
  const { name, userId, ...plan } = body;
  if (userId && userId !== personOf(ctx) && !seesAll(ctx)) throw new PatchbayError('forbidden', { detail: 'You can only send in your own name.' });
  const row = await ctx.db.transaction((tx) => insertCampaign(tx, ctx.workspaceId, name, checked(plan), userId ?? personOf(ctx), actorName(ctx)));
  return withCounts(ctx, row);
}

export async function patchCampaign(ctx: Context, { params, body }: In<Id, undefined, z.output<typeof campaignChange>>) {
  await seen(ctx, params.id);
  const row = await ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, params.id);
    if (locked.state !== 'draft') throw not(locked, 'changed');
    const { name = locked.name, ...change } = body;
    // A new kind of audience or content takes the place of the other kind.
    const base: CampaignPlan = { ...locked.plan };
    if (change.segmentId) delete base.contactIds;
    if (change.contactIds) delete base.segmentId;
    if (change.templateId) delete base.content;
    if (change.content) delete base.templateId;
    const plan = { ...base, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) } as CampaignPlan;
    return changeCampaign(tx, locked, { name, plan: checked(plan) }, ctx.clock.now());
  });
  return withCounts(ctx, row);
}

export async function removeCampaign(ctx: Context, { params }: In<Id>) {
  await seen(ctx, params.id);
  await ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, params.id);
    if (locked.state !== 'draft') throw not(locked, 'deleted: what was sent stays on record');
    await deleteCampaign(tx, locked);
  });
  return { removed: true as const };
}

/** Who would get it, and why others would not; nothing is rendered. */
export const postAudience = (ctx: Context, { body }: In<undefined, undefined, z.output<typeof audienceAsked>>) => countAudience(ctx, body, personOf(ctx));

export const postPreflight = async (ctx: Context, { params }: In<Id, undefined, unknown>) => preflight(ctx, await seen(ctx, params.id));

/** Checked once more, frozen, and begun now or when its time has come. */
export async function postSchedule(ctx: Context, { params, body }: In<Id, undefined, { sendAt?: string | undefined } | undefined>) {
  const campaign = await seen(ctx, params.id);
  if (campaign.state !== 'draft') throw not(campaign, 'scheduled');
  const { ready, problems } = await preflight(ctx, campaign);
  if (!ready) {
    const errors = problems.filter(({ level }) => level === 'error').map(({ code, sentence }) => ({ path: code, message: sentence }));
    throw new PatchbayError('invalid_input', { detail: errors[0]?.message ?? 'It is not ready.', errors });
  }
  const now = ctx.clock.now();
  const sendAt = body?.sendAt ?? campaign.plan.sendAt;
  const startsAt = sendAt ? new Date(sendAt) : now;
  const variants = await freezeVariants(ctx, campaign.plan);
  const row = await ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, params.id);
    if (locked.state !== 'draft') throw not(locked, 'scheduled');
    const frozen = await freeze(tx, locked, variants, startsAt, now);
    if (startsAt > now) {
      await ctx.tasks.enqueue('email.keep-campaigns', {}, { dueAt: startsAt });
      return frozen;
    }
    await ctx.tasks.enqueue('email.read-audience', { campaignId: locked.id }, { singletonKey: locked.id });
    return changeCampaign(tx, frozen, { state: 'preparing' }, now);
  });
  return withCounts(ctx, row);
}

export async function postPause(ctx: Context, { params }: In<Id, undefined, unknown>) {
  await seen(ctx, params.id);
  return withCounts(ctx, await pauseCampaign(ctx, params.id, actorName(ctx), 'Paused by a person.'));
}

/** No more is claimed from the next page on; what is under way is finished. */
export const pauseCampaign = (ctx: Context, id: string, by: string, reason: string): Promise<CampaignRow> =>
  ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, id);
    if (locked.state === 'paused') return locked;
    if (locked.state !== 'scheduled' && locked.state !== 'preparing' && locked.state !== 'sending') throw not(locked, 'paused');
    await tellCampaign(ctx, 'campaign.paused', locked, { by, reason });
    return changeCampaign(tx, locked, { state: 'paused', resumesAs: locked.state, pausedBy: by, pausedReason: reason }, ctx.clock.now());
  });

export async function postResume(ctx: Context, { params }: In<Id, undefined, unknown>) {
  await seen(ctx, params.id);
  const row = await ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, params.id);
    if (locked.state !== 'paused') throw not(locked, 'resumed');
    const state = locked.resumesAs ?? 'sending';
    await ctx.tasks.enqueue('email.keep-campaigns', {});
    return changeCampaign(tx, locked, { state, resumesAs: null, pausedBy: null, pausedReason: null, resting: {} }, ctx.clock.now());
  });
  return withCounts(ctx, row);
}

/** Whoever was not handed over yet gets nothing; one that never began can be changed again. */
export async function postCancel(ctx: Context, { params }: In<Id, undefined, unknown>) {
  await seen(ctx, params.id);
  const row = await ctx.db.transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx.workspaceId, params.id);
    if (locked.state === 'finished' || locked.state === 'cancelled' || locked.state === 'draft') throw not(locked, 'cancelled');
    const hasBegun = locked.startedAt !== null;
    if (hasBegun) await tellCampaign(ctx, 'campaign.finished', locked, { cancelled: true });
    return changeCampaign(
      tx,
      locked,
      hasBegun
        ? { state: 'cancelled', finishedAt: ctx.clock.now(), resumesAs: null }
        : { state: 'draft', variants: [], startsAt: null, resumesAs: null, pausedBy: null, pausedReason: null },
      ctx.clock.now(),
    );
  });
  return withCounts(ctx, row);
}

export async function getStats(ctx: Context, { params }: In<Id>) {
  const { id } = await seen(ctx, params.id);
  const { workspaceId } = ctx;
  return ctx.db.transaction(async (tx) => ({
    counts: await campaignCounts(tx, workspaceId, id),
    excluded: await exclusionCounts(tx, workspaceId, id),
    aggregate: await aggregateCounts(tx, workspaceId, id),
    variants: await variantOutcomes(tx, workspaceId, id),
    links: await linkCounts(tx, workspaceId, id),
    hours: await byHour(tx, workspaceId, id),
    revenue: await revenue(tx, workspaceId, id),
    perMinute: (await recentlyHanded(tx, workspaceId, id, new Date(ctx.clock.now().getTime() - 60_000))).reduce((sum, { count }) => sum + count, 0),
    formulas: FORMULAS,
  }));
}

interface RecipientQuery {
  state?: RecipientState | undefined;
  mark?: (typeof SHOWN)[number] | undefined;
  q?: string | undefined;
  reason?: string | undefined;
  limit: number;
  cursor?: string | undefined;
}
export async function getRecipients(ctx: Context, { params, query }: In<Id, RecipientQuery>) {
  await seen(ctx, params.id);
  const { limit, cursor, ...filter } = query;
  const rows = await ctx.db.transaction((tx) =>
    recipientPage(tx, ctx.workspaceId, params.id, { ...filter, after: cursor === undefined ? undefined : Number(cursor) || 0, limit: limit + 1 }),
  );
  const page = rows.slice(0, limit);
  return {
    data: page.map(({ recipient, firstName, lastName }) => toRecipientView(recipient, `${firstName ?? ''} ${lastName ?? ''}`.trim())),
    nextCursor: rows.length > limit ? String(page.at(-1)?.recipient.position ?? '') : null,
  };
}

export async function getVerify(ctx: Context, { params }: In<Id>) {
  const campaign = await seen(ctx, params.id);
  const isOver = campaign.state === 'finished';
  return ctx.db.transaction(async (tx) => {
    const verified = await verify(tx, ctx.workspaceId, campaign.id, isOver);
    const { queued, underWay } = await campaignCounts(tx, ctx.workspaceId, campaign.id);
    return { ...verified, excluded: await exclusionCounts(tx, ctx.workspaceId, campaign.id), open: queued + underWay };
  });
}
