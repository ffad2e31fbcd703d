import { and, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { calendarBookingHosts as bookingHosts, calendarBookings as bookings, calendarBookingPages as pages } from '../models.ts';

export type PageRow = typeof pages.$inferSelect;
export type BookingRow = typeof bookings.$inferSelect;

/** @throws PatchbayError not_found */
export async function pageById(tx: Transaction, workspaceId: string, id: string): Promise<PageRow> {
  const [row] = await tx
    .select()
    .from(pages)
    .where(and(eq(pages.workspaceId, workspaceId), eq(pages.id, id), isNull(pages.removedAt)));
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such booking page.' });
  return row;
}

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

export const hostsOf = async (tx: Transaction, workspaceId: string, bookingId: string): Promise<string[]> =>
  (
    await tx
      .select({ connectionId: bookingHosts.connectionId })
      .from(bookingHosts)
      .where(and(eq(bookingHosts.workspaceId, workspaceId), eq(bookingHosts.bookingId, bookingId), inArray(bookingHosts.status, ['held', 'confirmed'])))
      .orderBy(bookingHosts.connectionId)
  ).map(({ connectionId }) => connectionId);

/** What is booked or held of these people, as times without buffers. */
export async function bookedTimes(tx: Transaction, workspaceId: string, connectionIds: readonly string[], from: Date, to: Date, now: Date) {
  const rows = await tx
    .select({
      connectionId: bookingHosts.connectionId,
      startsAt: bookings.startsAt,
      endsAt: bookings.endsAt,
      status: bookingHosts.status,
      holdUntil: bookingHosts.holdUntil,
    })
    .from(bookingHosts)
    .innerJoin(bookings, and(eq(bookings.workspaceId, bookingHosts.workspaceId), eq(bookings.id, bookingHosts.bookingId)))
    .where(
      and(
        eq(bookingHosts.workspaceId, workspaceId),
        inArray(bookingHosts.connectionId, [...connectionIds]),
        inArray(bookingHosts.status, ['held', 'confirmed']),
        lt(bookings.startsAt, to),
        gt(bookings.endsAt, from),
      ),
    );
  return rows.filter(({ status, holdUntil }) => status === 'confirmed' || (holdUntil !== null && holdUntil > now));
}

export interface Claim {
  workspaceId: string;
  bookingId: string;
  connectionId: string;
  /** With buffers. */
  from: Date;
  to: Date;
  status: 'held' | 'confirmed';
  holdUntil: Date | null;
  now: Date;
}

/**
 * Takes a host's time, or answers false because somebody has it. Holds that have run out make room first. The database's
 * exclusion constraint decides, so it does not matter how many ask at the same instant.
 */
export async function claim(tx: Transaction, { workspaceId, bookingId, connectionId, from, to, status, holdUntil, now }: Claim): Promise<boolean> {
  const block = `[${from.toISOString()},${to.toISOString()})`;
  await tx.execute(sql`update calendar_booking_hosts set status = 'expired', updated_at = ${now.toISOString()}::timestamptz
    where workspace_id = ${workspaceId} and connection_id = ${connectionId} and status = 'held' and hold_until <= ${now.toISOString()}::timestamptz and block && ${block}::tstzrange`);
  const made = await tx
    .insert(bookingHosts)
    .values({ workspaceId, id: uuidv7(), bookingId, connectionId, block, status, holdUntil })
    .onConflictDoNothing()
    .returning({ id: bookingHosts.id });
  return made.length === 1;
}

/** Lets go of all times of a booking. */
export const release = (tx: Transaction, workspaceId: string, bookingId: string, now: Date) =>
  tx
    .update(bookingHosts)
    .set({ status: 'cancelled', updatedAt: now })
    .where(and(eq(bookingHosts.workspaceId, workspaceId), eq(bookingHosts.bookingId, bookingId), inArray(bookingHosts.status, ['held', 'confirmed'])));

export const confirmHosts = (tx: Transaction, workspaceId: string, bookingId: string, now: Date) =>
  tx
    .update(bookingHosts)
    .set({ status: 'confirmed', holdUntil: null, updatedAt: now })
    .where(and(eq(bookingHosts.workspaceId, workspaceId), eq(bookingHosts.bookingId, bookingId), eq(bookingHosts.status, 'held')));

/** Who was booked longest ago comes first; who never was, before all. */
export async function leastRecentFirst(tx: Transaction, workspaceId: string, connectionIds: readonly string[]): Promise<string[]> {
  const last = await tx
    .select({ connectionId: bookingHosts.connectionId, at: sql<string>`max(${bookingHosts.createdAt})` })
    .from(bookingHosts)
    .where(
      and(
        eq(bookingHosts.workspaceId, workspaceId),
        inArray(bookingHosts.connectionId, [...connectionIds]),
        inArray(bookingHosts.status, ['held', 'confirmed']),
      ),
    )
    .groupBy(bookingHosts.connectionId);
  const at = new Map(last.map((row) => [row.connectionId, String(row.at)]));
  return [...connectionIds].sort((a, b) => (at.get(a) ?? '').localeCompare(at.get(b) ?? '') || a.localeCompare(b));
}
