import { personOf } from '#platform/access/roles';
import type { Actor, Connection, ConnectionId, UserId } from '#sdk';
import type { connections } from './models.ts';

export type ConnectionRow = typeof connections.$inferSelect;

export interface Health {
  state: 'ok' | 'failing' | 'unproven' | 'reauthorize' | 'disabled';
  lastOkAt: Date | null;
  lastErrorAt: Date | null;
  lastErrorCode: string | null;
  lastCheckedAt: Date | null;
  lastCallId: string | null;
}

/** What the last proven call says, unless a person or the provider has ended it. */
export function healthOf(row: ConnectionRow): Health {
  const { lastOkAt, lastErrorAt, lastErrorCode, lastCheckedAt, lastCallId } = row;
  const failing = lastErrorAt !== null && (lastOkAt === null || lastErrorAt > lastOkAt);
  const state = row.status !== 'active' ? row.status : failing ? 'failing' : lastOkAt === null ? 'unproven' : 'ok';
  return { state, lastOkAt, lastErrorAt, lastErrorCode, lastCheckedAt, lastCallId };
}

export const toConnection = (row: ConnectionRow): Connection => ({
  id: row.id as ConnectionId,
  integration: row.integration,
  provider: row.provider,
  label: row.label,
  externalId: row.externalId,
  status: row.status,
  grantedScopes: row.grantedScopes,
  ownerUserId: row.ownerUserId as UserId | null,
  settings: row.settings,
  data: row.data,
});

/** A salesperson sees their own connections and those of the whole team, and changes only their own. */
export const isLimited = (actor: Actor): boolean =>
  (actor.kind === 'person' || actor.kind === 'key') && (actor.role === 'salesperson' || actor.role === 'viewer');
export const maySee = (actor: Actor, row: Pick<ConnectionRow, 'ownerUserId'>): boolean =>
  !isLimited(actor) || row.ownerUserId === null || row.ownerUserId === personOf(actor);
export const mayChange = (actor: Actor, row: Pick<ConnectionRow, 'ownerUserId'>): boolean =>
  !isLimited(actor) || (row.ownerUserId !== null && row.ownerUserId === personOf(actor));
