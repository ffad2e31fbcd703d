import { type Context, PatchbayError } from '#sdk';
import { type Accounts, accountsOf } from '../availability/hosts.ts';
import { stand, taken } from './book.ts';
import { claimHosts } from './claims.ts';
import { areFreeLive, calendarFor, eventOf, providerInvites, reserveCancel, reserveChange } from './event.ts';
import { type BookingLinks, linksOf } from './links.ts';
import { tellGuest } from './mails.ts';
import { factsOf, subjectOf, tellTimeline } from './news.ts';
import { offered, peopleOf } from './offer.ts';
import { planReminders } from './reminders.ts';
import { type Booked, type BookingRow, bookedOf, bookingById, claimName, hostsOf, type PageRow, release, seatsTaken, setBooking } from './store.ts';

const MINUTE_MS = 60_000;

/** Until when a guest may change it by their link. */
export function checkPolicy({ settings }: PageRow, row: BookingRow, now: Date): void {
  const until = row.startsAt.getTime() - settings.cancelUntilMinutes * MINUTE_MS;
  if (now.getTime() > until)
    throw new PatchbayError('conflict', {
      detail: settings.cancelUntilMinutes === 0 ? 'This meeting has begun already.' : 'It is too late to change this by the link.',
      remedy: 'Please get in touch with whom you are meeting.',
    });
}

/** Moves a booking with its hosts. The old time is free for others only when the new one is had. @throws SlotTaken */
export async function reschedule(ctx: Context, bookingId: string, start: string): Promise<Booked> {
  const { row, page, hosts } = await bookedOf(ctx, bookingId);
  if (row.status !== 'confirmed' && row.status !== 'pending') throw new PatchbayError('conflict', { detail: 'Only a booking that stands can be moved.' });
  const startMs = Date.parse(start);
  const duration = (row.endsAt.getTime() - row.startsAt.getTime()) / MINUTE_MS;
  const endMs = startMs + duration * MINUTE_MS;
  if (startMs === row.startsAt.getTime()) return { row, page, hosts };
  const accounts = await accountsOf(ctx);
  // The same people: whoever was chosen in turn stays.
  const asGroup = page.kind === 'group';
  const own: PageRow = asGroup ? page : { ...page, kind: 'collective', team: page.team.filter(({ connectionId }) => hosts.includes(connectionId)) };
  const { slots, zones } = await offered(ctx, own, duration, startMs, endMs, { except: row, accounts });
  const slot = slots.find((each) => each.startMs === startMs);
  const met = peopleOf(accounts, own);
  const connectionIds = met.flatMap((each) => each.connectionIds);
  const links = await linksOf(ctx);
  const now = ctx.clock.now();
  const isJoined = slot?.sessionId !== undefined;
  if (!slot || (!isJoined && !(await areFreeLive(ctx, connectionIds, new Date(startMs), new Date(endMs), row.eventExternalId ?? undefined))))
    throw await taken(ctx, own, duration, startMs, row);
  const calendar = accounts.calendars.find(({ id }) => id === row.calendarId) ?? calendarFor(accounts.calendars, hosts);
  const provider = accounts.connections.get(calendar.connectionId)?.provider ?? '';
  const externalId = row.status === 'confirmed' && !asGroup ? await eventOf(ctx, row, calendar) : null;
  let isLost = false;
  const after = await ctx.db
    .transaction(async (tx) => {
      const before = await bookingById(tx, ctx.workspaceId, bookingId);
      if (before.status !== row.status || before.startsAt.getTime() !== row.startsAt.getTime()) throw new PatchbayError('conflict');
      if (!asGroup) await release(tx, ctx.workspaceId, claimName(before), now);
      const claimed = await claimHosts(tx, own, met, slot, { bookingId, startMs, endMs, holdUntil: null, now, owners: [], zones, except: claimName(before) });
      if (!claimed) {
        // Thrown, so that the old time is not lost.
        isLost = true;
        throw new PatchbayError('slot_taken');
      }
      const moved = await setBooking(tx, before, {
        startsAt: new Date(startMs),
        endsAt: new Date(endMs),
        sessionId: claimed.sessionId,
        moves: before.moves + 1,
        updatedAt: now,
        ...(asGroup ? { eventExternalId: null, eventStartsAt: null, eventEndsAt: null } : {}),
      });
      if (asGroup && before.status === 'confirmed') {
        await leave(ctx, tx, accounts, before);
        await stand(ctx, tx, page, accounts, moved, hosts, links);
        return moved;
      }
      if (externalId)
        await reserveChange(ctx, calendar, claimName(moved), {
          externalId,
          draft: { start: moved.startsAt.toISOString(), end: moved.endsAt.toISOString(), timeZone: calendar.timeZone },
          notify: providerInvites(provider),
        });
      await ctx.events.publish({
        type: 'meeting.rescheduled',
        subject: subjectOf(moved),
        data: factsOf(moved, page, hosts),
        previous: { start: before.startsAt.toISOString(), end: before.endsAt.toISOString() },
      });
      await planReminders(ctx, page, moved);
      return moved;
    })
    .catch(async (error: unknown) => {
      throw isLost ? await taken(ctx, own, duration, startMs, row) : error;
    });
  if (!providerInvites(provider) && !asGroup && after.status === 'confirmed') await tellGuest(ctx, accounts, page, after, hosts, 'moved', links);
  return { row: after, page, hosts };
}

type Tx = Parameters<Parameters<Context['db']['transaction']>[0]>[0];

