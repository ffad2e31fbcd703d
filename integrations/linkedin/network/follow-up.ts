import { and, eq, inArray } from 'drizzle-orm';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { linkedinPeople as people, linkedinThreads as threads } from '../models/index.ts';
import { mine, threadById } from './store.ts';

interface When {
  dueAt?: string | undefined;
  title?: string | undefined;
}
type Asked = RouteInput<{ id: string }, undefined, When>;

async function todoFor(ctx: Context, title: string, contactId: string | null, dueAt: string | undefined): Promise<string> {
  const task = await ctx.crm.tasks.create({
    title: title.slice(0, 200),
    ...(contactId ? { contactId } : {}),
    ...(dueAt ? { dueAt: new Date(dueAt) } : {}),
  });
  return task.id;
}

/** A to-do of one's own about somebody of one's network. @throws PatchbayError person_needed */
export async function followUpPerson(ctx: Context, { params, body }: Asked) {
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(people)
      .where(and(eq(people.workspaceId, ctx.workspaceId), eq(people.id, params.id), inArray(people.ownerUserId, mine(ctx)))),
  );
  if (!row) throw new PatchbayError('not_found');
  const name = `${row.firstName} ${row.lastName}`.trim();
  // A suggestion that nobody decided about names nobody.
  const contactId = row.match === 'suggested' ? null : row.contactId;
  return ctx.db.transaction(async (tx) => {
    const todoId = await todoFor(ctx, body.title ?? `Follow up with ${name}`, contactId, body.dueAt);
    await tx
      .update(people)
      .set({ todoId, updatedAt: ctx.clock.now() })
      .where(and(eq(people.workspaceId, ctx.workspaceId), eq(people.id, row.id)));
    return { taskId: todoId };
  });
}

/** A to-do of one's own about a conversation; it is done with the answer. */
export async function followUpThread(ctx: Context, { params, body }: Asked) {
  const row = await threadById(ctx, params.id);
  return ctx.db.transaction(async (tx) => {
    const todoId = await todoFor(ctx, body.title ?? `Answer ${row.names[0] ?? 'a conversation'} on LinkedIn`, row.contactId, body.dueAt);
    await tx
      .update(threads)
      .set({ todoId, updatedAt: ctx.clock.now() })
      .where(and(eq(threads.workspaceId, ctx.workspaceId), eq(threads.id, row.id)));
    return { taskId: todoId };
  });
}
