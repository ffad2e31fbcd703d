import { and, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import { type Connection, type Context, PatchbayError } from '#sdk';
import { calendarOccurrences as occurrences } from '../models.ts';
import { settingsOf } from '../settings.ts';
import { type CalendarRow, listCalendars } from '../store/calendars.ts';
import type { Busy, Host, Schedule } from './availability.ts';
import { habitsOf } from './schedules.ts';

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
/** One to be met: all of their calendars make them busy, by whichever they were named. */
export interface Wanted {
  id: string;
  userId: string | null;
  connectionIds: readonly string[];
}
export interface LookOptions {
  /** Their hours, whoever they are; undefined: their own. */
  schedule: Schedule | undefined;
  /** Assumed where they have none of their own. */
  assumed: Schedule;
  /** Events that make nobody busy, by the name of their series at the provider: what is about to move. */
  ignored?: ReadonlySet<string>;
}

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

export interface Accounts {
  calendars: CalendarRow[];
  connections: ReadonlyMap<string, Connection>;
}

/** Every calendar account of the workspace, in one transaction. */
export const accountsOf = (ctx: Context): Promise<Accounts> =>
  ctx.db.transaction(async (tx) => {
    const calendars = await listCalendars(tx, ctx.workspaceId);
    const own = new Set(calendars.map(({ connectionId }) => connectionId));
    const connections = (await ctx.connections()).filter(({ id }) => own.has(id));
    return { calendars, connections: new Map(connections.map((each) => [each.id, each])) };
  });

/** Who is meant, with all their accounts. @throws PatchbayError not_found for a connection that is none of this workspace's calendars */
export function wantedOf({ connections }: Accounts, asked: Asked): Wanted[] {
  const all = [...connections.values()];
  if ('userIds' in asked)
    return [...new Set(asked.userIds)].map((userId) => ({
      id: userId,
      userId,
      connectionIds: all.filter((each) => each.ownerUserId === userId).map(({ id }) => id),
    }));
  return [...new Set(asked.connectionIds)].map((id) => {
    const connection = connections.get(id);
    if (!connection) throw new PatchbayError('not_found', { detail: 'There is no calendar connection with this id.' });
    return { id, userId: connection.ownerUserId, connectionIds: [id] };
  });
}

/** The people asked for, with everything that makes them busy between two instants. */
export async function hostsFor(ctx: Context, asked: Asked, schedule: Schedule | undefined, assumed: Schedule, fromMs: number, toMs: number): Promise<Found> {
  const accounts = await accountsOf(ctx);
  return look(ctx, accounts, wantedOf(accounts, asked), { schedule, assumed }, fromMs, toMs);
}

export async function look(
  ctx: Context,
  { calendars, connections }: Accounts,
  wanted: readonly Wanted[],
  options: LookOptions,
  fromMs: number,
  toMs: number,
): Promise<Found> {
  const now = ctx.clock.now();
  const habits = await habitsOf(
    ctx,
    wanted.flatMap(({ userId }) => (userId ? [userId] : [])),
    options.assumed,
    fromMs - DAY_MS,
    toMs + DAY_MS,
  );
  const unavailable: Found['unavailable'] = [];
  const seen: { one: Wanted; blocking: CalendarRow[] }[] = [];
  for (const one of wanted) {
    if (one.connectionIds.length === 0) {
      unavailable.push({ id: one.id, reason: 'No calendar of this person is connected.' });
      continue;
    }
    const blocking = calendars.filter((row) => row.blocks && one.connectionIds.includes(row.connectionId));
    const blind = one.connectionIds
      .map((id) =>
        blindness(
          connections.get(id) as Connection,
          blocking.filter(({ connectionId }) => connectionId === id),
          now,
        ),
      )
      .find((reason) => reason !== undefined);
    if (blind) unavailable.push({ id: one.id, reason: blind });
    else seen.push({ one, blocking });
  }
  const tentativeBlocks = new Map([...connections].map(([id, connection]) => [id, settingsOf(connection).tentativeBlocks]));
  const busy = await busyOf(
    ctx,
    seen.flatMap(({ blocking }) => blocking),
    (connectionId) => tentativeBlocks.get(connectionId) ?? true,
    fromMs - DAY_MS,
    toMs + DAY_MS,
    options.ignored,
  );
  const hosts = seen.map(({ one, blocking }): Host => {
    const { schedule, daysOff, away } = habits(one.userId);
    const own = blocking.map(({ id }) => busy.get(id));
    return {
      id: one.id,
      schedule: options.schedule ?? schedule,
      busy: [...own.flatMap((each) => each?.busy ?? []), ...away],
      busyDates: [...own.flatMap((each) => each?.busyDates ?? []), ...(options.schedule ? [] : daysOff)],
    };
  });
  const reads = seen.flatMap(({ blocking }) => blocking.flatMap(({ readAt }) => (readAt ? [readAt.getTime()] : [])));
  return { hosts, unavailable, asOf: reads.length > 0 ? new Date(Math.min(...reads)) : null };
}

interface BusyOfCalendar {
  busy: Busy[];
  busyDates: { date: string; endDate: string; source: string }[];
}

type Row = [seriesId: string, startMs: number, endMs: number, startDate: string | null, endDate: string | null, busy: string];

/** One question for all calendars, answered with a list for each: a month of twenty people is a thousand times, and no dates are made of them. */
async function busyOf(
  ctx: Context,
  calendars: readonly CalendarRow[],
  tentativeBlocks: (connectionId: string) => boolean,
  fromMs: number,
  toMs: number,
  ignored: ReadonlySet<string> | undefined,
): Promise<Map<string, BusyOfCalendar>> {
  const found = new Map<string, BusyOfCalendar>(calendars.map(({ id }) => [id, { busy: [], busyDates: [] }]));
  if (calendars.length === 0) return found;
  const ms = (column: typeof occurrences.startsAt) => sql`(extract(epoch from ${column}) * 1000)::bigint`;
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select({
        calendarId: occurrences.calendarId,
        times: sql<
          Row[]
        >`json_agg(json_build_array(${occurrences.seriesId}, ${ms(occurrences.startsAt)}, ${ms(occurrences.endsAt)}, ${occurrences.startDate}, ${occurrences.endDate}, ${occurrences.busy}))`,
      })
      .from(occurrences)
      .where(
        and(
          eq(occurrences.workspaceId, ctx.workspaceId),
          // The index begins with the connection.
          inArray(occurrences.connectionId, [...new Set(calendars.map(({ connectionId }) => connectionId))]),
          inArray(
            occurrences.calendarId,
            calendars.map(({ id }) => id),
          ),
          lt(occurrences.startsAt, new Date(toMs)),
          gt(occurrences.endsAt, new Date(fromMs)),
          ne(occurrences.busy, 'free'),
        ),
      )
      .groupBy(occurrences.calendarId),
  );
  const byId = new Map(calendars.map((each) => [each.id, each]));
  for (const { calendarId, times } of rows) {
    const [calendar, into] = [byId.get(calendarId), found.get(calendarId)];
    if (!calendar || !into) continue;
    const blocksTentative = tentativeBlocks(calendar.connectionId);
    // Which calendar, never what: whoever asks need not be allowed to see it.
    const [away, otherwise] = [`Out of office in ${calendar.name}`, `Busy in ${calendar.name}`];
    for (const [seriesId, startMs, endMs, date, endDate, busy] of times) {
      if (ignored?.has(seriesId) || (busy === 'tentative' && !blocksTentative)) continue;
      const source = busy === 'away' ? away : otherwise;
      if (date && endDate) into.busyDates.push({ date, endDate, source });
      else into.busy.push({ startMs, endMs, source });
    }
  }
  return found;
}
