import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { z } from 'zod';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError, type Schedule, stream, task } from '#sdk';
import { followProvider } from './booking/follow.ts';
import { remind, tellOfChange } from './booking/reminders.ts';
import { tellSession } from './booking/sessions.ts';
import { closeChannel, keepChannels } from './channels.ts';
import { clientOf } from './client/index.ts';
import { extend, mirror } from './mirror.ts';
import { calendarEvents as events } from './models.ts';
import type { RemoteEvent } from './serializers/remote-event.ts';
import { calendarByName, listCalendars, noteRead, saveCalendars } from './store/calendars.ts';
import { isReadable, removeEvents, seriesAfter } from './store/events.ts';
import { accountOf, cancelMissing, markHeld } from './store/meetings.ts';
import { horizonAt, saveOccurrences } from './store/occurrences.ts';

const MINUTE_MS = 60_000;

/** What a record is: an event, one that cannot be read, or only that it is gone. */
type Told = RemoteEvent | { problem: string } | null;
const isEvent = (told: Told): told is RemoteEvent => told !== null && !('problem' in told);

const isGone = (error: unknown): boolean => error instanceof PatchbayError && (error.details.facts?.status === 404 || error.details.facts?.status === 403);

async function calendarOf(ctx: ConnectedContext, name: string) {
  const row = await ctx.db.transaction((tx) => calendarByName(tx, ctx.workspaceId, ctx.connection.id, name));
  if (!row) throw new PatchbayError('not_found', { detail: 'This calendar is not connected any more.' });
  return { ...row, account: accountOf(ctx) };
}

export const streams = [
  stream<Told>({
    name: 'events',
    // Pushes are best effort everywhere; this look is what holds when they are lost.
    everyMs: 15 * MINUTE_MS,
    async discover(ctx) {
      const remote = await clientOf(ctx.connection.provider).listCalendars(ctx.http, ctx.connection);
      const of = { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id, now: ctx.clock.now() };
      const rows = await ctx.db.transaction(async (tx) => {
        await saveCalendars(tx, of, remote);
        return listCalendars(tx, ctx.workspaceId, [ctx.connection.id]);
      });
      await ctx.tasks.enqueue('calendar.keep-channels', {}, { connectionId: ctx.connection.id, singletonKey: ctx.connection.id });
      return rows.filter(({ role }) => role !== 'free_busy').map(({ externalId }) => externalId);
    },
    async titles(ctx) {
      const rows = await ctx.db.transaction((tx) => listCalendars(tx, ctx.workspaceId, [ctx.connection.id]));
      return new Map(rows.map(({ externalId, name }) => [externalId, name]));
    },
    async *read(ctx, { name, cursor, full }) {
      const calendar = await calendarOf(ctx, name);
      if (calendar.removedAt) return;
      const client = clientOf(ctx.connection.provider);
      const horizon = horizonAt(ctx.clock.now());
      let position: Readonly<Record<string, unknown>> | undefined = cursor ?? undefined;
      try {
        for (let more = true; more; ) {
          const askedAt = ctx.clock.now();
          const page = await client.readEvents(ctx.http, calendar, position, horizon);
          more = page.more;
          position = page.cursor;
          // Nothing of a generator runs after its last page.
          if (!more) {
            await ctx.db.transaction((tx) => noteRead(tx, calendar, { readAt: ctx.clock.now(), readError: null, version: page.version ?? null }));
            await ctx.incidents.resolve(`calendar.unreadable:${calendar.id}`);
          }
          yield {
            records: [
              ...page.events.map((event) => ({
                externalId: event.externalId,
                deleted: event.status === 'cancelled',
                value: event.kind === 'occurrence' ? { ...event, askedAt } : event,
              })),
              ...(page.unreadable ?? []).map(({ externalId, reason }) => ({ externalId, value: { problem: reason } })),
              ...page.removed.map((externalId) => ({ externalId, deleted: true, value: null })),
            ],
            cursor: page.cursor,
            more,
            complete: full && !more,
          };
        }
      } catch (error) {
        if (!(error instanceof PatchbayError)) throw error;
        // Who cannot be read is not offered: nobody shall be booked twice because we are blind.
        await ctx.db.transaction((tx) => noteRead(tx, calendar, { readError: error.message }));
        if (isGone(error))
          await ctx.incidents.open({
            key: `calendar.unreadable:${calendar.id}`,
            level: 'warning',
            title: `${calendar.name} cannot be read`,
            detail: `The provider no longer lets us read this calendar: ${error.message} Its person is not offered for bookings by it.`,
            remedy: 'Share the calendar again, or take it out of those that make busy.',
            connectionId: ctx.connection.id,
          });
        throw error;
      }
    },
    async apply(ctx, tx, records, { name }) {
      const calendar = await calendarByName(tx, ctx.workspaceId, ctx.connection.id, name);
      if (!calendar) return records.map(() => ({ kept: false, reason: 'calendar_gone' }) as const);
      const told = records.flatMap(({ value }) => (isEvent(value) && isReadable(value) ? [value] : []));
      const gone = records.flatMap(({ externalId, value }) => (value === null ? [externalId] : []));
      await mirror(ctx, tx, calendar, told, gone);
      for (const { externalId, value } of records)
        if (value && !isEvent(value)) ctx.log.warn({ calendarId: calendar.id, externalId, problem: value.problem }, 'an event cannot be read');
      return records.map(({ value }) => {
        if (value === null) return { kept: true };
        if (!isEvent(value)) return { kept: false, reason: 'unreadable' };
        return isReadable(value) ? { kept: true } : { kept: false, reason: 'times_unreadable' };
      });
    },
    async removeMissing(ctx, tx, externalIds, { name }) {
      const calendar = await calendarByName(tx, ctx.workspaceId, ctx.connection.id, name);
      if (!calendar) return;
      const horizon = horizonAt(ctx.clock.now());
      // A full read begins at the horizon: what ended before was not looked for.
      const recent = await tx
        .select({ externalId: events.externalId })
        .from(events)
        .where(and(eq(events.workspaceId, ctx.workspaceId), eq(events.calendarId, calendar.id), or(isNull(events.endsAt), gt(events.endsAt, horizon.from))));
      const inside = new Set(recent.map(({ externalId }) => externalId));
      const { seriesIds, icalUids } = await removeEvents(
        tx,
        calendar,
        externalIds.filter((id) => inside.has(id)),
      );
      await followProvider(ctx, tx, calendar, [], seriesIds);
      await saveOccurrences(tx, calendar, seriesIds, []);
      await cancelMissing(ctx, tx, icalUids, horizon);
    },
  }),
];

