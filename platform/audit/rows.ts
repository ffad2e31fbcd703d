import type { CallEnd, CallStart, StoredAct, WorkspaceKeys } from './call-record.ts';
import { type ActRow, type CallRow, canonicalAct, canonicalCall, PURPOSE } from './canonical.ts';
import type { apiCallBodies, apiCalls, auditActs } from './models.ts';

/** The table's rows of a finished call. Each row carries its mac from the start: not even the unsealed tail can be forged. */
export function rowsOfCall(start: CallStart, end: CallEnd, keys: WorkspaceKeys) {
  const body = end.body ? Buffer.from(JSON.stringify(end.body)) : null;
  const row: CallRow = {
    workspaceId: start.workspaceId,
    id: start.id,
    at: start.at,
    seriesId: start.seriesId,
    attempt: start.attempt,
    connectionId: start.connectionId ?? null,
    integration: start.integration,
    provider: start.provider,
    operation: start.operation,
    method: start.method,
    url: start.url,
    lane: start.lane,
    actor: start.actor,
    outcome: end.outcome,
    status: end.status ?? null,
    code: end.code ?? null,
    durationMs: end.durationMs === undefined ? null : Math.round(end.durationMs),
    requestBytes: end.requestBytes ?? 0,
    responseBytes: end.responseBytes ?? 0,
    redirects: end.redirects ?? 0,
    bodyMac: body ? keys.mac(PURPOSE.body, body) : null,
  };
  const call: typeof apiCalls.$inferInsert = { ...row, mac: keys.mac(PURPOSE.row, canonicalCall(row)) };
  const content: typeof apiCallBodies.$inferInsert | undefined = body
    ? { workspaceId: start.workspaceId, id: start.id, content: keys.sealBytes(bodyRef(start.id), body) }
    : undefined;
  return { call, content };
}

export const bodyRef = (id: string) => ({ table: 'api_call_bodies', column: 'content', id });

export function rowOfAct(act: StoredAct, keys: WorkspaceKeys): typeof auditActs.$inferInsert {
  const row: ActRow = {
    workspaceId: act.workspaceId,
    id: act.id,
    at: act.at,
    actor: act.actor,
    act: act.act,
    targetType: act.target?.type ?? null,
    targetId: act.target?.id ?? null,
    ip: act.ip ?? null,
    requestId: act.requestId ?? null,
    beforeFields: JSON.stringify(act.before ?? []),
    afterFields: JSON.stringify(act.after ?? []),
  };
  return { ...row, mac: keys.mac(PURPOSE.row, canonicalAct(row)) };
}
