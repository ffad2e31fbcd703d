import { desc, eq, sql } from 'drizzle-orm';
import { type Database, rowsOf } from '#platform/database/database';
import type { Clock, Transaction, WorkspaceId } from '#sdk';
import type { AuditVault, WorkspaceKeys } from './call-record.ts';
import { canonicalLink, canonicalSeal, GENESIS, PURPOSE } from './canonical.ts';
import { auditChain, auditSeals } from './models.ts';
import { type After, type UnsealedRow, unsealedRows } from './unsealed.ts';

const RANGE_ROWS = 1000;

/** Workspaces with rows that no chain holds, recorded since `since` of the database's clock; absent = ever. */
async function workspacesToSeal(database: Database, since: string | undefined): Promise<{ ids: WorkspaceId[]; lookedAt: string }> {
  const unsealed = (table: string) => sql`
    select distinct r.workspace_id::text as id from ${sql.raw(table)} r where ${since ? sql`r.recorded_at > ${since}::timestamptz` : sql`true`}
      and not exists (select from audit_chain c where c.workspace_id = r.workspace_id and c.row_id = r.id)`;
  return database.system(async (tx) => {
    // A row may become visible long after its `recorded_at`, which is the start of its transaction.
    const [now] = await rowsOf<{ at: string }>(tx, sql`select (now() - interval '15 minutes')::text as at`);
    const rows = await rowsOf<{ id: WorkspaceId }>(tx, sql`${unsealed('api_calls')} union ${unsealed('audit_acts')} order by 1`);
    return { ids: rows.map((row) => row.id), lookedAt: now?.at ?? '-infinity' };
  });
}

/** A forged row is never sealed; `verify` names it for as long as it is there. */
async function genuineRows(tx: Transaction, workspaceId: WorkspaceId, keys: WorkspaceKeys): Promise<UnsealedRow[]> {
  for (let after: After; ; ) {
    const page = await unsealedRows(tx, workspaceId, keys, RANGE_ROWS, after);
    const genuine = page.filter((row) => row.genuine);
    if (genuine.length > 0 || page.length < RANGE_ROWS) return genuine;
    after = page.at(-1);
  }
}

/** Adds one range to the workspace's chain. Zero when there is nothing, or when another process is at it. */
async function sealRange(tx: Transaction, workspaceId: WorkspaceId, keys: WorkspaceKeys, now: Date): Promise<number> {
  // The lease: held until this transaction ends, given back by the database when its process dies.
  const [lease] = await rowsOf<{ mine: boolean }>(tx, sql`select pg_try_advisory_xact_lock(727304, hashtext(${workspaceId})) as mine`);
  if (!lease?.mine) return 0;
  const [last] = await tx.select().from(auditSeals).where(eq(auditSeals.workspaceId, workspaceId)).orderBy(desc(auditSeals.firstPosition)).limit(1);
  const rows = await genuineRows(tx, workspaceId, keys);
  if (rows.length === 0) return 0;
  const firstPosition = (last?.lastPosition ?? 0) + 1;
  const previousHash = last?.lastHash ?? GENESIS;
  let hash = previousHash;
  const links = rows.map((row, i) => {
    const link = { workspaceId, position: firstPosition + i, kind: row.kind, rowId: row.id, rowMac: row.mac };
    hash = keys.mac(PURPOSE.link, canonicalLink(hash, link));
    return { ...link, hash };
  });
  const range = {
    workspaceId,
    firstPosition,
    lastPosition: firstPosition + links.length - 1,
    previousHash,
    lastHash: hash,
    until: new Date(Math.max(...rows.map((row) => row.at.getTime()))),
    sealedAt: now,
  };
  await tx.insert(auditChain).values(links);
  await tx.insert(auditSeals).values({ ...range, mac: keys.mac(PURPOSE.seal, canonicalSeal(range)) });
  return links.length;
}

export interface SealerDeps {
  database: Database;
  vault: AuditVault;
  clock: Clock;
}

/** Closes ranges for all workspaces. Several processes may call it at once: one works on a workspace, the others pass on. */
export function createSealer({ database, vault, clock }: SealerDeps) {
  let since: string | undefined;
  return async (): Promise<{ rows: number }> => {
    const { ids, lookedAt } = await workspacesToSeal(database, since);
    let rows = 0;
    for (const workspaceId of ids) {
      const keys = await vault.forWorkspace(workspaceId);
      for (let sealed = -1; sealed !== 0; rows += sealed) {
        sealed = await database.system((tx) => sealRange(tx, workspaceId, keys, clock.now()));
      }
    }
    since = lookedAt;
    return { rows };
  };
}
