import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { emailTemplates as templates, emailTemplateVersions as versions } from '../models/templates.ts';
import type { Compiled, Draft } from '../templates/compile.ts';

export type TemplateRow = typeof templates.$inferSelect;
export type VersionRow = typeof versions.$inferSelect;
export interface Whole {
  template: TemplateRow;
  version: VersionRow;
}

const current = (workspaceId: string) => and(eq(templates.workspaceId, workspaceId), isNull(templates.removedAt));
const joined = and(eq(versions.workspaceId, templates.workspaceId), eq(versions.templateId, templates.id));

/** Templates with the version in use, by folder and name. */
export function listTemplates(
  tx: Transaction,
  workspaceId: string,
  filter: { kind?: string | undefined; folder?: string | undefined; q?: string | undefined },
) {
  return tx
    .select({ template: templates, version: versions })
    .from(templates)
    .innerJoin(versions, and(joined, eq(versions.version, templates.version)))
    .where(
      and(
        current(workspaceId),
        filter.kind ? eq(templates.kind, filter.kind as TemplateRow['kind']) : undefined,
        filter.folder === undefined ? undefined : eq(templates.folder, filter.folder),
        filter.q ? sql`(strpos(lower(${templates.name}), ${filter.q.toLowerCase()}) > 0 or ${templates.shortcut} = ${filter.q.toLowerCase()})` : undefined,
      ),
    )
    .orderBy(asc(templates.folder), asc(templates.name), asc(templates.id))
    .limit(1000);
}

/** @throws PatchbayError not_found */
export async function templateById(tx: Transaction, workspaceId: string, id: string, version?: number): Promise<Whole> {
  const [row] = await tx
    .select({ template: templates, version: versions })
    .from(templates)
    .innerJoin(versions, and(joined, version === undefined ? eq(versions.version, templates.version) : eq(versions.version, version)))
    .where(and(eq(templates.workspaceId, workspaceId), eq(templates.id, id), version === undefined ? isNull(templates.removedAt) : undefined));
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such template.' });
  return row;
}

export const versionsOf = (tx: Transaction, workspaceId: string, templateId: string) =>
  tx
    .select()
    .from(versions)
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.templateId, templateId)))
    .orderBy(desc(versions.version));

export interface TemplateFacts {
  name: string;
  folder: string;
  shortcut: string | null;
}
const taken = () => new PatchbayError('already_exists', { errors: [{ path: 'shortcut', message: 'Another template has this shortcut.' }] });

export async function insertTemplate(
  tx: Transaction,
  workspaceId: string,
  kind: TemplateRow['kind'],
  facts: TemplateFacts,
  content: Draft & { compiled: Compiled },
  by: string,
): Promise<Whole> {
  const [template] = await tx
    .insert(templates)
    .values({ workspaceId, id: uuidv7(), kind, ...facts, version: 1, createdBy: by })
    .onConflictDoNothing()
    .returning();
  if (!template) throw taken();
  const version = await insertVersion(tx, template, 1, content, by);
  return { template, version };
}

async function insertVersion(
  tx: Transaction,
  template: TemplateRow,
  version: number,
  content: Draft & { compiled: Compiled },
  by: string,
): Promise<VersionRow> {
  const { subject, format, body, text = null, compiled } = content;
  const [row] = await tx
    .insert(versions)
    .values({ workspaceId: template.workspaceId, id: uuidv7(), templateId: template.id, version, subject, format, body, text, compiled, createdBy: by })
    .returning();
  if (!row) throw new PatchbayError('conflict');
  return row;
}

/** New facts, a new version, or both. `seen` is the version that was edited: another one means that somebody was quicker. */
export async function changeTemplate(
  tx: Transaction,
  workspaceId: string,
  id: string,
  seen: number,
  facts: Partial<TemplateFacts>,
  content: (Draft & { compiled: Compiled }) | undefined,
  by: string,
  now: Date,
): Promise<Whole> {
  const [template] = await tx
    .select()
    .from(templates)
    .where(and(current(workspaceId), eq(templates.id, id)))
    .for('update');
  if (!template) throw new PatchbayError('not_found', { detail: 'There is no such template.' });
  if (template.version !== seen) throw new PatchbayError('conflict', { detail: `Version ${template.version} was saved in the meantime.` });
  if (facts.shortcut) {
    const [other] = await tx
      .select({ id: templates.id })
      .from(templates)
      .where(and(eq(templates.workspaceId, workspaceId), eq(templates.shortcut, facts.shortcut)));
    if (other && other.id !== id) throw taken();
  }
  const next = content ? template.version + 1 : template.version;
  if (content) await insertVersion(tx, template, next, content, by);
  await tx
    .update(templates)
    .set({ ...facts, version: next, updatedAt: now })
    .where(and(eq(templates.workspaceId, workspaceId), eq(templates.id, id)));
  return templateById(tx, workspaceId, id);
}

/** Out of the lists; its versions stay, so that what was sent can still be looked at. */
export async function removeTemplate(tx: Transaction, workspaceId: string, id: string, now: Date): Promise<void> {
  const gone = await tx
    .update(templates)
    .set({ removedAt: now, shortcut: null, updatedAt: now })
    .where(and(current(workspaceId), eq(templates.id, id)))
    .returning({ id: templates.id });
  if (gone.length === 0) throw new PatchbayError('not_found', { detail: 'There is no such template.' });
}

/** All snippets as templates name them: by shortcut, else by name. */
export async function snippetsOf(tx: Transaction, workspaceId: string): Promise<Record<string, { html: string; text: string }>> {
  const rows = await listTemplates(tx, workspaceId, { kind: 'snippet' });
  return Object.fromEntries(
    rows.map(({ template, version: { compiled } }) => [
      template.shortcut ?? template.name,
      { html: compiled.html ?? escapeLines(compiled.text), text: compiled.text },
    ]),
  );
}
const escapeLines = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>');
