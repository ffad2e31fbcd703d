import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import type { FileId, WorkspaceId } from '#sdk';
import { type FileRow, files } from './models.ts';
import type { Spooled } from './spool.ts';

export interface Removal {
  workspaceId: WorkspaceId;
  id: FileId;
  storageKey: string;
}

/** The SQL of the file store. */
export function createFileStore(database: Database) {
  const one = (workspaceId: WorkspaceId, id: string) => and(eq(files.workspaceId, workspaceId), eq(files.id, id));
  return {
    announce: (row: typeof files.$inferInsert & { workspaceId: WorkspaceId }) => database.workspace(row.workspaceId, (tx) => tx.insert(files).values(row)),
    find: (workspaceId: WorkspaceId, id: FileId): Promise<FileRow | undefined> =>
      database.workspace(workspaceId, async (tx) => {
        const [row] = await tx
          .select()
          .from(files)
          .where(and(one(workspaceId, id), eq(files.state, 'stored'), isNull(files.removedAt)));
        return row;
      }),
    /** By hash, more holders for content that is there already, also for content whose last holder has just let go. */
    hold: (workspaceId: WorkspaceId, wanted: ReadonlyMap<string, { holders: number; isPrivate: boolean }>): Promise<Map<string, FileRow>> =>
      database.workspace(workspaceId, async (tx) => {
        const hashes = [...wanted].map(([sha256, { holders, isPrivate }]) => ({ sha256, holders, is_private: isPrivate }));
        const given = sql`json_to_recordset(${JSON.stringify(hashes)}::json) as w(sha256 text, holders int, is_private boolean)`;
        // Held in one order: two that store the same contents wait for each other in one direction.
        const held = await rowsOf<{ id: string }>(
          tx,
          sql`with there as (
                select f.id, w.holders, w.is_private from files f join ${given} on w.sha256 = f.sha256
                where f.workspace_id = ${workspaceId} and f.state = 'stored' order by f.id for update of f
              ) update files f set holders = f.holders + t.holders, removed_at = null, is_private = f.is_private or t.is_private
              from there t where f.workspace_id = ${workspaceId} and f.id = t.id and f.state = 'stored' returning f.id`,
        );
        const ids = held.map(({ id }) => id);
        const rows =
          ids.length === 0
            ? []
            : await tx
                .select()
                .from(files)
                .where(and(eq(files.workspaceId, workspaceId), inArray(files.id, ids)));
        return new Map(rows.map((row) => [row.sha256 ?? '', row]));
      }),
    /** False when the row is gone: the sweep took the writer for dead. */
    finish: (workspaceId: WorkspaceId, id: FileId, { sha256, size, sealedSha256 }: Spooled): Promise<boolean> =>
      database.workspace(workspaceId, async (tx) => {
        const done = await tx
          .update(files)
          .set({ state: 'stored', sha256, size, sealedSha256 })
          .where(and(one(workspaceId, id), eq(files.state, 'writing')))
          .returning({ id: files.id });
        return done.length > 0;
      }),
    withdraw: (workspaceId: WorkspaceId, id: FileId) =>
      database.workspace(workspaceId, (tx) => tx.delete(files).where(and(one(workspaceId, id), eq(files.state, 'writing')))),
    letGo: (workspaceId: WorkspaceId, id: FileId) =>
      database.workspace(workspaceId, (tx) =>
        tx
          .update(files)
          .set({
            holders: sql`greatest(${files.holders} - 1, 0)`,
            removedAt: sql`case when ${files.holders} <= 1 then coalesce(${files.removedAt}, now()) end`,
          })
          .where(one(workspaceId, id)),
      ),
    /** Claims what nobody needs any more; from here on no `put` revives it. By the database's time: an injected clock may leap over a living writer. */
    claimRemovals: ({ writingSeconds, removedSeconds, limit }: { writingSeconds: number; removedSeconds: number; limit: number }): Promise<Removal[]> =>
      database.system((tx) =>
        rowsOf<Removal>(
          tx,
          sql`update files set state = 'removing' where (workspace_id, id) in (
                select workspace_id, id from files
                where state = 'removing' or (state = 'writing' and created_at <= now() - make_interval(secs => ${writingSeconds}))
                   or (removed_at is not null and removed_at <= now() - make_interval(secs => ${removedSeconds}))
                order by created_at limit ${limit} for update skip locked)
              returning workspace_id as "workspaceId", id, storage_key as "storageKey"`,
        ),
      ),
    /** After the object is gone. */
    removed: (removals: readonly Removal[]) =>
      database.system(async (tx) => {
        for (const { workspaceId, id } of removals) await tx.delete(files).where(and(one(workspaceId, id), eq(files.state, 'removing')));
      }),
    /** Which of these are being written by somebody. */
    writing: async (ids: readonly string[]): Promise<Set<string>> => {
      const rows = await database.system((tx) =>
        rowsOf<{ id: string }>(
          tx,
          sql`select id from files where state = 'writing' and id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`,
        ),
      );
      return new Set(rows.map(({ id }) => id));
    },
  };
}
