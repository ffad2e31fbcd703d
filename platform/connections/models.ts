import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** One authorised account at a provider. Health is the last proven call, not a flag. */
export const connections = pgTable(
  'connections',
  {
    ...workspaceColumns(),
    integration: text('integration').notNull(),
    provider: text('provider').notNull(),
    label: text('label').notNull(),
    /** The provider's own stable id of the account. */
    externalId: text('external_id').notNull(),
    status: text('status', { enum: ['active', 'reauthorize', 'disabled'] })
      .notNull()
      .default('active'),
    /** Why it is not active: a sentence for a person. */
    statusReason: text('status_reason'),
    grantedScopes: jsonb('granted_scopes').$type<string[]>().notNull().default([]),
    ownerUserId: uuid('owner_user_id'),
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    lastOkAt: at('last_ok_at'),
    lastErrorAt: at('last_error_at'),
    lastErrorCode: text('last_error_code'),
    lastCheckedAt: at('last_checked_at'),
    /** Row of the API call log that proves the two above. */
    lastCallId: text('last_call_id'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('connections_account').on(t.workspaceId, t.integration, t.provider, t.externalId),
    check('connections_status', sql`${t.status} in ('active', 'reauthorize', 'disabled')`),
  ],
);

/** Sealed credentials of the connection with the same id, with the lease under which its token is renewed. */
export const connectionCredentials = pgTable(
  'connection_credentials',
  {
    ...workspaceColumns(),
    /** Ciphertext of the vault; the check keeps clear text out (a mix-up then fails in the database). */
    sealed: text('sealed').notNull(),
    /** Grows with every write. A writer names the version it read. */
    version: integer('version').notNull().default(1),
    expiresAt: at('expires_at'),
    /** Whether a refresh token (or its like) is inside. */
    renewable: boolean('renewable').notNull().default(false),
    refreshedAt: at('refreshed_at'),
    /** Fencing token of the one process that may ask the token endpoint. */
    leaseToken: uuid('lease_token'),
    leaseUntil: at('lease_until'),
    /** Asked but not answered: the holder died, or the answer was lost, and a rotated token with it. */
    askedAt: at('asked_at'),
    answeredAt: at('answered_at'),
    failures: integer('failures').notNull().default(0),
    /** Not asked again before this time of the hub's clock. */
    retryAt: at('retry_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'connection_credentials_of', columns: [t.workspaceId, t.id], foreignColumns: [connections.workspaceId, connections.id] }).onDelete(
      'cascade',
    ),
    check('connection_credentials_sealed', sql`${t.sealed} like 'v1.%'`),
  ],
);

/** A sign-in under way. The state itself is not stored, only its hash; it carries the workspace, so no table is searched across workspaces. */
export const oauthStates = pgTable(
  'oauth_states',
  {
    ...workspaceColumns(),
    stateHash: text('state_hash').notNull(),
    integration: text('integration').notNull(),
    provider: text('provider').notNull(),
    userId: uuid('user_id'),
    apiKeyId: text('api_key_id'),
    /** Who began; the callback acts as them. */
    actor: jsonb('actor').$type<Record<string, unknown>>().notNull(),
    /** Hash of the cookie of the browser that began; null: begun with an API key. */
    browserHash: text('browser_hash'),
    /** PKCE verifier, sealed. */
    verifier: text('verifier'),
    redirectUri: text('redirect_uri').notNull(),
    requestedScopes: jsonb('requested_scopes').$type<string[]>().notNull(),
    features: jsonb('features').$type<string[]>().notNull(),
    label: text('label'),
    connectionId: uuid('connection_id'),
    returnTo: text('return_to'),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('oauth_states_hash').on(t.workspaceId, t.stateHash)],
);

/** Account → connections of all workspaces: a webhook names only the account, and one account may be connected in several workspaces. */
export const connectionRoutes = pgTable(
  'connection_routes',
  {
    ...workspaceColumns(),
    integration: text('integration').notNull(),
    provider: text('provider').notNull(),
    externalId: text('external_id').notNull(),
    status: text('status').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('connection_routes_account').on(t.integration, t.provider, t.externalId),
    foreignKey({ name: 'connection_routes_of', columns: [t.workspaceId, t.id], foreignColumns: [connections.workspaceId, connections.id] }).onDelete('cascade'),
  ],
);
