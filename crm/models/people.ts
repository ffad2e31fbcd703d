import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { workspaceColumns } from '#sdk';
import { addressColumns, oneOf, RECORD_STATES, recordColumns, time } from './columns.ts';

export const CONTACT_LIFECYCLE_STAGES = [
  'subscriber',
  'lead',
  'marketing_qualified',
  'sales_qualified',
  'opportunity',
  'customer',
  'evangelist',
  'other',
] as const;
export const ORGANIZATION_LIFECYCLE_STAGES = ['lead', 'qualified', 'opportunity', 'customer', 'evangelist', 'other'] as const;
export const LEAD_SOURCES = ['website', 'referral', 'linkedin', 'email_campaign', 'event', 'cold_outreach', 'inbound', 'partner', 'other'] as const;
export const INDUSTRIES = [
  'technology',
  'finance',
  'healthcare',
  'manufacturing',
  'retail',
  'education',
  'real_estate',
  'consulting',
  'media',
  'transportation',
  'energy',
  'telecommunications',
  'hospitality',
  'other',
] as const;
export const EMPLOYEE_COUNTS = ['1-10', '11-50', '51-200', '201-500', '501-1000', '1001-5000', '5001+'] as const;

export const organizations = pgTable(
  'organizations',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    industry: text('industry').$type<(typeof INDUSTRIES)[number]>(),
    employeeCount: text('employee_count').$type<(typeof EMPLOYEE_COUNTS)[number]>(),
    /** A decimal text with its currency: amounts of two currencies are never added. */
    annualRevenue: text('annual_revenue'),
    annualRevenueCurrency: text('annual_revenue_currency'),
    phone: text('phone'),
    email: text('email'),
    website: text('website'),
    ...addressColumns(),
    lifecycleStage: text('lifecycle_stage').$type<(typeof ORGANIZATION_LIFECYCLE_STAGES)[number]>().notNull().default('lead'),
    linkedinUrl: text('linkedin_url'),
    twitterHandle: text('twitter_handle'),
    description: text('description'),
    timeZone: text('time_zone'),
    lastContactedAt: time('last_contacted_at'),
    ...recordColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('organizations_by_name').on(t.workspaceId, t.name, t.id).where(sql`record_state = 'live'`),
    index('organizations_by_owner').on(t.workspaceId, t.ownerId, t.id).where(sql`record_state = 'live'`),
    index('organizations_newest').on(t.workspaceId, t.createdAt, t.id).where(sql`record_state = 'live'`),
    oneOf('organizations_lifecycle', 'lifecycle_stage', ORGANIZATION_LIFECYCLE_STAGES),
    oneOf('organizations_industry', 'industry', INDUSTRIES),
    oneOf('organizations_employees', 'employee_count', EMPLOYEE_COUNTS),
    oneOf('organizations_state', 'record_state', RECORD_STATES),
  ],
);

/** Which organization a mail domain means. Public mail domains are never here. */
export const organizationDomains = pgTable(
  'organization_domains',
  {
    workspaceId: uuid('workspace_id').notNull(),
    domain: text('domain').notNull(),
    organizationId: uuid('organization_id').notNull(),
    isPrimary: boolean('is_primary').notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.domain] }),
    index('organization_domains_of').on(t.workspaceId, t.organizationId),
    foreignKey({
      columns: [t.workspaceId, t.organizationId],
      foreignColumns: [organizations.workspaceId, organizations.id],
      name: 'organization_domains_organization',
    }).onDelete('cascade'),
  ],
);

