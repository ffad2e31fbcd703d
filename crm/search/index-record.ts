import { and, eq, inArray, sql } from 'drizzle-orm';
import { insertRows, type Transaction } from '#sdk';
import { type SearchKind, searchDocuments } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { fold, tsvectorOf } from './words.ts';

export interface SearchDocument {
  entity: SearchKind;
  recordId: string;
  /** What the record is called: its name, its subject. */
  title: string;
  /** Everything else it is to be found by, that everybody who reaches it may read. */
  text: string;
  /** Who must be reached to find it; null = everybody finds it. */
  ownerId: string | null;
  /** Found by its owner alone (a private mail). */
  isPrivate?: boolean;
}

const MAX_TITLE = 500;
const MAX_TEXT = 20_000;
/** Rows of one statement. */
const BATCH = 500;
// PostgreSQL takes no NUL in text.
const cut = (text: string, length: number) => text.slice(0, length).replaceAll('\0', '').toWellFormed();

const REPLACED = sql`on conflict (workspace_id, entity, record_id) do update set title = excluded.title, text = excluded.text, folded = excluded.folded,
  words = excluded.words, owner_id = excluded.owner_id, is_private = excluded.is_private, updated_at = excluded.updated_at`;

/** Writes what a record is found by, in the transaction that changes the record. */
export const indexRecord = (tx: Transaction, scope: CrmScope, document: SearchDocument): Promise<void> => indexRecords(tx, scope, [document]);

/** The same for many (an import, a reindexing): one statement per 500 records. Of several documents of one record the last counts. */
export async function indexRecords(tx: Transaction, scope: CrmScope, documents: readonly SearchDocument[]): Promise<void> {
  // One statement cannot touch one row twice.
  const distinct = [...new Map(documents.map((each) => [`${each.entity} ${each.recordId}`, each])).values()];
  const updatedAt = scope.clock.now();
  for (let from = 0; from < distinct.length; from += BATCH) {
    const rows = distinct.slice(from, from + BATCH).map((each) => {
      const title = cut(each.title, MAX_TITLE);
      const text = cut(each.text, MAX_TEXT);
      const { entity, recordId, ownerId, isPrivate = false } = each;
      return {
        workspaceId: scope.workspaceId,
        entity,
        recordId,
        title,
        text,
        folded: fold(title),
        words: tsvectorOf(title, text, { phones: entity === 'contact' || entity === 'organization' }),
        ownerId,
        isPrivate,
        updatedAt,
      };
    });
    await insertRows(tx, searchDocuments, rows, { onConflict: REPLACED });
  }
}

export const unindexRecord = (tx: Transaction, scope: CrmScope, entity: SearchKind, recordId: string): Promise<void> =>
  unindexRecords(tx, scope, entity, [recordId]);

export async function unindexRecords(tx: Transaction, scope: CrmScope, entity: SearchKind, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return;
  const { workspaceId } = scope;
  await tx
    .delete(searchDocuments)
    .where(and(eq(searchDocuments.workspaceId, workspaceId), eq(searchDocuments.entity, entity), inArray(searchDocuments.recordId, [...recordIds])));
}
