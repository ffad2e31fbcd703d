import { and, eq, sql } from 'drizzle-orm';
import { type Crm, createCrm } from '#crm/crm';
import { roleReach } from '#crm/models';
import { DEFAULT_REACH, EVERYTHING, type Reach, reachOf } from '#crm/reach';
import { teamMembers } from '#platform/access/models';
import { actorName, personOf } from '#platform/access/roles';
import type { Database } from '#platform/database/database';
import type { Actor, Clock, Events, UserId, WorkspaceId } from '#sdk';

export interface CrmDependencies {
  database: Database;
  clock: Clock;
  events: (workspaceId: WorkspaceId, actor: Actor) => Events;
}

/** Who reaches what: role, the workspace's setting for it, and teams. System and playbooks act for the whole workspace. */
export function createCrmScopes({ database, clock, events }: CrmDependencies) {
  const reachFor = async (workspaceId: WorkspaceId, actor: Actor): Promise<Reach> => {
    if (actor.kind === 'system' || actor.kind === 'playbook') return EVERYTHING;
    const { role } = actor;
    return database.workspace(workspaceId, async (tx) => {
      const [set] = await tx
        .select({ read: roleReach.read, write: roleReach.write })
        .from(roleReach)
        .where(and(eq(roleReach.workspaceId, workspaceId), eq(roleReach.role, role)));
      const widths = set ?? DEFAULT_REACH[role];
      const userId = personOf(actor);
      const asksTeam = userId && (widths.read === 'team' || widths.write === 'team');
      const teammates = asksTeam
        ? await tx
            .selectDistinct({ userId: sql<UserId>`${teamMembers.userId}` })
            .from(teamMembers)
            .where(
              and(
                eq(teamMembers.workspaceId, workspaceId),
                sql`${teamMembers.teamId} in (select team_id from team_members where workspace_id = ${workspaceId} and user_id = ${userId})`,
              ),
            )
        : [];
      return reachOf(
        widths,
        userId,
        teammates.map((each) => each.userId),
      );
    });
  };
  return {
    reachFor,
    async crmFor({ workspaceId, actor, source = 'person' }: { workspaceId: WorkspaceId; actor: Actor; source?: string }): Promise<Crm> {
      return createCrm({
        workspaceId,
        actor,
        actorName: actorName(actor),
        userId: personOf(actor),
        source,
        reach: await reachFor(workspaceId, actor),
        db: database.forWorkspace(workspaceId),
        events: events(workspaceId, actor),
        clock,
      });
    },
  };
}
export type CrmScopes = ReturnType<typeof createCrmScopes>;
