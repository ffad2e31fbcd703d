import { sql } from 'drizzle-orm';
import { boolean, check, date, foreignKey, index, integer, numeric, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';
import { oneOf, RECORD_STATES, recordColumns, time } from './columns.ts';
import { contacts, LEAD_SOURCES, organizations } from './people.ts';

export const DEAL_STATUSES = ['open', 'won', 'lost'] as const;
export type DealStatus = (typeof DEAL_STATUSES)[number];
export const LOSS_REASONS = ['price', 'competitor', 'timing', 'budget', 'no_decision', 'requirements', 'other'] as const;
export const DEAL_CONTACT_ROLES = ['decision_maker', 'champion', 'influencer', 'user', 'billing', 'other'] as const;

export const pipelines = pgTable(
  'pipelines',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    position: integer('position').notNull().default(0),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('pipelines_name').on(t.workspaceId, t.name),
    uniqueIndex('pipelines_default').on(t.workspaceId).where(sql`is_default`),
  ],
);

/** `key` is what the API calls the stage; the seed's are made with the workspace. */
export const stages = pgTable(
  'pipeline_stages',
  {
    workspaceId: uuid('workspace_id').notNull(),
    pipelineId: uuid('pipeline_id').notNull(),
    key: text('key').notNull(),
    title: text('title').notNull(),
    /** What a deal that enters the stage becomes. */
    outcome: text('outcome').$type<DealStatus>().notNull().default('open'),
    probability: integer('probability').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.pipelineId, t.key] }),
    foreignKey({ columns: [t.workspaceId, t.pipelineId], foreignColumns: [pipelines.workspaceId, pipelines.id], name: 'pipeline_stages_pipeline' }).onDelete(
      'cascade',
    ),
    oneOf('pipeline_stages_outcome', 'outcome', DEAL_STATUSES),
    check('pipeline_stages_probability', sql.raw('probability between 0 and 100')),
  ],
);

export const deals = pgTable(
  'deals',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    description: text('description'),
    amount: numeric('amount', { precision: 15, scale: 2 }),
    currency: text('currency').notNull(),
    organizationId: uuid('organization_id'),
    pipelineId: uuid('pipeline_id').notNull(),
    stage: text('stage').notNull(),
    status: text('status').$type<DealStatus>().notNull().default('open'),
    stageSince: time('stage_since').notNull().defaultNow(),
    probability: integer('probability').notNull(),
    expectedCloseDate: date('expected_close_date'),
    actualCloseDate: date('actual_close_date'),
    lossReason: text('loss_reason').$type<(typeof LOSS_REASONS)[number]>(),
    lossReasonDetail: text('loss_reason_detail'),
    leadSource: text('lead_source').$type<(typeof LEAD_SOURCES)[number]>(),
    nextStep: text('next_step'),
    lastActivityAt: time('last_activity_at'),
    /** Where it lies among the deals of its stage on the board. */
    position: integer('position').notNull().default(0),
    ...recordColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('deals_newest').on(t.workspaceId, t.createdAt, t.id).where(sql`record_state = 'live'`),
    // In the order of the board.
    index('deals_by_stage').on(t.workspaceId, t.pipelineId, t.stage, t.position, t.id).where(sql`record_state = 'live'`),
    index('deals_by_owner').on(t.workspaceId, t.ownerId, t.status, t.id).where(sql`record_state = 'live'`),
    index('deals_of_organization').on(t.workspaceId, t.organizationId, t.id),
    index('deals_closing').on(t.workspaceId, t.status, t.expectedCloseDate, t.id).where(sql`record_state = 'live'`),
    foreignKey({ columns: [t.workspaceId, t.organizationId], foreignColumns: [organizations.workspaceId, organizations.id], name: 'deals_organization' }),
    foreignKey({ columns: [t.workspaceId, t.pipelineId, t.stage], foreignColumns: [stages.workspaceId, stages.pipelineId, stages.key], name: 'deals_stage' }),
    oneOf('deals_status', 'status', DEAL_STATUSES),
    oneOf('deals_loss_reason', 'loss_reason', LOSS_REASONS),
    oneOf('deals_lead_source', 'lead_source', LEAD_SOURCES),
    oneOf('deals_state', 'record_state', RECORD_STATES),
    check('deals_probability', sql.raw('probability between 0 and 100')),
    check('deals_currency', sql.raw(`currency ~ '^[A-Z]{3}$'`)),
  ],
);

export const dealContacts = pgTable(
  'deal_contacts',
  {
    workspaceId: uuid('workspace_id').notNull(),
    dealId: uuid('deal_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    role: text('role').$type<(typeof DEAL_CONTACT_ROLES)[number]>().notNull().default('other'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.dealId, t.contactId] }),
    index('deal_contacts_of_contact').on(t.workspaceId, t.contactId),
    foreignKey({ columns: [t.workspaceId, t.dealId], foreignColumns: [deals.workspaceId, deals.id], name: 'deal_contacts_deal' }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contacts.workspaceId, contacts.id], name: 'deal_contacts_contact' }).onDelete(
      'cascade',
    ),
    oneOf('deal_contacts_role', 'role', DEAL_CONTACT_ROLES),
  ],
);

export const stageChanges = pgTable(
  'deal_stage_changes',
  {
    ...workspaceColumns(),
    dealId: uuid('deal_id').notNull(),
    pipelineId: uuid('pipeline_id').notNull(),
    fromStage: text('from_stage'),
    toStage: text('to_stage').notNull(),
    actor: text('actor').notNull(),
    at: time('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('deal_stage_changes_of').on(t.workspaceId, t.dealId, t.at),
    index('deal_stage_changes_newest').on(t.workspaceId, t.at),
    foreignKey({ columns: [t.workspaceId, t.dealId], foreignColumns: [deals.workspaceId, deals.id], name: 'deal_stage_changes_deal' }).onDelete('cascade'),
  ],
);
