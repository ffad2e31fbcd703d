import { and, asc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { calendarCalendars as calendars } from '../models.ts';
import type { RemoteCalendar } from '../serializers/remote-event.ts';

export type CalendarRow = typeof calendars.$inferSelect;

/** Brings the list to what the provider says; a calendar that is no longer there is kept with its meetings out of the way. */
export async function saveCalendars(
  tx: Transaction,
  of: { workspaceId: string; connectionId: string; now: Date },
  remote: readonly RemoteCalendar[],
): Promise<void> {
  const { workspaceId, connectionId, now } = of;
  const ids = remote.map(({ externalId }) => externalId);
  if (remote.length > 0) {
    await tx
      .insert(calendars)
      .values(
        remote.map((each) => ({
          ...each,
          color: each.color ?? null,
          workspaceId,
          connectionId,
          id: uuidv7(),
          // Calendars of others and of holidays are looked at, but their meetings are not this person's.
          blocks: each.role === 'owner' || each.role === 'writer',
        })),
      )
      .onConflictDoUpdate({
        target: [calendars.workspaceId, calendars.connectionId, calendars.externalId],
        set: {
          name: sql`excluded.name`,
          timeZone: sql`excluded.time_zone`,
          color: sql`excluded.color`,
          role: sql`excluded.role`,
          isPrimary: sql`excluded.is_primary`,
          removedAt: null,
          updatedAt: now,
        },
      });
  }
  await tx
    .update(calendars)
    .set({ removedAt: now, updatedAt: now })
    .where(
      and(
        eq(calendars.workspaceId, workspaceId),
        eq(calendars.connectionId, connectionId),
        isNull(calendars.removedAt),
        ...(ids.length > 0 ? [notInArray(calendars.externalId, ids)] : []),
      ),
    );
}

export const listCalendars = (tx: Transaction, workspaceId: string, connectionIds?: readonly string[]): Promise<CalendarRow[]> =>
  tx
    .select()
    .from(calendars)
    .where(
      and(eq(calendars.workspaceId, workspaceId), isNull(calendars.removedAt), ...(connectionIds ? [inArray(calendars.connectionId, [...connectionIds])] : [])),
    )
    .orderBy(asc(calendars.connectionId), sql`${calendars.isPrimary} desc`, asc(calendars.name));

/** @throws PatchbayError not_found */
export async function calendarById(tx: Transaction, workspaceId: string, id: string): Promise<CalendarRow> {
  const [row] = await tx
    .select()
    .from(calendars)
    .where(and(eq(calendars.workspaceId, workspaceId), eq(calendars.id, id)));
  if (!row || row.removedAt) throw new PatchbayError('not_found', { detail: 'This calendar is not connected any more.' });
  return row;
}

export async function calendarByName(tx: Transaction, workspaceId: string, connectionId: string, externalId: string): Promise<CalendarRow | undefined> {
  const [row] = await tx
    .select()
    .from(calendars)
    .where(and(eq(calendars.workspaceId, workspaceId), eq(calendars.connectionId, connectionId), eq(calendars.externalId, externalId)));
  return row;
}

/** What the last look at it gave: read at this time, or why not. */
export const noteRead = (
  tx: Transaction,
  row: Pick<CalendarRow, 'workspaceId' | 'id'>,
  facts: Partial<Pick<CalendarRow, 'readAt' | 'readError' | 'pushRefusedUntil' | 'blocks' | 'version' | 'writes' | 'shows'>>,
) =>
  tx
    .update(calendars)
    .set(facts)
    .where(and(eq(calendars.workspaceId, row.workspaceId), eq(calendars.id, row.id)));
