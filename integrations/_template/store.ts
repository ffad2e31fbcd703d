import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Connection, Transaction } from '#sdk';
import { templateNotes as notes } from './models.ts';
import { type ProviderNote, toRow } from './serializers.ts';

/** Brings our copies to what the provider says; an older sequence never overwrites a newer one, so order does not matter. */
export async function saveNotes(tx: Transaction, connection: Connection, workspaceId: string, incoming: readonly ProviderNote[]): Promise<void> {
  if (incoming.length === 0) return;
  const newest = new Map<string, ProviderNote>();
  for (const note of incoming) if ((newest.get(note.id)?.sequence ?? -1) < note.sequence) newest.set(note.id, note);
  await tx
    .insert(notes)
    .values([...newest.values()].map((note) => ({ workspaceId, id: uuidv7(), connectionId: connection.id, ...toRow(note) })))
    .onConflictDoUpdate({
      target: [notes.workspaceId, notes.connectionId, notes.externalId],
      set: {
        title: sql`excluded.title`,
        body: sql`excluded.body`,
        sequence: sql`excluded.sequence`,
        writtenAt: sql`excluded.written_at`,
        deletedAt: sql`excluded.deleted_at`,
        updatedAt: sql`now()`,
      },
      setWhere: lt(notes.sequence, sql`excluded.sequence`),
    });
}

export const removeNotes = (tx: Transaction, connection: Connection, externalIds: readonly string[], at: Date) =>
  tx
    .update(notes)
    .set({ deletedAt: at })
    .where(and(eq(notes.connectionId, connection.id), inArray(notes.externalId, [...externalIds])));

export const recentNotes = (tx: Transaction, limit: number) =>
  tx.select().from(notes).where(isNull(notes.deletedAt)).orderBy(desc(notes.writtenAt)).limit(limit);
