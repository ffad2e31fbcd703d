import { and, eq, gt, inArray, lt, ne } from 'drizzle-orm';
import { asId, type Connection, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { calendarOccurrences as occurrences } from '../models.ts';
import { settingsOf } from '../settings.ts';
import { type CalendarRow, listCalendars } from '../store/calendars.ts';
import type { Busy, Host, Schedule } from './availability.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Calendars are looked at each quarter of an hour: one that was not seen for so long may hide anything. */
const STALE_MS = 2 * HOUR_MS;

export interface Found {
  hosts: Host[];
  /** Who cannot be offered, and why in words: being blind is not being free. */
  unavailable: { id: string; reason: string }[];
  asOf: Date | null;
}
export type Asked = { userIds: readonly string[] } | { connectionIds: readonly string[] };

/** Why this account's calendars say nothing of whether its person is free; undefined when they do. Pure. */
export function blindness(
  connection: Pick<Connection, 'status' | 'label'>,
  calendars: readonly Pick<CalendarRow, 'name' | 'readAt' | 'readError'>[],
  now: Date,
): string | undefined {
  if (connection.status !== 'active') return `${connection.label} has to be reconnected.`;
  if (calendars.length === 0) return `${connection.label} has no calendar that makes busy.`;
  for (const { name, readAt, readError } of calendars) {
    if (!readAt) return `${name} has not been read yet.`;
    if (readError) return `${name} cannot be read: ${readError}`;
    if (now.getTime() - readAt.getTime() > STALE_MS) return `${name} was last read ${Math.round((now.getTime() - readAt.getTime()) / HOUR_MS)} hours ago.`;
  }
  return undefined;
}

/** The people asked for, with everything that makes them busy between two instants. */
export async function hostsFor(ctx: Context, asked: Asked, schedule: Schedule, fromMs: number, toMs: number): Promise<Found> {
  const now = ctx.clock.now();
  const rows = await ctx.db.transaction((tx) => listCalendars(tx, ctx.workspaceId));
  const connections = new Map<string, Connection>();
  for (const id of new Set(rows.map(({ connectionId }) => connectionId))) connections.set(id, (await ctx.withConnection(asId<ConnectionId>(id))).connection);
  const groups = new Map<string, string[]>();
  const unavailable: Found['unavailable'] = [];
  const wanted = 'userIds' in asked ? asked.userIds : asked.connectionIds;
  for (const id of new Set(wanted)) {
    const own = [...connections.values()].filter((each) => ('userIds' in asked ? each.ownerUserId === id : each.id === id));
    if (own.length > 0)
      groups.set(
        id,
        own.map((each) => each.id),
      );
    else if ('userIds' in asked) unavailable.push({ id, reason: 'No calendar of this person is connected.' });
    // A connection of another workspace, or of another kind, is none.
    else throw new PatchbayError('not_found', { detail: 'There is no calendar connection with this id.' });
  }
  const hosts: Host[] = [];
  let asOf: Date | null = null;
  for (const [id, connectionIds] of groups) {
    const blocking = rows.filter((row) => row.blocks && connectionIds.includes(row.connectionId));
    const blind = connectionIds
      .map((connectionId) =>
        blindness(
          connections.get(connectionId) as Connection,
          blocking.filter((row) => row.connectionId === connectionId),
          now,
        ),
      )
      .find((reason) => reason !== undefined);
    if (blind) {
      unavailable.push({ id, reason: blind });
      continue;
    }
    for (const { readAt } of blocking) if (readAt && (!asOf || readAt < asOf)) asOf = readAt;
    const tentativeBlocks = new Map(connectionIds.map((each) => [each, settingsOf(connections.get(each) as Connection).tentativeBlocks]));
    hosts.push({ id, schedule, ...(await busyOf(ctx, blocking, (connectionId) => tentativeBlocks.get(connectionId) ?? true, fromMs - DAY_MS, toMs + DAY_MS)) });
  }
  return { hosts, unavailable, asOf };
}

const busyOf = (ctx: Context, calendars: readonly CalendarRow[], tentativeBlocks: (connectionId: string) => boolean, fromMs: number, toMs: number) =>
  ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select({
        connectionId: occurrences.connectionId,
        calendarId: occurrences.calendarId,
        startsAt: occurrences.startsAt,
        endsAt: occurrences.endsAt,
        startDate: occurrences.startDate,
        endDate: occurrences.endDate,
        busy: occurrences.busy,
      })
      .from(occurrences)
      .where(
        and(
          eq(occurrences.workspaceId, ctx.workspaceId),
          inArray(
            occurrences.calendarId,
            calendars.map(({ id }) => id),
          ),
          lt(occurrences.startsAt, new Date(toMs)),
          gt(occurrences.endsAt, new Date(fromMs)),
          ne(occurrences.busy, 'free'),
        ),
      );
    const names = new Map(calendars.map(({ id, name }) => [id, name]));
    const busy: Busy[] = [];
    const busyDates: { date: string; endDate: string; source: string }[] = [];
    for (const row of rows) {
      if (row.busy === 'tentative' && !tentativeBlocks(row.connectionId)) continue;
      // Which calendar, never what: whoever asks need not be allowed to see it.
      const source = `${row.busy === 'away' ? 'Out of office' : 'Busy'} in ${names.get(row.calendarId) ?? 'a calendar'}`;
      if (row.startDate && row.endDate) busyDates.push({ date: row.startDate, endDate: row.endDate, source });
      else busy.push({ startMs: row.startsAt.getTime(), endMs: row.endsAt.getTime(), source });
    }
    return { busy, busyDates };
  });
