import { boolean, customType, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { oneOf, time } from './columns.ts';

export const SEARCH_KINDS = ['contact', 'organization', 'deal', 'activity', 'todo'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/**
 * What can be found of every record, written with the record itself. Read through `search_records` and `search_alike`
 * only: operators of full text and trigrams are not leakproof and lose their index under the policy of the workspace.
 */
export const searchDocuments = pgTable(
  'search_documents',
  {
    workspaceId: uuid('workspace_id').notNull(),
    entity: text('entity').$type<SearchKind>().notNull(),
    recordId: uuid('record_id').notNull(),
    title: text('title').notNull(),
    text: text('text').notNull().default(''),
    /** The title in small letters without accents: what typos are compared with. */
    folded: text('folded').notNull(),
    /** Words of the title (weight A) and of the text (D), folded by `crm/search/words.ts`. */
    words: tsvector('words').notNull(),
    ownerId: uuid('owner_id'),
    /** Found by its owner alone, however far others reach. */
    isPrivate: boolean('is_private').notNull().default(false),
    updatedAt: time('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.entity, t.recordId] }),
    // Led by workspace and kind: a contact is found among a million mails that say the same word.
    index('search_documents_words').using('gin', t.workspaceId, t.entity, t.words),
    index('search_documents_alike').using('gin', t.workspaceId, t.entity, t.folded.op('gin_trgm_ops')),
    oneOf('search_documents_entity', 'entity', SEARCH_KINDS),
  ],
);
