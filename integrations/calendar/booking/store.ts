import { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, ne, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import { calendarBookingHosts as bookingHosts, calendarBookings as bookings, calendarBookingPages as pages } from '../models.ts';
import { type PageHost, type PageRules, type PageSettings, pageSettings } from './page.ts';

type RawPage = typeof pages.$inferSelect;
export type PageRow = Omit<RawPage, 'team' | 'settings'> & { team: PageHost[]; settings: PageSettings; rules: PageRules };
export type BookingRow = typeof bookings.$inferSelect;

/** Pages of before they had all of it read as if nothing special were said. */
const toPage = (row: RawPage): PageRow => ({
  ...row,
  team: row.team ?? row.hosts.map((connectionId) => ({ userId: null, connectionId, weight: 1 })),
  settings: pageSettings.parse(row.settings ?? {}),
});

/** A page that is there, if it is one. */
export async function findPage(tx: Transaction, workspaceId: string, id: string): Promise<PageRow | undefined> {
  const [row] = await tx
    .select()
    .from(pages)
    .where(and(eq(pages.workspaceId, workspaceId), eq(pages.id, id), isNull(pages.removedAt)));
  return row && toPage(row);
}

/** @throws PatchbayError not_found */
export async function pageById(tx: Transaction, workspaceId: string, id: string, options: { lock?: boolean; gone?: boolean } = {}): Promise<PageRow> {
  const query = tx
    .select()
    .from(pages)
    .where(and(eq(pages.workspaceId, workspaceId), eq(pages.id, id), ...(options.gone ? [] : [isNull(pages.removedAt)])));
  const [row] = await (options.lock ? query.for('update') : query);
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such booking page.' });
  return toPage(row);
}

export const listPages = async (tx: Transaction, workspaceId: string): Promise<PageRow[]> =>
  (
    await tx
      .select()
      .from(pages)
      .where(and(eq(pages.workspaceId, workspaceId), isNull(pages.removedAt)))
      .orderBy(asc(pages.title), asc(pages.id))
      .limit(500)
  ).map(toPage);

/** @throws PatchbayError not_found */
export async function bookingById(tx: Transaction, workspaceId: string, id: string): Promise<BookingRow> {
  const [row] = await tx
    .select()
    .from(bookings)
    .where(and(eq(bookings.workspaceId, workspaceId), eq(bookings.id, id)))
    .for('update');
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such booking.' });
  return row;
}

export async function setBooking(tx: Transaction, row: Pick<BookingRow, 'workspaceId' | 'id'>, change: Partial<BookingRow>): Promise<BookingRow> {
  const [after] = await tx
    .update(bookings)
    .set(change)
    .where(and(eq(bookings.workspaceId, row.workspaceId), eq(bookings.id, row.id)))
    .returning();
  if (!after) throw new PatchbayError('not_found', { detail: 'There is no such booking.' });
  return after;
}

export const STANDING = ['pending', 'confirmed', 'no_show'] as const;

/** What is coming in its order, else newest first; some at a time. */
export const listBookings = (
  tx: Transaction,
  workspaceId: string,
  {
    pageId,
    contactId,
    status,
    from,
    limit,
    after,
  }: { pageId?: string; contactId?: string; status?: string; from?: Date; limit: number; after?: { at: Date; id: string } },
) =>
  tx
    .select({ booking: bookings, title: pages.title, settings: pages.settings })
    .from(bookings)
    .innerJoin(pages, and(eq(pages.workspaceId, bookings.workspaceId), eq(pages.id, bookings.pageId)))
    .where(
      and(
        eq(bookings.workspaceId, workspaceId),
        status ? eq(bookings.status, status) : inArray(bookings.status, [...STANDING, 'cancelled', 'declined']),
        ...(pageId ? [eq(bookings.pageId, pageId)] : []),
        ...(contactId ? [eq(bookings.contactId, contactId)] : []),
        ...(from ? [gte(bookings.endsAt, from)] : []),
        ...(after
          ? [sql`(${bookings.startsAt}, ${bookings.id}) ${sql.raw(from ? '>' : '<')} (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`]
          : []),
      ),
    )
    .orderBy(...(from ? [asc(bookings.startsAt), asc(bookings.id)] : [desc(bookings.startsAt), desc(bookings.id)]))
    .limit(limit);

export async function upcomingByPage(tx: Transaction, workspaceId: string, now: Date): Promise<Map<string, number>> {
  const rows = await tx
    .select({ pageId: bookings.pageId, n: count() })
    .from(bookings)
    .where(and(eq(bookings.workspaceId, workspaceId), inArray(bookings.status, ['pending', 'confirmed']), gt(bookings.endsAt, now)))
    .groupBy(bookings.pageId);
  return new Map(rows.map(({ pageId, n }) => [pageId, n]));
}

export async function noShowsOf(tx: Transaction, workspaceId: string, contactIds: readonly (string | null)[]): Promise<Map<string, number>> {
  const ids = contactIds.filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ contactId: bookings.contactId, n: count() })
    .from(bookings)
    .where(and(eq(bookings.workspaceId, workspaceId), inArray(bookings.contactId, ids), eq(bookings.status, 'no_show')))
    .groupBy(bookings.contactId);
  return new Map(rows.map(({ contactId, n }) => [contactId ?? '', n]));
}

