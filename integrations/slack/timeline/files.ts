import { type ConnectedContext, PatchbayError } from '#sdk';
import { downloadFile } from '../client/index.ts';
import type { SlackFile } from '../serializers/events.ts';

/** A file that came with a message, kept with it; where it could not be kept, its name and why. */
export interface KeptFile {
  name: string;
  fileId?: string;
  size?: number;
  contentType?: string;
  reason?: string;
}
const MOST = 10;
const MOST_BYTES = 25 * 1024 * 1024;

async function keep(ctx: ConnectedContext, { name, size, mimetype, url_private: url }: SlackFile): Promise<KeptFile> {
  const called = name ?? 'file';
  if (!url) return { name: called, reason: 'Slack does not say where it lies.' };
  if ((size ?? 0) > MOST_BYTES) return { name: called, reason: 'It is larger than 25 MB.' };
  try {
    const contentType = mimetype ?? 'application/octet-stream';
    const content = await downloadFile(ctx.http, { address: url, apiBase: String(ctx.connection.data.apiBase ?? ''), contentType, maxBytes: MOST_BYTES });
    if (!content) return { name: called, reason: 'Slack does not give it out.' };
    const stored = await ctx.files.put(content, { contentType, name: called });
    return { name: called, fileId: stored.id, size: stored.size, contentType: stored.contentType };
  } catch (error) {
    // What may come yet is tried again with the whole; the rest is said.
    if (!(error instanceof PatchbayError) || error.row.retryable) throw error;
    return { name: called, reason: error.message };
  }
}

/** Fetches the files of a message. Never inside a transaction. */
export async function keepFiles(ctx: ConnectedContext, files: readonly SlackFile[]): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const file of files.slice(0, MOST)) kept.push(await keep(ctx, file));
  return [...kept, ...files.slice(MOST).map(({ name }) => ({ name: name ?? 'file', reason: 'Ten files of a message are kept.' }))];
}
