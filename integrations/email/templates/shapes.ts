import { z } from 'zod';
import type { Whole } from '../store/templates.ts';
import { FORMATS } from './compile.ts';
import type { Problem } from './lint.ts';

const MOST = 512 * 1024;
/** What a mail says: the same in templates, campaigns and tests. */
export const contentShape = {
  subject: z.string().trim().max(500),
  format: z.enum(FORMATS),
  body: z.string().max(MOST, 'A mail of half a megabyte is shown by no mail program.'),
  text: z.string().max(MOST).nullish(),
};
export const draftBody = z.strictObject(contentShape);
const shortcut = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'Use small letters, digits and hyphens.')
  .nullish();
const folder = z.string().trim().max(200);
const name = z.string().trim().min(1, 'Give it a name.').max(200);

export const newTemplate = z.strictObject({
  kind: z.enum(['template', 'snippet']).default('template'),
  name,
  folder: folder.default(''),
  shortcut,
  ...contentShape,
});
export const templateChange = z.strictObject({
  /** The version that was edited. */
  version: z.number().int().positive(),
  name: name.optional(),
  folder: folder.optional(),
  shortcut,
  content: draftBody.optional(),
});
export const problemView = z.object({ code: z.string(), level: z.enum(['error', 'warning', 'hint']), sentence: z.string(), fix: z.string() });
export const templateView = z
  .object({
    id: z.uuid(),
    kind: z.enum(['template', 'snippet']),
    name: z.string(),
    folder: z.string(),
    shortcut: z.string().nullable(),
    version: z.number().int(),
    subject: z.string(),
    format: z.enum(FORMATS),
    body: z.string(),
    text: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'EmailTemplate' });
export const templateLine = templateView.omit({ body: true, text: true });
export const versionView = z.object({
  version: z.number().int(),
  subject: z.string(),
  format: z.enum(FORMATS),
  body: z.string(),
  text: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export const previewBody = z.strictObject({
  contactId: z.uuid().optional(),
  dealId: z.uuid().optional(),
  /** `empty`: somebody of whom nothing is known. `worst`: whoever of the segment (or of all) lacks most of what it asks for. */
  show: z.enum(['contact', 'empty', 'worst']).default('empty'),
  segmentId: z.uuid().optional(),
  /** Not saved yet: shown as it is being written. */
  content: draftBody.optional(),
});
export const previewView = z
  .object({
    subject: z.string(),
    html: z.string().nullable(),
    text: z.string(),
    contact: z.object({ id: z.uuid(), name: z.string(), address: z.string().nullable() }).nullable(),
    missing: z.array(z.string()),
    readsBadly: z.string().nullable(),
    bytes: z.number().int(),
    problems: z.array(problemView),
  })
  .meta({ id: 'EmailPreview' });
export interface Preview {
  subject: string;
  html: string | null;
  text: string;
  contact: { id: string; name: string; address: string | null } | null;
  missing: string[];
  readsBadly: string | null;
  bytes: number;
  problems: Problem[];
}

export const toTemplateView = ({ template, version }: Whole) => ({
  id: template.id,
  kind: template.kind,
  name: template.name,
  folder: template.folder,
  shortcut: template.shortcut,
  version: template.version,
  subject: version.subject,
  format: version.format,
  body: version.body,
  text: version.text,
  createdBy: template.createdBy,
  createdAt: template.createdAt.toISOString(),
  updatedAt: template.updatedAt.toISOString(),
});
