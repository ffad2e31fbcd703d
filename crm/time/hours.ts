import { and, asc, eq, gt, gte, isNull, lte, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { isUniqueViolation } from '#platform/database/database-error';
import { type FieldError, PatchbayError, type Transaction } from '#sdk';
import { businessHours, holidays } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type Holidays, type Hours, isOpen, nextOpen, type Week } from './business-hours.ts';

const OFFICE: [string, string][] = [['09:00', '17:00']];
/** Before anybody says otherwise. */
const DEFAULT_WEEK: [string, string][][] = [OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, [], []];

export interface TeamHours {
  teamId: string | null;
  timeZone: string;
  week: [string, string][][];
  /** Nobody has set them: Monday to Friday, nine to five. */
  isDefault: boolean;
}
export interface Holiday {
  id: string;
  teamId: string | null;
  day: string;
  name: string;
}
type Team = string | null | undefined;

/** When the workspace and its teams work. A team without hours keeps those of the workspace; holidays of both count. */
export function createHours(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  return {
    get: (teamId?: Team): Promise<TeamHours> => db.transaction(async (tx) => (await hoursOf(tx, scope, teamId)).set),
    list: (): Promise<TeamHours[]> =>
      db.transaction(async (tx) => {
        const rows = await tx.select().from(businessHours).where(eq(businessHours.workspaceId, workspaceId)).orderBy(asc(businessHours.teamId));
        const own = rows.map(shape);
        return own.some((each) => each.teamId === null) ? own : [standard, ...own];
      }),
    set: (teamId: Team, { timeZone, week }: { timeZone: string; week: Week }): Promise<TeamHours> =>
      db.transaction(async (tx) => {
        assertWeek(week);
        await assertTeam(tx, scope, teamId);
        const at = clock.now();
        const said = { timeZone, week: week.map((day) => day.map(([from, to]): [string, string] => [from, to])) };
        const [row] = await tx
          .insert(businessHours)
          .values({ workspaceId, id: uuidv7(), teamId: teamId ?? null, ...said, createdAt: at, updatedAt: at })
          .onConflictDoUpdate({ target: [businessHours.workspaceId, businessHours.teamId], set: { ...said, updatedAt: at } })
          .returning();
        if (!row) throw new PatchbayError('internal');
        return shape(row);
      }),
    /** From then on it keeps those of the workspace, and the workspace the standard ones. Twice is once. */
    unset: (teamId: Team): Promise<void> =>
      db.transaction(async (tx) => {
        await tx
          .delete(businessHours)
          .where(and(eq(businessHours.workspaceId, workspaceId), teamId ? eq(businessHours.teamId, teamId) : isNull(businessHours.teamId)));
      }),
    /** Whether it is open at an instant, and when it opens next. */
    status: (teamId: Team, at: Date): Promise<{ isOpen: boolean; nextOpen: Date | null }> =>
      db.transaction(async (tx) => {
        const { hours, off } = await workTimeOf(tx, scope, teamId);
        return { isOpen: isOpen(hours, off, at), nextOpen: nextOpen(hours, off, at) ?? null };
      }),

    holidays: {
      list: ({
        limit,
        after,
        ...asked
      }: {
        limit: number;
        after?: string | undefined;
        teamId?: string | undefined;
        from?: string | undefined;
        to?: string | undefined;
      }): Promise<Holiday[]> =>
        db.transaction((tx) =>
          tx
            .select({ id: holidays.id, teamId: holidays.teamId, day: holidays.day, name: holidays.name })
            .from(holidays)
            .where(
              and(
                eq(holidays.workspaceId, workspaceId),
                asked.teamId ? or(eq(holidays.teamId, asked.teamId), isNull(holidays.teamId)) : undefined,
                asked.from ? gte(holidays.day, asked.from) : undefined,
                asked.to ? lte(holidays.day, asked.to) : undefined,
                after ? gt(holidays.id, after) : undefined,
              ),
            )
            .orderBy(asc(holidays.id))
            .limit(limit),
        ),
      create: ({ teamId, day, name }: { teamId?: Team; day: string; name: string }): Promise<Holiday> =>
        db.transaction(async (tx) => {
          await assertTeam(tx, scope, teamId);
          const row = { id: uuidv7(), teamId: teamId ?? null, day, name };
          await tx
            .insert(holidays)
            .values({ ...row, workspaceId })
            .catch((error: unknown) => {
              throw isUniqueViolation(error) ? new PatchbayError('already_exists', { detail: 'That day is a holiday already.' }) : error;
            });
          return row;
        }),
      remove: (id: string): Promise<void> =>
        db.transaction(async (tx) => {
          const gone = await tx
            .delete(holidays)
            .where(and(eq(holidays.workspaceId, workspaceId), eq(holidays.id, id)))
            .returning({ id: holidays.id });
          if (gone.length === 0) throw new PatchbayError('not_found');
        }),
    },
  };
}

/** The hours and days of rest by which a team works, for those who count with them. */
export async function workTimeOf(tx: Transaction, scope: Pick<CrmScope, 'workspaceId'>, teamId?: Team): Promise<{ hours: Hours; off: Holidays }> {
  const { set } = await hoursOf(tx, scope, teamId);
  const days = await tx
    .select({ day: holidays.day })
    .from(holidays)
    .where(and(eq(holidays.workspaceId, scope.workspaceId), or(isNull(holidays.teamId), teamId ? eq(holidays.teamId, teamId) : undefined)));
  return { hours: set, off: new Set(days.map(({ day }) => day)) };
}

const standard: TeamHours = { teamId: null, timeZone: 'UTC', week: DEFAULT_WEEK, isDefault: true };
const shape = ({ teamId, timeZone, week }: typeof businessHours.$inferSelect): TeamHours => ({ teamId, timeZone, week, isDefault: false });

async function hoursOf(tx: Transaction, { workspaceId }: Pick<CrmScope, 'workspaceId'>, teamId: Team): Promise<{ set: TeamHours }> {
  const rows = await tx
    .select()
    .from(businessHours)
    .where(and(eq(businessHours.workspaceId, workspaceId), or(isNull(businessHours.teamId), teamId ? eq(businessHours.teamId, teamId) : undefined)));
  const row = rows.find((each) => each.teamId === teamId) ?? rows.find((each) => each.teamId === null);
  return { set: row ? shape(row) : standard };
}

async function assertTeam(tx: Transaction, { workspaceId }: CrmScope, teamId: Team): Promise<void> {
  if (!teamId) return;
  const rows = await rowsOf(tx, sql`select 1 from teams where workspace_id = ${workspaceId} and id = ${teamId}`);
  if (rows.length === 0) throw new PatchbayError('invalid_input', { errors: [{ path: 'teamId', message: 'There is no such team.' }] });
}

/** @throws PatchbayError invalid_input: hours that run backwards or into each other */
export function assertWeek(week: Week): void {
  const errors: FieldError[] = week.flatMap((day, n) =>
    day.flatMap(([from, to], index) => {
      const path = `week.${n}.${index}`;
      if (from >= to) return [{ path, message: 'must end after it begins; hours over midnight are two, until 24:00 and from 00:00' }];
      const before = day[index - 1];
      return before && from < before[1] ? [{ path, message: 'begins before the hours above it have ended' }] : [];
    }),
  );
  if (week.length !== 7) errors.push({ path: 'week', message: 'has seven days, Monday first' });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
}
