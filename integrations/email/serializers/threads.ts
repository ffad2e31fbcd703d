import { z } from 'zod';

const party = z.object({ address: z.string(), name: z.string().optional() });
export const STATUSES = ['open', 'waiting', 'snoozed', 'closed'] as const;
const status = z.enum(STATUSES);

export const threadLine = z
  .object({
    id: z.string(),
    subject: z.string().nullable(),
    status,
    assigneeId: z.string().nullable(),
    snoozeUntil: z.string().nullable(),
    lastAt: z.string(),
    lastDirection: z.string(),
    messageCount: z.int(),
    isUnread: z.boolean(),
    snippet: z.string().nullable().describe('Null: its owner does not show it'),
    from: party.nullable(),
    to: z.array(party),
    kind: z.string(),
    connectionId: z.string().nullable(),
  })
  .meta({ id: 'MailThread' });
export const threadMessage = z
  .object({
    id: z.string(),
    activityId: z.string().nullable(),
    messageId: z.string().nullable(),
    direction: z.string(),
    kind: z.string(),
    from: party.nullable(),
    to: z.array(party),
    cc: z.array(party),
    subject: z.string().nullable(),
    sentAt: z.string(),
    text: z.string().nullable(),
    reply: z.string().nullable().describe('What is new in it, without what it quotes'),
    html: z.string().nullable().describe('Made harmless; to be shown in a frame without scripts'),
    blockedImages: z.int(),
    isHidden: z.boolean(),
    connectionId: z.string().nullable(),
    attachments: z.array(
      z.object({ fileId: z.string().nullable(), name: z.string(), contentType: z.string(), size: z.int(), inline: z.boolean(), reason: z.string().nullable() }),
    ),
    trace: z.array(z.string()),
  })
  .meta({ id: 'MailMessage' });
export const threadNote = z.object({ id: z.string(), userId: z.string().nullable(), body: z.string(), mentions: z.array(z.string()), createdAt: z.string() });
export const threadView = threadLine
  .extend({ messages: z.array(threadMessage), notes: z.array(threadNote), replying: z.array(z.string()) })
  .meta({ id: 'MailThreadView' });

export const threadQuery = z.strictObject({
  connectionId: z.uuid().optional(),
  assigneeId: z.uuid().optional(),
  status: status.optional(),
  contactId: z.uuid().optional(),
  q: z.string().trim().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});
export const threadChange = z
  .strictObject({ assigneeId: z.uuid().nullable().optional(), status: status.optional(), snoozeUntil: z.iso.datetime({ offset: true }).nullable().optional() })
  .refine(({ status: to, snoozeUntil }) => to !== 'snoozed' || snoozeUntil, { path: ['snoozeUntil'], message: 'Until when?' });
export const newNote = z.strictObject({ body: z.string().trim().min(1).max(20_000), mentions: z.array(z.uuid()).max(50).default([]) });

export const draftContent = z.strictObject({
  to: z.array(z.string().max(400)).max(100).default([]),
  cc: z.array(z.string().max(400)).max(100).default([]),
  bcc: z.array(z.string().max(400)).max(100).default([]),
  subject: z.string().max(998).default(''),
  text: z.string().max(1_000_000).default(''),
  html: z.string().max(2_000_000).optional(),
  inReplyTo: z.uuid().optional(),
  fileIds: z.array(z.uuid()).max(30).default([]),
});
export const newDraft = z.strictObject({
  connectionId: z.uuid().optional(),
  threadId: z.uuid().optional(),
  contactId: z.uuid().optional(),
  dealId: z.uuid().optional(),
  content: draftContent,
});
export const draftView = newDraft.extend({
  id: z.string(),
  connectionId: z.string().nullable(),
  threadId: z.string().nullable(),
  contactId: z.string().nullable(),
  dealId: z.string().nullable(),
  content: z.record(z.string(), z.unknown()),
  updatedAt: z.string(),
});
export const traceView = z.object({
  known: z.boolean(),
  sentence: z.string(),
  activityId: z.string().nullable(),
  threadId: z.string().nullable(),
  copies: z.array(z.object({ connectionId: z.string(), folder: z.string(), decidedAt: z.string(), reason: z.string().nullable(), sentence: z.string() })),
  steps: z.array(z.string()),
});
export const simulationBody = z.strictObject({
  connectionId: z.uuid(),
  blocklist: z.array(z.string().trim().toLowerCase().min(3).max(320)).max(2000).optional(),
  internalDomains: z.array(z.string().trim().toLowerCase().min(3).max(320)).max(50).optional(),
  syncFrom: z.iso.date().optional(),
  days: z.number().int().min(1).max(365).default(90),
});
export const storedBody = z.strictObject({ connectionId: z.uuid(), remove: z.boolean().default(false) });
export const storedView = z.object({
  matching: z.int().describe('Stored mails that the rules of the mailbox would leave out now'),
  removed: z.int(),
});
export const simulationView = z.object({
  looked: z.int(),
  kept: z.int(),
  skipped: z.record(z.string(), z.int()),
  sample: z.array(z.object({ subject: z.string().nullable(), from: z.string().nullable(), sentAt: z.string(), reason: z.string() })),
});
