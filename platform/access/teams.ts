import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import { isUniqueViolation } from '../database/database-error.ts';
import { members, teamMembers, teams } from './models.ts';
import type { AccessDependencies } from './ports.ts';

const taken = (error: unknown): unknown => (isUniqueViolation(error) ? new PatchbayError('already_exists', { detail: 'A team of this name exists.' }) : error);

export function createTeams({ database, clock }: Pick<AccessDependencies, 'database' | 'clock'>) {
  const mine = (workspaceId: WorkspaceId, id: string) => and(eq(teams.workspaceId, workspaceId), eq(teams.id, id));
  const read = async (tx: Transaction, workspaceId: WorkspaceId, rows: readonly { id: string; name: string; createdAt: Date }[]) => {
    if (rows.length === 0) return [];
    const people = await tx
      .select({ teamId: teamMembers.teamId, userId: teamMembers.userId })
      .from(teamMembers)
      .where(
        and(
          eq(teamMembers.workspaceId, workspaceId),
          inArray(
            teamMembers.teamId,
            rows.map((row) => row.id),
          ),
        ),
      );
    const byTeam = Map.groupBy(people, (person) => person.teamId);
    return rows.map(({ id, name, createdAt }) => ({ id, name, createdAt, userIds: (byTeam.get(id) ?? []).map((person) => person.userId).sort() }));
  };
  const getIn = async (tx: Transaction, workspaceId: WorkspaceId, id: string) => {
    const [team] = await read(tx, workspaceId, await tx.select().from(teams).where(mine(workspaceId, id)));
    if (!team) throw new PatchbayError('not_found');
    return team;
  };
  const setPeople = async (tx: Transaction, workspaceId: WorkspaceId, teamId: string, userIds: readonly string[]) => {
    await tx.delete(teamMembers).where(and(eq(teamMembers.workspaceId, workspaceId), eq(teamMembers.teamId, teamId)));
    const wanted = [...new Set(userIds)];
    if (wanted.length === 0) return;
    const found = await tx
      .select({ userId: members.userId })
      .from(members)
      .where(and(eq(members.workspaceId, workspaceId), inArray(members.userId, wanted), inArray(members.state, ['active', 'invited'])));
    if (found.length < wanted.length) throw new PatchbayError('invalid_input', { errors: [{ path: 'userIds', message: 'no such person' }] });
    await tx.insert(teamMembers).values(wanted.map((userId) => ({ workspaceId, teamId, userId })));
  };

  return {
    list: (workspaceId: WorkspaceId, page: { limit: number; after?: string }) =>
      database.workspace(workspaceId, async (tx) =>
        read(
          tx,
          workspaceId,
          await tx
            .select()
            .from(teams)
            .where(and(eq(teams.workspaceId, workspaceId), page.after ? gt(teams.id, page.after) : undefined))
            .orderBy(asc(teams.id))
            .limit(page.limit),
        ),
      ),
    get: (workspaceId: WorkspaceId, id: string) => database.workspace(workspaceId, (tx) => getIn(tx, workspaceId, id)),
    create: (workspaceId: WorkspaceId, team: { name: string; userIds?: readonly string[] }) =>
      database
        .workspace(workspaceId, async (tx) => {
          const id = uuidv7();
          await tx.insert(teams).values({ workspaceId, id, name: team.name });
          await setPeople(tx, workspaceId, id, team.userIds ?? []);
          return getIn(tx, workspaceId, id);
        })
        .catch((error: unknown) => {
          throw taken(error);
        }),
    update: (workspaceId: WorkspaceId, id: string, change: { name?: string; userIds?: readonly string[] }) =>
      database
        .workspace(workspaceId, async (tx) => {
          await getIn(tx, workspaceId, id);
          await tx
            .update(teams)
            .set({ ...(change.name === undefined ? {} : { name: change.name }), updatedAt: clock.now() })
            .where(mine(workspaceId, id));
          if (change.userIds) await setPeople(tx, workspaceId, id, change.userIds);
          return getIn(tx, workspaceId, id);
        })
        .catch((error: unknown) => {
          throw taken(error);
        }),
    remove: (workspaceId: WorkspaceId, id: string) =>
      database.workspace(workspaceId, async (tx) => {
        await getIn(tx, workspaceId, id);
        await tx.delete(teams).where(mine(workspaceId, id));
      }),
  };
}
