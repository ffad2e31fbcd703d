import { z } from 'zod';
import { type ConnectedContext, CursorGone, type HttpClient, type HttpRequest, type Lane, PatchbayError } from '#sdk';
import { text as textOf } from '../providers/oauth-apps.ts';
import type { RemoteMailbox } from '../remote/remote-mailbox.ts';
import { compose } from './compose.ts';
import type { Transport } from './transport.ts';

const ME = '/gmail/v1/users/me';
const PAGE = 100;
/** Units of Gmail's allowance that each call costs. */
const COST = { profile: 1, list: 5, get: 5, history: 2, send: 100, watch: 100 };
/** What lies there is nobody's business yet, or no longer. */
const LEFT_OUT = ['DRAFT', 'TRASH', 'SPAM', 'CHAT'];
const ALL_MAIL = 'All mail';
/** The search index may lag so far behind what was sent. */
const INDEXED_AFTER_MS = 2 * 60_000;

const DAY_MS = 86_400_000;
const watching = z.object({ historyId: z.string(), expiration: z.coerce.number() });
const profile = z.object({ emailAddress: z.string(), historyId: z.string() });
const list = z.object({
  messages: z.array(z.object({ id: z.string() })).default([]),
  nextPageToken: z.string().optional(),
  resultSizeEstimate: z.number().optional(),
});
const labelled = z.object({ id: z.string(), labelIds: z.array(z.string()).default([]) });
const changed = z.array(z.object({ message: labelled, labelIds: z.array(z.string()).default([]) })).default([]);
const history = z.object({
  history: z
    .array(
      z.object({
        messagesAdded: changed,
        messagesDeleted: z.array(z.object({ message: z.object({ id: z.string() }) })).default([]),
        labelsAdded: changed,
        labelsRemoved: changed,
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
  historyId: z.string(),
});
const message = labelled.extend({ raw: z.string(), internalDate: z.string() });

const statusOf = (error: unknown): unknown => (error instanceof PatchbayError ? error.details.facts?.status : undefined);
async function ask<S extends z.ZodType>(
  http: HttpClient,
  schema: S,
  request: Omit<HttpRequest, 'lane' | 'method'> & { lane: Lane; method?: HttpRequest['method'] },
): Promise<z.output<S>> {
  const { body } = await http.request({ method: 'GET', ...request, operation: `email.gmail.${request.operation}` });
  return schema.parse(body);
}

/** Whose mailbox it is. */
export const gmailProfile = (http: HttpClient) => ask(http, profile, { url: `${ME}/profile`, cost: COST.profile, operation: 'profile', lane: 'interactive' });

const sendAs = z.object({
  sendAs: z.array(z.object({ sendAsEmail: z.string(), isPrimary: z.boolean().default(false), verificationStatus: z.string().optional() })).default([]),
});
/** The other addresses that this person proved at Gmail to be theirs: `users.settings.sendAs`. */
export async function gmailAliases(http: HttpClient): Promise<string[]> {
  const found = await ask(http, sendAs, { url: `${ME}/settings/sendAs`, cost: COST.profile, operation: 'list-send-as', lane: 'interactive' });
  return found.sendAs
    .filter(({ isPrimary, verificationStatus = 'accepted' }) => !isPrimary && verificationStatus === 'accepted')
    .map(({ sendAsEmail }) => sendAsEmail.toLowerCase());
}

const isRead = (labels: readonly string[]): boolean => !labels.includes('UNREAD');
const isLeftOut = (labels: readonly string[]): boolean => labels.some((label) => LEFT_OUT.includes(label));
const queryOf = (since?: Date): string => `-in:drafts -in:chats${since ? ` after:${Math.floor(since.getTime() / 1000)}` : ''}`;

async function* pagesOf(http: HttpClient, pageToken: string | undefined, since: Date | undefined, lane: Lane) {
  for (let token = pageToken, more = true; more; ) {
    const page: z.output<typeof list> = await ask(http, list, {
      url: `${ME}/messages`,
      query: { maxResults: PAGE, pageToken: token, q: queryOf(since) },
      cost: COST.list,
      operation: 'list-messages',
      lane,
    });
    token = page.nextPageToken;
    more = token !== undefined;
    yield page;
  }
}

/**
 * Gmail by its history: the place before the first listing is taken first, so that what comes meanwhile is told of later.
 * https://developers.google.com/workspace/gmail/api/guides/sync
 */
export const gmailMailbox: RemoteMailbox = {
  provider: 'google',
  atOnce: 8,
  folders: async () => [{ path: ALL_MAIL, role: 'all' }],

  async *changes(ctx, _folder, cursor, { since }) {
    const { historyId: known, pageToken, isFirst } = (cursor ?? {}) as { historyId?: string; pageToken?: string; isFirst?: boolean };
    if (!known || isFirst) {
      const historyId = known ?? (await gmailProfile(ctx.http)).historyId;
      for await (const { messages, nextPageToken, resultSizeEstimate } of pagesOf(ctx.http, pageToken, since, 'backfill'))
        yield {
          there: messages.map(({ id }) => ({ id, isSeen: true })),
          gone: [],
          cursor: nextPageToken ? { historyId, isFirst: true, pageToken: nextPageToken } : { historyId },
          more: nextPageToken !== undefined,
          ...(resultSizeEstimate === undefined ? {} : { total: resultSizeEstimate }),
        };
      return;
    }
    for (let token: string | undefined, more = true; more; ) {
      const page: z.output<typeof history> = await ask(ctx.http, history, {
        url: `${ME}/history`,
        query: { startHistoryId: known, maxResults: PAGE, pageToken: token },
        cost: COST.history,
        operation: 'list-history',
        lane: 'webhook',
      }).catch((error: unknown) => {
        throw statusOf(error) === 404 ? new CursorGone() : error;
      });
      token = page.nextPageToken;
      more = token !== undefined;
      yield { ...foldHistory(page.history), cursor: more ? { historyId: known } : { historyId: page.historyId }, more };
    }
  },

  // It lasts a week; Gmail advises to ask anew each day (developers.google.com/workspace/gmail/api/guides/push, 2026-11).
  renewBeforeMs: 6 * DAY_MS,
  async watch(ctx) {
    const topicName = textOf(ctx.env.GOOGLE_PUBSUB_TOPIC);
    if (!topicName || !textOf(ctx.env.GOOGLE_PUBSUB_SERVICE_ACCOUNT)) return undefined;
    // Where history stands now is said too, and is not ours to keep: our place is what we have read.
    const { expiration } = await ask(ctx.http, watching, {
      method: 'POST',
      url: `${ME}/watch`,
      json: { topicName },
      cost: COST.watch,
      // There is one for each mailbox: asked for twice it is prolonged.
      idempotent: true,
      operation: 'watch',
      lane: 'backfill',
    });
    return { externalId: null, expiresAt: new Date(expiration) };
  },

  async *ids(ctx) {
    for await (const { messages } of pagesOf(ctx.http, undefined, undefined, 'backfill')) yield messages.map(({ id }) => id);
  },

  async load(ctx, id) {
    try {
      const found = await ask(ctx.http, message, {
        url: `${ME}/messages/${encodeURIComponent(id)}`,
        query: { format: 'raw' },
        cost: COST.get,
        operation: 'get-message',
        lane: 'backfill',
        maxResponseBytes: 60 * 1024 * 1024,
        redact: ['raw', 'snippet'],
      });
      if (isLeftOut(found.labelIds)) return undefined;
      return { raw: Buffer.from(found.raw, 'base64url'), receivedAt: new Date(Number(found.internalDate)), isSeen: isRead(found.labelIds) };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  },
};

/** What a page of history amounts to: the last word about each mail counts. */
export function foldHistory(entries: z.output<typeof history>['history']): { there: { id: string; isSeen: boolean }[]; gone: string[] } {
  const fate = new Map<string, { isSeen: boolean } | 'gone'>();
  for (const { messagesAdded, messagesDeleted, labelsAdded, labelsRemoved } of entries) {
    for (const { message: each } of [...messagesAdded, ...labelsAdded, ...labelsRemoved])
      fate.set(each.id, isLeftOut(each.labelIds) ? 'gone' : { isSeen: isRead(each.labelIds) });
    for (const { message: each } of messagesDeleted) fate.set(each.id, 'gone');
  }
  return {
    there: [...fate].flatMap(([id, what]) => (what === 'gone' ? [] : [{ id, isSeen: what.isSeen }])),
    gone: [...fate].flatMap(([id, what]) => (what === 'gone' ? [id] : [])),
  };
}

/** Who receives in blind copy is told to Gmail in the mail itself; it takes the line away. */
const withBcc = (raw: Buffer, bcc: readonly { address: string }[]): Buffer =>
  bcc.length === 0 ? raw : Buffer.concat([Buffer.from(`Bcc: ${bcc.map(({ address }) => address.replaceAll(/[\r\n]/g, '')).join(', ')}\r\n`), raw]);

/** Sends as the person; Gmail puts the copy into Sent itself. */
export const gmailTransport: Transport = {
  provider: 'google',
  maxBatch: 1,
  async send(ctx, mail) {
    const raw = withBcc(await compose(mail), mail.bcc);
    const threadId = await threadOf(ctx, mail.inReplyTo);
    const { id } = await ask(ctx.http, z.object({ id: z.string() }), {
      method: 'POST',
      url: `${ME}/messages/send`,
      json: { raw: raw.toString('base64url'), ...(threadId ? { threadId } : {}) },
      cost: COST.send,
      operation: 'send',
      lane: 'interactive',
      timeoutMs: 60_000,
      redact: ['raw'],
    });
    return { providerId: id };
  },
  async find(ctx, { messageId, since }) {
    if (await idOf(ctx, messageId)) return 'sent';
    return ctx.clock.now().getTime() - since.getTime() > INDEXED_AFTER_MS ? 'absent' : 'unsure';
  },
};

async function idOf(ctx: ConnectedContext, messageId: string): Promise<{ id: string; threadId?: string } | undefined> {
  const found = z.object({ messages: z.array(z.object({ id: z.string(), threadId: z.string().optional() })).default([]) });
  const { messages } = await ask(ctx.http, found, {
    url: `${ME}/messages`,
    query: { q: `rfc822msgid:${messageId}`, maxResults: 1 },
    cost: COST.list,
    operation: 'find-message',
    lane: 'interactive',
  });
  const [first] = messages;
  return first ? { id: first.id, ...(first.threadId ? { threadId: first.threadId } : {}) } : undefined;
}
const threadOf = async (ctx: ConnectedContext, inReplyTo: string | undefined): Promise<string | undefined> =>
  inReplyTo ? (await idOf(ctx, inReplyTo))?.threadId : undefined;
