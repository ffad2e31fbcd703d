import { and, desc, eq, gte, lt, sql } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import { PatchbayError, type WorkspaceId } from '#sdk';
import type { AuditVault, CallBody } from './call-record.ts';
import { apiCallBodies, apiCalls, auditActs } from './models.ts';
import { bodyRef } from './rows.ts';

export interface Page {
  limit: number;
  /** Time and id of the last row seen; newest rows come first. */
  after?: { at: Date; id: string };
}
export interface CallFilter extends Page {
  connectionId?: string;
  /** An HTTP status, or an outcome. */
  status?: number | string;
  operation?: string;
  from?: Date;
  to?: Date;
}

export type ApiCall = Omit<typeof apiCalls.$inferSelect, 'mac' | 'bodyMac' | 'recordedAt' | 'workspaceId'>;
export type AuditAct = {
  id: string;
  at: Date;
  actor: string;
  act: string;
  target: { type: string; id: string } | null;
  ip: string | null;
  requestId: string | null;
  before: string[];
  after: string[];
};

const toCall = ({ mac: _mac, bodyMac: _body, recordedAt: _recorded, workspaceId: _workspace, ...call }: typeof apiCalls.$inferSelect): ApiCall => call;
const olderThan = (t: typeof apiCalls | typeof auditActs, after: Page['after']) =>
  after ? sql`${t.at} <= ${after.at.toISOString()}::timestamptz and (${t.at} < ${after.at.toISOString()}::timestamptz or ${t.id} < ${after.id})` : undefined;

export function createReader({ database, vault }: { database: Database; vault: AuditVault }) {
  return {
    listCalls: (workspaceId: WorkspaceId, filter: CallFilter): Promise<ApiCall[]> =>
      database.workspace(workspaceId, async (tx) => {
        const rows = await tx
          .select()
          .from(apiCalls)
          .where(
            and(
              eq(apiCalls.workspaceId, workspaceId),
              filter.connectionId ? eq(apiCalls.connectionId, filter.connectionId) : undefined,
              typeof filter.status === 'number' ? eq(apiCalls.status, filter.status) : filter.status ? eq(apiCalls.outcome, filter.status) : undefined,
              filter.operation ? eq(apiCalls.operation, filter.operation) : undefined,
              filter.from ? gte(apiCalls.at, filter.from) : undefined,
              filter.to ? lt(apiCalls.at, filter.to) : undefined,
              olderThan(apiCalls, filter.after),
            ),
          )
          .orderBy(desc(apiCalls.at), desc(apiCalls.id))
          .limit(filter.limit);
        return rows.map(toCall);
      }),

    /** @throws PatchbayError not_found */
    async getCall(workspaceId: WorkspaceId, id: string): Promise<ApiCall & { request: CallBody['request'] | null; response: CallBody['response'] }> {
      const keys = await vault.forWorkspace(workspaceId);
      const [row] = await database.workspace(workspaceId, (tx) =>
        tx
          .select({ call: apiCalls, content: apiCallBodies.content })
          .from(apiCalls)
          .leftJoin(apiCallBodies, and(eq(apiCallBodies.workspaceId, apiCalls.workspaceId), eq(apiCallBodies.id, apiCalls.id)))
          .where(and(eq(apiCalls.workspaceId, workspaceId), eq(apiCalls.id, id))),
      );
      if (!row) throw new PatchbayError('not_found');
      const body = row.content ? (JSON.parse(keys.openBytes(bodyRef(id), row.content).toString('utf8')) as CallBody) : undefined;
      return { ...toCall(row.call), request: body?.request ?? null, response: body?.response ?? null };
    },

    listActs: (workspaceId: WorkspaceId, page: Page & { from?: Date; to?: Date }): Promise<AuditAct[]> =>
      database.workspace(workspaceId, async (tx) => {
        const rows = await tx
          .select()
          .from(auditActs)
          .where(
            and(
              eq(auditActs.workspaceId, workspaceId),
              page.from ? gte(auditActs.at, page.from) : undefined,
              page.to ? lt(auditActs.at, page.to) : undefined,
              olderThan(auditActs, page.after),
            ),
          )
          .orderBy(desc(auditActs.at), desc(auditActs.id))
          .limit(page.limit);
        return rows.map((row) => ({
          id: row.id,
          at: row.at,
          actor: row.actor,
          act: row.act,
          target: row.targetType && row.targetId ? { type: row.targetType, id: row.targetId } : null,
          ip: row.ip,
          requestId: row.requestId,
          before: JSON.parse(row.beforeFields) as string[],
          after: JSON.parse(row.afterFields) as string[],
        }));
      }),
  };
}
