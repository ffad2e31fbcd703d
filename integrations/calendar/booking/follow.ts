import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import type { ConnectedContext, Transaction } from '#sdk';
import { calendarBookingHosts as bookingHosts, calendarBookings as bookings } from '../models.ts';
import type { RemoteEvent } from '../serializers/remote-event.ts';
import type { CalendarRow } from '../store/calendars.ts';
import { factsOf, subjectOf, tellTimeline } from './news.ts';
import { type BookingRow, claim, claimName, hostsOf, pageById, release, setBooking } from './store.ts';

const MINUTE_MS = 60_000;

const bookingOf = (key: string): string | undefined => /^booking:([0-9a-f-]{36})$/.exec(key)?.[1];

/** What we wrote is there: from now on its changes at the provider are the booking's. */
export async function noteWritten(tx: Transaction, workspaceId: string, key: string, event: RemoteEvent): Promise<void> {
  const claimed = bookingOf(key);
  if (!claimed) return;
  const times = event.start && event.end && 'at' in event.start && 'at' in event.end ? { eventStartsAt: event.start.at, eventEndsAt: event.end.at } : {};
  await tx
    .update(bookings)
    .set({ eventExternalId: event.externalId, icalUid: event.icalUid, ...(event.joinUrl ? { joinUrl: event.joinUrl } : {}), ...times })
    .where(and(eq(bookings.workspaceId, workspaceId), sql`coalesce(${bookings.sessionId}, ${bookings.id}) = ${claimed}`, ne(bookings.status, 'expired')));
}

/** What we wrote was there and is gone before we knew of it: the booking is called off with it. */
export async function noteGone(ctx: ConnectedContext, tx: Transaction, calendar: CalendarRow, key: string, externalId: string): Promise<void> {
  const claimed = bookingOf(key);
  if (!claimed) return;
  await tx
    .update(bookings)
    .set({ eventExternalId: externalId })
    .where(and(eq(bookings.workspaceId, ctx.workspaceId), sql`coalesce(${bookings.sessionId}, ${bookings.id}) = ${claimed}`, ne(bookings.status, 'expired')));
  await followProvider(ctx, tx, calendar, [], [externalId]);
}

/**
 * The host moved or deleted the event in their own calendar: the booking follows, its guest hears of it. What only repeats
 * what the provider said before (a page read before our own change arrived) moves nothing.
 */
export async function followProvider(
  ctx: ConnectedContext,
  tx: Transaction,
  calendar: CalendarRow,
  told: readonly RemoteEvent[],
  gone: readonly string[],
): Promise<void> {
  const ids = [...new Set([...told.filter(({ kind }) => kind === 'single').map(({ externalId }) => externalId), ...gone])];
  if (ids.length === 0) return;
  const rows = await tx
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.workspaceId, ctx.workspaceId),
        eq(bookings.calendarId, calendar.id),
        inArray(bookings.eventExternalId, ids),
        eq(bookings.status, 'confirmed'),
      ),
    );
  if (rows.length === 0) return;
  const byId = new Map(told.map((event) => [event.externalId, event]));
  for (const row of rows) {
    const event = byId.get(row.eventExternalId ?? '');
    if (!event || event.status === 'cancelled') await calledOff(ctx, tx, row);
    else await moved(ctx, tx, row, event);
  }
}

async function calledOff(ctx: ConnectedContext, tx: Transaction, row: BookingRow): Promise<void> {
  const now = ctx.clock.now();
  const hosts = await hostsOf(tx, ctx.workspaceId, claimName(row));
  const page = await pageById(tx, ctx.workspaceId, row.pageId, { gone: true });
  const after = await setBooking(tx, row, { status: 'cancelled', cancelReason: 'Called off in the calendar.', updatedAt: now });
  await release(tx, ctx.workspaceId, claimName(row), now);
  await tellTimeline(ctx, tx, after, 'cancelled');
  await ctx.events.publish({ type: 'meeting.cancelled', subject: subjectOf(after), data: { ...factsOf(after, page, hosts), reason: after.cancelReason } });
  await ctx.tasks.enqueue('calendar.tell-guest', { bookingId: row.id, kind: 'cancelled' });
}

async function moved(ctx: ConnectedContext, tx: Transaction, row: BookingRow, event: RemoteEvent): Promise<void> {
  if (!event.start || !event.end || 'date' in event.start || 'date' in event.end) return;
  const [startsAt, endsAt] = [event.start.at, event.end.at];
  const isSame = (one: Date | null, other: Date) => one !== null && one.getTime() === other.getTime();
  if (event.joinUrl && event.joinUrl !== row.joinUrl) await setBooking(tx, row, { joinUrl: event.joinUrl });
  if (isSame(row.eventStartsAt, startsAt) && isSame(row.eventEndsAt, endsAt)) return;
  if (isSame(row.startsAt, startsAt) && isSame(row.endsAt, endsAt)) {
    await setBooking(tx, row, { eventStartsAt: startsAt, eventEndsAt: endsAt });
    return;
  }
  const now = ctx.clock.now();
  const name = claimName(row);
  const page = await pageById(tx, ctx.workspaceId, row.pageId, { gone: true });
  const old = await tx
    .select({ connectionId: bookingHosts.connectionId, hostId: bookingHosts.hostId })
    .from(bookingHosts)
    .where(and(eq(bookingHosts.workspaceId, ctx.workspaceId), eq(bookingHosts.bookingId, name), eq(bookingHosts.status, 'confirmed')));
  const after = await setBooking(tx, row, { startsAt, endsAt, eventStartsAt: startsAt, eventEndsAt: endsAt, moves: row.moves + 1, updatedAt: now });
  // Where the host put it onto something that is booked here too, their calendar alone keeps the time.
  await release(tx, ctx.workspaceId, name, now);
  for (const { connectionId, hostId } of old)
    await claim(tx, {
      workspaceId: ctx.workspaceId,
      bookingId: name,
      connectionId,
      hostId: hostId ?? connectionId,
      startsAt,
      endsAt,
      bufferBeforeMs: page.rules.bufferBeforeMinutes * MINUTE_MS,
      bufferAfterMs: page.rules.bufferAfterMinutes * MINUTE_MS,
      status: 'confirmed',
      holdUntil: null,
      now,
    });
  await ctx.events.publish({
    type: 'meeting.rescheduled',
    subject: subjectOf(after),
    data: factsOf(
      after,
      page,
      old.map(({ connectionId }) => connectionId),
    ),
    previous: { start: row.startsAt.toISOString(), end: row.endsAt.toISOString() },
  });
  await ctx.tasks.enqueue('calendar.tell-guest', { bookingId: row.id, kind: 'moved' });
}
