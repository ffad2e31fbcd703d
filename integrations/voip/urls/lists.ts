import { z } from 'zod';
import { route } from '#sdk';
import { callView, guardView } from '../serializers.ts';
import { addEntries, callList, callNext, emptyList, finishNext, skipNext } from '../views/lists.ts';

const id = z.strictObject({ id: z.uuid() });
const entryView = z
  .object({
    id: z.uuid(),
    contactId: z.uuid().nullable(),
    contactName: z.string().nullable(),
    number: z.string(),
    shownNumber: z.string(),
    callId: z.uuid().nullable(),
    /** It may not be called before this, and why. */
    notBefore: z.iso.datetime().nullable(),
    refusal: z.string().nullable(),
  })
  .meta({ id: 'CallListEntry' });
const listView = z
  .object({
    /** The one whose call was made and of which nobody said yet what came; else whom to call next. */
    current: entryView.nullable(),
    call: callView.nullable(),
    upcoming: z.array(entryView),
    counts: z.object({ waiting: z.int(), later: z.int(), called: z.int(), skipped: z.int(), nextAt: z.iso.datetime().nullable() }),
    outcomes: z.array(z.string()),
    requiredFields: z.array(z.string()),
  })
  .meta({ id: 'CallList' });
const addBody = z
  .strictObject({
    contactIds: z.array(z.uuid()).min(1).max(200).optional(),
    segmentId: z.uuid().optional(),
    number: z.string().trim().min(2).max(60).optional(),
  })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, 'Name people, a segment or a number: one of them.');

export const listUrls = [
  route({
    method: 'GET',
    path: '/call-list',
    summary: 'My call list: who is called now, who comes next',
    permission: 'voip:read',
    responses: { 200: listView },
    handler: callList,
  }),
  route({
    method: 'POST',
    path: '/call-list',
    summary: 'Put people, a segment or a number on my call list',
    permission: 'voip:write',
    body: addBody,
    responses: { 201: z.object({ added: z.int(), already: z.int(), withoutNumber: z.int() }) },
    handler: addEntries,
  }),
  route({
    method: 'DELETE',
    path: '/call-list',
    summary: 'Take off my call list whoever was not called yet',
    permission: 'voip:write',
    responses: { 200: listView },
    handler: emptyList,
  }),
  route({
    method: 'POST',
    path: '/call-list/:id/call',
    summary: 'Call the next one; asked twice, it is one call',
    permission: 'voip:send',
    params: id,
    body: z.strictObject({ via: z.enum(['phone', 'browser']).optional() }),
    responses: { 202: z.object({ guard: guardView, list: listView }) },
    handler: callNext,
  }),
  route({
    method: 'POST',
    path: '/call-list/:id/skip',
    summary: 'Pass over somebody, with a reason',
    permission: 'voip:write',
    params: id,
    body: z.strictObject({ reason: z.string().trim().min(1, 'Say why.').max(300) }),
    responses: { 200: listView },
    handler: skipNext,
  }),
  route({
    method: 'POST',
    path: '/call-list/:id/outcome',
    summary: 'Say what came of the call; only then the next one comes',
    permission: 'voip:write',
    params: id,
    body: z.strictObject({
      outcome: z.string().trim().min(1).max(60),
      fields: z.record(z.string().max(60), z.string().trim().max(500)).default({}),
      notes: z.string().trim().max(20_000).optional(),
      againAt: z.iso.datetime({ offset: true }).optional(),
    }),
    responses: { 200: listView },
    handler: finishNext,
  }),
];
