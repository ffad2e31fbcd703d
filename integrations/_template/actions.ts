import { z } from 'zod';
import { action, asId, type ConnectionId, type Context } from '#sdk';
import { newNote } from './serializers.ts';

/** Writes a note once, whoever asks: the page, another integration, a program. */
export async function writeNote(ctx: Context, input: z.output<typeof newNote>) {
  const connected = await ctx.withConnection(asId<ConnectionId>(input.connectionId));
  const done = await connected.effects.once({
    kind: 'template.create-note',
    key: `note:${input.reference}`,
    summary: `Write the note “${input.title.slice(0, 60)}”`,
    input: { title: input.title, body: input.body },
  });
  return { effectId: done.id, state: done.state, noteId: done.externalId };
}

export const written = z.object({ effectId: z.string(), state: z.enum(['reserved', 'started', 'done', 'failed', 'unknown']), noteId: z.string().nullable() });

export const actions = [
  action({
    name: 'template.create-note',
    title: 'Write a note',
    description: 'Writes a note at the provider, once per reference.',
    input: newNote,
    output: written,
    permission: 'template:write',
    effect: 'outbound',
    run: writeNote,
  }),
];
