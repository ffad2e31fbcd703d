import { z } from 'zod';
import { type ConnectedContext, CursorGone, type HttpClient, type HttpRequest, type Lane, PatchbayError } from '#sdk';
import { renew, subscribe, withAccount } from '../../_providers/graph-subscriptions.ts';
import type { RemoteMailbox } from '../remote/remote-mailbox.ts';
import { compose } from './compose.ts';
import type { Transport } from './transport.ts';

/** Ids that survive a move, on every call: mixed they would be two sets of ids. */
const PREFER = 'IdType="ImmutableId", odata.maxpagesize=100';
/** Folders whose mail is nobody's business yet, or no longer. */
const LEFT_OUT = ['drafts', 'deleteditems', 'junkemail', 'outbox'];
const RESET = /SyncStateNotFound|SyncStateInvalid|InvalidSyncStateData|ResyncRequired/i;
/** A copy in Sent Items may come so much later. */
const FILED_AFTER_MS = 5 * 60_000;

const person = z.object({ id: z.string(), mail: z.string().nullish(), userPrincipalName: z.string(), displayName: z.string().nullish() });
const folder = z.object({ id: z.string(), displayName: z.string(), childFolderCount: z.number().default(0), totalItemCount: z.number().optional() });
const message = z.looseObject({ id: z.string(), isRead: z.boolean().optional(), receivedDateTime: z.string().optional(), '@removed': z.unknown().optional() });
const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ value: z.array(item), '@odata.nextLink': z.string().optional(), '@odata.deltaLink': z.string().optional() });

const factsOf = (error: unknown): Record<string, unknown> => (error instanceof PatchbayError ? (error.details.facts ?? {}) : {});
/** Links are followed as they are, but never to another host: what stands below the base goes to the base. */
const below = (link: string): string => link.slice(link.indexOf('/me/'));
const isReset = (error: unknown): boolean => factsOf(error).status === 410 || RESET.test(JSON.stringify(factsOf(error)));

async function ask<S extends z.ZodType>(
  http: HttpClient,
  schema: S,
  request: Omit<HttpRequest, 'headers' | 'lane' | 'method'> & { lane: Lane; method?: HttpRequest['method']; headers?: Record<string, string> },
): Promise<z.output<S>> {
  const { body } = await http.request({
    method: 'GET',
    ...request,
    headers: { prefer: PREFER, ...request.headers },
    operation: `email.graph.${request.operation}`,
  });
  return schema.parse(body);
}

/** Whose mailbox it is. */
export async function graphPerson(http: HttpClient): Promise<{ id: string; email: string; name: string | undefined }> {
  const { id, mail, userPrincipalName, displayName } = await ask(http, person, { url: '/me', operation: 'me', lane: 'interactive' });
  return { id, email: (mail ?? userPrincipalName).toLowerCase(), name: displayName ?? undefined };
}

const addresses = z.object({ proxyAddresses: z.array(z.string()).nullish() });
/**
 * The other addresses of this mailbox. Only told when asked for by name, and by work accounts: a personal one may refuse the
 * question (https://learn.microsoft.com/graph/api/resources/user, `proxyAddresses`).
 */
export async function graphAliases(http: HttpClient, own: string): Promise<string[]> {
  const { proxyAddresses } = await ask(http, addresses, {
    url: '/me',
    query: { $select: 'proxyAddresses' },
    operation: 'list-addresses',
    lane: 'interactive',
  }).catch((error: unknown): z.output<typeof addresses> => {
    if (error instanceof PatchbayError && error.code === 'provider_rejected') return {};
    throw error;
  });
  const all = (proxyAddresses ?? []).flatMap((each) => /^smtp:(\S+@\S+)$/i.exec(each)?.[1]?.toLowerCase() ?? []);
  // Every work account has one below onmicrosoft.com, which nobody writes to.
  return [...new Set(all)].filter((address) => address !== own && !address.endsWith('.onmicrosoft.com')).slice(0, 50);
}

async function* allPages<T extends z.ZodType>(http: HttpClient, item: T, url: string, operation: string, lane: Lane) {
  for (let next: string | undefined = url; next; ) {
    const page: z.output<ReturnType<typeof pageOf<T>>> = await ask(http, pageOf(item), { url: next, operation, lane });
    yield page.value as z.output<T>[];
    next = page['@odata.nextLink'] ? below(page['@odata.nextLink']) : undefined;
  }
}

interface Folder {
  id: string;
  path: string;
}
/** Every folder but those left out, with those inside it, as people see them. */
async function foldersOf(http: HttpClient): Promise<Folder[]> {
  const out = new Set<string>();
  for (const name of LEFT_OUT)
    out.add(
      (await ask(http, z.object({ id: z.string() }), { url: `/me/mailFolders/${name}`, query: { $select: 'id' }, operation: 'get-folder', lane: 'backfill' }))
        .id,
    );
  const found: Folder[] = [];
  const walk = async (url: string, above: string): Promise<void> => {
    for await (const rows of allPages(http, folder, url, 'list-folders', 'backfill'))
      for (const { id, displayName, childFolderCount } of rows) {
        if (out.has(id)) continue;
        const path = above ? `${above}/${displayName}` : displayName;
        found.push({ id, path });
        if (childFolderCount > 0) await walk(`/me/mailFolders/${encodeURIComponent(id)}/childFolders?$top=100`, path);
      }
  };
  await walk('/me/mailFolders?$top=100', '');
  return found;
}
async function folderAt(ctx: ConnectedContext, path: string): Promise<string> {
  const found = (await foldersOf(ctx.http)).find((each) => each.path === path);
  if (!found) throw new PatchbayError('not_found', { detail: `The folder “${path}” is not there any more.` });
  return found.id;
}

