import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput, type UserId } from '#sdk';
import { accountOf } from './account.ts';
import { type newPost, publishPost, removePost } from './actions.ts';
import { capabilities } from './capabilities.ts';
import { configuredVersion, daysLeft, versionsInUse } from './client/versions.ts';
import { ledger, pullAgain, rangeOf } from './leads/ledger.ts';
import { isLeadField, questionKey } from './leads/mapping.ts';
import { listImports } from './network/store.ts';
import { iso, type mappingBody, toLeadView, toPostView, toSourceView } from './serializers/views.ts';
import { formById, listForms } from './store/lead-forms.ts';
import { listOwners } from './store/lead-owners.ts';
import { changeForm, type LeadQuery, listLeadRows } from './store/leads.ts';
import { listSavedPosts } from './store/posts.ts';
import { quotaToday } from './store/quota.ts';

type Id = { id: string };
const DAY_MS = 86_400_000;

export async function getCapabilities(ctx: Context) {
  const imports = await listImports(ctx, { limit: 1 });
  return { data: capabilities(await ctx.connections(), ctx.env, imports.length), nextCursor: null };
}

export async function getAccounts(ctx: Context) {
  const now = ctx.clock.now();
  const data = [];
  for (const { id, provider, label, status, grantedScopes } of await ctx.connections()) {
    const row = await ctx.db.transaction((tx) => accountOf(tx, ctx.workspaceId, id));
    const apiVersion = configuredVersion(ctx.env);
    data.push({
      connectionId: id,
      provider,
      label,
      status,
      scopes: [...grantedScopes],
      expiresAt: iso(row?.expiresAt),
      daysLeft: row?.expiresAt ? Math.max(0, Math.ceil((row.expiresAt.getTime() - now.getTime()) / DAY_MS)) : null,
      introspectedAt: iso(row?.introspectedAt),
      apiVersion,
      apiVersionDaysLeft: daysLeft(apiVersion, now) ?? null,
      pins: versionsInUse(ctx.env).flatMap(({ resource, version }) => (resource ? [{ resource, version, daysLeft: daysLeft(version, now) ?? null }] : [])),
      overridden: ctx.env.LINKEDIN_API_BASE !== 'https://api.linkedin.com',
      quota: await quotaToday(ctx, id),
    });
  }
  return { data, nextCursor: null };
}

export const getSources = (ctx: Context) =>
  ctx.db.transaction(async (tx) => {
    const owners = await listOwners(tx, ctx.workspaceId);
    const forms = await listForms(tx, ctx.workspaceId);
    return {
      data: forms.map((form) =>
        toSourceView(
          form,
          owners.find(({ ownerUrn }) => ownerUrn === form.ownerUrn),
        ),
      ),
      nextCursor: null,
    };
  });

export async function putMapping(ctx: Context, { params, body }: RouteInput<Id, undefined, z.output<typeof mappingBody>>) {
  const form = await ctx.db.transaction((tx) => formById(tx, ctx.workspaceId, params.id));
  if (!form) throw new PatchbayError('not_found');
  const known = new Set(form.questions.map(questionKey));
  const errors = Object.entries(body.mapping ?? {}).flatMap(([key, field]) => [
    ...(known.has(key) ? [] : [{ path: `mapping.${key}`, message: 'This form has no such question.' }]),
    ...(isLeadField(field) ? [] : [{ path: `mapping.${key}`, message: `There is no field “${field}”.` }]),
  ]);
  for (const [index, userId] of (body.assignees ?? []).entries())
    if ((await ctx.people.get(userId as UserId))?.state !== 'active') errors.push({ path: `assignees.${index}`, message: 'There is no such person here.' });
  if (body.pipelineId && !(await ctx.crm.pipelines.list()).some(({ id }) => id === body.pipelineId))
    errors.push({ path: 'pipelineId', message: 'There is no such pipeline.' });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return ctx.db.transaction(async (tx) => {
    const changed = await changeForm(tx, form, body, ctx.clock.now());
    const owners = await listOwners(tx, ctx.workspaceId);
    return toSourceView(
      changed,
      owners.find(({ ownerUrn }) => ownerUrn === form.ownerUrn),
    );
  });
}

export const getLeads = (ctx: Context, { query }: RouteInput<undefined, LeadQuery, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const { rows, nextCursor } = await listLeadRows(ctx, tx, query);
    return { data: rows.map(toLeadView), nextCursor };
  });

type RangeQuery = { from?: string | undefined; to?: string | undefined };
export const getLedger = (ctx: Context, { query }: RouteInput<undefined, RangeQuery, undefined>) => ledger(ctx, rangeOf(ctx, query));
export const postPull = (ctx: Context, { body }: RouteInput<undefined, undefined, RangeQuery>) => pullAgain(ctx, rangeOf(ctx, body));

export const postPost = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newPost>>) => publishPost(ctx, body);
export const deletePostById = (ctx: Context, { params }: RouteInput<Id, undefined, undefined>) => removePost(ctx, params.id);
export const getPosts = (ctx: Context, { query }: RouteInput<undefined, { limit: number }, undefined>) =>
  ctx.db.transaction(async (tx) => ({ data: (await listSavedPosts(tx, ctx.workspaceId, undefined, query.limit)).map(toPostView), nextCursor: null }));
