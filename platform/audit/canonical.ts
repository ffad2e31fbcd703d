import type { apiCalls, auditActs, auditSeals } from './models.ts';

type Row<T extends { $inferSelect: unknown }, Without extends string = never> = Omit<T['$inferSelect'], Without>;
export type CallRow = Row<typeof apiCalls, 'mac' | 'recordedAt'>;
export type ActRow = Row<typeof auditActs, 'mac' | 'recordedAt'>;
type SealRow = Row<typeof auditSeals, 'mac' | 'callsPurgedAt' | 'actsPurgedAt' | 'purgeMac'>;
export type RowKind = 'api' | 'act';

/**
 * The exact bytes that the chain covers. A list in fixed order, so that neither key order nor a column added later
 * changes what older rows say. Never reorder; add at the end under a new version.
 */
const bytesOf = (...values: readonly (string | number | null)[]) => Buffer.from(JSON.stringify(values));
const hex = (value: Buffer | null) => value?.toString('hex') ?? null;
const iso = (value: Date | null) => value?.toISOString() ?? null;

export const canonicalCall = (r: CallRow): Buffer =>
  bytesOf(
    'api/1',
    r.workspaceId,
    r.id,
    iso(r.at),
    r.seriesId,
    r.attempt,
    r.connectionId,
    r.integration,
    r.provider,
    r.operation,
    r.method,
    r.url,
    r.lane,
    r.actor,
    r.outcome,
    r.status,
    r.code,
    r.durationMs,
    r.requestBytes,
    r.responseBytes,
    r.redirects,
    hex(r.bodyMac),
  );

export const canonicalAct = (r: ActRow): Buffer =>
  bytesOf('act/1', r.workspaceId, r.id, iso(r.at), r.actor, r.act, r.targetType, r.targetId, r.ip, r.requestId, r.beforeFields, r.afterFields);

export const canonicalLink = (previous: Buffer, link: { position: number; kind: string; rowId: string; rowMac: Buffer }): Buffer =>
  Buffer.concat([previous, bytesOf('link/1', link.position, link.kind, link.rowId, hex(link.rowMac))]);

export const canonicalSeal = (r: SealRow): Buffer =>
  bytesOf('seal/1', r.workspaceId, r.firstPosition, r.lastPosition, hex(r.previousHash), hex(r.lastHash), iso(r.until), iso(r.sealedAt));

export const canonicalPurge = (sealMac: Buffer, callsPurgedAt: Date | null, actsPurgedAt: Date | null): Buffer =>
  bytesOf('purge/1', hex(sealMac), iso(callsPurgedAt), iso(actsPurgedAt));

/** Purposes of the workspace's mac key: a mac made for one never fits another. */
export const PURPOSE = { row: 'audit.row', body: 'audit.body', link: 'audit.link', seal: 'audit.seal' } as const;

/** What stands before the first row of a workspace. */
export const GENESIS = Buffer.alloc(32);
