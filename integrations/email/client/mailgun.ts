import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ConnectedContext, type HttpClient, PatchbayError } from '#sdk';
import { type Call, encode, manyCall, oneCall } from '../serializers/mailgun.ts';
import { isAlone, kindOf, MESSAGE_ID } from '../serializers/sendgrid.ts';
import { groupsOf, handOverAll } from './batches.ts';
import type { Found, OutgoingMessage, Transport } from './transport.ts';

const MOST = 1000;
const MOST_BYTES = 25 * 1024 * 1024;
/** The log of events is complete for what is older than this ("re-read pages younger than 30 minutes"). */
const LOG_SETTLES_MS = 30 * 60_000;
const MOST_PAGES = 20;

const account = z.object({ domain: z.string(), apiBase: z.url() });
/** Where a connection's domain is spoken to. */
export const mailgunDomain = ({ connection }: ConnectedContext) => account.parse(connection.data);
export const mailgunUrl = (ctx: ConnectedContext, path: string): string => {
  const { domain, apiBase } = mailgunDomain(ctx);
  return `${apiBase}/v3/${encodeURIComponent(domain)}/${path}`;
};

const sent = z.object({ id: z.string() });

async function post(ctx: ConnectedContext, call: Call, key: string, count: number): Promise<string | undefined> {
  if (call.files.reduce((sum, { content }) => sum + content.length, 0) > MOST_BYTES)
    throw new PatchbayError('provider_rejected', { detail: 'With its attachments this mail is larger than the 25 MB that Mailgun takes.' });
  const { contentType, body } = encode(call, `pb-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`);
  const answer = await ctx.http.request({
    method: 'POST',
    url: mailgunUrl(ctx, 'messages'),
    body,
    headers: { 'content-type': contentType },
    quotaClass: 'mail',
    operation: count === 1 ? 'email.mailgun.send' : 'email.mailgun.send-batch',
    timeoutMs: 60_000,
  });
  return sent.safeParse(answer.body).data?.id.replace(/^<|>$/g, '');
}

const page = z.object({
  items: z.array(z.looseObject({ 'user-variables': z.record(z.string(), z.unknown()).default({}) })),
  paging: z.object({ next: z.string() }),
});

/** All events from a time on, a page at a time, oldest first. Ends with the first empty page. */
export async function* eventsSince(ctx: ConnectedContext, query: Readonly<Record<string, string>>) {
  let url = `${mailgunUrl(ctx, 'events')}?${new URLSearchParams({ ascending: 'yes', limit: '300', ...query })}`;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { body } = await ctx.http.request({ method: 'GET', url, operation: 'email.mailgun.events', lane: 'backfill' });
    const read = page.parse(body);
    yield { items: read.items, isLast: read.items.length === 0 };
    if (read.items.length === 0) return;
    url = read.paging.next;
  }
}

async function find(ctx: ConnectedContext, { messageId, since }: { messageId: string; since: Date }): Promise<Found> {
  const begin = String(Math.floor(since.getTime() / 1000) - 60);
  for await (const { items } of eventsSince(ctx, { begin, 'message-id': messageId, event: 'accepted' })) if (items.length > 0) return 'sent';
  // In a batch all share Mailgun's own id; ours is in the variables.
  let isWhole = false;
  for await (const { items, isLast } of eventsSince(ctx, { begin, event: 'accepted' })) {
    if (items.some((each) => each['user-variables'][MESSAGE_ID] === messageId)) return 'sent';
    isWhole = isLast;
  }
  return isWhole && ctx.clock.now().getTime() - since.getTime() > LOG_SETTLES_MS ? 'absent' : 'unsure';
}

/** Mailgun, in whichever region the domain lives. Its log of events can be asked what became of a mail. */
export const mailgunTransport: Transport = {
  provider: 'mailgun',
  maxBatch: MOST,
  async send(ctx, message) {
    const providerId = await post(ctx, oneCall(message, ctx.connection.externalId), message.key, 1);
    return providerId ? { providerId } : {};
  },
  async sendBatch(ctx, messages) {
    const send = async (group: readonly OutgoingMessage[]): Promise<string | undefined> => {
      const [first] = group;
      if (!first) return undefined;
      const call = group.length === 1 ? oneCall(first, ctx.connection.externalId) : manyCall(group, ctx.connection.externalId);
      if (!call) throw new PatchbayError('provider_rejected', { facts: { reason: 'unlike' } });
      return post(ctx, call, first.key, group.length);
    };
    return handOverAll(groupsOf(messages, MOST, kindOf, isAlone), send);
  },
  find,
};

const domainAnswer = z.object({ domain: z.object({ name: z.string(), state: z.string() }) });

/**
 * Proves key, domain and region by one call. A key that only sends may not look at its domain: it is proven by a message
 * that is refused before it is one. @throws PatchbayError credentials_rejected naming the field
 */
export async function mailgunAccount(http: HttpClient, apiBase: string, domain: string): Promise<{ state: string }> {
  try {
    const { body } = await http.request({
      method: 'GET',
      url: `${apiBase}/v4/domains/${encodeURIComponent(domain)}`,
      operation: 'email.mailgun.domain',
      lane: 'interactive',
    });
    return { state: domainAnswer.parse(body).domain.state };
  } catch (error) {
    if (!(error instanceof PatchbayError)) throw error;
    if (error.details.facts?.status === 404) throw noDomain(error);
    if (error.code !== 'reauthorize' && error.code !== 'credentials_rejected') throw error;
  }
  try {
    await http.request({
      method: 'POST',
      url: `${apiBase}/v3/${encodeURIComponent(domain)}/messages`,
      form: {},
      operation: 'email.mailgun.probe',
      lane: 'interactive',
    });
  } catch (error) {
    if (error instanceof PatchbayError && error.details.facts?.status === 400) return { state: 'unknown' };
    if (error instanceof PatchbayError && error.details.facts?.status === 404) throw noDomain(error);
    throw error;
  }
  return { state: 'unknown' };
}

const noDomain = (cause: unknown) =>
  new PatchbayError('credentials_rejected', {
    detail: 'Mailgun knows no such domain in this region.',
    remedy: 'Look at the name and at the region: a domain lives in one of them.',
    errors: [{ path: 'credentials.domain', message: 'Not found in this region.' }],
    cause,
  });
