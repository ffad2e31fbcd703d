import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import { oneOf, time } from './columns.ts';
import type { Channel } from './people.ts';

export const REACHES = ['own', 'team', 'all'] as const;
export type ReachWidth = (typeof REACHES)[number];

/** Whose records a role reads and changes. A role without a row has the default of `crm/reach.ts`. */
export const roleReach = pgTable(
  'role_reach',
  {
    workspaceId: uuid('workspace_id').notNull(),
    role: text('role').notNull(),
    read: text('read').$type<ReachWidth>().notNull(),
    write: text('write').$type<ReachWidth>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.role] }), oneOf('role_reach_read', 'read', REACHES), oneOf('role_reach_write', 'write', REACHES)],
);

/** What the record assumes where nothing is said. */
export const crmSettings = pgTable('crm_settings', {
  workspaceId: uuid('workspace_id').primaryKey(),
  /** ISO 3166-1 alpha-2: how phone numbers without a country code are read. */
  defaultCountry: text('default_country').notNull().default('US'),
  currency: text('currency').notNull().default('USD'),
  /** Channels on which nobody is contacted without a consent that stands. */
  consentRequired: jsonb('consent_required').$type<Channel[]>().notNull().default([]),
  /** Clock times of the contact's zone between which nobody is called or texted; null = never quiet. */
  quietHours: jsonb('quiet_hours').$type<{ from: string; to: string }>().default({ from: '21:00', to: '08:00' }),
  /** Mixed into the hashes of who was erased; null while nobody was. */
  erasureSalt: text('erasure_salt'),
  ...timestamps(),
});

/** Working hours of a team, or of the workspace (`teamId` null). */
export const businessHours = pgTable(
  'business_hours',
  {
    ...workspaceColumns(),
    teamId: uuid('team_id'),
    timeZone: text('time_zone').notNull(),
    /** Monday first: per day a list of `['09:00', '17:00']`. */
    week: jsonb('week').$type<[string, string][][]>().notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('business_hours_team').on(t.workspaceId, t.teamId).nullsNotDistinct()],
);

export const holidays = pgTable(
  'holidays',
  { ...workspaceColumns(), teamId: uuid('team_id'), day: date('day').notNull(), name: text('name').notNull() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('holidays_once').on(t.workspaceId, t.teamId, t.day).nullsNotDistinct()],
);

/** Out of office, with who stands in. */
export const absences = pgTable(
  'absences',
  {
    ...workspaceColumns(),
    userId: uuid('user_id').notNull(),
    startsAt: time('starts_at').notNull(),
    endsAt: time('ends_at').notNull(),
    deputyId: uuid('deputy_id'),
    note: text('note'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('absences_of').on(t.workspaceId, t.userId, t.endsAt),
    check('absences_order', sql.raw('ends_at > starts_at')),
  ],
);

export const IMPORT_KINDS = ['contacts', 'organizations', 'deals', 'activities', 'leads'] as const;
export const IMPORT_STATES = ['reading', 'mapping', 'review', 'applying', 'done', 'failed', 'undone'] as const;
export type ImportCounts = {
  read: number;
  created: number;
  updated: number;
  skipped: Record<string, number>;
  /** Of an undo: rows removed, put back, and kept because they were changed since. */
  undone?: { removed: number; putBack: number; kept: number };
};
/** How the file is written, as it was found when it was read. */
export interface ImportDialect {
  encoding: string;
  delimiter: string;
  hasHeader: boolean;
  /** How `03/04/2026` is meant, by column. */
  dates: Record<string, 'dmy' | 'mdy'>;
}

export const imports = pgTable(
  'imports',
  {
    ...workspaceColumns(),
    kind: text('kind').$type<(typeof IMPORT_KINDS)[number]>().notNull(),
    fileId: uuid('file_id').notNull(),
    fileName: text('file_name').notNull(),
    state: text('state').$type<(typeof IMPORT_STATES)[number]>().notNull(),
    columns: jsonb('columns').$type<string[]>().notNull().default([]),
    dialect: jsonb('dialect').$type<ImportDialect>(),
    mapping: jsonb('mapping').$type<Record<string, string>>().notNull().default({}),
    onExisting: text('on_existing').$type<'skip' | 'fill_empty' | 'overwrite'>().notNull().default('fill_empty'),
    counts: jsonb('counts').$type<ImportCounts>().notNull().default({ read: 0, created: 0, updated: 0, skipped: {} }),
    /** Lines applied so far: where a killed import goes on. */
    appliedLines: integer('applied_lines').notNull().default(0),
    jobId: uuid('job_id'),
    error: text('error'),
    actor: text('actor').notNull(),
    actorUserId: uuid('actor_user_id'),
    appliedAt: time('applied_at'),
    undoneAt: time('undone_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), oneOf('imports_kind', 'kind', IMPORT_KINDS), oneOf('imports_state', 'state', IMPORT_STATES)],
);

export const importRows = pgTable(
  'import_rows',
  {
    workspaceId: uuid('workspace_id').notNull(),
    importId: uuid('import_id').notNull(),
    line: integer('line').notNull(),
    result: text('result').$type<'created' | 'updated' | 'skipped'>().notNull(),
    reason: text('reason'),
    /** What `reason` says, in one word to be counted by. */
    code: text('code'),
    recordId: uuid('record_id'),
    /** The record's version as this import left it: what changed since is kept on undo. */
    version: integer('version'),
    /** What it made besides or replaced, to be put back; for a skipped line the line as read. */
    before: jsonb('before').$type<Record<string, unknown>>(),
    /** What an undo did with it; `kept` because it was changed since. */
    undone: text('undone').$type<'removed' | 'put_back' | 'kept'>(),
    undoReason: text('undo_reason'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.importId, t.line] }),
    index('import_rows_by_result').on(t.workspaceId, t.importId, t.result, t.line),
    // An undo goes record by record.
    index('import_rows_by_record').on(t.workspaceId, t.importId, t.recordId).where(sql`record_id is not null`),
    oneOf('import_rows_result', 'result', ['created', 'updated', 'skipped']),
    oneOf('import_rows_undone', 'undone', ['removed', 'put_back', 'kept']),
  ],
);

export const EXPORT_KINDS = ['contacts', 'organizations', 'deals', 'activities'] as const;
export const EXPORT_STATES = ['running', 'done', 'failed'] as const;
/** A file that somebody asked for. It is theirs: another one's reach may be narrower. */
export const recordExports = pgTable(
  'record_exports',
  {
    ...workspaceColumns(),
    kind: text('kind').$type<(typeof EXPORT_KINDS)[number]>().notNull(),
    filter: jsonb('filter').notNull(),
    state: text('state').$type<(typeof EXPORT_STATES)[number]>().notNull().default('running'),
    rows: integer('rows').notNull().default(0),
    fileId: uuid('file_id'),
    jobId: uuid('job_id'),
    error: text('error'),
    actor: text('actor').notNull(),
    finishedAt: time('finished_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    oneOf('record_exports_kind', 'kind', EXPORT_KINDS),
    oneOf('record_exports_state', 'state', EXPORT_STATES),
  ],
);
