import { and, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { absences, businessHours, holidays } from '#crm/models';
import type { Context, Transaction } from '#sdk';
import { calendarSchedules as schedules } from '../models.ts';
import type { Schedule, Window, WorkingHours } from './availability.ts';
import { type HoursByDay, minutesOf, weekOf } from './request.ts';

/** How a person keeps their hours: their own, else those of the workspace, else what the asker assumes. */
export interface OwnSchedule {
  timeZone: string;
  workingHours: HoursByDay;
  overrides: { date: string; hours: { start: string; end: string }[] }[];
}
export interface Habits {
  schedule: Schedule;
  /** Days off that are nobody's appointment. */
  daysOff: { date: string; endDate: string; source: string }[];
  /** Out of office. */
  away: { startMs: number; endMs: number; source: string }[];
}

const windowsOf = (hours: readonly { start: string; end: string }[]): Window[] =>
  hours.map(({ start, end }) => ({ start: minutesOf(start), end: minutesOf(end) }));
export const scheduleOfRow = ({ timeZone, workingHours, overrides }: OwnSchedule): Schedule => ({
  timeZone,
  workingHours: weekOf(workingHours),
  overrides: new Map(overrides.map(({ date, hours }) => [date, windowsOf(hours)])),
});

export async function readSchedule(tx: Transaction, workspaceId: string, userId: string): Promise<OwnSchedule | undefined> {
  const [row] = await tx
    .select()
    .from(schedules)
    .where(and(eq(schedules.workspaceId, workspaceId), eq(schedules.userId, userId)));
  return row && { timeZone: row.timeZone, workingHours: row.workingHours, overrides: row.overrides };
}

export async function saveSchedule(tx: Transaction, workspaceId: string, userId: string, schedule: OwnSchedule, now: Date): Promise<void> {
  await tx
    .insert(schedules)
    .values({ workspaceId, id: uuidv7(), userId, ...schedule })
    .onConflictDoUpdate({ target: [schedules.workspaceId, schedules.userId], set: { ...schedule, updatedAt: now } });
}

/** The workspace's own hours, when somebody set them. */
export async function houseHours(tx: Transaction, workspaceId: string): Promise<Schedule | undefined> {
  const [row] = await tx
    .select()
    .from(businessHours)
    .where(and(eq(businessHours.workspaceId, workspaceId), isNull(businessHours.teamId)));
  if (!row) return undefined;
  const week: WorkingHours = row.week.map((day) => day.map(([start, end]) => ({ start: minutesOf(start), end: minutesOf(end) })));
  return { timeZone: row.timeZone, workingHours: week };
}

/** The hours, holidays and absences of people between two instants, in four questions however many they are. */
export async function habitsOf(
  ctx: Context,
  userIds: readonly string[],
  assumed: Schedule,
  fromMs: number,
  toMs: number,
): Promise<(userId: string | null) => Habits> {
  const { workspaceId } = ctx;
  const ids = [...new Set(userIds)];
  const [from, to] = [new Date(fromMs), new Date(toMs)];
  const { own, house, free, out } = await ctx.db.transaction(async (tx) => ({
    own:
      ids.length === 0
        ? []
        : await tx
            .select()
            .from(schedules)
            .where(and(eq(schedules.workspaceId, workspaceId), inArray(schedules.userId, ids))),
    house: await houseHours(tx, workspaceId),
    free: await tx
      .select()
      .from(holidays)
      .where(
        and(
          eq(holidays.workspaceId, workspaceId),
          isNull(holidays.teamId),
          gt(holidays.day, new Date(fromMs - 2 * 86_400_000).toISOString().slice(0, 10)),
          lt(holidays.day, new Date(toMs + 2 * 86_400_000).toISOString().slice(0, 10)),
        ),
      ),
    out:
      ids.length === 0
        ? []
        : await tx
            .select()
            .from(absences)
            .where(and(eq(absences.workspaceId, workspaceId), inArray(absences.userId, ids), lt(absences.startsAt, to), gt(absences.endsAt, from))),
  }));
  const nextDay = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const daysOff = free.map(({ day, name }) => ({ date: day, endDate: nextDay(day), source: `Holiday: ${name}` }));
  const byUser = new Map(own.map((row) => [row.userId, scheduleOfRow(row)]));
  return (userId) => ({
    schedule: (userId ? byUser.get(userId) : undefined) ?? house ?? assumed,
    daysOff,
    away: out
      .filter((each) => each.userId === userId)
      .map(({ startsAt, endsAt }) => ({ startMs: startsAt.getTime(), endMs: endsAt.getTime(), source: 'Out of office' })),
  });
}
