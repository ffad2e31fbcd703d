import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, type Context, insertRows, PatchbayError, type Transaction } from '#sdk';
import { startOfDate } from '../availability/zone.ts';
import { activityOf, guestsOf } from '../meetings.ts';
import { calendarMeetings as meetings, calendarOccurrences as occurrences } from '../models.ts';
import { settingsOf } from '../settings.ts';
import type { CalendarRow } from './calendars.ts';
import type { Horizon, Meeting } from './occurrences.ts';

const DAY_MS = 86_400_000;
/** Timelines show what is coming, not every week of a series for ever. */
const AHEAD_MS = 60 * DAY_MS;
/** Of one meeting, so many become contacts. */
const MOST_GUESTS = 50;
type Guest = ReturnType<typeof guestsOf>[number];

export const accountOf = (ctx: ConnectedContext): string => (typeof ctx.connection.data.email === 'string' ? ctx.connection.data.email : ctx.connection.label);

/** Puts meetings on the timelines of those who are in them: one activity, in however many calendars it stands. */
export async function recordMeetings(ctx: ConnectedContext, tx: Transaction, calendar: CalendarRow, found: readonly Meeting[]): Promise<void> {
  const { internalDomains, internalMeetings, createContacts } = settingsOf(ctx.connection);
  const house = { account: accountOf(ctx), internalDomains };
  const now = ctx.clock.now();
  const of = {
    ...house,
    provider: ctx.connection.provider,
    connectionId: ctx.connection.id,
    ownerUserId: ctx.connection.ownerUserId,
    calendarZone: calendar.timeZone,
    now,
    startOfDate,
  };
  const told: { meeting: Meeting; guests: readonly Guest[]; facts: ReturnType<typeof activityOf> }[] = [];
  for (const meeting of found) {
    const { event, key } = meeting;
    if (meeting.isUnknown) continue;
    if (event.isPrivate) {
      await hide(ctx, tx, calendar.workspaceId, event.icalUid, key);
      continue;
    }
    const guests = guestsOf(event, house);
    if (event.response === 'declined' || (guests.length === 0 && (!internalMeetings || event.attendees.length === 0))) continue;
    const facts = activityOf(meeting, of);
    if (facts.startsAt.getTime() <= now.getTime() + AHEAD_MS) told.push({ meeting, guests, facts });
  }
  if (createContacts === 'guests') {
    const strangers = told.flatMap(({ guests }) => guests.slice(0, MOST_GUESTS));
    await ctx.crm.contacts.ensureAll(
      onceEach(strangers).map(({ email, name }) => ({ identities: [{ kind: 'email', value: email }], ...(name ? { name } : {}) })),
    );
  }
  const recorded = await ctx.crm.activities.recordAll(told.map(({ facts: { startsAt: _, endsAt: __, ...activity } }) => activity));
  const rows = told.map(({ meeting: { event, key }, facts: { status, startsAt, endsAt } }, index) => ({
    workspaceId: calendar.workspaceId,
    id: uuidv7(),
    icalUid: event.icalUid,
    occurrenceKey: key,
    activityId: recorded[index]?.id ?? '',
    status: status ?? 'scheduled',
    startsAt,
    endsAt,
    updatedAt: now,
  }));
  // Each once, and in one order: two calendars with the same meetings wait for each other in one direction.
  const name = ({ icalUid, occurrenceKey }: { icalUid: string; occurrenceKey: string }) => JSON.stringify([icalUid, occurrenceKey]);
  const distinct = [...new Map(rows.map((row) => [name(row), row])).entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  await insertRows(tx, meetings, distinct, {
    onConflict: sql`on conflict (workspace_id, ical_uid, occurrence_key) do update set status = excluded.status, starts_at = excluded.starts_at,
      ends_at = excluded.ends_at, updated_at = excluded.updated_at,
      moves = calendar_meetings.moves + (case when calendar_meetings.starts_at = excluded.starts_at then 0 else 1 end)`,
  });
}

/** Each address once, with a name if anybody gave one. */
function onceEach(guests: readonly Guest[]): Guest[] {
  const byEmail = new Map<string, Guest>();
  for (const guest of guests) if (!byEmail.get(guest.email)?.name) byEmail.set(guest.email, guest);
  return [...byEmail.values()];
}

/** What became private after it was told of: its text goes from the timeline, that it was stays with its owner. */
async function hide(ctx: ConnectedContext, tx: Transaction, workspaceId: string, icalUid: string, key: string): Promise<void> {
  const [known] = await tx
    .select()
    .from(meetings)
    .where(and(eq(meetings.workspaceId, workspaceId), eq(meetings.icalUid, icalUid), eq(meetings.occurrenceKey, key)));
  if (known) await ctx.crm.activities.update(known.activityId, { subject: 'Busy', snippet: '', body: '', visibility: 'private' });
}

/** Meetings that stand in nobody's calendar any more were called off. */
export async function cancelMissing(ctx: Context, tx: Transaction, icalUids: readonly string[], { from }: Horizon): Promise<void> {
  if (icalUids.length === 0) return;
  const gone = await tx
    .select()
    .from(meetings)
    .where(
      and(
        eq(meetings.workspaceId, ctx.workspaceId),
        inArray(meetings.icalUid, [...new Set(icalUids)]),
        gte(meetings.endsAt, from),
        sql`${meetings.status} <> 'cancelled'`,
        sql`not exists (select from ${occurrences} o where o.workspace_id = ${meetings.workspaceId} and o.ical_uid = ${meetings.icalUid} and o.occurrence_key = ${meetings.occurrenceKey})`,
      ),
    );
  for (const meeting of gone) {
    await tellMore(ctx, meeting.activityId, { status: 'cancelled' });
    await tx
      .update(meetings)
      .set({ status: 'cancelled', updatedAt: ctx.clock.now() })
      .where(and(eq(meetings.workspaceId, ctx.workspaceId), eq(meetings.id, meeting.id)));
  }
}

/** What has ended was held, as far as the calendars know. */
export async function markHeld(ctx: Context, tx: Transaction): Promise<number> {
  const now = ctx.clock.now();
  const ended = await tx
    .update(meetings)
    .set({ status: 'held', updatedAt: now })
    .where(and(eq(meetings.workspaceId, ctx.workspaceId), eq(meetings.status, 'scheduled'), sql`${meetings.endsAt} <= ${now.toISOString()}`))
    .returning({ activityId: meetings.activityId });
  for (const { activityId } of ended) await tellMore(ctx, activityId, { status: 'held' });
  return ended.length;
}

/** A person may have removed the activity: then nobody wants to hear more of it. */
async function tellMore(ctx: Context, activityId: string, facts: { status: string }): Promise<void> {
  try {
    await ctx.crm.activities.update(activityId, facts);
  } catch (error) {
    if (!(error instanceof PatchbayError) || error.code !== 'not_found') throw error;
  }
}
