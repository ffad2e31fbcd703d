import { and, eq } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import { PatchbayError, type WorkspaceId } from '#sdk';
import { publicNames } from './models.ts';

export interface NamedSubject {
  workspaceId: WorkspaceId;
  subjectId: string;
}
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/;

/** Names that all workspaces share: see `Links` of the sdk. */
export function createNames(database: Database) {
  return {
    async claim(workspaceId: WorkspaceId, space: string, name: string, subjectId: string): Promise<boolean> {
      if (!NAME.test(name)) {
        throw new PatchbayError('invalid_input', {
          errors: [{ path: 'slug', message: 'An address has up to 80 small letters, digits and hyphens, such as “meet-ann”.' }],
        });
      }
      return database.forWorkspace(workspaceId).transaction(async (tx) => {
        const taken = await tx.insert(publicNames).values({ workspaceId, space, name, subjectId }).onConflictDoNothing().returning({ name: publicNames.name });
        if (taken.length > 0) return true;
        // Somebody else's row is not seen here, and not changed.
        const own = await tx
          .update(publicNames)
          .set({ subjectId })
          .where(and(eq(publicNames.workspaceId, workspaceId), eq(publicNames.space, space), eq(publicNames.name, name)))
          .returning({ name: publicNames.name });
        return own.length > 0;
      });
    },
    async release(workspaceId: WorkspaceId, space: string, name: string): Promise<void> {
      await database
        .forWorkspace(workspaceId)
        .transaction((tx) =>
          tx.delete(publicNames).where(and(eq(publicNames.workspaceId, workspaceId), eq(publicNames.space, space), eq(publicNames.name, name))),
        );
    },
    /** Whose a name is. */
    async find(space: string, name: string): Promise<NamedSubject | undefined> {
      if (!NAME.test(name)) return undefined;
      const [row] = await database.systemQuery<{ workspace_id: string; subject_id: string }>({
        name: 'public-name',
        text: 'select workspace_id, subject_id from public.public_names where space = $1 and name = $2',
        values: [space, name],
      });
      return row && { workspaceId: row.workspace_id as WorkspaceId, subjectId: row.subject_id };
    },
  };
}
