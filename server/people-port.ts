import { whoActsFor } from '#crm/time/absences';
import type { Database } from '#platform/database/database';
import type { People, WorkspaceId } from '#sdk';

/** People with who stands in for them: absences belong to the record. */
export function createPeoplePort(database: Database, directory: (workspaceId: WorkspaceId) => Omit<People, 'deputyOf'>) {
  return (workspaceId: WorkspaceId): People => ({
    ...directory(workspaceId),
    async deputyOf(userId, at) {
      const acting = await database.forWorkspace(workspaceId).transaction((tx) => whoActsFor(tx, { workspaceId }, userId, at));
      return acting === userId ? undefined : acting;
    },
  });
}