/** A group's bookings share one claim on their hosts, under the name of their session. */
export const claimName = ({ id, sessionId }: Pick<BookingRow, 'id' | 'sessionId'>): string => sessionId ?? id;

export async function hostsOf(tx: Transaction, workspaceId: string, claim: string): Promise<string[]> {
  const rows = await tx
    .select({ connectionId: bookingHosts.connectionId })
    .from(bookingHosts)
    .where(and(eq(bookingHosts.workspaceId, workspaceId), eq(bookingHosts.bookingId, claim), inArray(bookingHosts.status, ['held', 'confirmed'])))
    .orderBy(bookingHosts.connectionId);
  return rows.map(({ connectionId }) => connectionId);
}

/** The hosts of many claims at once; of those that ended, who it was. */
export async function hostsOfMany(tx: Transaction, workspaceId: string, claims: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (claims.length === 0) return found;
  const rows = await tx
    .select({ bookingId: bookingHosts.bookingId, connectionId: bookingHosts.connectionId })
    .from(bookingHosts)
    .where(and(eq(bookingHosts.workspaceId, workspaceId), inArray(bookingHosts.bookingId, [...claims]), ne(bookingHosts.status, 'expired')));
  for (const { bookingId, connectionId } of rows) found.set(bookingId, [...new Set([...(found.get(bookingId) ?? []), connectionId])]);
  return found;
}

/** What is booked or held of these people, as times without buffers. */
export async function bookedTimes(tx: Transaction, workspaceId: string, hostIds: readonly string[], from: Date, to: Date, now: Date) {
  if (hostIds.length === 0) return [];
  const rows = await tx
    .select({
      hostId: bookingHosts.hostId,
      claim: bookingHosts.bookingId,
      startsAt: bookingHosts.startsAt,
      endsAt: bookingHosts.endsAt,
      status: bookingHosts.status,
      holdUntil: bookingHosts.holdUntil,
    })
    .from(bookingHosts)
    .where(
      and(
        eq(bookingHosts.workspaceId, workspaceId),
        inArray(bookingHosts.hostId, [...hostIds]),
        inArray(bookingHosts.status, ['held', 'confirmed']),
        lt(bookingHosts.startsAt, to),
        gt(bookingHosts.endsAt, from),
      ),
    );
  return rows.filter(({ status, holdUntil }) => status === 'confirmed' || (holdUntil !== null && holdUntil > now));
}

export interface Claim {
  workspaceId: string;
  /** The booking, or the session of a group. */
  bookingId: string;
  connectionId: string;
  /** The person, by whichever of their calendars: nobody is met twice at one time. */
  hostId: string;
  startsAt: Date;
  endsAt: Date;
  bufferBeforeMs: number;
  bufferAfterMs: number;
  status: 'held' | 'confirmed';
  holdUntil: Date | null;
  now: Date;
}

/**
 * Takes a host's time, or answers false because somebody has it. Holds that have run out make room first. The database's
 * exclusion constraint decides, so it does not matter how many ask at the same instant.
 */
export async function claim(
  tx: Transaction,
  { workspaceId, bookingId, connectionId, hostId, startsAt, endsAt, bufferBeforeMs, bufferAfterMs, status, holdUntil, now }: Claim,
): Promise<boolean> {
  const block = `[${new Date(startsAt.getTime() - bufferBeforeMs).toISOString()},${new Date(endsAt.getTime() + bufferAfterMs).toISOString()})`;
  await tx.execute(sql`update calendar_booking_hosts set status = 'expired', updated_at = ${now.toISOString()}::timestamptz
    where workspace_id = ${workspaceId} and host_id = ${hostId} and status = 'held' and hold_until <= ${now.toISOString()}::timestamptz and block && ${block}::tstzrange`);
  const made = await tx
    .insert(bookingHosts)
    .values({ workspaceId, id: uuidv7(), bookingId, connectionId, hostId, startsAt, endsAt, block, status, holdUntil })
    .onConflictDoNothing()
    .returning({ id: bookingHosts.id });
  return made.length === 1;
}

/** Lets go of all times of a claim. */
export const release = (tx: Transaction, workspaceId: string, claimed: string, now: Date) =>
  tx
    .update(bookingHosts)
    .set({ status: 'cancelled', updatedAt: now })
    .where(and(eq(bookingHosts.workspaceId, workspaceId), eq(bookingHosts.bookingId, claimed), inArray(bookingHosts.status, ['held', 'confirmed'])));