export const contacts = pgTable(
  'contacts',
  {
    ...workspaceColumns(),
    firstName: text('first_name').notNull().default(''),
    lastName: text('last_name').notNull().default(''),
    jobTitle: text('job_title'),
    organizationId: uuid('organization_id'),
    lifecycleStage: text('lifecycle_stage').$type<(typeof CONTACT_LIFECYCLE_STAGES)[number]>().notNull().default('lead'),
    leadSource: text('lead_source').$type<(typeof LEAD_SOURCES)[number]>(),
    linkedinUrl: text('linkedin_url'),
    twitterHandle: text('twitter_handle'),
    website: text('website'),
    ...addressColumns(),
    description: text('description'),
    /** Set by a person; where it is not, it is worked out from address, phone, organization, workspace. */
    timeZone: text('time_zone'),
    locale: text('locale'),
    noEmail: boolean('no_email').notNull().default(false),
    noCall: boolean('no_call').notNull().default(false),
    noSms: boolean('no_sms').notNull().default(false),
    noLinkedin: boolean('no_linkedin').notNull().default(false),
    /** Kept here beside the identities, so that lists need no join. */
    primaryEmail: text('primary_email'),
    primaryPhone: text('primary_phone'),
    lastContactedAt: time('last_contacted_at'),
    lastEmailedAt: time('last_emailed_at'),
    mergedIntoId: uuid('merged_into_id'),
    ...recordColumns(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('contacts_newest').on(t.workspaceId, t.createdAt, t.id).where(sql`record_state = 'live'`),
    index('contacts_by_name').on(t.workspaceId, t.lastName, t.firstName, t.id).where(sql`record_state = 'live'`),
    index('contacts_by_owner').on(t.workspaceId, t.ownerId, t.id).where(sql`record_state = 'live'`),
    index('contacts_by_stage').on(t.workspaceId, t.lifecycleStage, t.ownerId, t.id).where(sql`record_state = 'live'`),
    index('contacts_by_country').on(t.workspaceId, t.country, t.lastContactedAt, t.id).where(sql`record_state = 'live'`),
    index('contacts_of_organization').on(t.workspaceId, t.organizationId, t.id),
    index('contacts_without_email').on(t.workspaceId, t.organizationId).where(sql`record_state = 'live' and primary_email is null`),
    index('contacts_merged_into').on(t.workspaceId, t.mergedIntoId).where(sql`merged_into_id is not null`),
    foreignKey({ columns: [t.workspaceId, t.organizationId], foreignColumns: [organizations.workspaceId, organizations.id], name: 'contacts_organization' }),
    oneOf('contacts_lifecycle', 'lifecycle_stage', CONTACT_LIFECYCLE_STAGES),
    oneOf('contacts_lead_source', 'lead_source', LEAD_SOURCES),
    oneOf('contacts_state', 'record_state', RECORD_STATES),
  ],
);

export const IDENTITY_KINDS = ['email', 'phone', 'linkedin', 'twitter', 'slack'] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/**
 * By what a contact is known. `value` is normalised (lower-case address, E.164, slug). One value means one contact:
 * the unique index decides races. An address that several people use (info@…) is `shared`: kept, never matched.
 */
export const identities = pgTable(
  'contact_identities',
  {
    ...workspaceColumns(),
    contactId: uuid('contact_id').notNull(),
    kind: text('kind').$type<IdentityKind>().notNull(),
    value: text('value').notNull(),
    /** As it was written, where that differs. */
    display: text('display'),
    label: text('label'),
    isPrimary: boolean('is_primary').notNull().default(false),
    isVerified: boolean('is_verified').notNull().default(false),
    isShared: boolean('is_shared').notNull().default(false),
    /** `person`, `import`, or the integration it came from. */
    source: text('source').notNull(),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    uniqueIndex('contact_identities_match').on(t.workspaceId, t.kind, t.value).where(sql`not is_shared`),
    unique('contact_identities_once').on(t.workspaceId, t.contactId, t.kind, t.value),
    // Who else has a value that several have: duplicates are looked for among them.
    index('contact_identities_shared').on(t.workspaceId, t.kind, t.value).where(sql`is_shared`),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contacts.workspaceId, contacts.id], name: 'contact_identities_contact' }).onDelete(
      'cascade',
    ),
    oneOf('contact_identities_kind', 'kind', IDENTITY_KINDS),
  ],
);

