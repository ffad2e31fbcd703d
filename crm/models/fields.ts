import { sql } from 'drizzle-orm';
import { boolean, doublePrecision, foreignKey, index, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import { ENTITIES, type Entity, oneOf, time } from './columns.ts';

export const CUSTOM_FIELD_TYPES = ['text', 'number', 'date', 'money', 'select', 'multiselect', 'user', 'url', 'bool'] as const;

export const customFields = pgTable(
  'custom_fields',
  {
    ...workspaceColumns(),
    entity: text('entity').$type<Entity>().notNull(),
    key: text('key').notNull(),
    label: text('label').notNull(),
    type: text('type').$type<(typeof CUSTOM_FIELD_TYPES)[number]>().notNull(),
    options: jsonb('options').$type<string[]>().notNull().default([]),
    isRequired: boolean('is_required').notNull().default(false),
    isUnique: boolean('is_unique').notNull().default(false),
    /** Roles; empty = everybody who may see or change the record. */
    visibleTo: jsonb('visible_to').$type<string[]>().notNull().default([]),
    editableBy: jsonb('editable_by').$type<string[]>().notNull().default([]),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('custom_fields_key').on(t.workspaceId, t.entity, t.key),
    oneOf('custom_fields_entity', 'entity', ENTITIES),
    oneOf('custom_fields_type', 'type', CUSTOM_FIELD_TYPES),
  ],
);

/**
 * The values of `custom_fields` of all records once more, one row per value, to be searched: operators of jsonb are not
 * leakproof and lose their index under row-level security. Written with the record, never by itself.
 */
export const customValues = pgTable(
  'custom_values',
  {
    workspaceId: uuid('workspace_id').notNull(),
    fieldId: uuid('field_id').notNull(),
    recordId: uuid('record_id').notNull(),
    /** Text, option, date (ISO), URL, user id; the amount of money is in `number`, its currency here. */
    text: text('text').notNull().default(''),
    number: doublePrecision('number'),
    /** Of a field whose values are unique: the index below decides races. */
    isUnique: boolean('is_unique').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.fieldId, t.recordId, t.text] }),
    uniqueIndex('custom_values_unique').on(t.workspaceId, t.fieldId, t.text).where(sql`is_unique`),
    index('custom_values_by_text').on(t.workspaceId, t.fieldId, t.text, t.recordId),
    index('custom_values_by_number').on(t.workspaceId, t.fieldId, t.number, t.recordId),
    index('custom_values_of').on(t.workspaceId, t.recordId),
    foreignKey({ columns: [t.workspaceId, t.fieldId], foreignColumns: [customFields.workspaceId, customFields.id], name: 'custom_values_field' }).onDelete(
      'cascade',
    ),
  ],
);

export const tags = pgTable(
  'tags',
  { ...workspaceColumns(), name: text('name').notNull(), color: text('color').notNull().default('gray'), ...timestamps() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('tags_name').on(t.workspaceId, t.name)],
);

export const recordTags = pgTable(
  'record_tags',
  {
    workspaceId: uuid('workspace_id').notNull(),
    tagId: uuid('tag_id').notNull(),
    entity: text('entity').$type<Entity>().notNull(),
    recordId: uuid('record_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.tagId, t.recordId] }),
    index('record_tags_of').on(t.workspaceId, t.recordId),
    foreignKey({ columns: [t.workspaceId, t.tagId], foreignColumns: [tags.workspaceId, tags.id], name: 'record_tags_tag' }).onDelete('cascade'),
    oneOf('record_tags_entity', 'entity', ENTITIES),
  ],
);

/** Each change of a field with who and what made it: the newest of a field is its provenance. */
export const fieldChanges = pgTable(
  'field_changes',
  {
    ...workspaceColumns(),
    entity: text('entity').$type<Entity>().notNull(),
    recordId: uuid('record_id').notNull(),
    field: text('field').notNull(),
    before: jsonb('before'),
    after: jsonb('after'),
    /** `person`, `import:<id>`, `merge:<id>`, or an integration's name. */
    source: text('source').notNull(),
    actor: text('actor').notNull(),
    at: time('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('field_changes_of').on(t.workspaceId, t.recordId, t.field, t.id)],
);

/** What a record is called at a provider. */
export const externalRefs = pgTable(
  'external_refs',
  {
    workspaceId: uuid('workspace_id').notNull(),
    connectionId: uuid('connection_id').notNull(),
    entity: text('entity').$type<Entity>().notNull(),
    externalId: text('external_id').notNull(),
    recordId: uuid('record_id').notNull(),
    etag: text('etag'),
    syncedAt: time('synced_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectionId, t.entity, t.externalId] }),
    index('external_refs_of').on(t.workspaceId, t.recordId),
    oneOf('external_refs_entity', 'entity', ENTITIES),
  ],
);

export const segments = pgTable(
  'segments',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    entity: text('entity').$type<Entity>().notNull().default('contact'),
    filter: jsonb('filter').notNull(),
    ownerId: uuid('owner_id'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('segments_name').on(t.workspaceId, t.name), oneOf('segments_entity', 'entity', ENTITIES)],
);

/** A saved view of a list: filter, order, columns. `ownerId` null = everybody's. */
export const views = pgTable(
  'views',
  {
    ...workspaceColumns(),
    entity: text('entity').$type<Entity>().notNull(),
    name: text('name').notNull(),
    filter: jsonb('filter').notNull().default(sql`'{}'::jsonb`),
    sort: text('sort'),
    columns: jsonb('columns').$type<string[]>().notNull().default([]),
    layout: text('layout').$type<'list' | 'board'>().notNull().default('list'),
    ownerId: uuid('owner_id'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('views_of').on(t.workspaceId, t.entity), oneOf('views_entity', 'entity', ENTITIES)],
);
