import { and, eq, gt, ne, or, sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import { rowsOf } from '#platform/database/database';
import type { Transaction, WorkspaceId } from '#sdk';
import { type KeyRow, vaultKeys } from './models.ts';

/** The SQL of the vault. Everything that takes a transaction runs in the caller's. */
export function createKeyStore(database: Database) {
  const ofWorkspace = (tx: Transaction, workspaceId: WorkspaceId): Promise<KeyRow[]> =>
    tx.select().from(vaultKeys).where(eq(vaultKeys.workspaceId, workspaceId));

  return {
    /** Inside an open transaction everything happens in it: a second one would wait for the first for ever on one session. */
    run<T>(workspaceId: WorkspaceId, work: (tx: Transaction) => Promise<T>): Promise<T> {
      const open = database.current();
      return open?.scope === 'system' ? work(open.tx) : database.workspace(workspaceId, work);
    },
    ofWorkspace,
    /** True when this call made it; false when another process was first. */
    async add(tx: Transaction, row: KeyRow): Promise<boolean> {
      const added = await tx.insert(vaultKeys).values(row).onConflictDoNothing().returning({ id: vaultKeys.id });
      return added.length > 0;
    },
    /** What every process must notice: which keys there are and what they are for. */
    async states(workspaceIds: readonly WorkspaceId[]): Promise<Pick<KeyRow, 'workspaceId' | 'id' | 'state'>[]> {
      return database.systemQuery({
        name: 'vault-states',
        text: 'select workspace_id as "workspaceId", id, state from vault_keys where workspace_id = any($1::uuid[])',
        values: [workspaceIds],
      });
    },
    /** One key per root key in use: enough to prove that the right ones were given. */
    samples: () =>
      database.system((tx) => tx.selectDistinctOn([vaultKeys.rootKeyId]).from(vaultKeys).orderBy(vaultKeys.rootKeyId, vaultKeys.workspaceId, vaultKeys.id)),
    /** Keys that an older root key wraps, in the order of the primary key. */
    wrappedByOthers: (rootKeyId: string, after: Pick<KeyRow, 'workspaceId' | 'id'> | undefined, limit: number) =>
      database.system((tx) =>
        tx
          .select()
          .from(vaultKeys)
          .where(
            and(
              ne(vaultKeys.rootKeyId, rootKeyId),
              after && or(gt(vaultKeys.workspaceId, after.workspaceId), and(eq(vaultKeys.workspaceId, after.workspaceId), gt(vaultKeys.id, after.id))),
            ),
          )
          .orderBy(vaultKeys.workspaceId, vaultKeys.id)
          .limit(limit),
      ),
    /** Compare-and-swap: a row that was re-wrapped meanwhile stays as it is. */
    rewrap: (rows: readonly { before: KeyRow; wrapped: Buffer; rootKeyId: string }[]) =>
      database.system(async (tx) => {
        let changed = 0;
        for (const { before, wrapped, rootKeyId } of rows) {
          const done = await tx
            .update(vaultKeys)
            .set({ wrapped, rootKeyId })
            .where(and(eq(vaultKeys.workspaceId, before.workspaceId), eq(vaultKeys.id, before.id), eq(vaultKeys.rootKeyId, before.rootKeyId)))
            .returning({ id: vaultKeys.id });
          changed += done.length;
        }
        return changed;
      }),
    /** The announced key becomes the one that seals, the one before opens only. Repeating it changes nothing. */
    activate: (workspaceId: WorkspaceId) =>
      database.workspace(workspaceId, async (tx) => {
        const rows = await tx
          .select()
          .from(vaultKeys)
          .where(and(eq(vaultKeys.workspaceId, workspaceId), eq(vaultKeys.use, 'seal')))
          .orderBy(vaultKeys.id)
          .for('update');
        const announced = rows.find(({ state }) => state === 'announced');
        if (!announced) return;
        const ofUse = (state: KeyRow['state']) => and(eq(vaultKeys.workspaceId, workspaceId), eq(vaultKeys.use, 'seal'), eq(vaultKeys.state, state));
        await tx.update(vaultKeys).set({ state: 'retired' }).where(ofUse('active'));
        await tx.update(vaultKeys).set({ state: 'active' }).where(ofUse('announced'));
      }),
    drop: (workspaceId: WorkspaceId, ids: readonly string[]) =>
      database.workspace(workspaceId, async (tx) => {
        for (const id of ids) {
          await tx.delete(vaultKeys).where(and(eq(vaultKeys.workspaceId, workspaceId), eq(vaultKeys.id, id), eq(vaultKeys.state, 'retired')));
        }
      }),
    erase: (workspaceId: WorkspaceId) => database.workspace(workspaceId, (tx) => tx.delete(vaultKeys).where(eq(vaultKeys.workspaceId, workspaceId))),
    /** The number that the next writing transaction gets; see `isPast`. */
    horizon: () => database.system(async (tx) => (await rowsOf<{ xid: string }>(tx, sql`select pg_current_xact_id()::text as xid`))[0]?.xid ?? '0'),
    /** True when every writing transaction that began before the number was given has ended. */
    async isPast(xid: string): Promise<boolean> {
      const [row] = await database.systemQuery<{ past: boolean }>({
        text: 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8 as past',
        values: [xid],
      });
      return row?.past ?? false;
    },
  };
}

export type KeyStore = ReturnType<typeof createKeyStore>;
