import { type ConnectedContext, effect } from '#sdk';
import { sendMessage } from './client/partner.ts';
import { createPost, deletePost, listPosts, type PostDraft, unescapeCommentary, uploadImage } from './client/posts.ts';
import { noteSent } from './network/send-message.ts';
import { markDeleted, savePost } from './store/posts.ts';

export interface PostInput extends Omit<PostDraft, 'image'> {
  pageId: string | null;
  image?: { fileId: string; title?: string | undefined } | undefined;
}
export interface MessageInput {
  recipient: string;
  text: string;
  threadId: string;
}
export interface DeleteInput {
  externalId: string;
}

async function imageOf(ctx: ConnectedContext, { image, author }: PostInput) {
  if (!image) return undefined;
  const { stream, contentType } = await ctx.files.open(image.fileId as never);
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return { id: await uploadImage(ctx, author, Buffer.concat(parts), contentType), title: image.title };
}

async function written(ctx: ConnectedContext, input: PostInput, externalId: string) {
  await ctx.db.transaction((tx) => savePost(tx, ctx, input, externalId));
  return { externalId, result: { url: `https://www.linkedin.com/feed/update/${externalId}/` } };
}

export const effects = [
  effect({
    kind: 'linkedin.create-post',
    async perform(ctx, { input }) {
      const post = input as PostInput;
      return written(ctx, post, await createPost(ctx, { ...post, image: await imageOf(ctx, post) }));
    },
    async reconcile(ctx, { input }) {
      const post = input as PostInput;
      if (!post.author.startsWith('urn:li:organization:')) {
        // One's own posts cannot be read; a second try of the same text is answered with the first.
        return { state: 'absent' };
      }
      const there = (await listPosts(ctx, post.author, 20)).find(({ commentary }) => unescapeCommentary(commentary) === post.text);
      return there ? { state: 'done', ...(await written(ctx, post, there.id)) } : { state: 'absent' };
    },
  }),
  effect({
    kind: 'linkedin.delete-post',
    async perform(ctx, { input }) {
      const { externalId } = input as DeleteInput;
      await deletePost(ctx, externalId);
      await ctx.db.transaction((tx) => markDeleted(tx, ctx, externalId));
      return { externalId };
    },
    // Deleting what is gone is answered like deleting what was there.
    reconcile: async () => ({ state: 'absent' }),
  }),
  effect({
    kind: 'linkedin.send-message',
    async perform(ctx, { input }) {
      const { recipient, text } = input as MessageInput;
      const externalId = await sendMessage(ctx, { recipient, text });
      return externalId ? { externalId } : {};
    },
    // LinkedIn cannot be asked: what is not known stays so, and the next copy of the member's data tells.
    async recorded(ctx, { state, input }) {
      if (state === 'done') await noteSent(ctx, (input as MessageInput).threadId);
    },
  }),
];
