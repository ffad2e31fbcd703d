import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import type { People, Person, Role, UserId, WorkspaceId } from '#sdk';
import { members, teamMembers } from './models.ts';
import { normalEmail } from './people.ts';

/** The people of a workspace, as integrations ask for them. */
export function createDirectory(database: Database) {
  return (workspaceId: WorkspaceId): Omit<People, 'deputyOf'> => {
    const find = (where: SQL | undefined): Promise<Person[]> =>
      database.forWorkspace(workspaceId).transaction(async (tx) => {
        const rows = await tx
          .select({
            userId: sql<UserId>`${members.userId}`,
            name: members.name,
            email: members.email,
            role: sql<Role>`${members.role}`,
            timeZone: members.timeZone,
            locale: members.locale,
            state: sql<Person['state']>`${members.state}`,
            teamIds: sql<string[]>`array(select ${teamMembers.teamId}::text from ${teamMembers}
              where ${teamMembers.workspaceId} = ${members.workspaceId} and ${teamMembers.userId} = ${members.userId} order by 1)`,
          })
          .from(members)
          .where(and(eq(members.workspaceId, workspaceId), where))
          .orderBy(members.userId);
        return rows;
      });
    const stays = ne(members.state, 'left');
    return {
      list: () => find(stays),
      get: async (userId) => (await find(eq(members.userId, userId)))[0],
      byEmail: async (address) => (await find(and(stays, eq(members.email, normalEmail(address)))))[0],
    };
  };
}
