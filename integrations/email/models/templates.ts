import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import type { Compiled } from '../templates/compile.ts';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** A mail that is written once and sent often, or (`snippet`) a piece of one. */
export const emailTemplates = pgTable(
  'email_templates',
  {
    ...workspaceColumns(),
    kind: text('kind').$type<'template' | 'snippet'>().notNull(),
    name: text('name').notNull(),
    /** `Sales/Follow-ups`; empty at the top. */
    folder: text('folder').notNull().default(''),
    /** What a writer types after `/` in the composer. */
    shortcut: text('shortcut'),
    version: integer('version').notNull(),
    createdBy: text('created_by').notNull(),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_templates_shortcut').on(t.workspaceId, t.shortcut),
    index('email_templates_by_folder').on(t.workspaceId, t.folder, t.name),
    check('email_templates_kind', sql`${t.kind} in ('template', 'snippet')`),
  ],
);

/** Never changed: what was sent can be looked at for ever. */
export const emailTemplateVersions = pgTable(
  'email_template_versions',
  {
    ...workspaceColumns(),
    templateId: uuid('template_id').notNull(),
    version: integer('version').notNull(),
    subject: text('subject').notNull(),
    format: text('format').$type<'mjml' | 'html' | 'text'>().notNull(),
    body: text('body').notNull(),
    /** Written by hand; null = made from the HTML. */
    text: text('text'),
    compiled: jsonb('compiled').$type<Compiled>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('email_template_versions_once').on(t.workspaceId, t.templateId, t.version),
    check('email_template_versions_format', sql`${t.format} in ('mjml', 'html', 'text')`),
  ],
);
