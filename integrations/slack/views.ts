import type { z } from 'zod';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError, type RouteInput, type UserId } from '#sdk';
import { sendMessage } from './actions.ts';
import { joinChannel } from './client/index.ts';
import { nameOf } from './records.ts';
import { type ChannelChange, type NewMessage, type newLink, toChannelView, toLinkView, toMemberView, toMessageView } from './serializers/views.ts';
import { findChannel, listChannels, noteChannel, saveChannels } from './store/channels.ts';
import { linkById, linksOf, removeLink, saveLink } from './store/links.ts';
import { listMembers, memberById, memberOf, placeMember } from './store/members.ts';
import { recentMessages } from './store/messages.ts';

type Id = { id: string };
const personOf = ({ actor }: Context): UserId | undefined => (actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined);

export const getChannels = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({ data: (await listChannels(tx, ctx.workspaceId)).map(toChannelView), nextCursor: null }));

export const patchChannel = (ctx: Context, { params, body }: RouteInput<Id, undefined, ChannelChange>) =>
  ctx.db.transaction(async (tx) => {
    const row = await findChannel(tx, ctx.workspaceId, params.id);
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<typeof row>;
    await noteChannel(tx, row, row.externalId, change);
    return toChannelView({ ...row, ...change });
  });

export async function postJoin(ctx: Context, { params }: RouteInput<Id>) {
  const row = await ctx.db.transaction((tx) => findChannel(tx, ctx.workspaceId, params.id));
  const connected = await ctx.withConnection(asId<ConnectionId>(row.connectionId));
  const channel = await joinChannel(connected.http, row.externalId);
  await ctx.db.transaction((tx) => saveChannels(tx, row, [channel]));
  return ctx.db.transaction(async (tx) => toChannelView(await findChannel(tx, ctx.workspaceId, params.id)));
}

export const getMembers = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({ data: (await listMembers(tx, ctx.workspaceId)).map(toMemberView), nextCursor: null }));

export async function patchMember(ctx: Context, { params, body }: RouteInput<Id, undefined, { userId: string | null }>) {
  if (body.userId && (await ctx.people.get(body.userId))?.state !== 'active')
    throw new PatchbayError('invalid_input', { errors: [{ path: 'userId', message: 'There is no such person here.' }] });
  return ctx.db.transaction(async (tx) => {
    const row = await memberById(tx, ctx.workspaceId, params.id);
    if (!row) throw new PatchbayError('not_found');
    await placeMember(tx, row, row.externalId, body.userId, 'manual');
    return toMemberView({ ...row, userId: body.userId, mappedBy: body.userId ? 'manual' : 'none' });
  });
}

/** Somebody who is signed in here says that a Slack account is theirs; the address came to them in Slack. */
export async function postSelfLink(ctx: Context, { body }: RouteInput<undefined, undefined, { token: string }>) {
  const userId = personOf(ctx);
  const carried = await ctx.links.open('slack-link', body.token);
  if (!userId) throw new PatchbayError('person_needed');
  if (typeof carried?.c !== 'string' || typeof carried.u !== 'string')
    throw new PatchbayError('invalid_input', {
      detail: 'This link is over, or was made for another workspace.',
      remedy: 'Type /crm link in Slack for a fresh one.',
    });
  const of = { workspaceId: ctx.workspaceId, connectionId: carried.c };
  const slackUserId = carried.u;
  return ctx.db.transaction(async (tx) => {
    const row = await memberOf(tx, of, slackUserId);
    if (!row) throw new PatchbayError('not_found', { detail: 'This Slack account is not known here any more.' });
    await placeMember(tx, of, slackUserId, userId, 'self');
    return toMemberView({ ...row, userId, mappedBy: 'self' });
  });
}

export const postMessage = (ctx: Context, { body }: RouteInput<undefined, undefined, NewMessage>) => sendMessage(ctx, body);

export const getMessages = (
  ctx: Context,
  { query }: RouteInput<undefined, { limit: number; cursor?: string | undefined; recordId?: string | undefined }, undefined>,
) =>
  ctx.db.transaction(async (tx) => {
    const rows = await recentMessages(tx, ctx.workspaceId, { limit: query.limit + 1, before: query.cursor, recordId: query.recordId });
    const shown = rows.slice(0, query.limit);
    return { data: shown.map(toMessageView), nextCursor: rows.length > query.limit ? (shown.at(-1)?.id ?? null) : null };
  });

export const getLinks = (ctx: Context, { query }: RouteInput<undefined, { recordId?: string | undefined }, undefined>) =>
  ctx.db.transaction(async (tx) => ({ data: (await linksOf(tx, ctx.workspaceId, query.recordId)).map(toLinkView), nextCursor: null }));

export async function postLink(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newLink>>) {
  const record = { type: body.recordType, id: body.recordId };
  const row = await ctx.db.transaction((tx) => findChannel(tx, ctx.workspaceId, body.channelId));
  const connected = (await ctx.withConnection(asId<ConnectionId>(row.connectionId))) as ConnectedContext;
  // Who does not reach the record cannot tie anything to it.
  await nameOf(connected, record);
  if (row.isExternal && body.direction === 'both')
    throw new PatchbayError('forbidden', { detail: `People of other companies read #${row.name}: nothing of the CRM is posted there.` });
  const createdBy = personOf(ctx);
  return ctx.db.transaction(async (tx) => {
    const link = await saveLink(tx, row, {
      channelId: row.externalId,
      threadTs: body.ts ?? '',
      recordType: record.type,
      recordId: record.id,
      direction: body.direction,
      createdBy,
    });
    if (body.pastDays > 0 && link.direction !== 'off')
      await ctx.tasks.enqueue(
        'slack.read-past',
        { linkId: link.id, days: body.pastDays },
        { connectionId: connected.connection.id, singletonKey: `past:${link.id}` },
      );
    return toLinkView(link);
  });
}

export const deleteLink = (ctx: Context, { params }: RouteInput<Id, undefined, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const row = await linkById(tx, ctx.workspaceId, params.id);
    await removeLink(tx, row);
    return toLinkView(row);
  });
