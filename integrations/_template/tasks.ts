import { effect, stream } from '#sdk';
import { createNote, findNoteByReference, listNotes } from './client.ts';
import type { ProviderNote } from './serializers.ts';
import { removeNotes, saveNotes } from './store.ts';

const FIVE_MINUTES = 5 * 60_000;

export const streams = [
  stream<ProviderNote>({
    name: 'notes',
    everyMs: FIVE_MINUTES,
    async *read(ctx, { cursor, full }) {
      let position = full ? undefined : (cursor?.after as string | undefined);
      const seesEverything = position === undefined;
      for (let more = true; more; ) {
        const page = await listNotes(ctx.http, position);
        more = page.nextCursor !== null;
        position = page.nextCursor ?? page.syncCursor ?? position;
        yield {
          records: page.notes.map((note) => ({ externalId: note.id, deleted: note.deleted ?? false, value: note })),
          cursor: position === undefined ? null : { after: position },
          more,
          complete: seesEverything && !more,
        };
      }
    },
    async apply(ctx, tx, records) {
      await saveNotes(
        tx,
        ctx.connection,
        ctx.workspaceId,
        records.map((record) => record.value),
      );
      return records.map(() => ({ kept: true }) as const);
    },
    async removeMissing(ctx, tx, externalIds) {
      await removeNotes(tx, ctx.connection, externalIds, ctx.clock.now());
    },
  }),
];

export const effects = [
  effect({
    kind: 'template.create-note',
    async perform(ctx, { key, input }) {
      const note = await createNote(ctx.http, input as { title: string; body: string }, key);
      return { externalId: note.id, result: { noteId: note.id } };
    },
    async reconcile(ctx, { key }) {
      const note = await findNoteByReference(ctx.http, key);
      return note ? { state: 'done', externalId: note.id, result: { noteId: note.id } } : { state: 'absent' };
    },
  }),
];

export const tasks = [];
export const schedules = [];
