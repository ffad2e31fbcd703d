import { and, eq, inArray } from 'drizzle-orm';
import { authUsers, members } from '#platform/access/models';
import type { Database } from '#platform/database/database';
import { INSTALLATION_WORKSPACE, type WorkspaceId } from '#sdk';

/** Addresses of those who are told when something breaks; for the installation's own workspace, of its owner. */
export async function administratorsOf(database: Database, workspaceId: WorkspaceId): Promise<string[]> {
  const rows = await database.system((tx) =>
    workspaceId === INSTALLATION_WORKSPACE
      ? tx.select({ email: authUsers.email }).from(authUsers).where(eq(authUsers.isInstallationOwner, true))
      : tx
          .select({ email: members.email })
          .from(members)
          .where(and(eq(members.workspaceId, workspaceId), inArray(members.role, ['owner', 'admin']), eq(members.state, 'active'))),
  );
  return rows.map((row) => row.email);
}
