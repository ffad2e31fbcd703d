import { uuidv7 } from 'uuidv7';
import type { NewEvent, UserId, WorkspaceDatabase, WorkspaceId } from '#sdk';
import { EVERYTHING } from './reach.ts';
import type { CrmScope } from './scope.ts';

interface TestWorkspaces {
  newWorkspace(): Promise<WorkspaceId>;
  forWorkspace(id: WorkspaceId): WorkspaceDatabase;
}

/** A scope for tests of the record: a fresh workspace, a person who reaches everything, a clock that stands still. */
export async function testScope(
  database: TestWorkspaces,
  overrides: Partial<CrmScope> = {},
): Promise<CrmScope & { userId: UserId; told: NewEvent[]; setNow(at: string): void }> {
  const workspaceId = overrides.workspaceId ?? (await database.newWorkspace());
  const userId = overrides.userId ?? (uuidv7() as UserId);
  const told: NewEvent[] = [];
  let now = new Date('2026-03-02T09:00:00Z');
  return {
    workspaceId,
    actor: { kind: 'person', userId, role: 'owner' },
    actorName: `person:${userId}`,
    source: 'person',
    reach: EVERYTHING,
    db: database.forWorkspace(workspaceId),
    events: { publish: async (...events) => void told.push(...events) },
    clock: { now: () => now },
    ...overrides,
    userId,
    told,
    setNow: (at) => {
      now = new Date(at);
    },
  };
}
