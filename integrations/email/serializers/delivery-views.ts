import { z } from 'zod';
import { BOUNCE_KINDS, REASON_NAMES, type Reason } from '../bounces/reasons.ts';
import { DELIVERY_STATES } from '../delivery/fold.ts';
import { SUPPRESSION_REASONS } from '../models/delivery.ts';

const kind = z.enum(BOUNCE_KINDS);
export const reason = z.enum(REASON_NAMES as [Reason, ...Reason[]]);
const instant = z.string();

export const suppressionView = z.object({
  id: z.string(),
  address: z.string(),
  reason: z.enum(SUPPRESSION_REASONS),
  scope: z.enum(['all', 'marketing']),
  source: z.string(),
  evidence: z.record(z.string(), z.string()),
  since: instant,
  expiresAt: instant.nullable(),
  liftedAt: instant.nullable(),
  liftedBecause: z.string().nullable(),
  /** Connections whose own list has it too. */
  heldAt: z.array(z.string()),
  createdBy: z.string(),
});
export const newSuppression = z.strictObject({
  address: z.string().trim().toLowerCase().min(3).max(320).includes('@'),
  scope: z.enum(['all', 'marketing']).default('all'),
  note: z.string().trim().max(500).default(''),
  expiresAt: z.iso.datetime({ offset: true }).optional(),
});
export const listSyncView = z.object({
  connectionId: z.string(),
  provider: z.string(),
  label: z.string(),
  readAt: instant.nullable(),
  counts: z.record(z.string(), z.number()),
  error: z.string().nullable(),
});

export const classificationView = z.object({
  isBounce: z.boolean(),
  kind,
  reason,
  /** What the reason means, in words. */
  sentence: z.string(),
  evidence: z.object({ format: z.string(), rule: z.string(), quote: z.string(), code: z.string().nullable(), blockList: z.string().optional() }),
  recipients: z.array(
    z.object({
      address: z.string(),
      originalAddress: z.string().nullable(),
      enhancedCode: z.string().nullable(),
      action: z.string(),
      diagnostic: z.string(),
      kind,
      reason,
    }),
  ),
  originalMessageId: z.string().nullable(),
  returnsOn: z.string().nullable(),
  retryAfterSeconds: z.number().nullable(),
});

export const bounceView = z.object({
  id: z.string(),
  at: instant,
  address: z.string(),
  messageId: z.string().nullable(),
  source: z.string(),
  connectionId: z.string().nullable(),
  kind,
  reason,
  sentence: z.string(),
  rule: z.string(),
  quote: z.string(),
  enhancedCode: z.string().nullable(),
  blockList: z.string().nullable(),
  consequence: z.string(),
});
export const bounceRuleView = z.object({
  id: z.string(),
  contains: z.string(),
  reason,
  note: z.string(),
  createdBy: z.string(),
  createdAt: instant,
  rejudged: z.number().nullable(),
});
export const newBounceRule = z.strictObject({
  /** Words of the server's answer, as they stand in it. */
  contains: z.string().trim().min(4).max(300),
  reason,
  note: z.string().trim().max(500).default(''),
});

const seen = z.object({ first: instant, last: instant, count: z.number(), machine: z.number().optional(), firstByPerson: instant.optional() });
export const deliveryView = z.object({
  messageId: z.string(),
  address: z.string(),
  connectionId: z.string().nullable(),
  source: z.string(),
  state: z.enum(DELIVERY_STATES),
  disputed: z.boolean(),
  bounce: z.object({ kind, reason, rule: z.string(), quote: z.string(), enhancedCode: z.string().nullable() }).nullable(),
  marks: z.record(z.string(), seen),
  firstAt: instant,
});

export const domainView = z.object({
  connectionId: z.string(),
  provider: z.string(),
  label: z.string(),
  name: z.string(),
  isReady: z.boolean(),
  /** The hub signs its mail itself; false where a provider does, or nobody. */
  isSignedHere: z.boolean(),
  records: z.array(
    z.object({
      purpose: z.enum(['spf', 'dkim', 'return_path', 'tracking', 'inbound', 'dmarc']),
      type: z.enum(['TXT', 'CNAME', 'MX']),
      name: z.string(),
      value: z.string(),
      /** Null: nobody looked, or nobody answered. */
      isFound: z.boolean().nullable(),
      /** What is wrong with what stands there. */
      problem: z.string().nullable(),
    }),
  ),
  error: z.string().nullable(),
});
const rate = z.number().nullable();
export const deliverabilityView = z.object({
  from: instant,
  providers: z.array(
    z.object({
      connectionId: z.string().nullable(),
      provider: z.string(),
      label: z.string(),
      sent: z.number(),
      delivered: z.number(),
      bounced: z.object({ hard: z.number(), soft: z.number(), block: z.number() }),
      rejected: z.number(),
      complained: z.number(),
      disputed: z.number(),
      /** Of what was sent. */
      deliveryRate: rate,
      bounceRate: rate,
      /** Of what was delivered. */
      complaintRate: rate,
      days: z.array(z.object({ day: z.string(), sent: z.number(), delivered: z.number(), bounced: z.number(), complained: z.number() })),
    }),
  ),
  reasons: z.array(z.object({ kind: z.string(), reason: z.string(), count: z.number() })),
});
