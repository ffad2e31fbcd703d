import { createHash, randomBytes } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, type FieldError, PatchbayError, type Transaction } from '#sdk';
import { type Accounts, accountsOf } from '../availability/hosts.ts';
import { calendarBookings as bookings } from '../models.ts';
import { type Claimed, claimHosts } from './claims.ts';
import { areFreeLive, calendarFor, draftOf, providerInvites, reserveEvent } from './event.ts';
import { type BookingLinks, linksOf } from './links.ts';
import { tellGuest } from './mails.ts';
import { factsOf, subjectOf } from './news.ts';
import { type Met, offered, peopleOf } from './offer.ts';
import { planReminders } from './reminders.ts';
import type { Guest } from './request.ts';
import { type BookingRow, bookingById, claimName, confirmHosts, hostsOf, type PageRow, pageById, release, seatsTaken, setBooking } from './store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const HOLD_MS = 8 * MINUTE_MS;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The time is gone; what is still free comes with it. */
export class SlotTaken extends PatchbayError {
  readonly nextSlots: readonly { start: string; end: string }[];
  constructor(nextSlots: readonly { start: string; end: string }[]) {
    super('slot_taken', nextSlots.length > 0 ? { remedy: `Still free: ${nextSlots.map(({ start }) => start).join(', ')}.` } : {});
    this.nextSlots = nextSlots;
  }
}
class Lost extends Error {}

export async function taken(ctx: Context, page: PageRow, duration: number, startMs: number, except?: BookingRow): Promise<SlotTaken> {
  const from = Math.max(startMs, ctx.clock.now().getTime());
  const { slots } = await offered(ctx, page, duration, from, from + 14 * DAY_MS, except ? { except } : {});
  return new SlotTaken(
    slots
      .filter((slot) => slot.startMs !== startMs || slot.seatsLeft !== undefined)
      .slice(0, 5)
      .map(({ startMs: ms, endMs }) => ({ start: new Date(ms).toISOString(), end: new Date(endMs).toISOString() })),
  );
}

interface Taken {
  booking: BookingRow;
  hosts: string[];
}

/** Takes a time under a new booking that nobody has filled in yet. @throws SlotTaken */
async function take(
  ctx: Context,
  page: PageRow,
  accounts: Accounts,
  startMs: number,
  duration: number,
  owners: readonly string[],
  holdHash: string | null,
): Promise<Taken> {
  const endMs = startMs + duration * MINUTE_MS;
  const { slots, zones } = await offered(ctx, page, duration, startMs, endMs, { accounts });
  const slot = slots.find((each) => each.startMs === startMs);
  const now = ctx.clock.now();
  const holdUntil = new Date(now.getTime() + HOLD_MS);
  const id = uuidv7();
  const met = peopleOf(accounts, page);
  try {
    return await ctx.db.transaction(async (tx) => {
      const claimed = slot && (await claimHosts(tx, page, met, slot, { bookingId: id, startMs, endMs, holdUntil, now, owners, zones }));
      if (!claimed) throw new Lost();
      const [booking] = await tx
        .insert(bookings)
        .values({
          workspaceId: ctx.workspaceId,
          id,
          pageId: page.id,
          status: 'held',
          startsAt: new Date(startMs),
          endsAt: new Date(endMs),
          timeZone: page.rules.timeZone,
          holdHash,
          holdUntil,
          sessionId: claimed.sessionId,
          pickReason: claimed.reason,
        })
        .returning();
      if (!booking) throw new Lost();
      return { booking, hosts: claimed.hosts };
    });
  } catch (error) {
    if (error instanceof Lost) throw await taken(ctx, page, duration, startMs);
    throw error;
  }
}

/** Keeps a time for a guest who is still typing. @throws SlotTaken */
export async function hold(
  ctx: Context,
  pageId: string,
  start: string,
  duration: number,
): Promise<{ bookingId: string; holdToken: string; expiresAt: string }> {
  const page = await ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, pageId));
  const accounts = await accountsOf(ctx);
  const holdToken = randomBytes(24).toString('base64url');
  const { booking } = await take(ctx, page, accounts, Date.parse(start), duration, [], hashOf(holdToken));
  return { bookingId: booking.id, holdToken, expiresAt: (booking.holdUntil ?? ctx.clock.now()).toISOString() };
}

