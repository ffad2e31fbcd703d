import { z } from 'zod';
import { route } from '#sdk';
import { written } from './actions.ts';
import { newNote, noteView } from './serializers.ts';
import { createNote, listNotes } from './views.ts';

export const urls = [
  route({
    method: 'GET',
    path: '/notes',
    summary: 'The latest notes of all connected accounts',
    permission: 'template:read',
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    responses: { 200: z.object({ data: z.array(noteView), nextCursor: z.string().nullable() }) },
    handler: listNotes,
  }),
  route({
    method: 'POST',
    path: '/notes',
    summary: 'Write a note, once per reference',
    permission: 'template:write',
    body: newNote,
    responses: { 200: written },
    handler: createNote,
  }),
];
