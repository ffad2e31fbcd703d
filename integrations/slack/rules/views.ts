import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput, type UserId } from '#sdk';
import { needSlack } from '../connection.ts';
import { dealView } from '../records.ts';
import {
  type newRule,
  type preferencesChange,
  type ruleChange,
  toDeliveryView,
  toPreferencesView,
  toRuleView,
  valuesOfRule,
} from '../serializers/rule-views.ts';
import { changeRule, deliveryPage, insertRule, listRules, preferencesOf, type RuleValues, ruleById, savePreferences } from '../store/rules.ts';
import { dealCard } from './card.ts';
import { simulate } from './simulate.ts';
import { subjectOf } from './subject.ts';

type Id = { id: string };
const personOf = ({ actor }: Context): UserId | undefined => (actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined);

/** A filter is asked once before it is kept, so that what cannot be understood is said now. */
function assertFilter(ctx: Context, when: Readonly<Record<string, unknown>>): void {
  if (Object.keys(when).length === 0) return;
  try {
    ctx.crm.filters.passes(when, subjectOf({ type: '', data: {}, at: ctx.clock.now() }));
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    throw new PatchbayError('invalid_input', {
      errors: (error.details.errors ?? []).map(({ path, message }) => ({ path: `when.${path.replace(/^filter\.?/, '')}`.replace(/\.$/, ''), message })),
    });
  }
}

export const getRules = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({ data: (await listRules(tx, ctx.workspaceId)).map(toRuleView), nextCursor: null }));
export const getRule = (ctx: Context, { params }: RouteInput<Id>) =>
  ctx.db.transaction(async (tx) => toRuleView(await ruleById(tx, ctx.workspaceId, params.id)));
export async function postRule(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newRule>>) {
  assertFilter(ctx, body.when);
  return ctx.db.transaction(async (tx) => toRuleView(await insertRule(tx, ctx.workspaceId, valuesOfRule(body), personOf(ctx))));
}
export async function patchRule(ctx: Context, { params, body }: RouteInput<Id, undefined, z.output<typeof ruleChange>>) {
  if (body.when) assertFilter(ctx, body.when);
  return ctx.db.transaction(async (tx) => {
    await ruleById(tx, ctx.workspaceId, params.id);
    // Whoever changes it has seen why it rested.
    return toRuleView(await changeRule(tx, ctx.workspaceId, params.id, { ...(body as Partial<RuleValues>), pausedReason: null }));
  });
}
export const deleteRule = (ctx: Context, { params }: RouteInput<Id>) =>
  ctx.db.transaction(async (tx) => {
    await ruleById(tx, ctx.workspaceId, params.id);
    return toRuleView(await changeRule(tx, ctx.workspaceId, params.id, { removedAt: ctx.clock.now(), isOn: false }));
  });

export async function postSimulation(ctx: Context, { body }: RouteInput<undefined, undefined, { rule: z.output<typeof newRule>; days: number }>) {
  assertFilter(ctx, body.rule.when);
  return simulate(await needSlack(ctx), valuesOfRule(body.rule), body.days);
}
export async function postRuleSimulation(ctx: Context, { params, body }: RouteInput<Id, undefined, { days: number }>) {
  const rule = await ctx.db.transaction((tx) => ruleById(tx, ctx.workspaceId, params.id));
  return simulate(await needSlack(ctx), rule, body.days);
}

/** What a rule would post, made of a real deal: its newest, where none is named. */
export async function postPreview(
  ctx: Context,
  { body }: RouteInput<undefined, undefined, { name: string; template: string | null; dealId?: string | undefined }>,
) {
  const connected = await needSlack(ctx);
  const dealId = body.dealId ?? (await ctx.crm.deals.list({ limit: 1 })).data[0]?.id;
  if (!dealId) throw new PatchbayError('not_found', { detail: 'There is no deal yet to show this with.' });
  const view = await dealView(connected, dealId);
  const { text, blocks } = dealCard(view, {
    ruleName: body.name || 'This rule',
    template: body.template,
    sentence: `${view.deal.name} moved Proposal → ${view.stage} · ${view.amount}`,
    actor: view.owner?.name ?? 'Somebody',
    from: 'Proposal',
    to: view.stage,
  });
  return { text, blocks: [...(blocks ?? [])] };
}

export const getDeliveries = (
  ctx: Context,
  { query }: RouteInput<undefined, { ruleId?: string | undefined; recordId?: string | undefined; limit: number; cursor?: string | undefined }>,
) =>
  ctx.db.transaction(async (tx) => {
    const rows = await deliveryPage(tx, ctx.workspaceId, { ruleId: query.ruleId, recordId: query.recordId, limit: query.limit + 1, before: query.cursor });
    const shown = rows.slice(0, query.limit);
    return { data: shown.map(toDeliveryView), nextCursor: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null };
  });

/** One’s own, or anybody’s for who manages Slack. */
async function assertOwn(ctx: Context, userId: string): Promise<void> {
  if (personOf(ctx) !== userId && !ctx.may('slack:manage')) throw new PatchbayError('forbidden');
  if (!(await ctx.people.get(userId))) throw new PatchbayError('not_found');
}
export async function getPreferences(ctx: Context, { params }: RouteInput<{ userId: string }>) {
  await assertOwn(ctx, params.userId);
  return ctx.db.transaction(async (tx) => toPreferencesView(params.userId, await preferencesOf(tx, ctx.workspaceId, params.userId)));
}
export async function putPreferences(ctx: Context, { params, body }: RouteInput<{ userId: string }, undefined, z.output<typeof preferencesChange>>) {
  await assertOwn(ctx, params.userId);
  return ctx.db.transaction(async (tx) =>
    toPreferencesView(params.userId, await savePreferences(tx, ctx.workspaceId, params.userId, body as Parameters<typeof savePreferences>[3])),
  );
}
