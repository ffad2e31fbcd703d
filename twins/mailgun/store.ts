import type { Allowance } from '../rate-limit.ts';

export type Region = 'us' | 'eu';
export interface Domain {
  name: string;
  region: Region;
  state: 'active' | 'unverified' | 'disabled';
  /** What the DNS of it says now. */
  dns: { spf: boolean; dkim: boolean; mx: boolean; tracking: boolean };
  webhooks: Record<string, string[]>;
}
export interface Mail {
  id: string;
  domain: string;
  recipient: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Of the message: with `%recipient.…%` filled in. */
  headers: Record<string, string>;
  variables: Record<string, string>;
  tags: string[];
  attachments: { filename: string; bytes: number }[];
  mime: boolean;
  isTest: boolean;
  at: string;
  state: 'accepted' | 'rejected' | 'deferred' | 'delivered' | 'failed';
}
export const suppressionKinds = ['bounces', 'complaints', 'unsubscribes'] as const;
export type SuppressionKind = (typeof suppressionKinds)[number];
export interface Suppression {
  address: string;
  code?: string;
  error?: string;
  tags?: string[];
  created_at: string;
}
/** What the events API holds. `visibleAtMs`: late insertion is normal there. */
export interface StoredEvent {
  domain: string;
  visibleAtMs: number;
  data: Record<string, unknown> & { event: string; id: string; timestamp: number; recipient?: string };
}
export interface MailgunData {
  /** API key → what it may do; sending keys may only send, for one domain. */
  keys: Record<string, { domain?: string }>;
  signingKey: string;
  domains: Record<string, Domain>;
  mails: Mail[];
  events: StoredEvent[];
  /** By domain, kind, then address in small letters. */
  suppressions: Record<string, Record<SuppressionKind, Record<string, Suppression>>>;
  routes: { id: string; priority: number; description: string; expression: string; actions: string[]; created_at: string }[];
  allowance: Allowance;
  counter: number;
  /** Recipients an account that is new may name in one call. */
  batchLimit: number;
  delivery: 'by_hand' | 'by_itself';
}

const domain = (name: string, region: Region): Domain => ({
  name,
  region,
  state: 'active',
  dns: { spf: true, dkim: true, mx: true, tracking: true },
  webhooks: {},
});
export const noSuppressions = (): Record<SuppressionKind, Record<string, Suppression>> => ({ bounces: {}, complaints: {}, unsubscribes: {} });

export const mailgunSeed = (): MailgunData => ({
  keys: { 'key-acme-full': {}, 'key-acme-sending': { domain: 'mg.acme.test' } },
  signingKey: 'mailgun-signing-key',
  domains: {
    'mg.acme.test': domain('mg.acme.test', 'us'),
    'mg.acme-eu.test': domain('mg.acme-eu.test', 'eu'),
    'new.acme.test': { ...domain('new.acme.test', 'us'), state: 'unverified', dns: { spf: false, dkim: false, mx: true, tracking: false } },
  },
  mails: [],
  events: [],
  suppressions: { 'mg.acme.test': noSuppressions(), 'mg.acme-eu.test': noSuppressions(), 'new.acme.test': noSuppressions() },
  routes: [],
  allowance: { limit: 500, windowMs: 60_000, kind: 'fixed' },
  counter: 0,
  batchLimit: 1000,
  delivery: 'by_hand',
});
