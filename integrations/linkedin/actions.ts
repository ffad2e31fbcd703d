import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { action, asId, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { pageById } from './store/pages.ts';
import { postById } from './store/posts.ts';

export const newPost = z.strictObject({
  connectionId: z.uuid().optional(),
  /** A company page to post as; without it the connected member posts. */
  pageId: z.uuid().optional(),
  text: z.string().trim().min(1, 'Write something first.').max(3_000, 'A post holds at most 3,000 characters.'),
  visibility: z.enum(['PUBLIC', 'CONNECTIONS']).default('PUBLIC'),
  article: z.strictObject({ source: z.url(), title: z.string().min(1).max(400), description: z.string().max(1_000).optional() }).optional(),
  image: z.strictObject({ fileId: z.uuid(), title: z.string().max(300).optional() }).optional(),
  /** The same reference never makes a second post. */
  reference: z.string().min(1).max(100).optional(),
});
export const posted = z.object({
  effectId: z.string(),
  state: z.enum(['reserved', 'started', 'done', 'failed', 'unknown']),
  postId: z.string().nullable(),
  url: z.string().nullable(),
});

async function connectionFor(ctx: Context, named: string | undefined) {
  const official = (await ctx.connections()).filter(({ provider, status }) => provider === 'linkedin' && status === 'active');
  const found = named ? official.find(({ id }) => id === named) : official[0];
  if (!found) throw new PatchbayError('connection_disabled', { detail: 'LinkedIn is not connected.', remedy: 'Connect it on the Connections page.' });
  if (!named && official.length > 1)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'connectionId', message: 'Several LinkedIn accounts are connected: say which.' }] });
  return ctx.withConnection(asId<ConnectionId>(found.id));
}

/** Publishes once per reference, as the member or as a page. */
export async function publishPost(ctx: Context, input: z.output<typeof newPost>) {
  const { pageId, text, visibility, article, image, reference = uuidv7() } = input;
  if (article && image) throw new PatchbayError('invalid_input', { errors: [{ path: 'image', message: 'A post has a link or a picture, not both.' }] });
  const page = pageId ? await ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, pageId)) : undefined;
  const connected = page ? await ctx.withConnection(asId<ConnectionId>(page.connectionId)) : await connectionFor(ctx, input.connectionId);
  const author = page ? `urn:li:organization:${page.organizationId}` : `urn:li:person:${connected.connection.externalId}`;
  const done = await connected.effects.once({
    kind: 'linkedin.create-post',
    key: `post:${author}:${reference}`,
    summary: `Post “${text.slice(0, 60)}” on LinkedIn${page ? ` as ${page.name}` : ''}`,
    input: { author, text, visibility, pageId: pageId ?? null, ...(article ? { article } : {}), ...(image ? { image } : {}) },
  });
  const url = (done.result as { url?: string } | null)?.url ?? null;
  return { effectId: done.id, state: done.state, postId: done.externalId, url };
}

export async function removePost(ctx: Context, id: string) {
  const post = await ctx.db.transaction((tx) => postById(tx, ctx.workspaceId, id));
  const connected = await ctx.withConnection(asId<ConnectionId>(post.connectionId));
  const done = await connected.effects.once({
    kind: 'linkedin.delete-post',
    key: `unpost:${post.externalId}`,
    summary: `Delete the post “${post.commentary.slice(0, 60)}” on LinkedIn`,
    input: { externalId: post.externalId },
  });
  return { effectId: done.id, state: done.state, postId: post.externalId, url: null };
}

export const actions = [
  action({
    name: 'linkedin.create-post',
    title: 'Post on LinkedIn',
    description: 'Publishes a post as the connected member or as a company page, once per reference.',
    input: newPost,
    output: posted,
    permission: 'linkedin:write',
    effect: 'outbound',
    confirm: 'Publish this on LinkedIn?',
    run: publishPost,
  }),
  action({
    name: 'linkedin.delete-post',
    title: 'Delete a post on LinkedIn',
    description: 'Deletes a post that was published from here or stands on one of our pages.',
    input: z.strictObject({ id: z.uuid() }),
    output: posted,
    permission: 'linkedin:write',
    effect: 'outbound',
    confirm: 'Delete this post on LinkedIn?',
    run: (ctx, { id }) => removePost(ctx, id),
  }),
];
