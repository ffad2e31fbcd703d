import { z } from 'zod';
import type { ChannelRow } from '../store/channels.ts';
import type { LinkRow } from '../store/links.ts';
import type { MemberRow } from '../store/members.ts';
import type { MessageRow } from '../store/messages.ts';
import { time, zone } from './time.ts';

export const channelView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    channelId: z.string(),
    name: z.string(),
    isPrivate: z.boolean(),
    isArchived: z.boolean(),
    isMember: z.boolean(),
    /** People of another organization are in it: nothing of the record is shown there. */
    isExternal: z.boolean(),
    memberCount: z.number().int().nullable(),
    pipelineId: z.uuid().nullable(),
    /** `HH:MM` in the channel’s zone; null: no digest. */
    digestAt: z.string().nullable(),
    /** Null: the zone of the house. */
    timeZone: z.string().nullable(),
  })
  .meta({ id: 'SlackChannel' });
export const toChannelView = (row: ChannelRow): z.output<typeof channelView> => ({
  id: row.id,
  connectionId: row.connectionId,
  channelId: row.externalId,
  name: row.name,
  isPrivate: row.isPrivate,
  isArchived: row.isArchived,
  isMember: row.isMember,
  isExternal: row.isExternal,
  memberCount: row.memberCount,
  pipelineId: row.pipelineId,
  digestAt: row.digestAt,
  timeZone: row.timeZone,
});

export const memberView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    slackUserId: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    timeZone: z.string().nullable(),
    isGuest: z.boolean(),
    isStranger: z.boolean(),
    isDeleted: z.boolean(),
    userId: z.uuid().nullable(),
    mappedBy: z.enum(['email', 'manual', 'self', 'none']).nullable(),
  })
  .meta({ id: 'SlackMember' });
export const toMemberView = (row: MemberRow): z.output<typeof memberView> => ({
  id: row.id,
  connectionId: row.connectionId,
  slackUserId: row.externalId,
  name: row.name,
  email: row.email,
  timeZone: row.timeZone,
  isGuest: row.isGuest,
  isStranger: row.isStranger,
  isDeleted: row.isDeleted,
  userId: row.userId,
  mappedBy: row.mappedBy as z.output<typeof memberView>['mappedBy'],
});

export const messageView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    channelId: z.string(),
    ts: z.string(),
    threadTs: z.string().nullable(),
    kind: z.string(),
    recordType: z.string().nullable(),
    recordId: z.uuid().nullable(),
    text: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'SlackMessage' });
export const toMessageView = (row: MessageRow): z.output<typeof messageView> => ({
  id: row.id,
  connectionId: row.connectionId,
  channelId: row.channelId,
  ts: row.ts,
  threadTs: row.threadTs,
  kind: row.kind,
  recordType: row.recordType,
  recordId: row.recordId,
  text: row.text,
  at: row.createdAt.toISOString(),
});

export const recordType = z.enum(['contact', 'deal', 'organization']);
export const direction = z.enum(['off', 'to_crm', 'both']);
export const linkView = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    channelId: z.string(),
    ts: z.string().nullable(),
    recordType,
    recordId: z.uuid(),
    direction,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'SlackLink' });
export const toLinkView = (row: LinkRow): z.output<typeof linkView> => ({
  id: row.id,
  connectionId: row.connectionId,
  channelId: row.channelId,
  ts: row.threadTs || null,
  recordType: row.recordType as z.output<typeof recordType>,
  recordId: row.recordId,
  direction: row.direction as z.output<typeof direction>,
  createdAt: row.createdAt.toISOString(),
});

const block = z.record(z.string(), z.unknown());
export const newMessage = z.strictObject({
  /** Id, name, or Slack’s own id of a channel. */
  channelId: z.string().trim().min(1).max(100).optional(),
  /** Somebody here who has a Slack account. */
  userId: z.uuid().optional(),
  text: z.string().trim().min(1, 'Write something first.').max(40_000),
  blocks: z.array(block).max(500).optional(),
  threadTs: z
    .string()
    .regex(/^\d+\.\d+$/)
    .optional(),
  recordType: recordType.optional(),
  recordId: z.uuid().optional(),
  /** The same reference never makes a second message. */
  reference: z.string().min(1).max(200).optional(),
});
export type NewMessage = z.output<typeof newMessage>;
export const sent = z
  .object({
    effectId: z.string(),
    state: z.enum(['reserved', 'started', 'done', 'failed', 'unknown']),
    channelId: z.string().nullable(),
    ts: z.string().nullable(),
  })
  .meta({ id: 'SlackSent' });

export const newLink = z.strictObject({
  channelId: z.string().trim().min(1).max(100),
  /** The thread’s first message; without it the whole channel. */
  ts: z
    .string()
    .regex(/^\d+\.\d+$/)
    .optional(),
  recordType,
  recordId: z.uuid(),
  direction: direction.default('to_crm'),
  /** How far back what was said already is put on the timeline as well; 0: from now on. */
  pastDays: z.number().int().min(0).max(365).default(0),
});

/** What is set of a channel; what is left out stays. */
export const channelChange = z.strictObject({
  pipelineId: z.uuid().nullable().optional(),
  digestAt: time.nullable().optional(),
  timeZone: zone.nullable().optional(),
});
export type ChannelChange = z.output<typeof channelChange>;
