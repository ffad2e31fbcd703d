import { z } from 'zod';
import { type ConnectedContext, PatchbayError } from '#sdk';
import { DUPLICATE } from '../classify.ts';
import { codeOf, pages, rest, statusOf } from './rest.ts';
import { restliKey } from './restli.ts';

export interface PostDraft {
  author: string;
  text: string;
  visibility: 'PUBLIC' | 'CONNECTIONS';
  article?: { source: string; title: string; description?: string | undefined } | undefined;
  image?: { id: string; title?: string | undefined } | undefined;
}

/** What the little text format reads as its own (docs: "little text format", read 2026-08); mentions are left alone. */
export function escapeCommentary(text: string): string {
  const mention = /@\[[^\]]+\]\(urn:li:(?:organization|person):\w+\)/g;
  const escaped = (plain: string) => plain.replace(/[\\|{}@[\]()<>#*_~]/g, (char) => `\\${char}`);
  const parts: string[] = [];
  let at = 0;
  for (const found of text.matchAll(mention)) {
    parts.push(escaped(text.slice(at, found.index)), found[0]);
    at = found.index + found[0].length;
  }
  return [...parts, escaped(text.slice(at))].join('');
}

/** Publishes. Posted a moment ago already: the post that is there. */
export async function createPost(ctx: ConnectedContext, draft: PostDraft): Promise<string> {
  const content = draft.image
    ? { media: { id: draft.image.id, ...(draft.image.title ? { title: draft.image.title } : {}) } }
    : draft.article
      ? {
          article: {
            source: draft.article.source,
            title: draft.article.title,
            ...(draft.article.description ? { description: draft.article.description } : {}),
          },
        }
      : undefined;
  try {
    const { id } = await rest(ctx, {
      method: 'POST',
      resource: 'posts',
      path: 'posts',
      json: {
        author: draft.author,
        commentary: escapeCommentary(draft.text),
        visibility: draft.visibility,
        lifecycleState: 'PUBLISHED',
        isReshareDisabledByAuthor: false,
        distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
        ...(content ? { content } : {}),
      },
      lane: 'interactive',
    });
    if (!id) throw new PatchbayError('provider_rejected', { detail: 'LinkedIn took the post, but did not say what it is called.' });
    return id;
  } catch (error) {
    const code = codeOf(error);
    if (code.startsWith(DUPLICATE)) return code.slice(DUPLICATE.length + 1);
    throw error;
  }
}

export async function deletePost(ctx: ConnectedContext, id: string): Promise<void> {
  try {
    await rest(ctx, { method: 'DELETE', resource: 'posts', path: `posts/${restliKey(id)}`, lane: 'interactive' });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}

const post = z.object({
  id: z.string(),
  author: z.string(),
  commentary: z.string().default(''),
  visibility: z.string().default('PUBLIC'),
  createdAt: z.coerce.number().optional(),
  publishedAt: z.coerce.number().optional(),
});
export type RemotePost = z.output<typeof post>;
export const unescapeCommentary = (text: string): string => text.replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1');

/** The newest posts of a page. */
export async function listPosts(ctx: ConnectedContext, author: string, most = 100): Promise<RemotePost[]> {
  const found: RemotePost[] = [];
  for await (const page of pages(ctx, post, { resource: 'posts', path: 'posts', params: { q: 'author', author }, lane: 'backfill' })) {
    found.push(...page);
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

const upload = z.object({ value: z.object({ uploadUrl: z.url(), image: z.string() }) });
/** A picture for a post: a place is asked for, then the bytes go there. */
export async function uploadImage(ctx: ConnectedContext, owner: string, bytes: Uint8Array, contentType: string): Promise<string> {
  const { body } = await rest(ctx, {
    method: 'POST',
    resource: 'images',
    path: 'images',
    params: { action: 'initializeUpload' },
    json: { initializeUploadRequest: { owner } },
    lane: 'interactive',
  });
  const { uploadUrl, image } = upload.parse(body).value;
  await ctx.http.request({
    method: 'PUT',
    url: uploadUrl,
    body: bytes,
    headers: { 'content-type': contentType },
    operation: 'linkedin.put-image',
    lane: 'interactive',
    quotaClass: 'uploads',
    timeoutMs: 60_000,
  });
  return image;
}
