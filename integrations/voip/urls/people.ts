import { z } from 'zod';
import { route } from '#sdk';
import { openHours } from '../flows/definition.ts';
import { numberBody, queueBody } from '../serializers.ts';
import {
  addDoNotCall,
  doNotCallList,
  newQueue,
  numberList,
  pointNumber,
  queueList,
  removeDoNotCall,
  removeQueue,
  setNumber,
  setQueue,
} from '../views/people.ts';

const id = z.strictObject({ id: z.uuid() });
const queueView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    strategy: z.enum(['longest_idle', 'sequence', 'all']),
    members: z.array(z.string()),
    wrapUpSeconds: z.int(),
    maxWaitSeconds: z.int(),
    ringSeconds: z.int(),
    holdText: z.string().nullable(),
    holdMusicFileId: z.uuid().nullable(),
  })
  .meta({ id: 'CallQueue' });
const numberView = z
  .object({
    id: z.uuid(),
    e164: z.string(),
    shown: z.string(),
    label: z.string(),
    flowId: z.uuid().nullable(),
    queueId: z.uuid().nullable(),
    userId: z.uuid().nullable(),
    record: z.enum(['off', 'on', 'on_demand']),
    greetingText: z.string().nullable(),
    greetingFileId: z.uuid().nullable(),
    openHours: openHours.nullable(),
    isConnected: z.enum(['yes', 'no', 'elsewhere']),
    voiceUrl: z.string().nullable(),
  })
  .meta({ id: 'PhoneNumber' });
const listed = z.object({ id: z.uuid(), e164: z.string(), shown: z.string(), reason: z.string(), createdAt: z.iso.datetime() }).meta({ id: 'DoNotCall' });
const all = <T extends z.ZodType>(each: T) => z.object({ data: z.array(each) });

export const peopleUrls = [
  route({ method: 'GET', path: '/queues', summary: 'Queues', permission: 'voip:read', responses: { 200: all(queueView) }, handler: queueList }),
  route({
    method: 'POST',
    path: '/queues',
    summary: 'Make a queue',
    permission: 'voip:manage',
    body: queueBody,
    responses: { 201: queueView },
    handler: newQueue,
  }),
  route({
    method: 'PUT',
    path: '/queues/:id',
    summary: 'Change a queue',
    permission: 'voip:manage',
    params: id,
    body: queueBody,
    responses: { 200: queueView },
    handler: setQueue,
  }),
  route({
    method: 'DELETE',
    path: '/queues/:id',
    summary: 'Remove a queue',
    permission: 'voip:manage',
    params: id,
    responses: { 204: z.null() },
    handler: removeQueue,
  }),
  route({
    method: 'GET',
    path: '/numbers',
    summary: 'Our numbers, and what happens with calls to them',
    permission: 'voip:read',
    responses: { 200: all(numberView) },
    handler: numberList,
  }),
  route({
    method: 'PATCH',
    path: '/numbers/:id',
    summary: 'Say what happens with calls to a number',
    permission: 'voip:manage',
    params: id,
    body: numberBody,
    responses: { 200: numberView },
    handler: setNumber,
  }),
  route({
    method: 'POST',
    path: '/numbers/:id/connect',
    summary: 'Have the provider send a number’s calls here',
    permission: 'voip:manage',
    params: id,
    responses: { 200: numberView },
    handler: pointNumber,
  }),
  route({
    method: 'GET',
    path: '/do-not-call',
    summary: 'Numbers that nobody calls',
    permission: 'voip:read',
    responses: { 200: all(listed) },
    handler: doNotCallList,
  }),
  route({
    method: 'POST',
    path: '/do-not-call',
    summary: 'Never call a number again',
    permission: 'voip:write',
    body: z.strictObject({ number: z.string().min(2).max(60), reason: z.string().trim().min(1).max(300) }),
    responses: { 201: listed },
    handler: addDoNotCall,
  }),
  route({
    method: 'DELETE',
    path: '/do-not-call/:id',
    summary: 'Let a number be called again',
    permission: 'voip:manage',
    params: id,
    responses: { 204: z.null() },
    handler: removeDoNotCall,
  }),
];
