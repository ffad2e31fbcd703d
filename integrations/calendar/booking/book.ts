import { createHash, randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, PatchbayError, type Transaction } from '#sdk';
import { type Rules, slots } from '../availability/availability.ts';
import { type Found, hostsFor } from '../availability/hosts.ts';
import { rulesOf, scheduleOf } from '../availability/request.ts';
import { clientOf } from '../client/index.ts';
import type { CancelInput, ChangeInput, CreateInput } from '../effects.ts';
import { calendarBookings as bookings } from '../models.ts';
import { listCalendars } from '../store/calendars.ts';
import { accountOf } from '../store/meetings.ts';
import type { bookingBody, bookingView } from './page.ts';
import { type BookingRow, bookedTimes, bookingById, claim, confirmHosts, hostsOf, leastRecentFirst, type PageRow, pageById, release } from './store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const HOLD_MS = 8 * MINUTE_MS;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const eventKey = (bookingId: string): string => `booking:${bookingId}`;

/** The page's hosts with all that makes them busy: their calendars, and what was booked here a moment ago. */
async function hostsOfPage(ctx: Context, page: PageRow, fromMs: number, toMs: number): Promise<Found> {
  const found = await hostsFor(ctx, { connectionIds: page.hosts }, scheduleOf(page.rules), fromMs, toMs);
  const booked = await ctx.db.transaction((tx) =>
    bookedTimes(tx, ctx.workspaceId, page.hosts, new Date(fromMs - DAY_MS), new Date(toMs + DAY_MS), ctx.clock.now()),
  );
  const hosts = found.hosts.map((host) => ({
    ...host,
    busy: [
      ...host.busy,
      ...booked
        .filter((each) => each.connectionId === host.id)
        .map(({ startsAt, endsAt }) => ({ startMs: startsAt.getTime(), endMs: endsAt.getTime(), source: 'Booked' })),
    ],
  }));
  return { ...found, hosts };
}

/** Times that a page offers between two instants. */
export async function offered(ctx: Context, page: PageRow, durationMinutes: number, fromMs: number, toMs: number) {
  if (!page.rules.durationsMinutes.includes(durationMinutes))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'duration', message: 'This page does not offer this length.' }] });
  const nowMs = ctx.clock.now().getTime();
  const lastMs = Math.min(toMs, nowMs + page.rules.horizonDays * DAY_MS);
  if (lastMs <= fromMs) return { slots: [], rules: undefined };
  const { hosts, unavailable } = await hostsOfPage(ctx, page, fromMs, lastMs);
  const rules: Rules = rulesOf({ ...page.rules, durationMinutes }, fromMs, lastMs, nowMs);
  const mode = page.kind === 'round_robin' ? 'any' : 'all';
  return { rules, slots: mode === 'all' && unavailable.length > 0 ? [] : slots(hosts, rules, mode) };
}

async function taken(ctx: Context, page: PageRow, duration: number, startMs: number): Promise<PatchbayError> {
  const next = (await offered(ctx, page, duration, startMs, startMs + 7 * DAY_MS)).slots.slice(0, 3).map(({ startMs: ms }) => new Date(ms).toISOString());
  return new PatchbayError('slot_taken', next.length > 0 ? { remedy: `Still free: ${next.join(', ')}.` } : {});
}

/** Who is met: everybody of a collective page, else the first in turn whose time can be had. */
async function claimHosts(
  tx: Transaction,
  page: PageRow,
  free: readonly string[],
  booking: { id: string; startMs: number; endMs: number; holdUntil: Date | null; now: Date },
): Promise<string[] | undefined> {
  const { workspaceId, rules } = page;
  const take = (connectionId: string) =>
    claim(tx, {
      workspaceId,
      bookingId: booking.id,
      connectionId,
      from: new Date(booking.startMs - rules.bufferBeforeMinutes * MINUTE_MS),
      to: new Date(booking.endMs + rules.bufferAfterMinutes * MINUTE_MS),
      status: booking.holdUntil ? 'held' : 'confirmed',
      holdUntil: booking.holdUntil,
      now: booking.now,
    });
  if (page.kind === 'round_robin') {
    for (const id of await leastRecentFirst(tx, workspaceId, free)) if (await take(id)) return [id];
    return undefined;
  }
  // In the order of their ids, so that two that want the same people do not wait for each other.
  for (const id of [...page.hosts].sort()) if (!free.includes(id) || !(await take(id))) return undefined;
  return page.hosts;
}

