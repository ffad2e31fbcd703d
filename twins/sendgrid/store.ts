import type { Allowance } from '../rate-limit.ts';

export interface Address {
  email: string;
  name?: string;
}
/** One recipient of one call, as SendGrid queues it. */
export interface Mail {
  /** `<X-Message-Id>.recvd-….<n>`: the prefix is the call's. */
  id: string;
  callId: string;
  account: string;
  to: Address;
  from: Address;
  replyTo?: Address;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  customArgs: Record<string, string>;
  categories: string[];
  attachments: { filename: string; type: string; bytes: number }[];
  at: string;
  state: 'processed' | 'dropped' | 'deferred' | 'delivered' | 'bounced';
  batchId?: string;
}
export const suppressionKinds = ['bounces', 'blocks', 'spam_reports', 'invalid_emails', 'unsubscribes'] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];
export interface Suppression {
  created: number;
  email: string;
  reason?: string;
  status?: string;
  ip?: string;
}
export interface EventWebhook {
  id: string;
  enabled: boolean;
  url: string;
  friendly_name: string;
  created_date: string;
  updated_date: string;
  public_key: string;
  [event: string]: unknown;
}
export interface Domain {
  id: number;
  domain: string;
  subdomain: string;
  valid: boolean;
  default: boolean;
}
export interface SendgridData {
  accounts: Record<string, { userId: number; username: string }>;
  /** API key → whose it is and what it may do. */
  keys: Record<string, { account: string; scopes: string[] }>;
  mails: Record<string, Mail>;
  /** Ids in the order of sending. */
  order: string[];
  batches: Record<string, 'open' | 'pause' | 'cancel'>;
  /** By kind, then by address in small letters. */
  suppressions: Record<SuppressionKind, Record<string, Suppression>>;
  webhooks: Record<string, EventWebhook>;
  parse: Record<string, { hostname: string; url: string; spam_check: boolean; send_raw: boolean }>;
  domains: Domain[];
  allowance: Allowance;
  events: number;
  /** `by_itself`: everything arrives, as in a demonstration; otherwise what a verb says happens. */
  delivery: 'by_hand' | 'by_itself';
}

const everything = [
  'mail.send',
  'mail.batch.create',
  'mail.batch.read',
  'suppression.create',
  'suppression.read',
  'suppression.delete',
  'user.username.read',
  'user.webhooks.event.settings.read',
  'user.webhooks.event.settings.create',
  'user.webhooks.event.settings.update',
  'user.webhooks.parse.settings.read',
  'user.webhooks.parse.settings.create',
  'stats.read',
  'whitelabel.read',
];

export const sendgridSeed = (): SendgridData => ({
  accounts: { acme: { userId: 4711, username: 'acme-mail' }, globex: { userId: 4712, username: 'globex-mail' } },
  keys: {
    'SG.acme.full-access': { account: 'acme', scopes: everything },
    'SG.acme.mail-only': { account: 'acme', scopes: ['mail.send'] },
    'SG.globex.full-access': { account: 'globex', scopes: everything },
  },
  mails: {},
  order: [],
  batches: {},
  suppressions: { bounces: {}, blocks: {}, spam_reports: {}, invalid_emails: {}, unsubscribes: {} },
  webhooks: {},
  parse: {},
  domains: [
    { id: 1, domain: 'acme.test', subdomain: 'em4711', valid: true, default: true },
    { id: 2, domain: 'news.acme.test', subdomain: 'em4712', valid: false, default: false },
  ],
  allowance: { limit: 600, windowMs: 60_000, kind: 'fixed' },
  events: 0,
  delivery: 'by_hand',
});

/** All mails, newest last. */
export const mailsOf = (data: SendgridData): Mail[] => data.order.flatMap((id) => data.mails[id] ?? []);
