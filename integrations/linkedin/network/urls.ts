import { z } from 'zod';
import { route } from '#sdk';
import { instant, listOf } from '../serializers/views.ts';
import { followUpPerson, followUpThread } from './follow-up.ts';
import { sendReply } from './send-message.ts';
import * as views from './views.ts';

const byId = z.strictObject({ id: z.uuid() });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z.string().max(100).optional();
const page = z.strictObject({ limit, cursor });
const counted = z.record(z.string(), z.int());
const importShape = z
  .object({
    id: z.uuid(),
    source: z.string(),
    kind: z.string(),
    fileName: z.string(),
    state: z.enum(['reading', 'review', 'applying', 'done', 'failed']),
    jobId: z.uuid().nullable(),
    memberName: z.string().nullable(),
    memberSlug: z.string().nullable(),
    counts: counted,
    skipped: counted.describe('By reason'),
    applied: counted,
    changes: counted.describe('By kind: new, gone, back, job_changed, slug_changed'),
    warnings: z.array(z.string()),
    error: z.string().nullable(),
    exportedAt: instant.nullable(),
    createdAt: instant,
    appliedAt: instant.nullable(),
  })
  .meta({ id: 'LinkedInImport' });
const job = z.object({ id: z.uuid(), state: z.string(), done: z.int(), total: z.int().nullable(), message: z.string().nullable() });
const begun = z.object({ job, import: importShape });
const person = z
  .object({
    id: z.uuid(),
    slug: z.string().nullable(),
    url: z.string().nullable(),
    firstName: z.string(),
    lastName: z.string(),
    email: z.string().nullable(),
    company: z.string().nullable(),
    position: z.string().nullable(),
    connectedOn: z.string().nullable(),
    state: z.string(),
    contactId: z.uuid().nullable(),
    match: z.string(),
    matchReason: z.string().nullable(),
    appliedAt: instant.nullable(),
  })
  .meta({ id: 'LinkedInConnection' });
const match = person
  .extend({
    contact: z
      .object({ id: z.uuid(), name: z.string(), jobTitle: z.string().nullable(), company: z.string().nullable(), email: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'LinkedInMatch' });
const facts = z.record(z.string(), z.string().nullable());
const change = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    before: facts,
    after: facts,
    since: instant.nullable(),
    until: instant,
    personId: z.uuid(),
    contactId: z.uuid().nullable(),
    name: z.string(),
    url: z.string().nullable(),
  })
  .meta({ id: 'LinkedInChange' });
const invitation = z
  .object({
    id: z.uuid(),
    direction: z.string(),
    name: z.string(),
    url: z.string().nullable(),
    sentAt: instant,
    message: z.string().nullable(),
    state: z.string(),
  })
  .meta({ id: 'LinkedInInvitation' });
const thread = z
  .object({
    id: z.uuid(),
    conversationId: z.string(),
    title: z.string(),
    names: z.array(z.string()),
    isGroup: z.boolean(),
    isInmail: z.boolean(),
    messages: z.int(),
    lastAt: instant,
    lastDirection: z.string(),
    lastText: z.string(),
    waiting: z.boolean(),
    contactId: z.uuid().nullable(),
    isShared: z.boolean(),
    draft: z.string().nullable(),
    draftState: z.string().nullable(),
    todoId: z.uuid().nullable(),
    canSend: z.boolean().describe('Whether it can be sent from here: partners of LinkedIn alone'),
    url: z.string(),
  })
  .meta({ id: 'LinkedInThread' });
const message = z.object({ id: z.uuid(), fromName: z.string(), direction: z.string(), sentAt: instant, subject: z.string().nullable(), content: z.string() });

const followUp = z.strictObject({ dueAt: z.iso.datetime({ offset: true }).optional(), title: z.string().trim().min(1).max(200).optional() });

/** The largest archive that is taken; its text files alone are read. */
const MAX_BYTES = 100 * 1_048_576;

