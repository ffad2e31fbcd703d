import { z } from 'zod';
import { findDuplicates } from '#crm/duplicates/find-duplicates';
import { continueHandover } from '#crm/handover/hand-over';
import { type Context, type Schedule, type TaskDefinition, task, type WorkspaceId } from '#sdk';
import type { CrmScopes } from './crm-scope.ts';

interface TaskPort {
  register(definitions: readonly TaskDefinition<Context>[], options: { integration: string; schedules?: readonly Schedule[] }): void;
}
const FIND_DUPLICATES = 'record.find-duplicates';
export const HAND_OVER = 'record.hand-over';

/** What the record does for itself in each workspace. */
export function registerRecordChores(tasks: TaskPort, crm: CrmScopes): void {
  tasks.register(
    [
      task({
        name: FIND_DUPLICATES,
        payload: z.strictObject({}),
        run: async ({ workspaceId, actor }) => {
          const { scope } = await crm.crmFor({ workspaceId: workspaceId as WorkspaceId, actor });
          await findDuplicates(scope);
        },
      }),
      task({
        name: HAND_OVER,
        payload: z.strictObject({ from: z.uuid(), to: z.uuid() }),
        job: { title: 'Hand records over' },
        expireInSeconds: 4 * 3600,
        run: async ({ workspaceId, actor, tasks: own }, handover) => {
          const { scope } = await crm.crmFor({ workspaceId: workspaceId as WorkspaceId, actor });
          await continueHandover(scope, handover, (at) => own.progress(at));
        },
      }),
    ],
    // Names alike are compared with everybody's: too much for every write, and nothing that cannot wait for the night.
    { integration: 'platform', schedules: [{ task: FIND_DUPLICATES, each: 'workspace', cron: '20 2 * * *' }] },
  );
}
