import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, PatchbayError } from '#sdk';
import { linkedinImports as imports } from '../models/index.ts';
import { applyImport } from './apply.ts';
import { NOBODY } from './owner.ts';
import { importOf, readImport } from './read-import.ts';
import { importView } from './views.ts';

export interface ImportNow {
  fileId: string;
  fileName: string;
  user: string | undefined;
  apply: 'none' | 'matched' | 'all';
  report: (progress: { done: number; total?: number; message: string }) => void;
}

/** The whole of an import in one go, for the terminal: no queue is needed, and progress goes to whoever waits. */
export async function importNow(ctx: Context, { fileId, fileName, user, apply, report }: ImportNow) {
  const person = user ? await ctx.people.get(user) : undefined;
  if (user && person?.state !== 'active') throw new PatchbayError('invalid_input', { errors: [{ path: 'user', message: 'There is no such person here.' }] });
  const told: Context = Object.create(ctx, {
    tasks: {
      value: {
        ...ctx.tasks,
        progress: async (progress: { done: number; total?: number; message?: string }) => report({ ...progress, message: progress.message ?? 'rows' }),
      },
    },
  }) as Context;
  const id = uuidv7();
  const { workspaceId } = ctx;
  await ctx.db.transaction((tx) =>
    tx.insert(imports).values({
      workspaceId,
      id,
      ownerUserId: user ?? NOBODY,
      source: 'archive',
      kind: 'archive',
      fileId,
      fileName,
      state: 'reading',
      memberName: person?.name ?? null,
      createdAt: ctx.clock.now(),
    }),
  );
  const look = async () => {
    const [row] = await ctx.db.transaction((tx) => tx.select().from(imports).where(importOf(workspaceId, id)));
    if (!row) throw new PatchbayError('not_found');
    return row;
  };
  await readImport(told, id);
  if (apply !== 'none' && (await look()).state === 'review') {
    await ctx.db.transaction((tx) =>
      tx
        .update(imports)
        .set({ state: 'applying', chosen: { choose: apply } })
        .where(eq(imports.id, id)),
    );
    await applyImport(told, id);
  }
  return importView(await look());
}
