import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { calendarEvents as events, calendarOccurrences as occurrences } from '../models.ts';
import type { EventRow } from './events.ts';

/** @throws PatchbayError not_found */
export async function eventById(tx: Transaction, workspaceId: string, id: string): Promise<EventRow> {
  const [row] = await tx
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), eq(events.id, id)));
  if (!row) throw new PatchbayError('not_found', { detail: 'This event is not in the calendar any more.' });
  return row;
}

/** Meetings that touch a window, in the order of their beginnings. */
export const happenings = (
  tx: Transaction,
  workspaceId: string,
  { from, to, calendarIds, limit }: { from: Date; to: Date; calendarIds: readonly string[]; limit: number },
) =>
  calendarIds.length === 0
    ? Promise.resolve([])
    : tx
        .select({ event: events, occurrence: occurrences })
        .from(occurrences)
        .innerJoin(events, and(eq(events.workspaceId, occurrences.workspaceId), eq(events.id, occurrences.eventId)))
        .where(
          and(
            eq(occurrences.workspaceId, workspaceId),
            inArray(occurrences.calendarId, [...calendarIds]),
            lt(occurrences.startsAt, to),
            gt(occurrences.endsAt, from),
          ),
        )
        .orderBy(asc(occurrences.startsAt), asc(occurrences.id))
        .limit(limit);
