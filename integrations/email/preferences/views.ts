import type { z } from 'zod';
import type { Context, RouteInput } from '#sdk';
import { checkTransportOrder } from '../campaigns/transport-order.ts';
import type { TrackingMode } from '../models/outreach.ts';
import { changeOutreachSettings, outreachSettings, setContactTracking, stricter, trackingOf } from '../store/outreach-settings.ts';
import { choicesOf, listTopics } from '../store/preferences.ts';
import { chooserOf, unsubscribe } from './choices.ts';
import { eraseAddress } from './erase.ts';
import { askOptIn } from './opt-in.ts';
import type { settingsBody } from './shapes.ts';

type Id = { id: string };
type In<P = undefined, Q = undefined, B = undefined> = RouteInput<P, Q, B>;

const settingsView = ({ erasureSalt: _, ...rest }: Awaited<ReturnType<typeof outreachSettings>>) => rest;

export const getSettings = async (ctx: Context) => settingsView(await ctx.db.transaction((tx) => outreachSettings(tx, ctx.workspaceId)));
export async function putSettings(ctx: Context, { body }: In<undefined, undefined, z.output<typeof settingsBody>>) {
  if (body.transportOrder) await checkTransportOrder(ctx, body.transportOrder);
  const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  return settingsView(await ctx.db.transaction((tx) => changeOutreachSettings(tx, ctx.workspaceId, change, ctx.clock.now())));
}

export const postOptIn = (
  ctx: Context,
  { params, body }: In<Id, undefined, { address: string; contactId?: string | undefined; wording?: string | undefined; connectionId?: string | undefined }>,
) => askOptIn(ctx, params.id, body);
export const postErasure = (ctx: Context, { body }: In<undefined, undefined, { address: string }>) => eraseAddress(ctx, body.address);

/** What somebody chose, and how it is known. */
export async function getPreferences(ctx: Context, { params }: In<Id>) {
  const chooser = await chooserOf(ctx, { k: params.id });
  const { choices, topics, workspaceTracking, tracking } = await ctx.db.transaction(async (tx) => ({
    choices: await choicesOf(tx, ctx.workspaceId, chooser.address),
    topics: await listTopics(tx, ctx.workspaceId),
    workspaceTracking: (await outreachSettings(tx, ctx.workspaceId)).tracking,
    tracking: (await trackingOf(tx, ctx.workspaceId, [params.id]))(params.id),
  }));
  const names = new Map(topics.map(({ id, name }) => [id, name]));
  return {
    address: chooser.address,
    tracking,
    workspaceTracking,
    topics: choices.map(({ topicId, state, proof, updatedAt }) => ({
      topicId,
      name: names.get(topicId) ?? 'a topic that was removed',
      state,
      proof,
      at: updatedAt.toISOString(),
    })),
  };
}
export async function putContactTracking(ctx: Context, { params, body }: In<Id, undefined, { mode: TrackingMode }>) {
  await ctx.crm.contacts.get(params.id);
  return ctx.db.transaction(async (tx) => {
    await setContactTracking(tx, ctx.workspaceId, params.id, body.mode, ctx.clock.now());
    return { mode: stricter((await outreachSettings(tx, ctx.workspaceId)).tracking, body.mode) };
  });
}
export async function postUnsubscribe(ctx: Context, { params, body }: In<Id, undefined, { topicId?: string | undefined }>) {
  await unsubscribe(ctx, await chooserOf(ctx, { k: params.id }), 'person', body.topicId ? [body.topicId] : 'all');
  return { unsubscribed: true as const };
}
