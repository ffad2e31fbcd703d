import { sql } from 'drizzle-orm';
import { boolean, check, integer, jsonb, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { timestamps } from '#sdk';

export const time = (name: string) => timestamp(name, { withTimezone: true });

/** `column in ('a', 'b')` as a CHECK; the values are ours, never from outside. */
export const oneOf = (name: string, column: string, values: readonly string[]) =>
  check(name, sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(', ')})`));

/** The postal address of a contact or organization. */
export const addressColumns = () => ({
  addressLine1: text('address_line1'),
  addressLine2: text('address_line2'),
  city: text('city'),
  region: text('state'),
  postalCode: text('postal_code'),
  /** ISO 3166-1 alpha-2 where we could tell, else as written. */
  country: text('country'),
});

/**
 * What every record has.
 * - `recordState`: a merged or deleted row stays, so that old ids find their way and both can be undone.
 * - `version` grows by one with every change: two people editing one record notice each other.
 */
export const recordColumns = () => ({
  ownerId: uuid('owner_id'),
  customFields: jsonb('custom_fields').$type<Record<string, unknown>>().notNull().default({}),
  recordState: text('record_state').$type<RecordState>().notNull().default('live'),
  version: integer('version').notNull().default(1),
  isActive: boolean('is_active').notNull().default(true),
  ...timestamps(),
});
export const RECORD_STATES = ['live', 'merged', 'deleted'] as const;
export type RecordState = (typeof RECORD_STATES)[number];

/** Kinds of records that tags, custom fields, views, timelines and changes hang on. */
export const ENTITIES = ['contact', 'organization', 'deal'] as const;
export type Entity = (typeof ENTITIES)[number];
