import { and, eq } from 'drizzle-orm';
import type { Context, Transaction } from '#sdk';
import { calendarMeetings as meetings } from '../models.ts';
import type { BookingRow, PageRow } from './store.ts';

/** What news of a booking say. */
export const factsOf = (row: BookingRow, page: Pick<PageRow, 'slug' | 'title' | 'kind'>, hosts: readonly string[]) => ({
  bookingId: row.id,
  pageId: row.pageId,
  page: page.slug,
  title: page.title,
  start: row.startsAt.toISOString(),
  end: row.endsAt.toISOString(),
  timeZone: row.timeZone,
  hosts: [...hosts],
  name: row.guestName,
  email: row.guestEmail,
  contactId: row.contactId,
});
export const subjectOf = (row: Pick<BookingRow, 'id'>) => ({ type: 'booking', id: row.id });

/** The timeline's entry of a booking says what became of it. */
export async function tellTimeline(ctx: Context, tx: Transaction, row: BookingRow, status: 'scheduled' | 'cancelled' | 'no_show'): Promise<void> {
  const found = row.icalUid
    ? await tx
        .select({ id: meetings.id, activityId: meetings.activityId })
        .from(meetings)
        .where(and(eq(meetings.workspaceId, row.workspaceId), eq(meetings.icalUid, row.icalUid), eq(meetings.occurrenceKey, '')))
    : [];
  for (const { id, activityId } of found) {
    await tx
      .update(meetings)
      .set({ status, updatedAt: ctx.clock.now() })
      .where(and(eq(meetings.workspaceId, row.workspaceId), eq(meetings.id, id)));
    await ctx.crm.activities.update(activityId, { status });
  }
  if (row.activityId && !found.some(({ activityId }) => activityId === row.activityId))
    await ctx.crm.activities.update(row.activityId, { status, occurredAt: row.startsAt });
}
