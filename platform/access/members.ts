import { and, asc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { type Actor, PatchbayError, type Role, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import { apiKeys, authUsers, invitations, members, teamMembers, teams } from './models.ts';
import type { AccessDependencies } from './ports.ts';
import { actorName, mayAssign, roleOf } from './roles.ts';

export interface MemberChange {
  name?: string;
  role?: Role;
  teamIds?: readonly string[];
  timeZone?: string;
  locale?: string;
}

const columns = {
  id: members.userId,
  email: members.email,
  name: members.name,
  role: sql<Role>`${members.role}`,
  state: sql<'active' | 'invited' | 'left'>`${members.state}`,
  timeZone: members.timeZone,
  locale: members.locale,
  createdAt: members.createdAt,
  updatedAt: members.updatedAt,
};
const row = (workspaceId: WorkspaceId, userId: string) => and(eq(members.workspaceId, workspaceId), eq(members.userId, userId));

/** Locks all owners in one order, so that two demotions at once meet here; fails when nobody else would be left. */
async function assertAnotherOwner(tx: Transaction, workspaceId: WorkspaceId, userId: UserId): Promise<void> {
  const owners = await tx
    .select({ userId: members.userId })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), eq(members.role, 'owner'), eq(members.state, 'active')))
    .orderBy(asc(members.userId))
    .for('update');
  if (!owners.some((owner) => owner.userId !== userId)) {
    throw new PatchbayError('conflict', { detail: 'A workspace needs an owner, and this is the last one.', remedy: 'Make somebody else an owner first.' });
  }
}

/** Puts a member into exactly these teams. */
export async function setTeams(tx: Transaction, workspaceId: WorkspaceId, userId: UserId, teamIds: readonly string[]): Promise<void> {
  await tx.delete(teamMembers).where(and(eq(teamMembers.workspaceId, workspaceId), eq(teamMembers.userId, userId)));
  const wanted = [...new Set(teamIds)];
  if (wanted.length === 0) return;
  const found = await tx
    .select({ id: teams.id })
    .from(teams)
    .where(and(eq(teams.workspaceId, workspaceId), inArray(teams.id, wanted)));
  if (found.length < wanted.length) throw new PatchbayError('invalid_input', { errors: [{ path: 'teamIds', message: 'no such team' }] });
  await tx.insert(teamMembers).values(wanted.map((teamId) => ({ workspaceId, teamId, userId })));
}

