import type { z } from 'zod';
import type { Context, RouteInput } from '#sdk';
import { writeNote } from './actions.ts';
import { type newNote, toView } from './serializers.ts';
import { recentNotes } from './store.ts';

export const listNotes = (ctx: Context, { query }: RouteInput<undefined, { limit: number }, undefined>) =>
  ctx.db.transaction(async (tx) => ({ data: (await recentNotes(tx, query.limit)).map(toView), nextCursor: null }));

export const createNote = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newNote>>) => writeNote(ctx, body);
