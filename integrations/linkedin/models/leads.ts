import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** A question of a form, in the language of whoever wrote it. */
export interface FormQuestion {
  questionId: number;
  name: string;
  /** LinkedIn's own word, the same in every language; none: a question of the author's. */
  predefinedField: string | null;
  label: string;
  /** Of a multiple choice; answers name their place in it. */
  options: string[] | null;
}
export interface FormConsent {
  consentId: number;
  text: string;
}
/** An answer as it is kept: what was asked, what was said, and what it became. */
export interface LeadAnswer {
  questionId: number;
  label: string;
  field: string | null;
  value: string;
}
export interface LeadConsent {
  consentId: number;
  accepted: boolean;
  text: string;
}

/** Whoever owns lead forms: an ad account, or a page for its own forms; with the webhook subscription that we hold there. */
export const linkedinLeadOwners = pgTable(
  'linkedin_lead_owners',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    ownerUrn: text('owner_urn').notNull(),
    leadType: text('lead_type').notNull(),
    name: text('name').notNull(),
    organizationUrn: text('organization_urn'),
    /** Why its leads cannot be read; null: they can. */
    problem: text('problem'),
    subscriptionId: text('subscription_id'),
    subscribedUrl: text('subscribed_url'),
    subscribedAt: instant('subscribed_at'),
    lastEventAt: instant('last_event_at'),
    /** Everything submitted before this has been read. */
    readUntil: instant('read_until'),
    remoteCount: integer('remote_count'),
    countedAt: instant('counted_at'),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('linkedin_lead_owners_external').on(t.workspaceId, t.connectionId, t.ownerUrn, t.leadType)],
);

/** A form in its newest version, with what its answers become. */
export const linkedinLeadForms = pgTable(
  'linkedin_lead_forms',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    ownerUrn: text('owner_urn').notNull(),
    formId: text('form_id').notNull(),
    version: integer('version').notNull(),
    name: text('name').notNull(),
    state: text('state').notNull(),
    locale: text('locale').notNull(),
    questions: jsonb('questions').$type<FormQuestion[]>().notNull(),
    consents: jsonb('consents').$type<FormConsent[]>().notNull(),
    /** SHA-256 of the legal words: names which ones somebody agreed to. */
    legalHash: text('legal_hash').notNull(),
    /** By question (`predefined:EMAIL`, `name:Seats`) the field of the contact; what is missing is mapped by itself. */
    mapping: jsonb('mapping').$type<Record<string, string>>().notNull().default({}),
    /** Who gets its leads, in turns. */
    assignees: jsonb('assignees').$type<string[]>().notNull().default([]),
    nextAssignee: integer('next_assignee').notNull().default(0),
    createDeal: boolean('create_deal').notNull().default(false),
    pipelineId: uuid('pipeline_id'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('linkedin_lead_forms_external').on(t.workspaceId, t.formId),
    index('linkedin_lead_forms_owner').on(t.workspaceId, t.connectionId, t.ownerUrn),
  ],
);

/** Every lead that LinkedIn told us of, by whichever way. */
export const linkedinLeads = pgTable(
  'linkedin_leads',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id'),
    responseId: text('response_id').notNull(),
    ownerUrn: text('owner_urn').notNull(),
    leadType: text('lead_type').notNull(),
    formId: text('form_id').notNull(),
    formVersion: integer('form_version').notNull(),
    formName: text('form_name').notNull(),
    state: text('state').notNull(),
    isTest: boolean('is_test').notNull().default(false),
    contactId: uuid('contact_id'),
    dealId: uuid('deal_id'),
    activityId: uuid('activity_id'),
    assigneeId: uuid('assignee_id'),
    title: text('title').notNull(),
    answers: jsonb('answers').$type<LeadAnswer[]>().notNull(),
    consents: jsonb('consents').$type<LeadConsent[]>().notNull(),
    hiddenFields: jsonb('hidden_fields').$type<Record<string, string>>().notNull().default({}),
    campaign: text('campaign'),
    creative: text('creative'),
    receivedBy: text('received_by').notNull(),
    submittedAt: instant('submitted_at').notNull(),
    receivedAt: instant('received_at').notNull(),
    firstTouchAt: instant('first_touch_at'),
    firstTouchKind: text('first_touch_kind'),
    deletedAt: instant('deleted_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('linkedin_leads_external').on(t.workspaceId, t.responseId),
    index('linkedin_leads_newest').on(t.workspaceId, t.submittedAt, t.id),
    index('linkedin_leads_owner').on(t.workspaceId, t.ownerUrn, t.submittedAt),
    index('linkedin_leads_contact').on(t.workspaceId, t.contactId).where(sql`contact_id is not null`),
    check('linkedin_leads_state', sql`${t.state} in ('open', 'touched', 'test', 'unreachable', 'deleted')`),
    check('linkedin_leads_received', sql`${t.receivedBy} in ('webhook', 'sweep', 'manual', 'file')`),
  ],
);

/** Signed news of leads that wait to be fetched: many at a time are one call. */
export const linkedinLeadNews = pgTable(
  'linkedin_lead_news',
  {
    ...workspaceColumns(),
    connectionId: uuid('connection_id').notNull(),
    responseId: text('response_id').notNull(),
    ownerUrn: text('owner_urn').notNull(),
    leadType: text('lead_type').notNull(),
    occurredAt: instant('occurred_at').notNull(),
    /** Until then somebody is fetching it; who died at it is followed by another. */
    claimedUntil: instant('claimed_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('linkedin_lead_news_once').on(t.workspaceId, t.connectionId, t.responseId)],
);

/** A list of leads that somebody downloaded from Campaign Manager and brought in. */
export const linkedinLeadFiles = pgTable(
  'linkedin_lead_files',
  {
    ...workspaceColumns(),
    fileId: uuid('file_id').notNull(),
    fileName: text('file_name').notNull(),
    state: text('state').$type<'mapping' | 'applying' | 'done'>().notNull(),
    jobId: uuid('job_id'),
    columns: jsonb('columns').$type<string[]>().notNull(),
    /** The first rows, for whoever says which column is what. */
    sample: jsonb('sample').$type<string[][]>().notNull(),
    rows: integer('rows').notNull(),
    /** By column what it becomes. */
    mapping: jsonb('mapping').$type<Record<string, string>>().notNull(),
    /** `mapping` is what was saved for a file with these columns. */
    isRemembered: boolean('is_remembered').notNull().default(false),
    choice: jsonb('choice').$type<LeadFileChoice | null>(),
    done: integer('done').notNull().default(0),
    kept: integer('kept').notNull().default(0),
    skipped: jsonb('skipped').$type<Record<string, number>>().notNull().default({}),
    byUserId: uuid('by_user_id'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('linkedin_lead_files_newest').on(t.workspaceId, t.createdAt),
    check('linkedin_lead_files_state', sql`${t.state} in ('mapping', 'applying', 'done')`),
  ],
);
export interface LeadFileChoice {
  formName: string;
  dates: 'mdy' | 'dmy';
  createDeal: boolean;
  assignees: string[];
}

/** What the columns of such lists become, by the columns that a list has: the next one of the same form needs no questions. */
export const linkedinLeadMappings = pgTable(
  'linkedin_lead_mappings',
  {
    ...workspaceColumns(),
    /** SHA-256 of the columns' names. */
    signature: text('signature').notNull(),
    mapping: jsonb('mapping').$type<Record<string, string>>().notNull(),
    choice: jsonb('choice').$type<LeadFileChoice>().notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('linkedin_lead_mappings_signature').on(t.workspaceId, t.signature)],
);
