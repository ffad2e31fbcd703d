import { z } from 'zod';
import type { HttpClient } from '#sdk';
import { slackFile } from '../serializers/events.ts';
import { type CallOptions, read, refusalOf, write } from './call.ts';

/** One block or view as Slack takes it. */
export type Json = Record<string, unknown>;
export interface OutgoingMessage {
  text: string;
  blocks?: readonly Json[] | undefined;
}
export interface PostArguments extends OutgoingMessage {
  channel: string;
  threadTs?: string | undefined;
  broadcast?: boolean | undefined;
  /** Ids only: everybody in the workspace can read it. */
  metadata: { type: string; payload: Readonly<Record<string, string>> };
}
const posted = z.object({ channel: z.string(), ts: z.string() });

/** Posts once; Slack has no key by which it would know a repeat, so it is never retried. */
export const postMessage = (http: HttpClient, { channel, text, blocks, threadTs, broadcast, metadata }: PostArguments, options: CallOptions = {}) =>
  write(
    http,
    'chat.postMessage',
    {
      channel,
      text,
      ...(blocks ? { blocks } : {}),
      ...(threadTs ? { thread_ts: threadTs } : {}),
      ...(threadTs && broadcast ? { reply_broadcast: true } : {}),
      metadata: { event_type: metadata.type, event_payload: metadata.payload },
      // Our own links lead into the CRM: unfurling them would repeat the message below itself.
      unfurl_links: false,
      unfurl_media: false,
    },
    posted,
    options,
  );

/** The same change twice is one change. */
export const updateMessage = (http: HttpClient, channel: string, ts: string, { text, blocks }: OutgoingMessage) =>
  write(http, 'chat.update', { channel, ts, text, ...(blocks ? { blocks } : {}) }, posted, { idempotent: true, lane: 'webhook' });

export const postEphemeral = (http: HttpClient, channel: string, user: string, { text, blocks }: OutgoingMessage) =>
  write(http, 'chat.postEphemeral', { channel, user, text, ...(blocks ? { blocks } : {}) }, z.object({ message_ts: z.string() }));

const message = z.object({
  ts: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
  subtype: z.string().optional(),
  app_id: z.string().optional(),
  reply_count: z.number().optional(),
  files: z.array(slackFile).optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).optional(),
});
export type HistoryMessage = z.output<typeof message>;
const page = z.object({
  messages: z.array(message),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

const MOST_PAGES = 10;
/** A thread, oldest first; at most 2,000 messages. */
export async function threadOf(http: HttpClient, channel: string, ts: string): Promise<HistoryMessage[]> {
  const all: HistoryMessage[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const found = await read(http, 'conversations.replies', { channel, ts, limit: 200, cursor }, page, { lane: 'webhook' });
    all.push(...found.messages);
    cursor = found.response_metadata?.next_cursor || undefined;
    if (!cursor) break;
  }
  return all;
}

export const addReaction = (http: HttpClient, channel: string, timestamp: string, name: string) =>
  write(http, 'reactions.add', { channel, timestamp, name }, z.object({}), { idempotent: true, lane: 'webhook' });

const FILE_HOSTS = /(^|\.)slack(-gov)?\.com$/;
/** The bytes of a file. Only Slack’s own addresses are asked: the token goes along. Undefined: it lies elsewhere, or is not given out. */
export async function downloadFile(
  http: HttpClient,
  { address, apiBase, contentType, maxBytes }: { address: string; apiBase: string; contentType: string; maxBytes: number },
): Promise<Uint8Array | undefined> {
  const url = URL.parse(address);
  const isTheirs = url !== null && ((url.protocol === 'https:' && FILE_HOSTS.test(url.hostname)) || url.host === URL.parse(apiBase)?.host);
  if (!isTheirs) return undefined;
  const { status, headers, body } = await http.request<Uint8Array>({
    method: 'GET',
    url: address,
    operation: 'slack.download-file',
    quotaClass: 'files',
    lane: 'webhook',
    responseType: 'bytes',
    maxResponseBytes: maxBytes,
    redirect: 'manual',
  });
  // Without the scope Slack sends its sign-in page, or the way there.
  const isPage = headers['content-type']?.startsWith('text/html') === true && !contentType.startsWith('text/html');
  return status === 200 && !isPage ? body : undefined;
}

/** What was said in a channel since a time, newest first, page by page; answers in threads are not among it. */
export async function* historyOf(http: HttpClient, channel: string, since: Date): AsyncGenerator<HistoryMessage[]> {
  const oldest = String(Math.floor(since.getTime() / 1000));
  for (let cursor: string | undefined, more = true; more; ) {
    const found: z.output<typeof page> = await read(http, 'conversations.history', { channel, oldest, limit: 100, cursor }, page, { lane: 'backfill' });
    yield found.messages;
    cursor = found.response_metadata?.next_cursor || undefined;
    more = cursor !== undefined;
  }
}

/**
 * Whether a delivery of ours stands in a channel since a time: its `ts`; `absent` when everything since was looked at;
 * undefined when the app cannot look.
 */
export async function findDelivery(
  http: HttpClient,
  at: { channel: string; threadTs?: string | undefined; since: Date },
  deliveryId: string,
): Promise<{ ts: string } | 'absent' | undefined> {
  const oldest = String(Math.floor(at.since.getTime() / 1000) - 5);
  let cursor: string | undefined;
  try {
    for (let looks = 0; looks < 10; looks++) {
      const query = { channel: at.channel, oldest, limit: 200, include_all_metadata: true, cursor };
      const found = at.threadTs
        ? await read(http, 'conversations.replies', { ...query, ts: at.threadTs }, page, { lane: 'webhook' })
        : await read(http, 'conversations.history', query, page, { lane: 'webhook' });
      const ours = found.messages.find(({ metadata }) => metadata?.event_payload.delivery_id === deliveryId);
      if (ours) return { ts: ours.ts };
      cursor = found.response_metadata?.next_cursor || undefined;
      if (!cursor) return 'absent';
    }
    return undefined;
  } catch (error) {
    if (refusalOf(error) === 'thread_not_found') return 'absent';
    if (refusalOf(error)) return undefined;
    throw error;
  }
}

export const unfurl = (
  http: HttpClient,
  at: { channel: string; ts: string } | { unfurlId: string; source: string },
  what: { unfurls: Readonly<Record<string, { blocks: readonly Json[] }>> } | { authUrl: string; text: string },
) =>
  write(
    http,
    'chat.unfurl',
    {
      ...('ts' in at ? { channel: at.channel, ts: at.ts } : { unfurl_id: at.unfurlId, source: at.source }),
      ...('unfurls' in what ? { unfurls: what.unfurls } : { unfurls: {}, user_auth_required: true, user_auth_url: what.authUrl, user_auth_message: what.text }),
    },
    z.object({}),
    { idempotent: true, lane: 'webhook' },
  );
