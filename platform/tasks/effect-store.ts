import { type SQL, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import type { Actor, ConnectionId, Effect, EffectRequest, EffectState, Performed, Transaction, UserId, WorkspaceId } from '#sdk';

/** A dead process is noticed after this long; a living one renews four times as often. */
export const LEASE_SECONDS = 60;

/** The platform task that takes one step with one effect. */
export const ADVANCE = 'effects.advance';
/** Whoever reserved it had this long to begin before the platform does. */
export const TAKE_OVER_MS = 2 * 60_000;

export interface EffectRow {
  workspaceId: WorkspaceId;
  id: string;
  kind: string;
  key: string;
  state: EffectState;
  summary: string;
  input: unknown;
  externalId: string | null;
  result: unknown;
  error: string | null;
  connectionId: ConnectionId | null;
  actor: Actor;
  attempts: number;
  leaseToken: string | null;
  leaseOver: boolean;
  startedAt: string | null;
  createdAt: string;
}

const COLUMNS = sql.raw(`workspace_id as "workspaceId", id, kind, key, state, summary, input, external_id as "externalId", result, error,
  connection_id as "connectionId", actor, attempts, lease_token as "leaseToken", lease_until < now() as "leaseOver",
  started_at as "startedAt", created_at as "createdAt"`);

export const effectOf = ({ id, key, kind, state, externalId, result, error }: EffectRow): Effect => ({ id, key, kind, state, externalId, result, error });
const select = (tx: Transaction, where: SQL) => rowsOf<EffectRow>(tx, sql`select ${COLUMNS} from effects where ${where}`);

export const effectById = async (tx: Transaction, workspaceId: WorkspaceId, id: string) =>
  (await select(tx, sql`workspace_id = ${workspaceId} and id = ${id}`))[0];
export const effectsByKey = (tx: Transaction, workspaceId: WorkspaceId, keys: readonly string[]) =>
  select(tx, sql`workspace_id = ${workspaceId} and key in ${keys}`);
export interface EffectFilter {
  state?: EffectState | undefined;
  /** The id of the last one seen. */
  after?: string | undefined;
  /** Only what was begun by this person, or in their name. */
  ownedBy?: UserId | undefined;
  limit: number;
}
export const effectPage = (tx: Transaction, workspaceId: WorkspaceId, { state, after, ownedBy, limit }: EffectFilter) =>
  select(
    tx,
    sql`workspace_id = ${workspaceId} ${state ? sql`and state = ${state}` : sql``} ${after ? sql`and id < ${after}` : sql``}
        ${ownedBy ? sql`and coalesce(actor->>'userId', actor->>'actAs') = ${ownedBy}` : sql``} order by id desc limit ${limit}`,
  );
export const isOwn = ({ actor }: EffectRow, userId: UserId): boolean =>
  (actor.kind === 'person' || actor.kind === 'playbook' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined) === userId;

export interface Origin {
  workspaceId: WorkspaceId;
  actor: Actor;
  connectionId: ConnectionId | undefined;
}

/** Writes what is not there yet; returns the ids that are new. `dueAt`: when the platform takes over if nobody has begun. */
export async function reserveEffects(
  tx: Transaction,
  { workspaceId, actor, connectionId }: Origin,
  requests: readonly EffectRequest[],
  now: Date,
  dueAt: Date,
) {
  const rows = requests.map(({ kind, key, summary, input }) => ({ id: uuidv7(), kind, key, summary, input: input ?? null }));
  const fresh = await rowsOf<{ id: string }>(
    tx,
    sql`insert into effects (workspace_id, id, kind, key, summary, input, connection_id, actor, due_at, created_at, updated_at)
        select ${workspaceId}::uuid, id, kind, key, summary, coalesce(input, 'null'::jsonb), ${connectionId ?? null}::uuid, ${JSON.stringify(actor)}::jsonb,
               ${dueAt.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, kind text, key text, summary text, input jsonb)
        on conflict (workspace_id, key) do nothing returning id`,
  );
  return fresh.map(({ id }) => id);
}

/** `reserved → started` for those that nobody else started. Committed before the first byte leaves. */
export function startEffects(tx: Transaction, workspaceId: WorkspaceId, ids: readonly string[], token: string, now: Date) {
  return rowsOf<EffectRow>(
    tx,
    sql`update effects set state = 'started', attempts = attempts + 1, lease_token = ${token}, lease_until = now() + make_interval(secs => ${LEASE_SECONDS}),
          started_at = ${now.toISOString()}, due_at = null, error = null, updated_at = ${now.toISOString()}
        where workspace_id = ${workspaceId} and id in ${ids} and state = 'reserved' returning ${COLUMNS}`,
  );
}

export interface Outcome {
  state: EffectState;
  error?: string | null;
  performed?: Performed;
  dueAt?: Date | null;
}

/**
 * Writes the outcome of the start that `token` names. It may come late, after the effect was given up as unknown; once it
 * was settled otherwise, or started again, it is no longer the outcome and is dropped.
 */
export async function recordOutcome(tx: Transaction, workspaceId: WorkspaceId, id: string, token: string | null, outcome: Outcome, now: Date) {
  const { state, error = null, performed, dueAt = null } = outcome;
  const settled = state === 'done' || state === 'failed';
  const [row] = await rowsOf<EffectRow>(
    tx,
    sql`update effects set state = ${state}, error = ${error}, external_id = coalesce(${performed?.externalId ?? null}, external_id),
          result = coalesce(${performed?.result === undefined ? null : JSON.stringify(performed.result)}::jsonb, result),
          due_at = ${dueAt?.toISOString() ?? null}::timestamptz, lease_until = null, updated_at = ${now.toISOString()},
          settled_at = ${settled ? now.toISOString() : null}::timestamptz
        where workspace_id = ${workspaceId} and id = ${id} and lease_token is not distinct from ${token}::uuid and state in ('started', 'unknown')
        returning ${COLUMNS}`,
  );
  return row;
}
