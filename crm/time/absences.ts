import { and, asc, eq, gt, lt, ne, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Role, type Transaction, type UserId } from '#sdk';
import { colleagues } from '../colleagues.ts';
import { absences } from '../models.ts';
import type { CrmScope } from '../scope.ts';

type Row = typeof absences.$inferSelect;
export type Absence = Omit<Row, 'workspaceId'>;
export interface NewAbsence {
  userId: string;
  startsAt: Date;
  endsAt: Date;
  deputyId?: string | null | undefined;
  note?: string | null | undefined;
}
/** Whoever stands in may be away as well; more than this in a row is nobody. */
const MAX_DEPUTIES = 20;
const MANAGERS: readonly Role[] = ['owner', 'admin', 'manager'];
const shape = ({ workspaceId: _, ...row }: Row): Absence => row;

/** Who is away, and who stands in for them. One's own are one's own to say; a manager says those of others. */
export function createAbsences(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  const byId = (id: string) => and(eq(absences.workspaceId, workspaceId), eq(absences.id, id));
  const assertMaySay = (userId: string) => {
    const { actor } = scope;
    if (actor.kind === 'system' || actor.kind === 'playbook' || MANAGERS.includes(actor.role) || userId === scope.userId) return;
    throw new PatchbayError('forbidden', { detail: 'Only they themselves, or a manager, say when somebody is away.' });
  };
  const lock = async (tx: Transaction, id: string): Promise<Row> => {
    await holdAbsences(tx, scope);
    const [row] = await tx.select().from(absences).where(byId(id)).for('update');
    if (!row) throw new PatchbayError('not_found');
    assertMaySay(row.userId);
    return row;
  };
  const check = async (tx: Transaction, next: NewAbsence & { id: string }) => {
    if (next.endsAt <= next.startsAt) throw invalid('endsAt', 'must be after it starts');
    const known = await colleagues(tx, scope, [next.userId, ...(next.deputyId ? [next.deputyId] : [])]);
    if (!known.has(next.userId)) throw invalid('userId', 'There is no such person in this workspace.');
    if (!next.deputyId) return;
    if (!known.has(next.deputyId)) throw invalid('deputyId', 'There is no such person in this workspace.');
    if (next.deputyId === next.userId) throw invalid('deputyId', 'Nobody stands in for themselves.');
    if (await leadsBack(tx, scope, next)) {
      throw invalid('deputyId', 'They are away in that time themselves, and you stand in for them in the end: name somebody else.');
    }
  };

  return {
    list: (asked: { limit: number; after?: string | undefined; userId?: string | undefined; at?: Date | undefined }): Promise<Absence[]> =>
      db.transaction(async (tx) =>
        (
          await tx
            .select()
            .from(absences)
            .where(
              and(
                eq(absences.workspaceId, workspaceId),
                asked.userId ? eq(absences.userId, asked.userId) : undefined,
                asked.at ? and(sql`${absences.startsAt} <= ${asked.at.toISOString()}::timestamptz`, gt(absences.endsAt, asked.at)) : undefined,
                asked.after ? gt(absences.id, asked.after) : undefined,
              ),
            )
            .orderBy(asc(absences.id))
            .limit(asked.limit)
        ).map(shape),
      ),
    get: (id: string): Promise<Absence> =>
      db.transaction(async (tx) => {
        const [row] = await tx.select().from(absences).where(byId(id));
        if (!row) throw new PatchbayError('not_found');
        return shape(row);
      }),
    create: (input: Omit<NewAbsence, 'userId'> & { userId?: string | undefined }): Promise<Absence> =>
      db.transaction(async (tx) => {
        const userId = input.userId ?? scope.userId;
        if (!userId) throw new PatchbayError('person_needed');
        assertMaySay(userId);
        await holdAbsences(tx, scope);
        const next = { ...input, userId, id: uuidv7() };
        await check(tx, next);
        const at = clock.now();
        const { deputyId = null, note = null } = input;
        const [row] = await tx
          .insert(absences)
          .values({ ...next, deputyId, note, workspaceId, createdAt: at, updatedAt: at })
          .returning();
        if (!row) throw new PatchbayError('internal');
        return shape(row);
      }),
    update: (id: string, change: Partial<Omit<NewAbsence, 'userId'>>): Promise<Absence> =>
      db.transaction(async (tx) => {
        const before = await lock(tx, id);
        const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as typeof change;
        await check(tx, { ...before, ...said });
        const [row] = await tx
          .update(absences)
          .set({ ...said, updatedAt: clock.now() })
          .where(byId(id))
          .returning();
        if (!row) throw new PatchbayError('not_found');
        return shape(row);
      }),
    remove: (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        await lock(tx, id);
        await tx.delete(absences).where(byId(id));
      }),
    whoActs: (userId: string, at: Date): Promise<string | undefined> => db.transaction((tx) => whoActsFor(tx, scope, userId, at)),
  };
}
const invalid = (path: string, message: string) => new PatchbayError('invalid_input', { errors: [{ path, message }] });