class Taken extends Error {}

/** Keeps a time for a guest who is still typing. @throws PatchbayError slot_taken */
export async function hold(
  ctx: Context,
  pageId: string,
  start: string,
  duration: number,
): Promise<{ bookingId: string; holdToken: string; expiresAt: string; hosts: string[] }> {
  const page = await ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, pageId));
  const startMs = Date.parse(start);
  const endMs = startMs + duration * MINUTE_MS;
  const { slots: found } = await offered(ctx, page, duration, startMs, endMs);
  const slot = found.find((each) => each.startMs === startMs);
  const now = ctx.clock.now();
  const holdUntil = new Date(now.getTime() + HOLD_MS);
  const holdToken = randomBytes(24).toString('base64url');
  const id = uuidv7();
  try {
    const hosts = await ctx.db.transaction(async (tx) => {
      const met = slot && (await claimHosts(tx, page, slot.hostIds, { id, startMs, endMs, holdUntil, now }));
      if (!met) throw new Taken();
      await tx.insert(bookings).values({
        workspaceId: ctx.workspaceId,
        id,
        pageId,
        status: 'held',
        startsAt: new Date(startMs),
        endsAt: new Date(endMs),
        timeZone: page.rules.timeZone,
        holdHash: hashOf(holdToken),
        holdUntil,
      });
      return met;
    });
    return { bookingId: id, holdToken, expiresAt: holdUntil.toISOString(), hosts };
  } catch (error) {
    if (error instanceof Taken) throw await taken(ctx, page, duration, startMs);
    throw error;
  }
}

/** Asks the providers themselves, now: the mirror may be seconds behind. What cannot be asked counts as busy. */
async function areFreeLive(ctx: Context, connectionIds: readonly string[], from: Date, to: Date): Promise<boolean> {
  for (const id of connectionIds) {
    const connected = await ctx.withConnection(asId<ConnectionId>(id));
    const own = (await ctx.db.transaction((tx) => listCalendars(tx, ctx.workspaceId, [id]))).filter(({ blocks }) => blocks);
    const account = accountOf(connected);
    const isFree = await clientOf(connected.connection.provider)
      .isFree(
        connected.http,
        own.map((row) => ({ ...row, account })),
        from,
        to,
      )
      .catch(() => false);
    if (!isFree) return false;
  }
  return true;
}

export const toBookingView = (row: BookingRow, hosts: string[]): z.output<typeof bookingView> => ({
  id: row.id,
  pageId: row.pageId,
  status: row.status as 'held',
  start: row.startsAt.toISOString(),
  end: row.endsAt.toISOString(),
  timeZone: row.timeZone,
  hosts,
  name: row.guestName,
  email: row.guestEmail,
  contactId: row.contactId,
});

const factsOf = (row: BookingRow, hosts: readonly string[]) => ({
  bookingId: row.id,
  pageId: row.pageId,
  start: row.startsAt.toISOString(),
  end: row.endsAt.toISOString(),
  hosts: [...hosts],
  email: row.guestEmail,
  contactId: row.contactId,
});
const subjectOf = (row: BookingRow) => ({ type: 'booking', id: row.id });
const set = async (tx: Transaction, row: BookingRow, change: Partial<BookingRow>): Promise<BookingRow> => {
  const [after] = await tx
    .update(bookings)
    .set(change)
    .where(and(eq(bookings.workspaceId, row.workspaceId), eq(bookings.id, row.id)))
    .returning();
  return after ?? row;
};

