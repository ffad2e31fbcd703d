import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

export * from './auth-models.ts';
export * from './request-models.ts';

/** One customer. Not under row-level security itself: it has no `workspace_id`, and only the system reads it. */
export const workspaces = pgTable('workspaces', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  timeZone: text('time_zone').notNull().default('UTC'),
  isDemo: boolean('is_demo').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

const time = (name: string) => timestamp(name, { withTimezone: true });
const roleIsKnown = sql.raw(`role in ('owner', 'admin', 'manager', 'salesperson', 'viewer')`);

/** A person in one workspace. `user_id` is the person's id in `auth.users`, the same in each of their workspaces. */
export const members = pgTable(
  'members',
  {
    workspaceId: uuid('workspace_id').notNull(),
    userId: uuid('user_id').notNull(),
    role: text('role').notNull(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    timeZone: text('time_zone').notNull().default('UTC'),
    locale: text('locale').notNull().default('en'),
    state: text('state').notNull().default('active'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.userId] }),
    // Sign-in asks for all workspaces of one person.
    index('members_by_user').on(t.userId),
    check('members_role', roleIsKnown),
    check('members_state', sql.raw(`state in ('active', 'invited', 'left')`)),
  ],
);

export const teams = pgTable('teams', { ...workspaceColumns(), name: text('name').notNull(), ...timestamps() }, (t) => [
  primaryKey({ columns: [t.workspaceId, t.id] }),
  unique('teams_name').on(t.workspaceId, t.name),
]);

export const teamMembers = pgTable(
  'team_members',
  { workspaceId: uuid('workspace_id').notNull(), teamId: uuid('team_id').notNull(), userId: uuid('user_id').notNull() },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.teamId, t.userId] }),
    foreignKey({ columns: [t.workspaceId, t.teamId], foreignColumns: [teams.workspaceId, teams.id], name: 'team_members_team' }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [members.workspaceId, members.userId], name: 'team_members_member' }).onDelete('cascade'),
  ],
);

/** The token itself is in the link only; here lies its SHA-256. */
export const invitations = pgTable(
  'invitations',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    invitedBy: text('invited_by').notNull(),
    expiresAt: time('expires_at').notNull(),
    acceptedAt: time('accepted_at'),
    revokedAt: time('revoked_at'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('invitations_token').on(t.workspaceId, t.tokenHash),
    foreignKey({ columns: [t.workspaceId, t.userId], foreignColumns: [members.workspaceId, members.userId], name: 'invitations_member' }).onDelete('cascade'),
  ],
);

export const apiKeys = pgTable(
  'api_keys',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    /** First characters, so that a person recognises it in a list. */
    prefix: text('prefix').notNull(),
    hash: text('hash').notNull(),
    scopes: jsonb('scopes').$type<string[]>().notNull(),
    role: text('role').notNull(),
    actAs: uuid('act_as'),
    /** Only the key of the first start: it may create and erase workspaces. */
    isInstallation: boolean('is_installation').notNull().default(false),
    createdBy: text('created_by').notNull(),
    expiresAt: time('expires_at'),
    lastUsedAt: time('last_used_at'),
    revokedAt: time('revoked_at'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('api_keys_hash').on(t.workspaceId, t.hash),
    // A key does not say its workspace: the look-up asks for the hash alone.
    index('api_keys_by_hash').on(t.hash),
    check('api_keys_role', roleIsKnown),
  ],
);

/** One-time link for the first owner. Belongs to the installation, before there is any workspace. */
export const setupLinks = pgTable('setup_links', {
  tokenHash: text('token_hash').primaryKey(),
  expiresAt: time('expires_at').notNull(),
  usedAt: time('used_at'),
  createdAt: time('created_at').notNull().defaultNow(),
});
