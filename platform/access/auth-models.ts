import { bigint, boolean, index, integer, jsonb, pgSchema, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';

/**
 * Tables of the account library, in a schema of their own and outside row-level security: people exist before and across
 * workspaces. Only `patchbay_system` may use them. Property names are the library's field names.
 */
export const authSchema = pgSchema('auth');

const time = (name: string) => timestamp(name, { withTimezone: true });
const stamps = () => ({ createdAt: time('created_at').notNull().defaultNow(), updatedAt: time('updated_at').notNull().defaultNow() });

export const authUsers = authSchema.table('users', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  /** Lower case. */
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  twoFactorEnabled: boolean('two_factor_enabled').default(false),
  /** Ours: may create and erase workspaces and sees the installation's own. */
  isInstallationOwner: boolean('is_installation_owner').notNull().default(false),
  ...stamps(),
});

const userId = () =>
  uuid('user_id')
    .notNull()
    .references(() => authUsers.id, { onDelete: 'cascade' });

export const authSessions = authSchema.table(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    userId: userId(),
    token: text('token').notNull().unique(),
    expiresAt: time('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    ...stamps(),
  },
  (t) => [index('sessions_by_user').on(t.userId)],
);

export const authAccounts = authSchema.table(
  'accounts',
  {
    id: uuid('id').primaryKey(),
    userId: userId(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: time('access_token_expires_at'),
    refreshTokenExpiresAt: time('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    ...stamps(),
  },
  (t) => [index('accounts_by_user').on(t.userId), uniqueIndex('accounts_identity').on(t.providerId, t.accountId)],
);

export const authVerifications = authSchema.table(
  'verifications',
  {
    id: uuid('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: time('expires_at').notNull(),
    ...stamps(),
  },
  (t) => [index('verifications_by_identifier').on(t.identifier)],
);

export const authTwoFactors = authSchema.table(
  'two_factors',
  {
    id: uuid('id').primaryKey(),
    userId: userId(),
    secret: text('secret').notNull(),
    backupCodes: text('backup_codes').notNull(),
    verified: boolean('verified').default(true),
    failedVerificationCount: integer('failed_verification_count').default(0),
    lockedUntil: time('locked_until'),
  },
  (t) => [index('two_factors_by_user').on(t.userId)],
);

/** The public half of a key that a person's device keeps. */
export const authPasskeys = authSchema.table(
  'passkeys',
  {
    id: uuid('id').primaryKey(),
    userId: userId(),
    name: text('name').notNull(),
    credentialId: text('credential_id').notNull(),
    publicKey: text('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: jsonb('transports').$type<string[]>().notNull().default([]),
    createdAt: time('created_at').notNull().defaultNow(),
    lastUsedAt: time('last_used_at'),
  },
  (t) => [index('passkeys_by_user').on(t.userId), uniqueIndex('passkeys_credential').on(t.credentialId)],
);

/** The same tables under the names that the library asks for. */
export const authTables = { user: authUsers, session: authSessions, account: authAccounts, verification: authVerifications, twoFactor: authTwoFactors };
