import { z } from 'zod';
import { ACTIVITY_KINDS, DIRECTIONS, IDENTITY_KINDS, VISIBILITIES } from '#crm/models';
import { id, instant } from '../people.ts';
import { plainText } from './list-query.ts';

const kind = z.enum(ACTIVITY_KINDS);
const direction = z.enum(DIRECTIONS);
const visibility = z.enum(VISIBILITIES).describe('How much of it others than its owner see');
const participant = z.object({
  contactId: id.nullable(),
  userId: id.nullable(),
  address: z.string(),
  addressKind: z.enum(IDENTITY_KINDS).nullable(),
  name: z.string().nullable(),
  role: z.string(),
});
export const activity = z
  .object({
    id,
    kind,
    direction,
    occurredAt: instant,
    subject: z.string().nullable(),
    snippet: z.string().nullable(),
    body: z.string().nullable().describe('In lists only of notes'),
    status: z.string().nullable(),
    ownerId: id.nullable(),
    visibility,
    hidden: z.array(z.string()).describe('Fields that its owner does not show you'),
    participants: z.array(participant),
    dealId: id.nullable(),
    organizationId: id.nullable(),
    source: z
      .object({
        integration: z.string().nullable(),
        provider: z.string().nullable(),
        connectionId: id.nullable(),
        externalId: z.string().nullable(),
        threadId: z.string().nullable(),
        url: z.string().nullable(),
      })
      .nullable(),
    data: z.record(z.string(), z.unknown()),
    threadCount: z.int().optional().describe('With groupBy=thread: how many of its thread you read here'),
    erasedAt: instant.nullable().describe('Emptied because the person in it asked to be forgotten'),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Activity' });

const time = instant.transform((text) => new Date(text));
const data = z.record(z.string().max(100), z.unknown()).refine((value) => JSON.stringify(value).length <= 50_000, 'is longer than 50,000 characters');
const body = plainText(200_000);
const short = plainText(1_000);
export const newActivity = z.strictObject({
  kind,
  direction,
  occurredAt: time,
  subject: short.optional(),
  snippet: short.optional(),
  body: body.optional(),
  status: plainText(100).optional(),
  ownerId: id.optional().describe('You, where it is not named'),
  visibility: visibility.optional(),
  dealId: id.optional(),
  organizationId: id.optional(),
  participants: z
    .array(
      z
        .strictObject({
          contactId: id.optional(),
          address: plainText(320).optional(),
          kind: z.enum(IDENTITY_KINDS).optional(),
          role: plainText(50).trim().min(1),
          name: plainText(300).optional(),
        })
        .refine(({ contactId, address }) => contactId !== undefined || address !== undefined, 'needs a contactId or an address')
        .transform(({ address = '', ...each }) => ({ ...each, address })),
    )
    .max(500)
    .optional(),
  source: z
    .strictObject({
      integration: plainText(100).trim().min(1),
      provider: plainText(100).trim().min(1),
      externalId: short.optional(),
      threadId: short.optional(),
      url: z
        .url({ protocol: /^https?$/ })
        .max(2_000)
        .optional(),
    })
    .optional(),
  sourceKey: plainText(1_000).trim().min(1).optional().describe('The same activity has the same key; else it is made of the source'),
  data: data.optional(),
  toldAt: time.optional().describe('When the source said so: older facts do not overwrite newer ones'),
});
export const activityChange = z
  .strictObject({
    subject: short.nullable(),
    snippet: short.nullable(),
    body: body.nullable(),
    status: plainText(100).nullable(),
    occurredAt: time,
    visibility,
    dealId: id.nullable(),
    data,
  })
  .partial();
export const recordQuery = { contactId: id.optional(), organizationId: id.optional(), dealId: id.optional() };
export const activityQuery = {
  ...recordQuery,
  kind: kind.optional(),
  threadId: z.string().max(1_000).optional(),
  ownerId: id.optional(),
  groupBy: z.literal('thread').optional().describe('The newest of each thread, with how many there are'),
};

const mentions = z.array(id).max(100).describe('Colleagues it is meant for');
export const newNote = z.strictObject({
  body: plainText(50_000).trim().min(1),
  contactIds: z.array(id).max(100).optional(),
  organizationId: id.optional(),
  dealId: id.optional(),
  mentions: mentions.optional(),
  visibility: visibility.optional(),
});
export const noteChange = z.strictObject({ body: plainText(50_000).trim().min(1), mentions, visibility }).partial();
