import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import { ENTITIES, type Entity, oneOf, time } from './columns.ts';
import { deals } from './deals.ts';
import { contacts, type IdentityKind, organizations } from './people.ts';

export const ACTIVITY_KINDS = ['call', 'email', 'meeting', 'message', 'note', 'task', 'profile_update'] as const;
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];
export const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;
export const VISIBILITIES = ['private', 'metadata', 'subject', 'everything'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** One thing that happened. `sourceKey` names it at its source: the same call, mail or meeting is one row, whoever tells of it. */
export const activities = pgTable(
  'activities',
  {
    ...workspaceColumns(),
    kind: text('kind').$type<ActivityKind>().notNull(),
    direction: text('direction').$type<(typeof DIRECTIONS)[number]>().notNull(),
    occurredAt: time('occurred_at').notNull(),
    subject: text('subject'),
    snippet: text('snippet'),
    body: text('body'),
    status: text('status'),
    /** Whose it is: the mailbox's person, the caller, the author. */
    ownerId: uuid('owner_id'),
    /** How much of it others than its owner see. */
    visibility: text('visibility').$type<Visibility>().notNull().default('everything'),
    dealId: uuid('deal_id'),
    organizationId: uuid('organization_id'),
    sourceKey: text('source_key').notNull(),
    integration: text('integration'),
    provider: text('provider'),
    connectionId: uuid('connection_id'),
    externalId: text('external_id'),
    threadId: text('thread_id'),
    url: text('url'),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    /** By field the milliseconds at which its source said so: what is told late does not overwrite what is newer. */
    toldAt: jsonb('told_at').$type<Record<string, number>>().notNull().default({}),
    /** Emptied because the person in it asked to be forgotten: whatever its source tells later changes nothing. */
    erasedAt: time('erased_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('activities_source').on(t.workspaceId, t.sourceKey),
    index('activities_newest').on(t.workspaceId, t.occurredAt, t.id),
    index('activities_of_thread').on(t.workspaceId, t.threadId, t.occurredAt).where(sql`thread_id is not null`),
    index('activities_of_owner').on(t.workspaceId, t.ownerId, t.occurredAt),
    foreignKey({ columns: [t.workspaceId, t.dealId], foreignColumns: [deals.workspaceId, deals.id], name: 'activities_deal' }),
    foreignKey({ columns: [t.workspaceId, t.organizationId], foreignColumns: [organizations.workspaceId, organizations.id], name: 'activities_organization' }),
    oneOf('activities_kind', 'kind', ACTIVITY_KINDS),
    oneOf('activities_direction', 'direction', DIRECTIONS),
    oneOf('activities_visibility', 'visibility', VISIBILITIES),
  ],
);

export const participants = pgTable(
  'activity_participants',
  {
    workspaceId: uuid('workspace_id').notNull(),
    activityId: uuid('activity_id').notNull(),
    position: integer('position').notNull(),
    contactId: uuid('contact_id'),
    userId: uuid('user_id'),
    /** Normalised like an identity where it is one. */
    address: text('address').notNull(),
    addressKind: text('address_kind').$type<IdentityKind>(),
    name: text('name'),
    role: text('role').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.activityId, t.position] }),
    index('activity_participants_of_contact').on(t.workspaceId, t.contactId).where(sql`contact_id is not null`),
    // Whoever appears later finds what came before them.
    index('activity_participants_unmatched').on(t.workspaceId, t.addressKind, t.address).where(sql`contact_id is null and address_kind is not null`),
    foreignKey({
      columns: [t.workspaceId, t.activityId],
      foreignColumns: [activities.workspaceId, activities.id],
      name: 'activity_participants_activity',
    }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contacts.workspaceId, contacts.id], name: 'activity_participants_contact' }),
  ],
);

/** Whose timeline an activity lies on. The key is the order of reading: a page is one range of one index. */
export const timelineEntries = pgTable(
  'timeline_entries',
  {
    workspaceId: uuid('workspace_id').notNull(),
    entity: text('entity').$type<Entity>().notNull(),
    recordId: uuid('record_id').notNull(),
    occurredAt: time('occurred_at').notNull(),
    activityId: uuid('activity_id').notNull(),
    kind: text('kind').$type<ActivityKind>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.recordId, t.occurredAt, t.activityId] }),
    index('timeline_entries_of_activity').on(t.workspaceId, t.activityId),
    foreignKey({ columns: [t.workspaceId, t.activityId], foreignColumns: [activities.workspaceId, activities.id], name: 'timeline_entries_activity' }).onDelete(
      'cascade',
    ),
    oneOf('timeline_entries_entity', 'entity', ENTITIES),
  ],
);

export const TODO_PRIORITIES = ['low', 'normal', 'high'] as const;
/** To-dos; the API calls them tasks. */
export const todos = pgTable(
  'todos',
  {
    ...workspaceColumns(),
    title: text('title').notNull(),
    description: text('description'),
    ownerId: uuid('owner_id'),
    dueAt: time('due_at'),
    remindAt: time('remind_at'),
    priority: text('priority').$type<(typeof TODO_PRIORITIES)[number]>().notNull().default('normal'),
    contactId: uuid('contact_id'),
    organizationId: uuid('organization_id'),
    dealId: uuid('deal_id'),
    completedAt: time('completed_at'),
    outcome: text('outcome'),
    createdBy: text('created_by').notNull(),
    version: integer('version').notNull().default(1),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('todos_due').on(t.workspaceId, t.ownerId, t.dueAt, t.id).where(sql`completed_at is null`),
    index('todos_of_contact').on(t.workspaceId, t.contactId).where(sql`contact_id is not null`),
    index('todos_of_deal').on(t.workspaceId, t.dealId).where(sql`deal_id is not null`),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contacts.workspaceId, contacts.id], name: 'todos_contact' }),
    foreignKey({ columns: [t.workspaceId, t.organizationId], foreignColumns: [organizations.workspaceId, organizations.id], name: 'todos_organization' }),
    foreignKey({ columns: [t.workspaceId, t.dealId], foreignColumns: [deals.workspaceId, deals.id], name: 'todos_deal' }),
    oneOf('todos_priority', 'priority', TODO_PRIORITIES),
  ],
);