async function heldBy(
  tx: Transaction,
  workspaceId: string,
  pageId: string,
  startMs: number,
  duration: number,
  token: string,
  now: Date,
): Promise<BookingRow | undefined> {
  const [row] = await tx
    .select()
    .from(bookings)
    .where(and(eq(bookings.workspaceId, workspaceId), eq(bookings.holdHash, hashOf(token)), eq(bookings.pageId, pageId), eq(bookings.status, 'held')));
  const isIt = row && row.startsAt.getTime() === startMs && row.endsAt.getTime() - row.startsAt.getTime() === duration * MINUTE_MS;
  return isIt && row.holdUntil && row.holdUntil > now ? row : undefined;
}

/** What the page asks and what the guest said must fit. */
function checkAnswers({ settings }: PageRow, { answers = {}, guests = [], phone }: Guest): Record<string, string | boolean> {
  const errors: FieldError[] = [];
  const kept: Record<string, string | boolean> = {};
  for (const { key, label, type, required, options } of settings.questions) {
    const given = answers[key];
    const isEmpty = given === undefined || given === '' || given === false;
    if (required && isEmpty) errors.push({ path: `answers.${key}`, message: `Please answer: ${label}` });
    if (!isEmpty && type === 'select' && !options?.includes(String(given)))
      errors.push({ path: `answers.${key}`, message: 'Please choose one of the answers.' });
    if (given !== undefined) kept[key] = type === 'checkbox' ? given === true || given === 'true' || given === 'on' : String(given).slice(0, 4_000);
  }
  if (guests.length > settings.guestsAllowed)
    errors.push({
      path: 'guests',
      message: settings.guestsAllowed === 0 ? 'Nobody else can be brought.' : `At most ${settings.guestsAllowed} others can be brought.`,
    });
  if (settings.location?.kind === 'phone' && !settings.location.value && !phone)
    errors.push({ path: 'phone', message: 'Please give a number under which you are called.' });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return kept;
}

/** Who looks after this guest: their contact's owner, then those of their open deals. */
async function ownersOf(ctx: Context, email: string): Promise<string[]> {
  const contact = await ctx.crm.contacts.match({ kind: 'email', value: email });
  if (!contact) return [];
  const { data } = await ctx.crm.deals.list({ contactId: contact.contactId, status: 'open', limit: 10 });
  return [...new Set([contact.ownerId, ...data.map(({ ownerId }) => ownerId)].filter((id) => id !== null))];
}