export const confirmHosts = (tx: Transaction, workspaceId: string, claimed: string, now: Date) =>
  tx
    .update(bookingHosts)
    .set({ status: 'confirmed', holdUntil: null, updatedAt: now })
    .where(and(eq(bookingHosts.workspaceId, workspaceId), eq(bookingHosts.bookingId, claimed), eq(bookingHosts.status, 'held')));

/** Those who hold or have a seat of a session at this moment. */
export async function seatsTaken(tx: Transaction, workspaceId: string, sessionIds: readonly string[], now: Date): Promise<Map<string, BookingRow[]>> {
  const found = new Map<string, BookingRow[]>();
  if (sessionIds.length === 0) return found;
  const rows = await tx
    .select()
    .from(bookings)
    .where(
      and(eq(bookings.workspaceId, workspaceId), inArray(bookings.sessionId, [...sessionIds]), inArray(bookings.status, ['held', 'pending', 'confirmed'])),
    );
  for (const row of rows) {
    if (row.status === 'held' && (row.holdUntil === null || row.holdUntil <= now)) continue;
    found.set(row.sessionId ?? '', [...(found.get(row.sessionId ?? '') ?? []), row]);
  }
  return found;
}

/** The sessions of a group page between two instants. */
export const sessionsOf = (tx: Transaction, workspaceId: string, pageId: string, from: Date, to: Date) =>
  tx
    .selectDistinctOn([bookings.sessionId], {
      sessionId: bookings.sessionId,
      startsAt: bookings.startsAt,
      endsAt: bookings.endsAt,
      eventExternalId: bookings.eventExternalId,
    })
    .from(bookings)
    .where(
      and(
        eq(bookings.workspaceId, workspaceId),
        eq(bookings.pageId, pageId),
        inArray(bookings.status, ['held', 'pending', 'confirmed']),
        lt(bookings.startsAt, to),
        gt(bookings.endsAt, from),
      ),
    )
    .orderBy(bookings.sessionId, sql`${bookings.eventExternalId} nulls last`);

export interface Past {
  connectionId: string;
  last: Date | null;
  met: number;
}
/** How often each was met through this page, and when last. Who cancelled or did not come does not count against them. */
export async function pastOf(tx: Transaction, workspaceId: string, pageId: string, connectionIds: readonly string[]): Promise<Map<string, Past>> {
  const rows = await tx
    .select({ connectionId: bookingHosts.connectionId, last: sql<string>`max(${bookingHosts.createdAt})`, met: count() })
    .from(bookingHosts)
    .innerJoin(
      bookings,
      and(eq(bookings.workspaceId, bookingHosts.workspaceId), sql`coalesce(${bookings.sessionId}, ${bookings.id}) = ${bookingHosts.bookingId}`),
    )
    .where(
      and(
        eq(bookingHosts.workspaceId, workspaceId),
        eq(bookings.pageId, pageId),
        inArray(bookingHosts.connectionId, [...connectionIds]),
        inArray(bookingHosts.status, ['held', 'confirmed']),
        inArray(bookings.status, ['held', 'pending', 'confirmed']),
      ),
    )
    .groupBy(bookingHosts.connectionId);
  return new Map(rows.map(({ connectionId, last, met }) => [connectionId, { connectionId, last: last ? new Date(last) : null, met }]));
}

/** Beginnings of what a page booked for each host: what caps count. */
export async function bookedStarts(
  tx: Transaction,
  workspaceId: string,
  pageId: string,
  from: Date,
  to: Date,
  now: Date,
): Promise<{ connectionId: string; startsAt: Date | null; claim: string }[]> {
  const rows = await tx
    .selectDistinct({
      connectionId: bookingHosts.connectionId,
      startsAt: bookingHosts.startsAt,
      claim: bookingHosts.bookingId,
      status: bookingHosts.status,
      holdUntil: bookingHosts.holdUntil,
    })
    .from(bookingHosts)
    .innerJoin(
      bookings,
      and(eq(bookings.workspaceId, bookingHosts.workspaceId), sql`coalesce(${bookings.sessionId}, ${bookings.id}) = ${bookingHosts.bookingId}`),
    )
    .where(
      and(
        eq(bookingHosts.workspaceId, workspaceId),
        eq(bookings.pageId, pageId),
        inArray(bookingHosts.status, ['held', 'confirmed']),
        gte(bookingHosts.startsAt, from),
        lt(bookingHosts.startsAt, to),
      ),
    );
  return rows.filter(({ status, holdUntil }) => status === 'confirmed' || (holdUntil !== null && holdUntil > now));
}

export interface Booked {
  row: BookingRow;
  page: PageRow;
  hosts: string[];
}

export const bookedOf = (ctx: Context, bookingId: string): Promise<Booked> =>
  ctx.db.transaction(async (tx) => {
    const row = await bookingById(tx, ctx.workspaceId, bookingId);
    const page = await pageById(tx, ctx.workspaceId, row.pageId, { gone: true });
    const claim = claimName(row);
    return { row, page, hosts: (await hostsOfMany(tx, ctx.workspaceId, [claim])).get(claim) ?? [] };
  });
