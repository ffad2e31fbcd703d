import { and, eq, gte, inArray, isNull, lt, lte, or } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import type { Clock, WorkspaceId } from '#sdk';
import type { AuditVault } from './call-record.ts';
import { canonicalPurge, PURPOSE } from './canonical.ts';
import { apiCallBodies, apiCalls, auditActs, auditChain, auditSeals } from './models.ts';

export interface PurgeDeps {
  database: Database;
  vault: AuditVault;
  clock: Clock;
}

/**
 * Drops sealed rows older than the given times, one range per transaction. The seal stays and says, under its own mac, that
 * this was done on purpose; the links go when both kinds are gone.
 */
export const createPurge =
  ({ database, vault, clock }: PurgeDeps) =>
  async (before: { calls?: Date; acts?: Date }): Promise<{ ranges: number }> => {
    const due = [
      before.calls ? and(isNull(auditSeals.callsPurgedAt), lt(auditSeals.until, before.calls)) : undefined,
      before.acts ? and(isNull(auditSeals.actsPurgedAt), lt(auditSeals.until, before.acts)) : undefined,
    ].filter((condition) => condition !== undefined);
    if (due.length === 0) return { ranges: 0 };
    const seals = await database.system((tx) =>
      tx
        .select()
        .from(auditSeals)
        .where(or(...due)),
    );
    for (const seal of seals) {
      const workspaceId = seal.workspaceId as WorkspaceId;
      const keys = await vault.forWorkspace(workspaceId);
      const callsPurgedAt = before.calls && seal.until < before.calls ? (seal.callsPurgedAt ?? clock.now()) : seal.callsPurgedAt;
      const actsPurgedAt = before.acts && seal.until < before.acts ? (seal.actsPurgedAt ?? clock.now()) : seal.actsPurgedAt;
      const purgeMac = keys.mac(PURPOSE.seal, canonicalPurge(seal.mac, callsPurgedAt, actsPurgedAt));
      await database.system(async (tx) => {
        const links = await tx
          .select()
          .from(auditChain)
          .where(and(eq(auditChain.workspaceId, workspaceId), inRange(seal)));
        const ids = (kind: string) => links.filter((link) => link.kind === kind).map((link) => link.rowId);
        const drop = async (table: typeof apiCalls | typeof auditActs | typeof apiCallBodies, rows: string[]) => {
          if (rows.length) await tx.delete(table).where(and(eq(table.workspaceId, workspaceId), inArray(table.id, rows)));
        };
        if (callsPurgedAt) {
          await drop(apiCallBodies, ids('api'));
          await drop(apiCalls, ids('api'));
        }
        if (actsPurgedAt) await drop(auditActs, ids('act'));
        if (callsPurgedAt && actsPurgedAt) await tx.delete(auditChain).where(and(eq(auditChain.workspaceId, workspaceId), inRange(seal)));
        await tx
          .update(auditSeals)
          .set({ callsPurgedAt, actsPurgedAt, purgeMac })
          .where(and(eq(auditSeals.workspaceId, workspaceId), eq(auditSeals.firstPosition, seal.firstPosition)));
      });
    }
    return { ranges: seals.length };
  };

const inRange = (seal: { firstPosition: number; lastPosition: number }) =>
  and(gte(auditChain.position, seal.firstPosition), lte(auditChain.position, seal.lastPosition));
