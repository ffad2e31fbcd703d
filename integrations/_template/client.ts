import { z } from 'zod';
import { CursorGone, type HttpClient, PatchbayError } from '#sdk';
import { type ProviderNote, providerNote } from './serializers.ts';

const account = z.object({ id: z.string(), email: z.string(), name: z.string() });
const notePage = z.object({ notes: z.array(providerNote), next_cursor: z.string().nullable(), sync_cursor: z.string().nullable() });

/** Whose credentials these are. */
export async function me(http: HttpClient) {
  const { body } = await http.request({ method: 'GET', url: '/me', operation: 'template.me', lane: 'interactive' });
  return account.parse(body);
}

/**
 * Up to 50 notes, oldest change first. `cursor` undefined starts at the beginning; `syncCursor`, on the last page, asks later
 * for what has changed since, deletions among them.
 * @throws CursorGone when the provider has dropped the cursor (410) */
export async function listNotes(http: HttpClient, cursor: string | undefined) {
  try {
    const { body } = await http.request({ method: 'GET', url: '/notes', query: { cursor }, operation: 'template.list-notes', lane: 'backfill' });
    const page = notePage.parse(body);
    return { notes: page.notes, nextCursor: page.next_cursor, syncCursor: page.sync_cursor };
  } catch (error) {
    if (error instanceof PatchbayError && error.details.facts?.status === 410) throw new CursorGone();
    throw error;
  }
}

/** Writes a note. The provider answers a repeated `key` with the first note (its Idempotency-Key), so it may be retried. */
export async function createNote(http: HttpClient, note: { title: string; body: string }, key: string): Promise<ProviderNote> {
  const { body } = await http.request({
    method: 'POST',
    url: '/notes',
    json: { ...note, external_ref: key },
    headers: { 'idempotency-key': key },
    operation: 'template.create-note',
    lane: 'interactive',
  });
  return providerNote.parse(body);
}

/** The note written under our reference, if the provider has it. */
export async function findNoteByReference(http: HttpClient, reference: string): Promise<ProviderNote | undefined> {
  const { body } = await http.request({
    method: 'GET',
    url: '/notes',
    query: { external_ref: reference },
    operation: 'template.find-note',
    lane: 'interactive',
  });
  return notePage.parse(body).notes[0];
}
