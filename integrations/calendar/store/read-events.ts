import { and, asc, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { calendarDecisions as decisions, calendarEvents as events, calendarOccurrences as occurrences } from '../models.ts';
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

/** What the provider calls one meeting of a series, where it told us each of them. */
export async function meetingIdOf(
  tx: Transaction,
  { workspaceId, calendarId, externalId }: Pick<EventRow, 'workspaceId' | 'calendarId' | 'externalId'>,
  originalStart: string,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ externalId: events.externalId })
    .from(events)
    .where(
      and(eq(events.workspaceId, workspaceId), eq(events.calendarId, calendarId), eq(events.seriesId, externalId), eq(events.originalStart, originalStart)),
    );
  return row?.externalId;
}

/** Meetings that touch a window, in the order of their beginnings. */
export const happenings = (
  tx: Transaction,
  workspaceId: string,
  {
    from,
    to,
    calendarIds,
    limit,
    after,
  }: { from: Date; to: Date; calendarIds: readonly string[]; limit: number; after?: { at: Date; id: string } | undefined },
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
            ...(after ? [sql`(${occurrences.startsAt}, ${occurrences.id}) > (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`] : []),
          ),
        )
        .orderBy(asc(occurrences.startsAt), asc(occurrences.id))
        .limit(limit);

/** Newest first. */
export const decisionsOf = (tx: Transaction, { workspaceId, calendarId, externalId }: Pick<EventRow, 'workspaceId' | 'calendarId' | 'externalId'>) =>
  tx
    .select()
    .from(decisions)
    .where(and(eq(decisions.workspaceId, workspaceId), eq(decisions.calendarId, calendarId), eq(decisions.externalId, externalId)))
    .orderBy(desc(decisions.createdAt))
    .limit(20);
