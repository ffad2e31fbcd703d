import { z } from 'zod';
import { type ConnectedContext, type HttpClient, PatchbayError, type VerifiedAccount } from '#sdk';

/**
 * A hosted-account service of the customer's choice, in the shape that such services share (`/api/v1`, `x-api-key`, lists
 * of `{items, cursor}`). It is no interface of LinkedIn's: it is read here, at a person's pace, and nothing is sent.
 */
export const BRIDGE_WARNING =
  'This service acts with the member’s own LinkedIn session. LinkedIn’s User Agreement forbids that, and LinkedIn restricts accounts for it. We never see the password or the cookie; the service does.';
/** Word for word, so that nobody ticks it by accident. */
export const BRIDGE_CONSENT = 'I accept that LinkedIn may restrict this account';

const me = z.object({
  provider_id: z.string().optional(),
  public_identifier: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
});
const get = (http: HttpClient, path: string, params: Record<string, string>, resource: string) =>
  http.request({
    method: 'GET',
    url: `/api/v1/${path}?${new URLSearchParams(params)}`,
    operation: `linkedin.bridge-${resource}`,
    lane: 'backfill',
    quotaClass: resource,
  });

/** Whose account the service holds. */
export async function bridgeAccount(http: HttpClient, credentials: Readonly<Record<string, unknown>>): Promise<VerifiedAccount> {
  const accountId = String(credentials.accountId);
  const { body } = await get(http, 'users/me', { account_id: accountId }, 'me');
  const { public_identifier: slug, first_name: first, last_name: last } = me.parse(body);
  const displayName = [first, last].filter(Boolean).join(' ') || slug || 'LinkedIn account at a hosted service';
  return { externalId: accountId, displayName, data: { ...(slug ? { slug: slug.toLowerCase() } : {}), name: displayName } };
}

const relation = z.object({
  member_id: z.string().nullish(),
  public_identifier: z.string().nullish(),
  first_name: z.string().nullish(),
  last_name: z.string().nullish(),
});
export type Relation = z.output<typeof relation>;
const chat = z.object({
  id: z.string(),
  name: z.string().nullish(),
  timestamp: z.string().nullish(),
  attendee_public_identifier: z.string().nullish(),
  attendee_name: z.string().nullish(),
});
export type Chat = z.output<typeof chat>;
const chatMessage = z.object({ id: z.string(), text: z.string().nullish(), timestamp: z.string(), is_sender: z.coerce.boolean() });
export type ChatMessage = z.output<typeof chatMessage>;

/** One page of a list; `next` is absent on the last. */
async function listPage<S extends z.ZodType>(ctx: ConnectedContext, item: S, path: string, params: Record<string, string>, resource: string) {
  const { body } = await get(ctx.http, path, { account_id: ctx.connection.externalId, limit: '100', ...params }, resource);
  const shape = z.object({ items: z.array(z.unknown()).default([]), cursor: z.string().nullish() }).safeParse(body);
  if (!shape.success) throw new PatchbayError('provider_rejected', { detail: 'The hosted service answered something that is no list.' });
  return { items: shape.data.items.map((each) => item.parse(each)), next: shape.data.cursor ?? undefined };
}
export const relationsPage = (ctx: ConnectedContext, cursor?: string) => listPage(ctx, relation, 'users/relations', cursor ? { cursor } : {}, 'relations');
export const chatsPage = (ctx: ConnectedContext, cursor?: string) => listPage(ctx, chat, 'chats', cursor ? { cursor } : {}, 'chats');
export const messagesOf = async (ctx: ConnectedContext, chatId: string) =>
  (await listPage(ctx, chatMessage, `chats/${encodeURIComponent(chatId)}/messages`, {}, 'messages')).items;
