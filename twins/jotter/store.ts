import { randomUUID } from 'node:crypto';
import type { KeptAnswers } from '../idempotency.ts';
import type { Allowance } from '../rate-limit.ts';

export interface Note {
  id: string;
  account_id: string;
  title: string;
  body: string;
  external_ref: string | null;
  /** Counts every change of the account, deletions too: larger is later. */
  sequence: number;
  created_at: string;
  updated_at: string;
  deleted: boolean;
}

export interface JotterData {
  notes: Record<string, Note>;
  sequences: Record<string, number>;
  /** Cursors of an earlier epoch are gone. */
  cursorEpoch: number;
  allowance: Allowance;
  answers: KeptAnswers;
}

export const jotterSeed = (): JotterData => ({
  notes: {},
  sequences: {},
  cursorEpoch: 1,
  allowance: { limit: 100, windowMs: 60_000, kind: 'fixed' },
  answers: {},
});

export type ChangeType = 'note.created' | 'note.updated' | 'note.deleted';
export interface Change {
  type: ChangeType;
  note: Note;
}

export interface NoteFields {
  title?: string;
  body?: string;
  external_ref?: string | null;
}

const nextSequence = (data: JotterData, accountId: string): number => {
  const sequence = (data.sequences[accountId] ?? 0) + 1;
  data.sequences[accountId] = sequence;
  return sequence;
};

/** Rows are replaced, never changed in place: what a webhook tells stays what was true at its time. */
const put = (data: JotterData, type: ChangeType, note: Note): Change => {
  data.notes[note.id] = note;
  return { type, note };
};

export const createNote = (data: JotterData, accountId: string, at: string, fields: NoteFields): Change =>
  put(data, 'note.created', {
    id: `note_${randomUUID()}`,
    account_id: accountId,
    title: fields.title ?? '',
    body: fields.body ?? '',
    external_ref: fields.external_ref ?? null,
    sequence: nextSequence(data, accountId),
    created_at: at,
    updated_at: at,
    deleted: false,
  });

export const updateNote = (data: JotterData, note: Note, at: string, fields: NoteFields): Change =>
  put(data, 'note.updated', { ...note, ...fields, updated_at: at, sequence: nextSequence(data, note.account_id) });

export const deleteNote = (data: JotterData, note: Note, at: string): Change =>
  put(data, 'note.deleted', { ...note, title: '', body: '', deleted: true, updated_at: at, sequence: nextSequence(data, note.account_id) });
