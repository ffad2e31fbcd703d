import { type ConnectedContext, PatchbayError, type UserId } from '#sdk';
import { addBookmark, addPin, invite, listTeams, setArchived, setTopic } from '../client/index.ts';
import type { CreateChannelInput } from '../effects.ts';
import { type DealView, dealView } from '../records.ts';
import { dealCard } from '../rules/card.ts';
import { placeIn, post } from '../send.ts';
import { settingsOf } from '../settings.ts';
import { cardOf, noteCard } from '../store/cards.ts';
import { saveLink } from '../store/links.ts';
import { accountsOf } from '../store/members.ts';
import { claimBookmark, noteRoom, type RoomRow, reserveRoom, roomById, roomOfDeal } from '../store/rooms.ts';
import { roomName } from './name.ts';

const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });
const DAY_MS = 86_400_000;

/** Asks for the room of a deal: there is one, however many ask at a time. The rest is done by a task. */
export async function askForRoom(ctx: ConnectedContext, dealId: string, by: UserId | undefined): Promise<RoomRow> {
  await ctx.crm.deals.get(dealId);
  return ctx.db.transaction(async (tx) => {
    const { row } = await reserveRoom(tx, placeOf(ctx), dealId, by);
    if (row.state !== 'open') await ctx.tasks.enqueue('slack.open-room', { id: row.id }, { connectionId: ctx.connection.id, singletonKey: `room:${row.id}` });
    return row;
  });
}

export const topicOf = ({ stage, amount, owner, deal }: DealView): string =>
  `${stage} · ${amount}${owner ? ` · ${owner.name}` : ''}${deal.expectedCloseDate ? ` · closes ${deal.expectedCloseDate}` : ''}`.slice(0, 250);

/** Of an organization the workspace of whoever asked, or of the deal’s owner; else the first. */
async function teamOf(ctx: ConnectedContext, room: RoomRow, view: DealView): Promise<string | undefined> {
  if (ctx.connection.data.isOrganization !== true) return undefined;
  const people = [room.createdBy, view.deal.ownerId].filter((each) => each !== null);
  const accounts = await ctx.db.transaction((tx) => accountsOf(tx, placeOf(ctx), people));
  const teams = await listTeams(ctx.http);
  return people.map((userId) => accounts.find((each) => each.userId === userId)?.teamId).find((team) => team && teams.includes(team)) ?? teams[0];
}

async function makeChannel(ctx: ConnectedContext, room: RoomRow, view: DealView): Promise<{ id: string; name: string }> {
  const { roomName: template, roomsArePrivate } = settingsOf(ctx.connection);
  const parts = { deal: view.deal.name, organization: view.organization ?? view.deal.name, owner: view.owner?.name ?? 'nobody' };
  const names = Array.from({ length: 20 }, (_each, index) => roomName(template, parts, index + 1));
  const team = await teamOf(ctx, room, view);
  const input: CreateChannelInput = { names, isPrivate: roomsArePrivate, ...(team ? { team } : {}) };
  const done = await ctx.effects.once({ kind: 'slack.create-channel', key: `slack:room:${room.id}`, summary: `Open the Slack channel #${names[0]}`, input });
  const { channelId: id, name } = (done.result ?? {}) as { channelId?: string; name?: string };
  if (!id || !name) throw new PatchbayError('provider_rejected', { detail: done.error ?? 'The channel could not be opened.' });
  return { id, name };
}

/** Opens a room step by step; what is done is not done again when it is taken up after a crash. */
export async function openRoom(ctx: ConnectedContext, id: string): Promise<void> {
  const room = await ctx.db.transaction((tx) => roomById(tx, ctx.workspaceId, id));
  if (!room || room.state === 'open') return;
  const view = await dealView(ctx, room.dealId);
  let channelId = room.channelId;
  if (room.state === 'archived' && channelId) {
    await setArchived(ctx.http, channelId, false);
    await ctx.db.transaction((tx) => noteRoom(tx, room, { state: 'open', archiveAt: null }));
    return;
  }
  if (!channelId) {
    const channel = await makeChannel(ctx, room, view);
    channelId = channel.id;
    await ctx.db.transaction(async (tx) => {
      await noteRoom(tx, room, { channelId: channel.id, name: channel.name });
      // What is said there lies on the deal’s timeline.
      await saveLink(tx, placeOf(ctx), {
        channelId: channel.id,
        threadTs: '',
        recordType: 'deal',
        recordId: room.dealId,
        direction: 'to_crm',
        createdBy: room.createdBy ?? undefined,
      });
    });
  }
  const userIds = [view.deal.ownerId, room.createdBy].filter((each) => each !== null);
  const accounts = await ctx.db.transaction((tx) => accountsOf(tx, placeOf(ctx), [...new Set(userIds)]));
  if (accounts.length > 0)
    await invite(
      ctx.http,
      channelId,
      accounts.map(({ externalId }) => externalId),
    );
  await setTopic(ctx.http, channelId, topicOf(view));
  // Slack takes the same bookmark twice: whoever notes it first sets it.
  if (await ctx.db.transaction((tx) => claimBookmark(tx, room, ctx.clock.now())))
    await addBookmark(ctx.http, channelId, view.deal.name.slice(0, 150), view.url);
  const ts = await roomCard(ctx, channelId, view);
  if (ts) await addPin(ctx.http, channelId, ts);
  await ctx.db.transaction((tx) => noteRoom(tx, room, { state: 'open', error: null, ...(ts ? { cardTs: ts } : {}) }));
}

async function roomCard(ctx: ConnectedContext, channelId: string, view: DealView): Promise<string | undefined> {
  const row = await ctx.db.transaction((tx) => cardOf(tx, placeOf(ctx), { channelId, recordType: 'deal', recordId: view.deal.id }));
  if (row.ts) return row.ts;
  const card = dealCard(view, { sentence: `The room of ${view.deal.name}: what is said here lies on its timeline. Start with // to keep something out.` });
  const place = placeIn(
    await post(ctx, `card:${row.id}:post:first`, { channel: channelId, kind: 'card', record: { type: 'deal', id: view.deal.id }, ...card }),
  );
  if (place) await ctx.db.transaction((tx) => noteCard(tx, row, { ts: place.ts, hash: card.hash }));
  return place?.ts;
}

/** A room follows its deal: the topic says where it stands, its end lets the room rest some days later, and a return brings it back. */
export async function followDeal(ctx: ConnectedContext, dealId: string): Promise<void> {
  const room = await ctx.db.transaction((tx) => roomOfDeal(tx, ctx.workspaceId, dealId));
  if (!room?.channelId || room.connectionId !== ctx.connection.id) return;
  const view = await dealView(ctx, dealId);
  const isOver = view.deal.status !== 'open';
  if (room.state === 'archived' && !isOver) return openRoom(ctx, room.id);
  if (room.state !== 'open') return;
  const archiveAt = isOver ? (room.archiveAt ?? new Date(ctx.clock.now().getTime() + settingsOf(ctx.connection).archiveRoomsAfterDays * DAY_MS)) : null;
  await ctx.db.transaction((tx) => noteRoom(tx, room, { archiveAt }));
  await setTopic(ctx.http, room.channelId, topicOf(view));
}

export async function archiveRoom(ctx: ConnectedContext, room: RoomRow): Promise<void> {
  if (!room.channelId) return;
  await setArchived(ctx.http, room.channelId, true);
  await ctx.db.transaction((tx) => noteRoom(tx, room, { state: 'archived', archiveAt: null }));
}