/** Books a time: held first, then asked for at the providers, then written. @throws PatchbayError slot_taken */
export async function book(ctx: Context, { pageId, start, duration, timeZone, name, email, holdToken }: z.output<typeof bookingBody>) {
  const now = ctx.clock.now();
  const kept = holdToken ? await ctx.db.transaction((tx) => heldBy(tx, ctx.workspaceId, pageId, start, duration, holdToken, now)) : undefined;
  const id = kept?.id ?? (await hold(ctx, pageId, start, duration)).bookingId;
  const [page, hosts] = await ctx.db.transaction(async (tx) => [await pageById(tx, ctx.workspaceId, pageId), await hostsOf(tx, ctx.workspaceId, id)] as const);
  const [from, to] = [new Date(start), new Date(Date.parse(start) + duration * MINUTE_MS)];
  if (!(await areFreeLive(ctx, hosts, from, to))) {
    await ctx.db.transaction(async (tx) => {
      await release(tx, ctx.workspaceId, id, now);
      await set(tx, await bookingById(tx, ctx.workspaceId, id), { status: 'expired', updatedAt: now });
    });
    throw new PatchbayError('slot_taken');
  }
  const first = await ctx.withConnection(asId<ConnectionId>(hosts[0] ?? ''));
  return ctx.db.transaction(async (tx) => {
    const before = await bookingById(tx, ctx.workspaceId, id);
    const still = await hostsOf(tx, ctx.workspaceId, id);
    // The hold ran out while the provider was asked, and somebody else came.
    if (before.status !== 'held' || still.length !== hosts.length) throw new PatchbayError('slot_taken');
    const own = await listCalendars(tx, ctx.workspaceId, hosts);
    const calendar =
      own.find(({ connectionId, isPrimary }) => connectionId === hosts[0] && isPrimary) ??
      own.find(({ connectionId, role }) => connectionId === hosts[0] && role === 'owner');
    if (!calendar) throw new PatchbayError('conflict', { detail: 'The host has no calendar that can be written.' });
    const contact = await ctx.crm.contacts.ensure({ identities: [{ kind: 'email', value: email }], name });
    await confirmHosts(tx, ctx.workspaceId, id, now);
    const row = await set(tx, before, {
      status: 'confirmed',
      holdHash: null,
      holdUntil: null,
      guestName: name,
      guestEmail: email,
      timeZone,
      contactId: contact?.contactId ?? null,
      calendarId: calendar.id,
      updatedAt: now,
    });
    const others = own
      .filter(({ connectionId, isPrimary }) => isPrimary && connectionId !== hosts[0])
      .map(({ externalId }) => ({ email: externalId }))
      .filter((each) => each.email.includes('@'));
    const input: CreateInput = {
      calendarId: calendar.id,
      draft: {
        title: `${page.title}: ${name}`,
        start: from.toISOString(),
        end: to.toISOString(),
        timeZone: calendar.timeZone,
        attendees: [{ email, name }, ...others],
      },
      notify: true,
    };
    await first.effects.reserve({ kind: 'calendar.create-event', key: eventKey(id), summary: `Put the booking of ${name} into the calendar`, input });
    await ctx.events.publish({ type: 'meeting.booked', subject: subjectOf(row), data: factsOf(row, hosts) });
    return toBookingView(row, hosts);
  });
}

async function heldBy(
  tx: Transaction,
  workspaceId: string,
  pageId: string,
  start: string,
  duration: number,
  token: string,
  now: Date,
): Promise<BookingRow | undefined> {
  const [row] = await tx
    .select()
    .from(bookings)
    .where(and(eq(bookings.workspaceId, workspaceId), eq(bookings.holdHash, hashOf(token)), eq(bookings.pageId, pageId), eq(bookings.status, 'held')));
  const isIt = row && row.startsAt.getTime() === Date.parse(start) && row.endsAt.getTime() - row.startsAt.getTime() === duration * MINUTE_MS;
  return isIt && row.holdUntil && row.holdUntil > now ? row : undefined;
}

/** The event of a booking, once it is written. */
async function writtenEvent(
  ctx: Context,
  row: BookingRow,
  connectionId: string,
): Promise<{ connected: Awaited<ReturnType<Context['withConnection']>>; externalId: string | null }> {
  const connected = await ctx.withConnection(asId<ConnectionId>(connectionId));
  // The same key gives the first one's outcome.
  const { externalId } = await connected.effects.once({ kind: 'calendar.create-event', key: eventKey(row.id), summary: 'The event of a booking', input: {} });
  return { connected, externalId };
}