const connected = (ctx: Context): ctx is ConnectedContext => ctx.connection !== undefined && ctx.connection.status === 'active';

export const tasks = [
  task({
    name: 'calendar.keep-channels',
    payload: z.strictObject({}),
    run: async (ctx) => {
      if (connected(ctx)) await keepChannels(ctx);
    },
  }),
  task({
    name: 'calendar.stop-channel',
    payload: z.strictObject({ connectionId: z.uuid(), externalId: z.string(), resourceId: z.string().nullable() }),
    run: async (ctx, { connectionId, externalId, resourceId }) =>
      closeChannel(await ctx.withConnection(asId<ConnectionId>(connectionId)), { externalId, resourceId }),
  }),
  task({
    name: 'calendar.extend-horizon',
    payload: z.strictObject({}),
    async run(ctx) {
      if (!connected(ctx)) return;
      const calendars = await ctx.db.transaction((tx) => listCalendars(tx, ctx.workspaceId, [ctx.connection.id]));
      for (const calendar of calendars) {
        for (let after = '', more = true; more; ) {
          ctx.signal.throwIfAborted();
          await ctx.db.transaction(async (tx) => {
            const series = await seriesAfter(tx, calendar, after, 50);
            await extend(ctx, tx, calendar, series);
            more = series.length === 50;
            after = series.at(-1) ?? after;
          });
        }
      }
    },
  }),
  task({
    name: 'calendar.remind',
    payload: z.strictObject({ bookingId: z.uuid(), index: z.number().int(), startsAt: z.string() }),
    run: remind,
  }),
  task({
    name: 'calendar.tell-session',
    payload: z.strictObject({ sessionId: z.uuid() }),
    run: tellSession,
  }),
  task({
    name: 'calendar.tell-guest',
    payload: z.strictObject({ bookingId: z.uuid(), kind: z.enum(['moved', 'cancelled']) }),
    run: tellOfChange,
  }),
  task({
    name: 'calendar.mark-held',
    payload: z.strictObject({}),
    run: async (ctx) => {
      await ctx.db.transaction((tx) => markHeld(ctx, tx));
    },
  }),
];

export const schedules: readonly Schedule[] = [
  { task: 'calendar.keep-channels', each: 'connection', everyMs: 6 * 60 * MINUTE_MS },
  { task: 'calendar.extend-horizon', each: 'connection', everyMs: 7 * 24 * 60 * MINUTE_MS },
  { task: 'calendar.mark-held', each: 'workspace', everyMs: 15 * MINUTE_MS },
];