/** What a merge took away, whole, so that it can be undone without loss. */
export const merges = pgTable(
  'merges',
  {
    ...workspaceColumns(),
    winnerId: uuid('winner_id').notNull(),
    loserId: uuid('loser_id').notNull(),
    /** Winner's fields before, the loser's row, and the ids of every row that moved, by table. */
    undo: jsonb('undo').$type<Record<string, unknown>>().notNull(),
    actor: text('actor').notNull(),
    mergedAt: time('merged_at').notNull().defaultNow(),
    undoneAt: time('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('merges_of_loser').on(t.workspaceId, t.loserId),
    index('merges_of_winner').on(t.workspaceId, t.winnerId),
  ],
);

/** Two contacts that may be one; `firstId < secondId`. "Not a duplicate" is remembered here. */
export const duplicatePairs = pgTable(
  'duplicate_pairs',
  {
    workspaceId: uuid('workspace_id').notNull(),
    firstId: uuid('first_id').notNull(),
    secondId: uuid('second_id').notNull(),
    /** 0 to 100. */
    score: integer('score').notNull(),
    reasons: jsonb('reasons').$type<{ kind: 'email' | 'phone' | 'linkedin' | 'name_and_domain'; value: string }[]>().notNull(),
    state: text('state').$type<'open' | 'dismissed' | 'merged'>().notNull().default('open'),
    decidedBy: text('decided_by'),
    foundAt: time('found_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.firstId, t.secondId] }),
    index('duplicate_pairs_second').on(t.workspaceId, t.secondId),
    index('duplicate_pairs_open').on(t.workspaceId, t.foundAt).where(sql`state = 'open'`),
    foreignKey({ columns: [t.workspaceId, t.firstId], foreignColumns: [contacts.workspaceId, contacts.id], name: 'duplicate_pairs_first' }).onDelete('cascade'),
    foreignKey({ columns: [t.workspaceId, t.secondId], foreignColumns: [contacts.workspaceId, contacts.id], name: 'duplicate_pairs_second_contact' }).onDelete(
      'cascade',
    ),
    oneOf('duplicate_pairs_state', 'state', ['open', 'dismissed', 'merged']),
  ],
);

export const CHANNELS = ['email', 'call', 'sms', 'linkedin'] as const;
export type Channel = (typeof CHANNELS)[number];
export const LEGAL_BASES = ['consent', 'contract', 'legitimate_interest', 'legal_obligation'] as const;

/** What a person agreed to, on which words, and when they took it back. Rows are never changed but for the withdrawal. */
export const consents = pgTable(
  'consents',
  {
    ...workspaceColumns(),
    contactId: uuid('contact_id').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    purpose: text('purpose').notNull(),
    basis: text('basis').$type<(typeof LEGAL_BASES)[number]>().notNull(),
    textVersion: text('text_version'),
    source: text('source').notNull(),
    givenAt: time('given_at').notNull(),
    withdrawnAt: time('withdrawn_at'),
    withdrawnBy: text('withdrawn_by'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('consents_of').on(t.workspaceId, t.contactId, t.channel),
    foreignKey({ columns: [t.workspaceId, t.contactId], foreignColumns: [contacts.workspaceId, contacts.id], name: 'consents_contact' }).onDelete('cascade'),
    oneOf('consents_channel', 'channel', CHANNELS),
    oneOf('consents_basis', 'basis', LEGAL_BASES),
  ],
);

/**
 * By what somebody was known who asked to be forgotten: a salted hash, so that no file, mailbox or provider brings it back.
 * Nobody can be found by it who is not asked for.
 */
export const erasedIdentities = pgTable(
  'erased_identities',
  {
    workspaceId: uuid('workspace_id').notNull(),
    /** Of kind and value, with the workspace's salt. */
    hash: text('hash').notNull(),
    erasureId: uuid('erasure_id').notNull(),
    erasedAt: time('erased_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.hash] })],
);

/** That a person was erased: when, by whom, and how much; never who. */
export const erasures = pgTable(
  'erasures',
  {
    ...workspaceColumns(),
    actor: text('actor').notNull(),
    erasedAt: time('erased_at').notNull(),
    /** What was taken away, in counts. */
    proof: jsonb('proof').$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);
