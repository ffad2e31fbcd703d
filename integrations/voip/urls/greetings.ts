import { z } from 'zod';
import { route } from '#sdk';
import { dropGreeting, greetingList, greetingSound, putGreeting } from '../views/greetings.ts';

const owner = z.strictObject({ ownerKind: z.enum(['person', 'number', 'queue']), ownerId: z.union([z.uuid(), z.literal('me')]) });
const during = z.enum(['always', 'open', 'closed', 'machine']);
const one = owner.extend({ during });
const greetingView = z
  .object({
    /** `open` and `closed` by the hours of the number that was called; `machine`: what a person leaves on answering machines. */
    during,
    text: z.string().nullable(),
    fileId: z.uuid().nullable(),
    contentType: z.string().nullable(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'CallGreeting' });
const path = '/greetings/:ownerKind/:ownerId';

export const greetingUrls = [
  route({
    method: 'GET',
    path,
    summary: 'What callers hear before the tone: of a person, a number or a queue',
    permission: 'voip:read',
    params: owner,
    responses: { 200: z.object({ data: z.array(greetingView) }) },
    handler: greetingList,
  }),
  route({
    method: 'PUT',
    path: `${path}/:during`,
    summary: 'Set a greeting: words that a voice says, or a WAV or MP3 that was uploaded under /files',
    permission: 'voip:write',
    params: one,
    body: z
      .strictObject({ text: z.string().trim().min(1).max(1000).optional(), fileId: z.uuid().optional() })
      .refine(({ text, fileId }) => (text === undefined) !== (fileId === undefined), 'Give words or a file: one of them.'),
    responses: { 200: greetingView },
    handler: putGreeting,
  }),
  route({
    method: 'DELETE',
    path: `${path}/:during`,
    summary: 'Remove a greeting',
    permission: 'voip:write',
    params: one,
    responses: { 204: z.null() },
    handler: dropGreeting,
  }),
  route({
    method: 'GET',
    path: `${path}/:during/sound`,
    summary: 'Hear a greeting that was recorded or uploaded',
    permission: 'voip:read',
    params: one,
    sendsFile: true,
    responses: { 200: z.unknown(), 206: z.unknown() },
    handler: greetingSound,
  }),
];
