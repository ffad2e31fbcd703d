import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context, Transaction } from '#sdk';
import { calendarCreations as creations } from '../models.ts';
import type { RemoteEvent } from '../serializers/remote-event.ts';
import type { CalendarRow } from './calendars.ts';

type Of = Pick<CalendarRow, 'workspaceId' | 'id'>;
const named = (calendar: Of, name: string) =>
  and(eq(creations.workspaceId, calendar.workspaceId), eq(creations.calendarId, calendar.id), eq(creations.name, name));

/**
 * Written down before an event is written there, under what it will be known by. Answers what it is called if it was seen
 * there already: then it was made, whatever became of it since.
 */
export async function beginCreation(ctx: Context, calendar: Of, name: string): Promise<string | null> {
  return ctx.db.transaction(async (tx) => {
    await tx
      .insert(creations)
      .values({ workspaceId: calendar.workspaceId, id: uuidv7(), calendarId: calendar.id, name, createdAt: ctx.clock.now() })
      .onConflictDoNothing();
    const [row] = await tx.select({ externalId: creations.externalId }).from(creations).where(named(calendar, name));
    return row?.externalId ?? null;
  });
}

/** Events that a provider tells of: those whose making is still open were made. */
export async function hearOfCreations(tx: Transaction, calendar: Of, told: readonly RemoteEvent[]): Promise<void> {
  const names = told.flatMap(({ externalId, creation }) => [externalId, ...(creation ? [creation] : [])].map((name) => ({ name, external_id: externalId })));
  if (names.length === 0) return;
  await tx.execute(sql`
    update calendar_creations c set external_id = x.external_id from json_to_recordset(${JSON.stringify(names)}::json) as x(name text, external_id text)
    where c.workspace_id = ${calendar.workspaceId} and c.calendar_id = ${calendar.id} and c.name = x.name and c.external_id is null`);
}

/** What became of it is known, and stands in the ledger. */
export const endCreation = (tx: Transaction, calendar: Of, name: string) => tx.delete(creations).where(named(calendar, name));
