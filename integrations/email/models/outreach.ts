import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });
export const TRACKING_MODES = ['none', 'aggregate', 'full'] as const;
export type TrackingMode = (typeof TRACKING_MODES)[number];

/** How a workspace does outreach; without a row the defaults of the columns. */
export const emailOutreachSettings = pgTable(
  'email_outreach_settings',
  {
    workspaceId: uuid('workspace_id').primaryKey(),
    /** `aggregate`: counted, and nobody knows who. */
    tracking: text('tracking').$type<TrackingMode>().notNull().default('full'),
    /** Said at the foot of every campaign, as the law asks. */
    postalAddress: text('postal_address').notNull().default(''),
    bookingUrl: text('booking_url').notNull().default(''),
    /** A campaign pauses itself above these, in percent of what was accepted. */
    pauseBounceRate: integer('pause_bounce_rate').notNull().default(5),
    /** In tenths of a percent: complaints count from 0.3 %. */
    pauseComplaintPermille: integer('pause_complaint_permille').notNull().default(3),
    /** Messages a minute by connection; what is not listed has no limit of ours. */
    transportPerMinute: jsonb('transport_per_minute').$type<Record<string, number>>().notNull().default({}),
    /** Connections that stand in, in turn, when a campaign's own way is shut. */
    transportOrder: jsonb('transport_order').$type<string[]>().notNull().default([]),
    /** Mixed into the hash of an erased address, so that a list of hashes says nothing. */
    erasureSalt: text('erasure_salt').notNull(),
    ...timestamps(),
  },
  (t) => [check('email_outreach_settings_tracking', sql`${t.tracking} in ('none', 'aggregate', 'full')`)],
);

/** What one person chose about being followed; the workspace's mode is the most there is. */
export const emailContactTracking = pgTable(
  'email_contact_tracking',
  {
    workspaceId: uuid('workspace_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    mode: text('mode').$type<TrackingMode>().notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.contactId] }), check('email_contact_tracking_mode', sql`${t.mode} in ('none', 'aggregate', 'full')`)],
);

/** Kinds of mail that people choose among. */
export const emailTopics = pgTable(
  'email_topics',
  {
    ...workspaceColumns(),
    name: text('name').notNull(),
    description: text('description').notNull().default(''),
    /** Only who confirmed by a link in a mail gets it. */
    doubleOptIn: boolean('double_opt_in').notNull().default(false),
    removedAt: instant('removed_at'),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('email_topics_name').on(t.workspaceId, t.name)],
);

/** What an address said about a topic, and how that is known. No row: nothing was said. */
export const emailTopicChoices = pgTable(
  'email_topic_choices',
  {
    workspaceId: uuid('workspace_id').notNull(),
    topicId: uuid('topic_id').notNull(),
    address: text('address').notNull(),
    state: text('state').$type<'pending' | 'subscribed' | 'unsubscribed'>().notNull(),
    contactId: uuid('contact_id'),
    /** The proof: which words, when asked, when confirmed, from where. */
    proof: jsonb('proof').$type<OptInProof>().notNull().default({}),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.topicId, t.address] }),
    index('email_topic_choices_of').on(t.workspaceId, t.address),
    check('email_topic_choices_state', sql`${t.state} in ('pending', 'subscribed', 'unsubscribed')`),
  ],
);
export interface OptInProof {
  source?: string;
  /** The words that were agreed to. */
  wording?: string;
  askedAt?: string;
  confirmedAt?: string;
  confirmedFrom?: string;
  userAgent?: string;
  /** The mail by which it was asked. */
  messageId?: string;
}

/** Who asked to be forgotten: nothing but a salted hash is left, so that the address is never written to or imported again. */
export const emailErasures = pgTable(
  'email_erasures',
  {
    workspaceId: uuid('workspace_id').notNull(),
    addressHash: text('address_hash').notNull(),
    erasedAt: instant('erased_at').notNull(),
    /** What was taken away, in counts; never whose. */
    proof: jsonb('proof').$type<Record<string, number>>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.addressHash] })],
);

/** Where tracked links lead. The id is made of the address, so that writing the same link twice is no work. */
export const emailLinks = pgTable(
  'email_links',
  {
    workspaceId: uuid('workspace_id').notNull(),
    id: text('id').notNull(),
    url: text('url').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** One look at a mail or click in it. In `aggregate` mode there is no message: only the campaign and the verdict. */
export const emailEngagements = pgTable(
  'email_engagements',
  {
    ...workspaceColumns(),
    kind: text('kind').$type<'open' | 'click'>().notNull(),
    campaignId: uuid('campaign_id'),
    /** `recipient:<id>` of a campaign, or `message:<id>` of one mail. */
    subject: text('subject'),
    verdict: text('verdict').$type<'human' | 'machine' | 'unsure'>().notNull(),
    reasons: jsonb('reasons').$type<string[]>().notNull().default([]),
    linkId: text('link_id'),
    userAgent: text('user_agent'),
    /** Without its last part: where, never who. */
    network: text('network'),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('email_engagements_of_subject').on(t.workspaceId, t.subject, t.at),
    index('email_engagements_of_campaign').on(t.workspaceId, t.campaignId, t.kind, t.at),
    check('email_engagements_kind', sql`${t.kind} in ('open', 'click')`),
    check('email_engagements_verdict', sql`${t.verdict} in ('human', 'machine', 'unsure')`),
  ],
);

/** A domain's own signature (RFC 6376). The private half lies sealed among the files and is given out to nobody. */
export const emailDkimKeys = pgTable(
  'email_dkim_keys',
  {
    ...workspaceColumns(),
    domain: text('domain').notNull(),
    selector: text('selector').notNull(),
    /** SubjectPublicKeyInfo in base64, as the record holds it. */
    publicKey: text('public_key').notNull(),
    privateKeyFileId: uuid('private_key_file_id').notNull(),
    ...timestamps(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('email_dkim_keys_domain').on(t.workspaceId, t.domain)],
);