/** Books a time: held first, then asked for at the providers, then written. @throws SlotTaken */
export async function book(ctx: Context, pageId: string, guest: Guest): Promise<{ row: BookingRow; page: PageRow; hosts: string[] }> {
  const { duration, holdToken, email, name } = guest;
  const startMs = Date.parse(guest.start);
  const page = await ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, pageId));
  const answers = checkAnswers(page, guest);
  const before = await ctx.db.transaction((tx) => sameAgain(tx, page, email, startMs, duration));
  if (before) return { row: before, page, hosts: await ctx.db.transaction((tx) => hostsOf(tx, ctx.workspaceId, claimName(before))) };
  const accounts = await accountsOf(ctx);
  const owners = page.kind === 'round_robin' && page.settings.assign === 'owner_first' ? await ownersOf(ctx, email) : [];
  const links = await linksOf(ctx);
  const kept = holdToken ? await ctx.db.transaction((tx) => heldBy(tx, ctx.workspaceId, pageId, startMs, duration, holdToken, ctx.clock.now())) : undefined;
  let held: Taken = kept
    ? { booking: kept, hosts: await ctx.db.transaction((tx) => hostsOf(tx, ctx.workspaceId, claimName(kept))) }
    : await take(ctx, page, accounts, startMs, duration, owners, null);
  if (kept && owners.length > 0) held = await forOwner(ctx, page, accounts, held, owners);
  const { booking, hosts } = held;
  const met = peopleOf(accounts, page).filter(({ id }) => hosts.includes(id));
  const [from, to] = [booking.startsAt, booking.endsAt];
  // Of a group that meets already, its own event is not in the way.
  const except = booking.sessionId ? await sessionEvent(ctx, booking.sessionId) : undefined;
  if (
    !(await areFreeLive(
      ctx,
      met.flatMap(({ connectionIds }) => connectionIds),
      from,
      to,
      except,
    ))
  ) {
    await letGo(ctx, booking);
    throw await taken(ctx, page, duration, startMs);
  }
  const isPending = page.settings.confirm === 'approve';
  const now = ctx.clock.now();
  const row = await ctx.db
    .transaction(async (tx) => {
      const current = await bookingById(tx, ctx.workspaceId, booking.id);
      const still = await hostsOf(tx, ctx.workspaceId, claimName(booking));
      // The hold ran out while the provider was asked, and somebody else came.
      if (current.status !== 'held' || still.length !== hosts.length) throw new Lost();
      const contact = await ctx.crm.contacts.ensure({
        identities: [{ kind: 'email', value: email }, ...(guest.phone ? [{ kind: 'phone' as const, value: guest.phone }] : [])],
        name,
      });
      await confirmHosts(tx, ctx.workspaceId, claimName(booking), now);
      const calendar = calendarFor(accounts.calendars, hosts);
      const after = await setBooking(tx, current, {
        status: isPending ? 'pending' : 'confirmed',
        holdHash: null,
        holdUntil: null,
        guestName: name,
        guestEmail: email.toLowerCase(),
        phone: guest.phone ?? null,
        guests: (guest.guests ?? []).map((each) => each.toLowerCase()),
        answers,
        locale: guest.locale ?? null,
        timeZone: guest.timeZone,
        contactId: contact?.contactId ?? null,
        calendarId: calendar.id,
        updatedAt: now,
      });
      if (isPending) await tellHosts(ctx, page, met, after);
      else await stand(ctx, tx, page, accounts, after, hosts, links);
      return after;
    })
    .catch(async (error: unknown) => {
      if (error instanceof Lost) throw await taken(ctx, page, duration, startMs);
      throw error;
    });
  if (isPending) await tellGuest(ctx, accounts, page, row, hosts, 'pending', links);
  return { row, page, hosts };
}

/** A second click, or the same form sent again: the same guest, page and time is the same booking. */
async function sameAgain(tx: Transaction, page: PageRow, email: string, startMs: number, duration: number): Promise<BookingRow | undefined> {
  const [row] = await tx
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.workspaceId, page.workspaceId),
        eq(bookings.pageId, page.id),
        eq(bookings.guestEmail, email.toLowerCase()),
        eq(bookings.startsAt, new Date(startMs)),
        eq(bookings.endsAt, new Date(startMs + duration * MINUTE_MS)),
        inArray(bookings.status, ['pending', 'confirmed']),
      ),
    )
    .limit(1);
  return row;
}

const sessionEvent = (ctx: Context, sessionId: string): Promise<string | undefined> =>
  ctx.db.transaction(async (tx) => {
    const seats = (await seatsTaken(tx, ctx.workspaceId, [sessionId], ctx.clock.now())).get(sessionId) ?? [];
    return seats.find(({ eventExternalId }) => eventExternalId !== null)?.eventExternalId ?? undefined;
  });

/** The guest was held with whoever was free; now that we know them, their own salesperson takes it where that is possible. */
async function forOwner(ctx: Context, page: PageRow, accounts: Accounts, held: Taken, owners: readonly string[]): Promise<Taken> {
  const { booking, hosts } = held;
  const met = peopleOf(accounts, page);
  const own = met.find(({ userId }) => userId !== null && owners.includes(userId));
  if (!own || hosts.includes(own.id)) return held;
  const [startMs, endMs] = [booking.startsAt.getTime(), booking.endsAt.getTime()];
  const { slots, zones } = await offered(ctx, page, (endMs - startMs) / MINUTE_MS, startMs, endMs, { except: booking, accounts });
  const slot = slots.find((each) => each.startMs === startMs);
  if (!slot?.hostIds.includes(own.id)) return held;
  const now = ctx.clock.now();
  try {
    return await ctx.db.transaction(async (tx) => {
      await release(tx, ctx.workspaceId, booking.id, now);
      const claimed: Claimed | undefined = await claimHosts(
        tx,
        page,
        met,
        { hostIds: [own.id] },
        { bookingId: booking.id, startMs, endMs, holdUntil: booking.holdUntil, now, owners, zones },
      );
      if (!claimed) throw new Lost();
      return { booking: await setBooking(tx, booking, { pickReason: claimed.reason, updatedAt: now }), hosts: claimed.hosts };
    });
  } catch (error) {
    if (error instanceof Lost) return held;
    throw error;
  }
}