/** Moves a booking with its hosts. The old time is free for others only when the new one is had. @throws PatchbayError slot_taken */
export async function reschedule(ctx: Context, bookingId: string, start: string) {
  const { row, page, hosts } = await ctx.db.transaction(async (tx) => {
    const found = await bookingById(tx, ctx.workspaceId, bookingId);
    if (found.status !== 'confirmed') throw new PatchbayError('conflict', { detail: 'Only a booking that stands can be moved.' });
    return { row: found, page: await pageById(tx, ctx.workspaceId, found.pageId), hosts: await hostsOf(tx, ctx.workspaceId, bookingId) };
  });
  const startMs = Date.parse(start);
  const duration = (row.endsAt.getTime() - row.startsAt.getTime()) / MINUTE_MS;
  const endMs = startMs + duration * MINUTE_MS;
  const now = ctx.clock.now();
  const { slots: found } = await offered(ctx, { ...page, kind: 'collective', hosts }, duration, startMs, endMs);
  if (!found.some((each) => each.startMs === startMs) || !(await areFreeLive(ctx, hosts, new Date(startMs), new Date(endMs))))
    throw await taken(ctx, page, duration, startMs);
  const { connected, externalId } = await writtenEvent(ctx, row, hosts[0] ?? '');
  return ctx.db.transaction(async (tx) => {
    const before = await bookingById(tx, ctx.workspaceId, bookingId);
    if (before.status !== 'confirmed') throw new PatchbayError('conflict');
    await release(tx, ctx.workspaceId, bookingId, now);
    const met = await claimHosts(tx, { ...page, kind: 'collective', hosts }, hosts, { id: bookingId, startMs, endMs, holdUntil: null, now });
    // Thrown, so that the old time is not lost.
    if (!met) throw new PatchbayError('slot_taken');
    const after = await set(tx, before, { startsAt: new Date(startMs), endsAt: new Date(endMs), moves: before.moves + 1, updatedAt: now });
    if (externalId && before.calendarId) {
      const input: ChangeInput = {
        calendarId: before.calendarId,
        externalId,
        draft: { start: after.startsAt.toISOString(), end: after.endsAt.toISOString(), timeZone: before.timeZone },
        notify: true,
      };
      await connected.effects.reserve({ kind: 'calendar.change-event', key: `${eventKey(bookingId)}:move:${after.moves}`, summary: 'Move a booking', input });
    }
    await ctx.events.publish({
      type: 'meeting.rescheduled',
      subject: subjectOf(after),
      data: factsOf(after, hosts),
      previous: { start: before.startsAt.toISOString(), end: before.endsAt.toISOString() },
    });
    return toBookingView(after, hosts);
  });
}

/** Lets the time go at once; the event follows. A second call changes nothing. */
export async function cancel(ctx: Context, bookingId: string) {
  const { row, hosts } = await ctx.db.transaction(async (tx) => ({
    row: await bookingById(tx, ctx.workspaceId, bookingId),
    hosts: await hostsOf(tx, ctx.workspaceId, bookingId),
  }));
  if (row.status === 'cancelled') return toBookingView(row, []);
  if (row.status !== 'confirmed') throw new PatchbayError('conflict', { detail: 'Only a booking that stands can be cancelled.' });
  const { connected, externalId } = await writtenEvent(ctx, row, hosts[0] ?? '');
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const before = await bookingById(tx, ctx.workspaceId, bookingId);
    if (before.status !== 'confirmed') return toBookingView(before, []);
    await release(tx, ctx.workspaceId, bookingId, now);
    const after = await set(tx, before, { status: 'cancelled', updatedAt: now });
    if (externalId && before.calendarId) {
      const input: CancelInput = { calendarId: before.calendarId, externalId, notify: true };
      await connected.effects.reserve({ kind: 'calendar.cancel-event', key: `${eventKey(bookingId)}:cancel`, summary: 'Call a booking off', input });
    }
    await ctx.events.publish({ type: 'meeting.cancelled', subject: subjectOf(after), data: factsOf(after, hosts) });
    return toBookingView(after, []);
  });
}
