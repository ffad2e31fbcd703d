import { z } from 'zod';
import type { OpenFile } from '#crm/imports/inspect-file';
import type { Database } from '#platform/database/database';
import type { FilesRoom } from '#platform/files/files';
import { type Context, type FileId, PatchbayError, type TaskDefinition, task, type WorkspaceId } from '#sdk';
import type { CrmScopes } from './crm-scope.ts';

export const READ_IMPORT = 'record.read-import';
export const CHECK_IMPORT = 'record.check-import';
export const APPLY_IMPORT = 'record.apply-import';
export const UNDO_IMPORT = 'record.undo-import';
export const WRITE_EXPORT = 'record.write-export';

interface TaskPort {
  register(definitions: readonly TaskDefinition<Context>[], options: { integration: string }): void;
}
const ofImport = z.strictObject({ importId: z.uuid() });
const ofExport = z.strictObject({ exportId: z.uuid() });
/** A million rows take their time; whoever is killed meanwhile goes on behind the last batch. */
const HOURS = { expireInSeconds: 4 * 3600 };

const FILLED = ['contacts', 'contact_identities', 'organizations', 'organization_domains', 'field_changes', 'record_tags', 'deals', 'activities'];
const FIRST_LOOK = 1_000;
/** After a thousand rows, and whenever there are eight times as many, the planner is told of it. */
export function statisticsAlong(database: Pick<Database, 'analyze'>): (done: number) => Promise<void> {
  let next = FIRST_LOOK;
  return async (done) => {
    if (done < next) return;
    next = done * 8;
    await database.analyze(FILLED);
  };
}

/** Where files of the record meet the store: imports are read from it, exports written into it, both page by page. */
export function createRecordFiles(files: FilesRoom, crm: CrmScopes, database: Pick<Database, 'analyze'>) {
  const opener = (workspaceId: WorkspaceId, fileId: string): OpenFile =>
    async function* () {
      const { stream } = await files.forWorkspace(workspaceId).open(fileId as FileId);
      yield* stream as AsyncIterable<Uint8Array>;
    };
  const importOf = async ({ workspaceId, actor, tasks }: Context, importId: string) => {
    // Whoever asked for it is asked again: what they may do may have become less meanwhile.
    const { imports } = await crm.crmFor({ workspaceId, actor });
    const { fileId } = await imports.get(importId);
    return { imports, open: opener(workspaceId, fileId), progress: (progress: { done: number; total: number }) => tasks.progress(progress) };
  };
  return {
    opener,
    register(tasks: TaskPort): void {
      tasks.register(
        [
          task({
            name: READ_IMPORT,
            payload: ofImport,
            job: { title: 'Read a file' },
            ...HOURS,
            async run(context, { importId }) {
              const { imports, open } = await importOf(context, importId);
              await imports.read(importId, open);
            },
          }),
          task({
            name: CHECK_IMPORT,
            payload: ofImport,
            job: { title: 'Compare a file with the record' },
            ...HOURS,
            async run(context, { importId }) {
              const { imports, open, progress } = await importOf(context, importId);
              await imports.check(importId, open, progress);
            },
          }),
          task({
            name: APPLY_IMPORT,
            payload: ofImport,
            job: { title: 'Import a file' },
            ...HOURS,
            async run(context, { importId }) {
              const { imports, open, progress } = await importOf(context, importId);
              const look = statisticsAlong(database);
              await imports.apply(importId, open, async (at) => {
                await progress(at);
                await look(at.done);
              });
            },
          }),
          task({
            name: UNDO_IMPORT,
            payload: ofImport,
            job: { title: 'Undo an import' },
            ...HOURS,
            async run(context, { importId }) {
              const { imports, progress } = await importOf(context, importId);
              await imports.undo(importId, progress);
            },
          }),
          task({
            name: WRITE_EXPORT,
            payload: ofExport,
            job: { title: 'Write an export' },
            ...HOURS,
            async run({ workspaceId, actor, tasks: own }, { exportId }) {
              const { exports } = await crm.crmFor({ workspaceId, actor });
              const { kind, state } = await exports.get(exportId);
              if (state === 'done') return;
              const bytes = async function* () {
                for await (const text of exports.text(exportId, (rows) => own.progress({ done: rows }))) yield Buffer.from(text);
              };
              try {
                const { id } = await files.forWorkspace(workspaceId).put(bytes(), { contentType: 'text/csv', name: `${kind}.csv` });
                await exports.finish(exportId, id);
              } catch (error) {
                if (error instanceof PatchbayError && !error.row.retryable && error.row.status < 500) await exports.fail(exportId, error.message);
                throw error;
              }
            },
          }),
        ],
        { integration: 'platform' },
      );
    },
  };
}
export type RecordFiles = ReturnType<typeof createRecordFiles>;
