import type { TextRule } from './text-rule.ts';

/** Sentences of the large receivers, who say exactly what they mean. */
export const largeReceivers: readonly TextRule[] = [
  // Google
  { id: 'google.receiving-rate', says: ['rate that prevents additional messages'], reason: 'receiving_too_fast' },
  { id: 'google.disabled', says: ['account that you tried to reach is disabled', 'account that you tried to reach is inactive'], reason: 'disabled' },
  { id: 'google.full-inactive', says: [/(over quota|out of storage space).{0,40}\binactive\b/], reason: 'mailbox_full' },
  { id: 'google.full', says: ['out of storage space'], reason: 'mailbox_full' },
  { id: 'google.own-quota', says: ['daily user sending limit exceeded', 'daily sending quota'], reason: 'own_quota' },
  { id: 'google.reputation', says: ['very low reputation of the sending', 'low reputation of the sending domain'], reason: 'reputation' },
  { id: 'google.volume', says: ['unusual rate of'], reason: 'rate' },
  { id: 'google.no-domain', says: ["weren't able to find the recipient domain"], reason: 'domain_unknown' },
  {
    id: 'google.authentication',
    says: ['requires all senders to authenticate', "doesn't pass authentication", 'unauthenticated email from'],
    reason: 'authentication',
  },
  // Microsoft
  { id: 'microsoft.own-quota', says: ['submission quota exceeded'], reason: 'own_quota' },
  { id: 'microsoft.directory', says: ['recipient address rejected: access denied'], reason: 'mailbox_unknown' },
  { id: 'microsoft.network-blocked', says: ['part of their network is on our block list', '(s3150)', '(s3140)'], reason: 'blocklist' },
  { id: 'microsoft.rate', says: ['rate limited due to ip reputation', '(s775)', '(s77719)'], reason: 'rate' },
  { id: 'microsoft.banned', says: ['banned sending ip', 'banned sender'], reason: 'reputation' },
  { id: 'microsoft.banned-recipient', says: ['banned recipient'], reason: 'policy' },
  {
    id: 'microsoft.internal',
    says: ['sender was not authenticated', 'only accepts messages from people in its organization', 'restrictingsenders', 'sender not authenticated for group'],
    reason: 'internal_only',
  },
  { id: 'microsoft.bulk', says: ['does not meet the required authentication level'], reason: 'authentication' },
  // Yahoo
  { id: 'yahoo.throttled', says: ['[tss04]', 'unexpected volume or user complaints'], reason: 'rate' },
  { id: 'yahoo.blocked', says: ['[bl21]', '[bl23]', '[tss09]', '[tss11]', 'permanently deferred'], reason: 'reputation' },
  { id: 'yahoo.content', says: ['[ph01]'], reason: 'content' },
  { id: 'yahoo.no-user', says: ["dd this user doesn't have a", 'dd requested mail action aborted, mailbox not found'], reason: 'mailbox_unknown' },
];