/**
 * Exchange Online by delta queries, folder by folder.
 * https://learn.microsoft.com/en-us/graph/delta-query-messages
 */
export const graphMailbox: RemoteMailbox = {
  provider: 'microsoft',
  // Four requests at a time for one mailbox are let through.
  atOnce: 4,
  folders: async (ctx) => (await foldersOf(ctx.http)).map(({ path }) => ({ path, role: null })),

  async *changes(ctx, path, cursor, { since }) {
    const { link } = (cursor ?? {}) as { link?: string };
    const begin = async () => {
      const filter = since ? `&$filter=${encodeURIComponent(`receivedDateTime ge ${since.toISOString()}`)}` : '';
      return `/me/mailFolders/${encodeURIComponent(await folderAt(ctx, path))}/messages/delta?$select=id,isRead,receivedDateTime${filter}`;
    };
    for (let next: string | undefined = link ?? (await begin()); next; ) {
      const page: z.output<ReturnType<typeof pageOf<typeof message>>> = await ask(ctx.http, pageOf(message), {
        url: next,
        operation: 'delta',
        lane: cursor ? 'webhook' : 'backfill',
      }).catch((error: unknown) => {
        throw isReset(error) ? new CursorGone() : error;
      });
      next = page['@odata.nextLink'] ? below(page['@odata.nextLink']) : undefined;
      const there = page.value.filter((each) => each['@removed'] === undefined);
      yield {
        there: there.map(({ id, isRead = true }) => ({ id, isSeen: isRead })),
        gone: page.value.filter((each) => each['@removed'] !== undefined).map(({ id }) => id),
        cursor: { link: next ?? (page['@odata.deltaLink'] ? below(page['@odata.deltaLink']) : link) },
        more: next !== undefined,
      };
    }
  },

  // Half of the week that it lasts.
  renewBeforeMs: 84 * 3_600_000,
  async watch(ctx, known) {
    const { url, secret } = ctx.webhookAddress('notifications');
    if (!secret) return undefined;
    const asked = { http: ctx.http, operation: 'email.graph', now: ctx.clock.now(), headers: { prefer: PREFER } };
    const kept = known ? await renew(asked, known) : undefined;
    const account = ctx.connection.externalId;
    return (
      kept ??
      (await subscribe(asked, {
        resource: 'me/messages',
        url: withAccount(url, account),
        lifecycleUrl: withAccount(ctx.webhookAddress('lifecycle').url, account),
        token: secret.reveal(),
      }))
    );
  },

  async *ids(ctx, path) {
    const id = await folderAt(ctx, path);
    const url = `/me/mailFolders/${encodeURIComponent(id)}/messages?$select=id&$top=100`;
    for await (const rows of allPages(ctx.http, message, url, 'list-messages', 'backfill')) yield rows.map((row) => row.id);
  },

  async load(ctx, id) {
    try {
      const url = `/me/messages/${encodeURIComponent(id)}`;
      const about = await ask(ctx.http, message, { url, query: { $select: 'id,isRead,receivedDateTime' }, operation: 'get-message', lane: 'backfill' });
      const { body } = await ctx.http.request<Uint8Array>({
        method: 'GET',
        url: `${url}/$value`,
        headers: { prefer: PREFER },
        operation: 'email.graph.get-mime',
        lane: 'backfill',
        responseType: 'bytes',
        maxResponseBytes: 160 * 1024 * 1024,
      });
      return { raw: body, receivedAt: about.receivedDateTime ? new Date(about.receivedDateTime) : ctx.clock.now(), isSeen: about.isRead ?? true };
    } catch (error) {
      if (factsOf(error).status === 404) return undefined;
      throw error;
    }
  },
};

/** Sends as the person; Exchange files the copy in Sent Items. A 202 names no id: the Message-ID is what it is found by. */
export const graphTransport: Transport = {
  provider: 'microsoft',
  maxBatch: 1,
  async send(ctx, mail) {
    const raw = await compose(mail);
    const hidden =
      mail.bcc.length > 0 ? Buffer.from(`Bcc: ${mail.bcc.map(({ address }) => address.replaceAll(/[\r\n]/g, '')).join(', ')}\r\n`) : Buffer.alloc(0);
    await ctx.http.request({
      method: 'POST',
      url: '/me/sendMail',
      body: Buffer.concat([hidden, raw]).toString('base64'),
      headers: { 'content-type': 'text/plain' },
      operation: 'email.graph.send',
      lane: 'interactive',
      timeoutMs: 60_000,
      responseType: 'text',
    });
    return {};
  },
  async find(ctx, { messageId, since }) {
    const found = await ask(ctx.http, pageOf(message), {
      url: '/me/messages',
      query: { $filter: `internetMessageId eq '<${messageId.replaceAll("'", "''")}>'`, $select: 'id', $top: 1 },
      operation: 'find-message',
      lane: 'interactive',
    });
    if (found.value.length > 0) return 'sent';
    return ctx.clock.now().getTime() - since.getTime() > FILED_AFTER_MS ? 'absent' : 'unsure';
  },
};