/** A held time that came to nothing. Of a group others may still want its session. */
async function letGo(ctx: Context, booking: BookingRow): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    await setBooking(tx, booking, { status: 'expired', updatedAt: now });
    const others = booking.sessionId ? ((await seatsTaken(tx, ctx.workspaceId, [booking.sessionId], now)).get(booking.sessionId) ?? []) : [];
    if (others.length === 0) await release(tx, ctx.workspaceId, claimName(booking), now);
  });
}

async function tellHosts(ctx: Context, page: PageRow, met: readonly Met[], row: BookingRow): Promise<void> {
  const users = met.flatMap(({ userId }) => (userId ? [userId as never] : []));
  if (users.length > 0)
    await ctx.notify(users, {
      key: `booking:${row.id}:pending`,
      title: `${row.guestName ?? 'A guest'} asks for ${page.title}`,
      body: row.startsAt.toISOString(),
      href: '/calendar/bookings?status=pending',
    });
}

/** From here the booking stands: event, news, reminders and the guest's mail, all with the transaction that makes it so. */
export async function stand(
  ctx: Context,
  tx: Transaction,
  page: PageRow,
  accounts: Accounts,
  row: BookingRow,
  hosts: readonly string[],
  links: BookingLinks,
): Promise<void> {
  const calendar = calendarFor(accounts.calendars, hosts);
  const provider = accounts.connections.get(calendar.connectionId)?.provider ?? '';
  const seats = row.sessionId
    ? ((await seatsTaken(tx, ctx.workspaceId, [row.sessionId], ctx.clock.now())).get(row.sessionId) ?? []).filter(({ status }) => status === 'confirmed')
    : [row];
  const manageUrl = links.manage(row);
  const input = draftOf({ page, rows: seats.length > 0 ? seats : [row], calendar, provider, accounts, hosts, manageUrl });
  const written = seats.find(({ id, eventExternalId }) => id !== row.id && eventExternalId !== null)?.eventExternalId;
  if (written) await setBooking(tx, row, { eventExternalId: written, eventStartsAt: row.startsAt, eventEndsAt: row.endsAt });
  else await reserveEvent(ctx, calendar, claimName(row), row.guestName ?? '', input);
  // Those who come at the same instant are in one event, whoever of them wrote it.
  if (row.sessionId) await ctx.tasks.enqueue('calendar.tell-session', { sessionId: row.sessionId });
  if (page.kind === 'group') await recordSeat(ctx, tx, page, row, provider, calendar.connectionId);
  await ctx.events.publish({ type: 'meeting.booked', subject: subjectOf(row), data: factsOf(row, page, hosts) });
  await planReminders(ctx, page, row);
  if (!providerInvites(provider) || page.kind === 'group') await tellGuest(ctx, accounts, page, row, hosts, 'confirmed', links);
}

/** Guests of a group do not stand in its event, so that they do not see each other: their timelines are written here. */
async function recordSeat(ctx: Context, tx: Transaction, page: PageRow, row: BookingRow, provider: string, connectionId: string): Promise<void> {
  const { id: activityId } = await ctx.crm.activities.record({
    kind: 'meeting',
    direction: 'inbound',
    occurredAt: row.startsAt,
    provider,
    externalId: `booking:${row.id}`,
    connectionId: connectionId as never,
    subject: page.title,
    status: 'scheduled',
    participants: [
      {
        address: row.guestEmail ?? '',
        kind: 'email',
        role: 'attendee',
        ...(row.guestName ? { name: row.guestName } : {}),
        ...(row.contactId ? { contactId: row.contactId } : {}),
      },
    ],
    data: { startsAt: row.startsAt.toISOString(), endsAt: row.endsAt.toISOString(), timeZone: row.timeZone },
  });
  await setBooking(tx, row, { activityId });
}