/** Two who name each other at the same time follow each other. */
async function holdAbsences(tx: Transaction, { workspaceId }: CrmScope): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`absences ${workspaceId}`}, 727304))`);
}

/** Whether standing in comes round to the one who is away, at some instant of the absence. */
async function leadsBack(tx: Transaction, { workspaceId }: CrmScope, next: NewAbsence & { id: string }): Promise<boolean> {
  const overlapping = await tx
    .select()
    .from(absences)
    .where(and(eq(absences.workspaceId, workspaceId), ne(absences.id, next.id), lt(absences.startsAt, next.endsAt), gt(absences.endsAt, next.startsAt)));
  // Who stands in for whom changes only where an absence begins.
  const instants = [next.startsAt, ...overlapping.map((each) => each.startsAt)].filter((at) => at >= next.startsAt && at < next.endsAt);
  return instants.some((at) => followDeputies(next.deputyId ?? undefined, (userId) => deputyAt(overlapping, userId, at), next.userId) === 'loop');
}

/** Whom an absent person's deputy is, of those who are away at an instant: the absence that began last counts. */
function deputyAt(
  away: readonly Pick<Row, 'userId' | 'deputyId' | 'startsAt' | 'endsAt'>[],
  userId: string,
  at: Date,
): { deputyId: string | null } | undefined {
  return away
    .filter((each) => each.userId === userId && each.startsAt <= at && each.endsAt > at)
    .sort((a, b) => b.startsAt.getTime() - a.startsAt.getTime() || (a.deputyId ? -1 : 1))[0];
}

/** Goes from deputy to deputy until somebody is there. Pure. */
export function followDeputies(
  first: string | undefined,
  absenceOf: (userId: string) => { deputyId: string | null } | undefined,
  notBackTo?: string,
): string | 'loop' | undefined {
  const seen = new Set(notBackTo ? [notBackTo] : []);
  for (let userId = first; userId; ) {
    if (seen.has(userId) || seen.size > MAX_DEPUTIES) return 'loop';
    seen.add(userId);
    const absence = absenceOf(userId);
    if (!absence) return userId;
    userId = absence.deputyId ?? undefined;
  }
  return undefined;
}

/** Who does a person's work at an instant: they themselves, their deputy, the deputy's deputy; undefined when nobody does. */
export async function whoActsFor(tx: Transaction, { workspaceId }: Pick<CrmScope, 'workspaceId'>, userId: string, at: Date): Promise<UserId | undefined> {
  const away = await tx
    .select()
    .from(absences)
    .where(and(eq(absences.workspaceId, workspaceId), or(lt(absences.startsAt, at), eq(absences.startsAt, at)), gt(absences.endsAt, at)));
  const found = followDeputies(userId, (each) => deputyAt(away, each, at));
  return found === 'loop' ? undefined : (found as UserId | undefined);
}
