import { z } from 'zod';
import { type ConnectedContext, type Context, type Schedule, stream, task } from '#sdk';
import { checkTerms, remindApprovers } from './approvals/ask.ts';
import { lookAfterClaims } from './claims/clock.ts';
import { offerFreshLead } from './claims/offer.ts';
import { authTest, listChannels, listMembers, listTeams, type ProviderChannel, type ProviderMember } from './client/index.ts';
import { actOn } from './interactions/act.ts';
import { placeByAddress } from './people.ts';
import { archiveRoom, followDeal, openRoom } from './rooms/open.ts';
import { deliver } from './rules/deliver.ts';
import { sendDigests, wakeWaiting } from './rules/digest.ts';
import { listen } from './socket/listen.ts';
import { removeChannels, saveChannels } from './store/channels.ts';
import { saveMembers } from './store/members.ts';
import { roomsToArchive } from './store/rooms.ts';
import { readPast } from './timeline/past.ts';

const HOUR_MS = 3_600_000;
const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });
const isConnected = (ctx: Context): ctx is ConnectedContext => ctx.connection !== undefined && ctx.connection.status === 'active';

/** Reads all pages, of an organization those of each of its workspaces; what is left of one that was cut off goes on where it stood. */
async function* pages<R extends { id: string }>(
  ctx: ConnectedContext,
  cursor: Readonly<Record<string, unknown>> | null,
  full: boolean,
  ask: (team: string | undefined, after: string | undefined) => Promise<{ rows: readonly R[]; next: string }>,
) {
  const teams: (string | undefined)[] = ctx.connection.data.isOrganization === true ? (await listTeams(ctx.http)).sort() : [undefined];
  const from = full ? null : cursor;
  let after = from?.after as string | undefined;
  let index = Math.max(0, from?.team === undefined ? 0 : teams.indexOf(String(from.team)));
  const seesEverything = after === undefined && index === 0;
  while (index < teams.length) {
    const { rows, next } = await ask(teams[index], after);
    after = next || undefined;
    if (!after) index += 1;
    const more = index < teams.length;
    const place = { ...(after ? { after } : {}), ...(teams[index] === undefined ? {} : { team: teams[index] }) };
    yield { records: rows.map((value) => ({ externalId: value.id, value })), cursor: more ? place : null, more, complete: seesEverything && !more };
  }
}

export const streams = [
  stream<ProviderChannel>({
    name: 'channels',
    watch: (ctx) => listen(ctx),
    // Events tell of changes; this look is what holds when they are lost.
    everyMs: HOUR_MS,
    read: (ctx, { cursor, full }) =>
      pages(ctx, cursor, full, async (team, after) => {
        const page = await listChannels(ctx.http, team, after);
        return { rows: page.channels, next: page.response_metadata.next_cursor };
      }),
    async apply(ctx, tx, records) {
      await saveChannels(
        tx,
        placeOf(ctx),
        records.map(({ value }) => value),
      );
      return records.map(() => ({ kept: true }) as const);
    },
    async removeMissing(ctx, tx, externalIds) {
      await removeChannels(tx, placeOf(ctx), externalIds, ctx.clock.now());
    },
  }),
  stream<ProviderMember>({
    name: 'members',
    everyMs: HOUR_MS,
    read: (ctx, { cursor, full }) =>
      pages(ctx, cursor, full, async (team, after) => {
        const page = await listMembers(ctx.http, team, after);
        return { rows: page.members, next: page.response_metadata.next_cursor };
      }),
    async apply(ctx, tx, records) {
      const of = { ...placeOf(ctx), teamId: ctx.connection.externalId };
      await saveMembers(
        tx,
        of,
        records.map(({ value }) => value),
      );
      await ctx.tasks.enqueue('slack.place-members', {}, { connectionId: ctx.connection.id, singletonKey: `place:${ctx.connection.id}` });
      return records.map(() => ({ kept: true }) as const);
    },
  }),
];

export const tasks = [
  task({
    name: 'slack.place-members',
    payload: z.strictObject({}),
    run: async (ctx) => {
      if (isConnected(ctx)) await placeByAddress(ctx);
    },
  }),
  task({
    name: 'slack.read-past',
    payload: z.strictObject({ linkId: z.uuid(), days: z.number() }),
    run: async (ctx, { linkId, days }) => {
      if (isConnected(ctx)) await readPast(ctx, linkId, new Date(ctx.clock.now().getTime() - days * 24 * HOUR_MS));
    },
  }),
  task({
    name: 'slack.act',
    payload: z.strictObject({ id: z.uuid() }),
    retry: { tries: 5, firstDelayMs: 2_000 },
    run: async (ctx, { id }) => {
      if (isConnected(ctx)) await actOn(ctx, id);
    },
  }),
  task({
    name: 'slack.deliver',
    payload: z.strictObject({ target: z.string(), recordId: z.uuid(), recordType: z.string() }),
    run: async (ctx, waiting) => {
      if (isConnected(ctx)) await deliver(ctx, waiting);
    },
  }),
  task({
    name: 'slack.open-room',
    payload: z.strictObject({ id: z.uuid() }),
    run: async (ctx, { id }) => {
      if (isConnected(ctx)) await openRoom(ctx, id);
    },
  }),
  task({
    name: 'slack.follow-deal',
    payload: z.strictObject({ dealId: z.uuid() }),
    run: async (ctx, { dealId }) => {
      if (!isConnected(ctx)) return;
      await followDeal(ctx, dealId);
      await checkTerms(ctx, dealId);
    },
  }),
  task({
    name: 'slack.offer-lead',
    payload: z.strictObject({ contactId: z.uuid() }),
    run: async (ctx, { contactId }) => {
      if (isConnected(ctx)) await offerFreshLead(ctx, contactId);
    },
  }),
  task({
    // What falls due by itself: digests, quiet hours that are over, rooms that may rest.
    name: 'slack.look-at-clock',
    payload: z.strictObject({}),
    run: async (ctx) => {
      if (!isConnected(ctx)) return;
      await wakeWaiting(ctx);
      await sendDigests(ctx);
      await remindApprovers(ctx);
      await lookAfterClaims(ctx);
      const rooms = await ctx.db.transaction((tx) => roomsToArchive(tx, placeOf(ctx), ctx.clock.now()));
      for (const room of rooms) await archiveRoom(ctx, room);
    },
  }),
  task({
    // The app was removed there: one call proves it, and the connection says so.
    name: 'slack.check-installation',
    payload: z.strictObject({}),
    run: async (ctx) => {
      if (isConnected(ctx))
        await authTest(ctx.http).catch((error: unknown) => ctx.log.warn({ error: String(error) }, 'the Slack installation does not answer'));
    },
  }),
];

export const schedules: readonly Schedule[] = [
  { task: 'slack.place-members', each: 'connection', everyMs: HOUR_MS },
  { task: 'slack.look-at-clock', each: 'connection', everyMs: 60_000 },
];
