import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Actor, type Clock, PatchbayError, type Permission, type Role, type Transaction, type UserId, type WorkspaceId } from '#sdk';
import type { Database } from '../database/database.ts';
import { apiKeys, members } from './models.ts';
import type { AccessDependencies } from './ports.ts';
import { actorName, may, mayAssign, personOf, roleOf, SCOPE_PATTERN, scopeCovers } from './roles.ts';
import { API_KEY_PREFIX_LENGTH, hashToken, newApiKey } from './tokens.ts';

export interface NewApiKey {
  name: string;
  scopes: readonly string[];
  actAs?: UserId;
  expiresAt?: Date;
  /** Default: the role of whoever makes it. */
  role?: Role;
}

export interface KeyRow {
  id: string;
  workspaceId: WorkspaceId;
  role: Role;
  scopes: readonly string[];
  actAs: UserId | undefined;
  isInstallation: boolean;
}

/** Adds the row; the caller answers for the rights. */
export async function insertApiKey(
  tx: Transaction,
  workspaceId: WorkspaceId,
  key: { value: string; name: string; scopes: readonly string[]; role: Role; actAs?: UserId; expiresAt?: Date; createdBy: string; isInstallation?: boolean },
): Promise<string> {
  const id = uuidv7();
  await tx.insert(apiKeys).values({
    workspaceId,
    id,
    name: key.name,
    prefix: key.value.slice(0, API_KEY_PREFIX_LENGTH),
    hash: hashToken(key.value),
    scopes: [...key.scopes],
    role: key.role,
    actAs: key.actAs,
    expiresAt: key.expiresAt,
    createdBy: key.createdBy,
    isInstallation: key.isInstallation ?? false,
  });
  return id;
}

/** A key never holds more than its maker: not the role, not the scopes, not another person's name. */
function assertMayMake(actor: Actor, request: NewApiKey): void {
  const errors = request.scopes.filter((scope) => !SCOPE_PATTERN.test(scope)).map((scope) => ({ path: 'scopes', message: `"${scope}" is no scope` }));
  if (request.scopes.length === 0) errors.push({ path: 'scopes', message: 'name at least one' });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  const exceeds =
    (request.role !== undefined && !mayAssign(roleOf(actor), request.role)) ||
    (actor.kind === 'key' && !request.scopes.every((wanted) => actor.scopes.some((own) => own === wanted || scopeCovers(own, wanted)))) ||
    (request.actAs !== undefined && request.actAs !== personOf(actor) && !may(actor, 'users:manage' satisfies Permission));
  if (exceeds) throw new PatchbayError('forbidden', { detail: 'A key cannot be allowed more than you are.' });
}

export function createApiKeys({ database, clock, audit }: Pick<AccessDependencies, 'database' | 'clock' | 'audit'> & { database: Database; clock: Clock }) {
  /** Last uses, written together: a key under load must not be a row under load. */
  const used = new Map<string, { workspaceId: WorkspaceId; at: Date }>();

  return {
    async create(workspaceId: WorkspaceId, actor: Actor, request: NewApiKey): Promise<{ id: string; key: string }> {
      assertMayMake(actor, request);
      const value = newApiKey();
      return database.workspace(workspaceId, async (tx) => {
        if (request.actAs) {
          const [person] = await tx
            .select({ role: members.role })
            .from(members)
            .where(and(eq(members.workspaceId, workspaceId), eq(members.userId, request.actAs), eq(members.state, 'active')));
          if (!person) throw new PatchbayError('invalid_input', { errors: [{ path: 'actAs', message: 'no such person' }] });
        }
        const id = await insertApiKey(tx, workspaceId, { ...request, value, role: request.role ?? roleOf(actor), createdBy: actorName(actor) });
        await audit.act({ workspaceId, actor: actorName(actor), act: 'api_key.created', target: { type: 'api_key', id }, after: request.scopes });
        return { id, key: value };
      });
    },

    list: (workspaceId: WorkspaceId, page: { limit: number; before?: string }) =>
      database.workspace(workspaceId, (tx) =>
        tx
          .select({
            id: apiKeys.id,
            name: apiKeys.name,
            prefix: apiKeys.prefix,
            scopes: apiKeys.scopes,
            role: apiKeys.role,
            actAs: apiKeys.actAs,
            expiresAt: apiKeys.expiresAt,
            lastUsedAt: apiKeys.lastUsedAt,
            createdAt: apiKeys.createdAt,
          })
          .from(apiKeys)
          .where(and(eq(apiKeys.workspaceId, workspaceId), isNull(apiKeys.revokedAt), page.before ? lt(apiKeys.id, page.before) : undefined))
          .orderBy(desc(apiKeys.id))
          .limit(page.limit),
      ),

    async revoke(workspaceId: WorkspaceId, actor: Actor, id: string): Promise<void> {
      await database.workspace(workspaceId, async (tx) => {
        const mine = and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt));
        const [key] = await tx.select({ role: apiKeys.role }).from(apiKeys).where(mine).for('update');
        if (!key) throw new PatchbayError('not_found');
        if (!mayAssign(roleOf(actor), key.role as Role)) throw new PatchbayError('forbidden');
        await tx.update(apiKeys).set({ revokedAt: clock.now() }).where(mine);
        await audit.act({ workspaceId, actor: actorName(actor), act: 'api_key.revoked', target: { type: 'api_key', id } });
      });
    },

    /** One prepared statement. Unknown, expired and revoked are alike: undefined. */
    async find(value: string): Promise<KeyRow | undefined> {
      const [row] = await database.systemQuery<{
        workspace_id: WorkspaceId;
        id: string;
        role: Role;
        scopes: string[];
        is_installation: boolean;
        act_as: UserId | null;
      }>({
        name: 'api-key-by-hash',
        text: `select k.workspace_id, k.id, k.role, k.scopes, k.is_installation, m.user_id as act_as
               from public.api_keys k left join public.members m on m.workspace_id = k.workspace_id and m.user_id = k.act_as and m.state = 'active'
               where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2) limit 1`,
        values: [hashToken(value), clock.now().toISOString()],
      });
      if (!row) return undefined;
      used.set(row.id, { workspaceId: row.workspace_id, at: clock.now() });
      return {
        id: row.id,
        workspaceId: row.workspace_id,
        role: row.role,
        scopes: row.scopes,
        actAs: row.act_as ?? undefined,
        isInstallation: row.is_installation,
      };
    },

    /** Writes the last uses of the time since the previous call. */
    async flush(): Promise<void> {
      if (used.size === 0) return;
      const rows = [...used].map(([id, { workspaceId, at }]) => ({ id, w: workspaceId, at: at.toISOString() }));
      used.clear();
      await database.system((tx) =>
        tx.execute(sql`
          update api_keys k set last_used_at = greatest(coalesce(k.last_used_at, r.at), r.at)
          from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, w uuid, at timestamptz)
          where k.workspace_id = r.w and k.id = r.id`),
      );
    },
  };
}
export type ApiKeys = ReturnType<typeof createApiKeys>;
