import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import type { Transaction, WorkspaceId } from '#sdk';
import type { AuditVault, WorkspaceKeys } from './call-record.ts';
import { canonicalAct, canonicalCall, canonicalLink, canonicalPurge, canonicalSeal, GENESIS, PURPOSE, type RowKind } from './canonical.ts';
import { apiCallBodies, apiCalls, auditActs, auditChain, auditSeals } from './models.ts';
import { bodyRef } from './rows.ts';
import { type After, unsealedRows } from './unsealed.ts';

const PAGE_ROWS = 500;

export interface Finding {
  kind: 'changed' | 'removed' | 'inserted';
  table: 'api_calls' | 'audit_acts' | 'api_call_bodies' | 'audit_chain' | 'audit_seals';
  /** Absent where the row that would know it is itself gone. */
  id?: string;
  position?: number;
}
export interface Verification {
  ok: boolean;
  findings: Finding[];
  sealed: number;
  /** Rows that the next seal will take. */
  unsealed: number;
  /** Sealed rows that were dropped on purpose. */
  purged: number;
  /** Rows whose body was removed; the row itself holds. */
  bodiesRemoved: number;
}

const tableOf = (kind: string) => (kind === 'api' ? 'api_calls' : 'audit_acts');

/** Walks a workspace's whole chain and names every row that somebody changed, removed or put in. */
export async function verifyChain(database: Database, vault: AuditVault, workspaceId: WorkspaceId): Promise<Verification> {
  const keys = await vault.forWorkspace(workspaceId);
  return database.workspace(workspaceId, async (tx) => {
    const result: Verification = { ok: true, findings: [], sealed: 0, unsealed: 0, purged: 0, bodiesRemoved: 0 };
    const last = await verifySeals(tx, workspaceId, keys, result);
    for (const { position } of await tx
      .select({ position: auditChain.position })
      .from(auditChain)
      .where(and(eq(auditChain.workspaceId, workspaceId), gt(auditChain.position, last))))
      result.findings.push({ kind: 'inserted', table: 'audit_chain', position });
    await verifyTail(tx, workspaceId, keys, result);
    await verifyStrayBodies(tx, workspaceId, result);
    result.ok = result.findings.length === 0;
    return result;
  });
}

async function verifySeals(tx: Transaction, workspaceId: WorkspaceId, keys: WorkspaceKeys, result: Verification): Promise<number> {
  let position = 0;
  let hash: Buffer = GENESIS;
  const seals = await tx.select().from(auditSeals).where(eq(auditSeals.workspaceId, workspaceId)).orderBy(asc(auditSeals.firstPosition));
  for (const seal of seals) {
    const at = { table: 'audit_seals' as const, position: seal.firstPosition };
    const purgeHolds =
      !(seal.callsPurgedAt || seal.actsPurgedAt) ||
      seal.purgeMac?.equals(keys.mac(PURPOSE.seal, canonicalPurge(seal.mac, seal.callsPurgedAt, seal.actsPurgedAt))) === true;
    if (!keys.mac(PURPOSE.seal, canonicalSeal(seal)).equals(seal.mac) || !purgeHolds) result.findings.push({ kind: 'changed', ...at });
    else if (seal.firstPosition !== position + 1 || !seal.previousHash.equals(hash)) result.findings.push({ kind: 'removed', ...at, position: position + 1 });
    const purged = { api: purgeHolds && seal.callsPurgedAt !== null, act: purgeHolds && seal.actsPurgedAt !== null };
    if (purged.api && purged.act) result.purged += seal.lastPosition - seal.firstPosition + 1;
    else await verifyRange(tx, workspaceId, keys, seal, purged, result);
    position = seal.lastPosition;
    hash = seal.lastHash;
  }
  return position;
}

async function verifyRange(
  tx: Transaction,
  workspaceId: WorkspaceId,
  keys: WorkspaceKeys,
  seal: typeof auditSeals.$inferSelect,
  purged: Record<RowKind, boolean>,
  result: Verification,
): Promise<void> {
  let hash = seal.previousHash;
  let position = seal.firstPosition - 1;
  let bridged = true;
  while (position < seal.lastPosition) {
    const links = await tx
      .select()
      .from(auditChain)
      .where(and(eq(auditChain.workspaceId, workspaceId), gt(auditChain.position, position), lte(auditChain.position, seal.lastPosition)))
      .orderBy(asc(auditChain.position))
      .limit(PAGE_ROWS);
    const rows = await rowsOfLinks(
      tx,
      workspaceId,
      keys,
      links.map((link) => link.rowId),
    );
    for (const link of links) {
      for (position++; position < link.position; position++) {
        result.findings.push({ kind: 'removed', table: 'audit_chain', position });
        bridged = false;
      }
      // After a gap the hash before is lost; the range's own last hash still has to fit.
      if (bridged && !keys.mac(PURPOSE.link, canonicalLink(hash, link)).equals(link.hash))
        result.findings.push({ kind: 'changed', table: 'audit_chain', position, id: link.rowId });
      bridged = true;
      hash = link.hash;
      checkRow(link, rows, purged, result);
    }
    if (links.length < PAGE_ROWS) break;
  }
  const isWhole = position === seal.lastPosition;
  for (position++; position <= seal.lastPosition; position++) result.findings.push({ kind: 'removed', table: 'audit_chain', position });
  if (isWhole && !hash.equals(seal.lastHash)) result.findings.push({ kind: 'changed', table: 'audit_seals', position: seal.lastPosition });
}

