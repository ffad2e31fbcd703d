import { z } from 'zod';

/** A note as the provider sends it, in answers and in webhooks. */
export const providerNote = z.object({
  id: z.string(),
  account_id: z.string(),
  title: z.string(),
  body: z.string(),
  sequence: z.number().int(),
  updated_at: z.iso.datetime({ offset: true }),
  deleted: z.boolean().optional(),
  external_ref: z.string().nullish(),
});
export type ProviderNote = z.output<typeof providerNote>;

export const providerEvent = z.object({
  id: z.string(),
  type: z.enum(['note.created', 'note.updated', 'note.deleted']),
  account_id: z.string(),
  sequence: z.number().int(),
  at: z.iso.datetime({ offset: true }),
  note: providerNote,
});
export type ProviderEvent = z.output<typeof providerEvent>;

/** A note as our API shows it. */
export const noteView = z
  .object({ id: z.uuid(), connectionId: z.uuid(), externalId: z.string(), title: z.string(), body: z.string(), writtenAt: z.iso.datetime() })
  .meta({ id: 'TemplateNote' });
export type NoteView = z.output<typeof noteView>;

export const newNote = z.strictObject({
  connectionId: z.uuid(),
  title: z.string().trim().min(1, 'Give the note a title.').max(200, 'A title holds at most 200 characters.'),
  body: z.string().max(10_000, 'A note holds at most 10,000 characters.').default(''),
  /** The same reference never makes a second note. */
  reference: z.string().min(1).max(100),
});

export const toRow = (note: ProviderNote) => ({
  externalId: note.id,
  title: note.title,
  body: note.body,
  sequence: note.sequence,
  writtenAt: new Date(note.updated_at),
  deletedAt: note.deleted ? new Date(note.updated_at) : null,
});

interface NoteRow {
  id: string;
  connectionId: string;
  externalId: string;
  title: string;
  body: string;
  writtenAt: Date;
}
export const toView = ({ id, connectionId, externalId, title, body, writtenAt }: NoteRow): NoteView => ({
  id,
  connectionId,
  externalId,
  title,
  body,
  writtenAt: writtenAt.toISOString(),
});
