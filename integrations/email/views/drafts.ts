import { and, desc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { emailDrafts } from '../models/mailbox.ts';
import type { draftView, newDraft } from '../serializers/threads.ts';
import { readerOf } from '../store/inbox.ts';

type Id = { id: string };
const MOST = 200;
const toView = ({ id, connectionId, threadId, contactId, dealId, content, updatedAt }: typeof emailDrafts.$inferSelect): z.input<typeof draftView> => ({
  id,
  connectionId,
  threadId,
  contactId,
  dealId,
  content,
  updatedAt: updatedAt.toISOString(),
});
/** A draft is its writer's alone. */
async function writerOf(ctx: Context) {
  const { userId } = await readerOf(ctx);
  if (!userId) throw new PatchbayError('person_needed');
  return userId;
}
const own = (ctx: Context, userId: string, id: string) =>
  and(eq(emailDrafts.workspaceId, ctx.workspaceId), eq(emailDrafts.userId, userId), eq(emailDrafts.id, id));

export async function getDrafts(ctx: Context) {
  const userId = await writerOf(ctx);
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(emailDrafts)
      .where(and(eq(emailDrafts.workspaceId, ctx.workspaceId), eq(emailDrafts.userId, userId)))
      .orderBy(desc(emailDrafts.updatedAt))
      .limit(MOST),
  );
  return { data: rows.map(toView), nextCursor: null };
}
type Body = z.output<typeof newDraft>;
const columns = ({ connectionId, threadId, contactId, dealId, content }: Body) => ({
  connectionId: connectionId ?? null,
  threadId: threadId ?? null,
  contactId: contactId ?? null,
  dealId: dealId ?? null,
  content,
});

export async function postDraft(ctx: Context, { body }: RouteInput<undefined, undefined, Body>) {
  const userId = await writerOf(ctx);
  const now = ctx.clock.now();
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .insert(emailDrafts)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), userId, ...columns(body), createdAt: now, updatedAt: now })
      .returning(),
  );
  if (!row) throw new PatchbayError('internal');
  return toView(row);
}
export async function putDraft(ctx: Context, { params, body }: RouteInput<Id, undefined, Body>) {
  const userId = await writerOf(ctx);
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .update(emailDrafts)
      .set({ ...columns(body), updatedAt: ctx.clock.now() })
      .where(own(ctx, userId, params.id))
      .returning(),
  );
  if (!row) throw new PatchbayError('not_found');
  return toView(row);
}
export async function deleteDraft(ctx: Context, { params }: RouteInput<Id>): Promise<null> {
  const userId = await writerOf(ctx);
  const rows = await ctx.db.transaction((tx) =>
    tx
      .delete(emailDrafts)
      .where(own(ctx, userId, params.id))
      .returning({ id: emailDrafts.id }),
  );
  if (rows.length === 0) throw new PatchbayError('not_found');
  return null;
}