export const networkUrls = [
  route({
    method: 'POST',
    path: '/imports',
    summary: 'Bring in a copy of your LinkedIn data (multipart: file); nothing reaches the record before it is applied',
    permission: 'linkedin:write',
    upload: { maxBytes: MAX_BYTES },
    responses: { 202: begun },
    handler: views.postImport,
  }),
  route({
    method: 'GET',
    path: '/imports',
    summary: 'Copies of data that were brought in, newest first',
    permission: 'linkedin:read',
    query: page,
    responses: { 200: listOf(importShape) },
    handler: views.getImports,
  }),
  route({
    method: 'GET',
    path: '/imports/:id',
    summary: 'One import and how far it is',
    permission: 'linkedin:read',
    params: byId,
    responses: { 200: importShape },
    handler: views.getImport,
  }),
  route({
    method: 'GET',
    path: '/imports/:id/skipped',
    summary: 'Rows that were left out, each with its reason',
    permission: 'linkedin:read',
    params: byId,
    query: page,
    responses: { 200: listOf(z.object({ file: z.string(), line: z.int(), reason: z.string(), cells: z.array(z.string()) })) },
    handler: views.getSkipped,
  }),
  route({
    method: 'POST',
    path: '/imports/:id/apply',
    summary: 'Bring people and threads into the record: those that are contacts already, all, or the ones named',
    permission: 'linkedin:write',
    params: byId,
    body: z.strictObject({ choose: z.enum(['matched', 'all', 'ids']).default('matched'), ids: z.array(z.uuid()).max(5_000).optional() }),
    responses: { 202: begun },
    handler: views.postApply,
  }),
  route({
    method: 'GET',
    path: '/connections',
    summary: 'The people of one’s network',
    permission: 'linkedin:read',
    query: page.extend({
      q: z.string().max(100).optional(),
      match: z.string().max(20).optional(),
      state: z.enum(['connected', 'not_in_latest']).optional(),
      importId: z.uuid().optional(),
    }),
    responses: { 200: listOf(person) },
    handler: views.getConnections,
  }),
  route({
    method: 'GET',
    path: '/matches',
    summary: 'Suggestions that wait for a decision, each with its reason',
    permission: 'linkedin:read',
    query: page,
    responses: { 200: listOf(match) },
    handler: views.getMatches,
  }),
  route({
    method: 'POST',
    path: '/matches/:id/accept',
    summary: 'It is this contact',
    permission: 'linkedin:write',
    params: byId,
    responses: { 200: person },
    handler: views.postAccept,
  }),
  route({
    method: 'POST',
    path: '/matches/:id/reject',
    summary: 'It is somebody else',
    permission: 'linkedin:write',
    params: byId,
    responses: { 200: person },
    handler: views.postReject,
  }),
  route({
    method: 'GET',
    path: '/changes',
    summary: 'What differs between one copy and the one before: new, gone, other job, other address',
    permission: 'linkedin:read',
    query: page.extend({ kind: z.enum(['new', 'gone', 'back', 'job_changed', 'slug_changed']).optional() }),
    responses: { 200: listOf(change) },
    handler: views.getChanges,
  }),
  route({
    method: 'GET',
    path: '/invitations',
    summary: 'Invitations and what became of them',
    permission: 'linkedin:read',
    query: page.extend({ direction: z.enum(['outgoing', 'incoming']).optional() }),
    responses: {
      200: listOf(invitation).extend({ funnel: z.array(z.object({ direction: z.string(), state: z.string(), withNote: z.boolean(), n: z.int() })) }),
    },
    handler: views.getInvitations,
  }),
  route({
    method: 'GET',
    path: '/threads',
    summary: 'Conversations, newest first; of a contact those that were shared',
    permission: 'linkedin:read',
    query: page.extend({ contactId: z.uuid().optional(), waiting: z.stringbool().optional() }),
    responses: { 200: listOf(thread) },
    handler: views.getThreads,
  }),
  route({
    method: 'GET',
    path: '/threads/:id',
    summary: 'One conversation',
    permission: 'linkedin:read',
    params: byId,
    responses: { 200: thread.extend({ said: z.array(message) }) },
    handler: views.getThread,
  }),
  route({
    method: 'PATCH',
    path: '/threads/:id',
    summary: 'Write a reply that you send on LinkedIn yourself, or say that none is needed',
    permission: 'linkedin:write',
    params: byId,
    body: z.strictObject({ draft: z.string().max(8_000).optional(), state: z.enum(['draft', 'sent_claimed']).optional(), done: z.boolean().optional() }),
    responses: { 200: thread },
    handler: views.patchThread,
  }),
  route({
    method: 'POST',
    path: '/threads/:id/send',
    summary: 'Send the draft of a reply as it stands: for LinkedIn’s partners, by the writer’s own click',
    permission: 'linkedin:write',
    params: byId,
    body: z.strictObject({ text: z.string().trim().min(1).max(8_000) }),
    responses: { 200: z.object({ effectId: z.string(), state: z.enum(['reserved', 'started', 'done', 'failed', 'unknown']) }) },
    handler: sendReply,
  }),
  route({
    method: 'POST',
    path: '/threads/:id/follow-up',
    summary: 'A to-do of your own about a conversation',
    permission: 'linkedin:write',
    params: byId,
    body: followUp,
    responses: { 201: z.object({ taskId: z.uuid() }) },
    handler: followUpThread,
  }),
  route({
    method: 'POST',
    path: '/connections/:id/follow-up',
    summary: 'A to-do of your own about somebody of your network',
    permission: 'linkedin:write',
    params: byId,
    body: followUp,
    responses: { 201: z.object({ taskId: z.uuid() }) },
    handler: followUpPerson,
  }),
];