interface Checked {
  computed: Buffer;
  mac: Buffer;
  body: 'none' | 'holds' | 'changed' | 'removed';
}

/** The rows that some links speak of, with their macs made again from what the tables say now. */
async function rowsOfLinks(tx: Transaction, workspaceId: WorkspaceId, keys: WorkspaceKeys, ids: string[]): Promise<Map<string, Checked>> {
  const found = new Map<string, Checked>();
  if (ids.length === 0) return found;
  const calls = await tx
    .select({ call: apiCalls, content: apiCallBodies.content })
    .from(apiCalls)
    .leftJoin(apiCallBodies, and(eq(apiCallBodies.workspaceId, apiCalls.workspaceId), eq(apiCallBodies.id, apiCalls.id)))
    .where(and(eq(apiCalls.workspaceId, workspaceId), inArray(apiCalls.id, ids)));
  for (const { call, content } of calls)
    found.set(`api:${call.id}`, { computed: keys.mac(PURPOSE.row, canonicalCall(call)), mac: call.mac, body: bodyState(call, content, keys) });
  for (const act of await tx
    .select()
    .from(auditActs)
    .where(and(eq(auditActs.workspaceId, workspaceId), inArray(auditActs.id, ids))))
    found.set(`act:${act.id}`, { computed: keys.mac(PURPOSE.row, canonicalAct(act)), mac: act.mac, body: 'none' });
  return found;
}

function bodyState(call: typeof apiCalls.$inferSelect, content: Buffer | null, keys: WorkspaceKeys): Checked['body'] {
  if (!call.bodyMac) return 'none';
  if (!content) return 'removed';
  try {
    return keys.mac(PURPOSE.body, keys.openBytes(bodyRef(call.id), content)).equals(call.bodyMac) ? 'holds' : 'changed';
  } catch {
    return 'changed';
  }
}

function checkRow(link: typeof auditChain.$inferSelect, rows: Map<string, Checked>, purged: Record<RowKind, boolean>, result: Verification): void {
  const at = { id: link.rowId, position: link.position };
  const row = rows.get(`${link.kind}:${link.rowId}`);
  if (!row) {
    if (purged[link.kind as RowKind]) result.purged++;
    else result.findings.push({ kind: 'removed', table: tableOf(link.kind), ...at });
    return;
  }
  result.sealed++;
  if (!row.computed.equals(link.rowMac) || !row.mac.equals(link.rowMac)) result.findings.push({ kind: 'changed', table: tableOf(link.kind), ...at });
  if (row.body === 'changed') result.findings.push({ kind: 'changed', table: 'api_call_bodies', ...at });
  if (row.body === 'removed') result.bodiesRemoved++;
}

async function verifyTail(tx: Transaction, workspaceId: WorkspaceId, keys: WorkspaceKeys, result: Verification): Promise<void> {
  for (let after: After; ; ) {
    const page = await unsealedRows(tx, workspaceId, keys, PAGE_ROWS, after);
    for (const row of page) {
      if (row.genuine) result.unsealed++;
      else result.findings.push({ kind: 'inserted', table: tableOf(row.kind), id: row.id });
    }
    if (page.length < PAGE_ROWS) return;
    after = page.at(-1);
  }
}

/** Bodies without a call, or of a call that had none. */
async function verifyStrayBodies(tx: Transaction, workspaceId: WorkspaceId, result: Verification): Promise<void> {
  const stray = await tx
    .select({ id: apiCallBodies.id })
    .from(apiCallBodies)
    .leftJoin(apiCalls, and(eq(apiCalls.workspaceId, apiCallBodies.workspaceId), eq(apiCalls.id, apiCallBodies.id), isNotNull(apiCalls.bodyMac)))
    .where(and(eq(apiCallBodies.workspaceId, workspaceId), isNull(apiCalls.id)))
    .orderBy(sql`1`);
  for (const { id } of stray) result.findings.push({ kind: 'inserted', table: 'api_call_bodies', id });
}