/** A guest leaves a session: its event says who is left, or goes with the last. */
async function leave(ctx: Context, tx: Tx, accounts: Accounts, row: BookingRow): Promise<void> {
  if (!row.sessionId) return;
  const now = ctx.clock.now();
  const left = ((await seatsTaken(tx, ctx.workspaceId, [row.sessionId], now)).get(row.sessionId) ?? []).filter(({ id }) => id !== row.id);
  if (left.length === 0) await release(tx, ctx.workspaceId, row.sessionId, now);
  if (!row.eventExternalId || !row.calendarId) return;
  const calendar = accounts.calendars.find(({ id }) => id === row.calendarId);
  if (!calendar) return;
  const standing = left.filter(({ status }) => status === 'confirmed');
  if (standing.length === 0) {
    if (left.length === 0) await reserveCancel(ctx, calendar, row.sessionId, row.eventExternalId, false);
    return;
  }
  await ctx.tasks.enqueue('calendar.tell-session', { sessionId: row.sessionId });
}

/** Lets the time go at once; the event follows. A second call changes nothing. */
export async function cancel(ctx: Context, bookingId: string, reason?: string): Promise<Booked> {
  const booked = await bookedOf(ctx, bookingId);
  const { row, page, hosts } = booked;
  if (row.status === 'cancelled' || row.status === 'declined') return booked;
  if (row.status !== 'confirmed' && row.status !== 'pending') throw new PatchbayError('conflict', { detail: 'Only a booking that stands can be cancelled.' });
  const accounts = await accountsOf(ctx);
  const calendar = accounts.calendars.find(({ id }) => id === row.calendarId);
  const provider = (calendar && accounts.connections.get(calendar.connectionId)?.provider) ?? '';
  const externalId = row.status === 'confirmed' && !row.sessionId && calendar ? await eventOf(ctx, row, calendar) : null;
  const now = ctx.clock.now();
  const after = await ctx.db.transaction(async (tx) => {
    const before = await bookingById(tx, ctx.workspaceId, bookingId);
    if (before.status !== row.status) return before;
    const gone = await setBooking(tx, before, { status: 'cancelled', cancelReason: reason?.slice(0, 1_000) ?? null, updatedAt: now });
    if (before.sessionId) await leave(ctx, tx, accounts, before);
    else await release(tx, ctx.workspaceId, bookingId, now);
    if (externalId && calendar) await reserveCancel(ctx, calendar, claimName(before), externalId, providerInvites(provider));
    await tellTimeline(ctx, tx, gone, 'cancelled');
    await ctx.events.publish({
      type: 'meeting.cancelled',
      subject: subjectOf(gone),
      data: { ...factsOf(gone, page, hosts), ...(reason ? { reason: reason.slice(0, 1_000) } : {}) },
    });
    return gone;
  });
  if (after.status === 'cancelled' && (!providerInvites(provider) || row.sessionId || row.status === 'pending'))
    await tellGuest(ctx, accounts, page, after, hosts, 'cancelled', await linksOf(ctx));
  return { row: after, page, hosts };
}

/** A guest's wish is granted or not. @throws PatchbayError conflict when it was decided already */
export async function decide(ctx: Context, bookingId: string, isApproved: boolean, reason?: string): Promise<Booked> {
  const { page, hosts } = await bookedOf(ctx, bookingId);
  const accounts = await accountsOf(ctx);
  const links: BookingLinks = await linksOf(ctx);
  const now = ctx.clock.now();
  const after = await ctx.db.transaction(async (tx) => {
    const before = await bookingById(tx, ctx.workspaceId, bookingId);
    if (before.status !== 'pending') throw new PatchbayError('conflict', { detail: 'This was decided already.' });
    if (isApproved) {
      const row = await setBooking(tx, before, { status: 'confirmed', updatedAt: now });
      await stand(ctx, tx, page, accounts, row, await hostsOf(tx, ctx.workspaceId, claimName(row)), links);
      return row;
    }
    const row = await setBooking(tx, before, { status: 'declined', cancelReason: reason?.slice(0, 1_000) ?? null, updatedAt: now });
    if (before.sessionId) await leave(ctx, tx, accounts, before);
    else await release(tx, ctx.workspaceId, bookingId, now);
    return row;
  });
  const provider = accounts.connections.get(accounts.calendars.find(({ id }) => id === after.calendarId)?.connectionId as never)?.provider ?? '';
  if (!isApproved) await tellGuest(ctx, accounts, page, after, hosts, 'declined', links);
  else if (providerInvites(provider) && page.kind !== 'group') await tellGuest(ctx, accounts, page, after, hosts, 'confirmed', links);
  return { row: after, page, hosts };
}

/** The guest did not come. Counted on their contact; said once. */
export async function markNoShow(ctx: Context, bookingId: string): Promise<Booked> {
  const booked = await bookedOf(ctx, bookingId);
  const { row, page, hosts } = booked;
  if (row.status === 'no_show') return booked;
  if (row.status !== 'confirmed') throw new PatchbayError('conflict', { detail: 'Only of a booking that stands can be said that nobody came.' });
  if (row.startsAt > ctx.clock.now()) throw new PatchbayError('conflict', { detail: 'This meeting has not begun yet.' });
  const after = await ctx.db.transaction(async (tx) => {
    const before = await bookingById(tx, ctx.workspaceId, bookingId);
    if (before.status !== 'confirmed') return before;
    const gone = await setBooking(tx, before, { status: 'no_show', updatedAt: ctx.clock.now() });
    await tellTimeline(ctx, tx, gone, 'no_show');
    await ctx.events.publish({ type: 'meeting.no_show', subject: subjectOf(gone), data: factsOf(gone, page, hosts) });
    return gone;
  });
  return { row: after, page, hosts };
}
