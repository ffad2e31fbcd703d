import { type ConnectedContext, type HttpClient, PatchbayError } from '#sdk';
import { isAlone, kindOf, manyCall, oneCall } from '../serializers/sendgrid.ts';
import { groupsOf, handOverAll, isRefusal } from './batches.ts';
import type { OutgoingMessage, Transport } from './transport.ts';

const MOST = 1000;
/** Larger than what SendGrid takes with attachments in base64. */
const MOST_BYTES = 29 * 1024 * 1024;

async function post(ctx: ConnectedContext, call: unknown, count: number): Promise<string | undefined> {
  const json = JSON.stringify(call);
  if (Buffer.byteLength(json) > MOST_BYTES)
    throw new PatchbayError('provider_rejected', { detail: 'With its attachments this mail is larger than the 30 MB that SendGrid takes.' });
  const { headers } = await ctx.http
    .request({
      method: 'POST',
      url: '/v3/mail/send',
      body: json,
      headers: { 'content-type': 'application/json' },
      quotaClass: 'mail',
      operation: count === 1 ? 'email.sendgrid.send' : 'email.sendgrid.send-batch',
      timeoutMs: 60_000,
      redact: ['content', 'attachments', 'personalizations.*.substitutions'],
    })
    .catch((error: unknown) => {
      throw senderError(error);
    });
  return headers['x-message-id'];
}

/** 403 is about the account or the name it sends in, never about one mail: nobody of a campaign failed by it. */
const senderError = (error: unknown): unknown =>
  error instanceof PatchbayError && error.details.facts?.status === 403
    ? new PatchbayError(error.code, { ...error.details, facts: { ...error.details.facts, notSent: true, part: 'sender' }, cause: error })
    : error;

/** SendGrid: a 202 says that it is queued; whether it arrived its events say. */
export const sendgridTransport: Transport = {
  provider: 'sendgrid',
  maxBatch: MOST,
  async send(ctx, message) {
    const providerId = await post(ctx, oneCall(message, ctx.connection.externalId), 1);
    return providerId ? { providerId } : {};
  },
  async sendBatch(ctx, messages) {
    const account = ctx.connection.externalId;
    const send = async (group: readonly OutgoingMessage[]): Promise<string | undefined> => {
      const [only] = group;
      if (group.length === 1 && only) return post(ctx, oneCall(only, account), 1);
      const call = manyCall(group, account);
      // Too unlike for one call: halved until they are alike, or alone.
      if (!call) throw new PatchbayError('provider_rejected', { facts: { reason: 'unlike' } });
      return post(ctx, call, group.length);
    };
    return handOverAll(groupsOf(messages, MOST, kindOf, isAlone), send);
  },
};

/** What the key may do. A key that does not send is of no use here. @throws PatchbayError credentials_rejected */
export async function sendgridAccount(http: HttpClient, apiKey: string): Promise<{ externalId: string; displayName: string; scopes: string[] }> {
  const { body } = await http.request<{ scopes?: string[] }>({ method: 'GET', url: '/v3/scopes', operation: 'email.sendgrid.scopes', lane: 'interactive' });
  const scopes = body.scopes ?? [];
  if (!scopes.includes('mail.send'))
    throw new PatchbayError('credentials_rejected', {
      detail: 'This key may not send mail.',
      remedy: 'In SendGrid give the key “Mail Send: full access”, or make a new one.',
      errors: [{ path: 'credentials.apiKey', message: 'The key lacks the permission mail.send.' }],
    });
  const who = await http
    .request<{ username?: string; user_id?: number }>({ method: 'GET', url: '/v3/user/username', operation: 'email.sendgrid.username', lane: 'interactive' })
    .then(({ body: answer }) => answer)
    .catch((error: unknown): { username?: string; user_id?: number } => {
      // A key that only sends may not ask whose it is; then its own public half names it.
      if (isRefusal(error)) return {};
      throw error;
    });
  const keyId = apiKey.split('.')[1] ?? '';
  return { externalId: who.user_id ? `sg-${who.user_id}` : `sg-key-${keyId}`, displayName: who.username ?? `SendGrid key ${keyId}`, scopes };
}
