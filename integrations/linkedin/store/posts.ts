import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, PatchbayError, type Transaction } from '#sdk';
import { linkedinPosts as posts } from '../models/index.ts';

export type PostRow = typeof posts.$inferSelect;

export async function savePost(
  tx: Transaction,
  ctx: ConnectedContext,
  post: { author: string; text: string; visibility: string; pageId: string | null; publishedAt?: Date },
  externalId: string,
): Promise<void> {
  await tx
    .insert(posts)
    .values({
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      connectionId: ctx.connection.id,
      pageId: post.pageId,
      authorUrn: post.author,
      externalId,
      commentary: post.text,
      visibility: post.visibility,
      publishedAt: post.publishedAt ?? ctx.clock.now(),
    })
    .onConflictDoUpdate({
      target: [posts.workspaceId, posts.externalId],
      set: { commentary: sql`excluded.commentary`, visibility: sql`excluded.visibility`, deletedAt: null, updatedAt: ctx.clock.now() },
    });
}

export const markDeleted = (tx: Transaction, ctx: ConnectedContext, externalId: string) =>
  tx
    .update(posts)
    .set({ deletedAt: ctx.clock.now(), updatedAt: ctx.clock.now() })
    .where(and(eq(posts.workspaceId, ctx.workspaceId), eq(posts.externalId, externalId)));

export const listSavedPosts = (tx: Transaction, workspaceId: string, pageId: string | undefined, limit: number): Promise<PostRow[]> =>
  tx
    .select()
    .from(posts)
    .where(and(eq(posts.workspaceId, workspaceId), isNull(posts.deletedAt), pageId ? eq(posts.pageId, pageId) : undefined))
    .orderBy(desc(posts.publishedAt), desc(posts.id))
    .limit(limit);

export async function postById(tx: Transaction, workspaceId: string, id: string): Promise<PostRow> {
  const [row] = await tx
    .select()
    .from(posts)
    .where(and(eq(posts.workspaceId, workspaceId), eq(posts.id, id)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}