export function createMembers({ database, clock, audit, reassign = async () => {} }: Pick<AccessDependencies, 'database' | 'clock' | 'audit' | 'reassign'>) {
  const withTeams = async <T extends { id: string }>(tx: Transaction, workspaceId: WorkspaceId, people: readonly T[]) => {
    if (people.length === 0) return [];
    const rows = await tx
      .select({ userId: teamMembers.userId, teamId: teamMembers.teamId })
      .from(teamMembers)
      .where(
        and(
          eq(teamMembers.workspaceId, workspaceId),
          inArray(
            teamMembers.userId,
            people.map((person) => person.id),
          ),
        ),
      );
    const byPerson = Map.groupBy(rows, (r) => r.userId);
    return people.map((person) => ({ ...person, teamIds: (byPerson.get(person.id) ?? []).map((r) => r.teamId).sort() }));
  };
  const getIn = async (tx: Transaction, workspaceId: WorkspaceId, userId: string) => {
    const [found] = await withTeams(tx, workspaceId, await tx.select(columns).from(members).where(row(workspaceId, userId)));
    if (!found) throw new PatchbayError('not_found');
    return found;
  };

  return {
    list: (workspaceId: WorkspaceId, page: { limit: number; after?: string; state?: string }) =>
      database.workspace(workspaceId, async (tx) =>
        withTeams(
          tx,
          workspaceId,
          await tx
            .select(columns)
            .from(members)
            .where(
              and(
                eq(members.workspaceId, workspaceId),
                page.state ? eq(members.state, page.state) : ne(members.state, 'left'),
                page.after ? gt(members.userId, page.after) : undefined,
              ),
            )
            .orderBy(asc(members.userId))
            .limit(page.limit),
        ),
      ),

    get: (workspaceId: WorkspaceId, userId: string) => database.workspace(workspaceId, (tx) => getIn(tx, workspaceId, userId)),

    /** Nobody changes somebody above them or lifts anybody above themselves; the last owner stays one. */
    async update(workspaceId: WorkspaceId, actor: Actor, userId: UserId, change: MemberChange) {
      return database.workspace(workspaceId, async (tx) => {
        const before = await getIn(tx, workspaceId, userId);
        if (before.state === 'left') throw new PatchbayError('not_found');
        const self = actor.kind === 'person' && actor.userId === userId;
        if (!self && !mayAssign(roleOf(actor), before.role)) throw new PatchbayError('forbidden');
        if (change.role !== undefined && change.role !== before.role) {
          if (!mayAssign(roleOf(actor), change.role)) throw new PatchbayError('forbidden');
          if (before.role === 'owner') await assertAnotherOwner(tx, workspaceId, userId);
        }
        const { teamIds, ...values } = change;
        await tx
          .update(members)
          .set({ ...values, updatedAt: clock.now() })
          .where(row(workspaceId, userId));
        if (teamIds) await setTeams(tx, workspaceId, userId, teamIds);
        const after = await getIn(tx, workspaceId, userId);
        if (after.role !== before.role) {
          await audit.act({
            workspaceId,
            actor: actorName(actor),
            act: 'member.role_changed',
            target: { type: 'user', id: userId },
            before: [`role:${before.role}`],
            after: [`role:${after.role}`],
          });
        }
        return after;
      });
    },

    /** Their records go to `reassignTo`; keys that acted as them act as nobody; sessions end with their last workspace. */
    async remove(workspaceId: WorkspaceId, actor: Actor, userId: UserId, reassignTo: UserId): Promise<void> {
      if (userId === reassignTo) throw new PatchbayError('invalid_input', { errors: [{ path: 'reassignTo', message: 'must be somebody else' }] });
      await database.workspace(workspaceId, async (tx) => {
        const gone = await getIn(tx, workspaceId, userId);
        if (gone.state === 'left') throw new PatchbayError('not_found');
        if (!mayAssign(roleOf(actor), gone.role)) throw new PatchbayError('forbidden');
        if (gone.role === 'owner' && gone.state === 'active') await assertAnotherOwner(tx, workspaceId, userId);
        const [heir] = await tx.select({ state: members.state }).from(members).where(row(workspaceId, reassignTo)).for('update');
        if (heir?.state !== 'active') throw new PatchbayError('invalid_input', { errors: [{ path: 'reassignTo', message: 'no such person' }] });
        await reassign(tx, workspaceId, userId, reassignTo);
        await tx.update(members).set({ state: 'left', updatedAt: clock.now() }).where(row(workspaceId, userId));
        await setTeams(tx, workspaceId, userId, []);
        await tx
          .update(apiKeys)
          .set({ actAs: null })
          .where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.actAs, userId)));
        await tx
          .update(invitations)
          .set({ revokedAt: clock.now() })
          .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.userId, userId)));
        await audit.act({
          workspaceId,
          actor: actorName(actor),
          act: 'member.removed',
          target: { type: 'user', id: userId },
          after: [`reassigned:${reassignTo}`],
        });
      });
      // Sessions lie outside every workspace. One that outlives a crash here finds no workspace to act in.
      await database.systemQuery({
        text: `delete from auth.sessions s where s.user_id = $1 and not exists (select from public.members m where m.user_id = s.user_id and m.state = 'active')
               and not exists (select from auth.users u where u.id = s.user_id and u.is_installation_owner)`,
        values: [userId],
      });
    },

    /** Everything a person may know of themselves, over all their workspaces. */
    workspacesOf: (userId: UserId) =>
      database.systemQuery<{ id: WorkspaceId; name: string; role: Role }>({
        text: `select w.id, w.name, m.role from members m join workspaces w on w.id = m.workspace_id
               where m.user_id = $1 and m.state = 'active' order by m.created_at, w.id`,
        values: [userId],
      }),
    async hasSecondFactor(userId: UserId): Promise<boolean> {
      const [found] = await database.system((tx) => tx.select({ on: authUsers.twoFactorEnabled }).from(authUsers).where(eq(authUsers.id, userId)));
      return found?.on ?? false;
    },
  };
}
