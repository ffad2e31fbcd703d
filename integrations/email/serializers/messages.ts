import { z } from 'zod';
import { normalAddress } from './addresses.ts';

const address = z
  .string()
  .trim()
  .max(320)
  .refine((value) => normalAddress(value) !== undefined, 'This is not an e-mail address.');
const party = z.strictObject({ address, name: z.string().trim().max(200).optional() });
const parties = z.array(party).max(100);
const HEADER =
  /^(?!(?:from|to|cc|bcc|subject|date|message-id|in-reply-to|references|sender|return-path|mime-version|content-.*|dkim-.*|received)$)[a-z0-9-]{1,100}$/i;

/** One mail as it is asked for. */
export const newMessage = z.strictObject({
  connectionId: z.uuid().optional(),
  userId: z.uuid().optional(),
  /** Another address of the mailbox. An answer goes out from the one that was written to. */
  from: address.transform((value) => value.toLowerCase()).optional(),
  to: parties.min(1),
  cc: parties.default([]),
  bcc: parties.default([]),
  replyTo: party.optional(),
  subject: z.string().max(998).default(''),
  html: z.string().max(2_000_000).optional(),
  text: z.string().max(1_000_000).optional(),
  templateId: z.uuid().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  /** A mail or its activity. */
  inReplyTo: z.uuid().optional(),
  attachments: z
    .array(
      z.strictObject({
        fileId: z.uuid(),
        name: z.string().max(255).optional(),
        contentId: z.string().max(200).optional(),
        /** Not in the mail: a link in it, which works for thirty days. For what is too large for mail servers. */
        asLink: z.boolean().optional(),
      }),
    )
    .max(30)
    .default([]),
  headers: z.record(z.string().regex(HEADER, 'This header is set by the hub.'), z.string().max(998)).optional(),
  sendAt: z.iso.datetime({ offset: true }).optional(),
  /** It can be called back for so long. */
  undoSeconds: z.number().int().min(0).max(120).optional(),
  /** When nobody answered within so many days, whoever sent it is told, and the conversation is open again. */
  remindAfterDays: z.number().int().min(1).max(90).optional(),
  /** Its links are followed and its opening noticed: of HTML to one reader whom the workspace may follow. */
  track: z.boolean().default(false),
  contactId: z.uuid().optional(),
  dealId: z.uuid().optional(),
});
export type NewMessage = z.output<typeof newMessage>;

const state = z.enum(['scheduled', 'reserved', 'started', 'accepted', 'delivered', 'bounced', 'failed', 'unknown', 'cancelled']);
export const accepted = z.object({
  id: z.string(),
  state,
  messageId: z.string(),
  threadId: z.string(),
  sendAt: z.string().nullable(),
});
export const outgoingView = accepted.extend({
  connectionId: z.string(),
  userId: z.string().nullable(),
  from: z.object({ address: z.string(), name: z.string().optional() }),
  to: z.array(z.object({ address: z.string(), name: z.string().optional() })),
  cc: z.array(z.object({ address: z.string(), name: z.string().optional() })),
  subject: z.string(),
  contactId: z.string().nullable(),
  dealId: z.string().nullable(),
  activityId: z.string().nullable(),
  error: z.string().nullable(),
  history: z.array(z.object({ at: z.string(), state: z.string(), source: z.string(), evidence: z.record(z.string(), z.unknown()) })),
  createdAt: z.string(),
});

/** The next mail of a conversation, as a sequence asks for it. */
export const followUp = z.strictObject({
  /** The same step asked for twice is one mail: a sequence, a step and a contact. */
  key: z.string().trim().min(1).max(300),
  threadId: z.uuid(),
  contactId: z.uuid(),
  ...newMessage.pick({
    connectionId: true,
    userId: true,
    subject: true,
    html: true,
    text: true,
    templateId: true,
    data: true,
    attachments: true,
    track: true,
    dealId: true,
  }).shape,
});
export type FollowUp = z.output<typeof followUp>;

export const FOLLOW_UP_REASONS = [
  /** They answered since. */
  'replied',
  'bounced',
  /** They may not be written to; the sentence says why. */
  'not_allowed',
  /** There is no mailbox that would see an answer. */
  'no_mailbox',
  'nothing_to_follow',
  /** The mailbox could not be read just now: whether they answered is not known. */
  'mailbox_not_read',
  /** A machine said until when they are away. */
  'away',
  /** What it follows is not on its way yet, or nobody knows whether it left. */
  'before_is_open',
] as const;
export const followUpOutcome = z.object({
  outcome: z.enum(['sent', 'not_sent', 'wait']).describe('`wait`: ask again with the same key, at `retryAt`'),
  reason: z.enum(FOLLOW_UP_REASONS).nullable(),
  sentence: z.string(),
  retryAt: z.string().nullable(),
  message: accepted.nullable(),
});
