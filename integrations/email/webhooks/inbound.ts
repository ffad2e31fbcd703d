import { createHash } from 'node:crypto';
import { type Context, formParts, type InboundEvent, PatchbayError, type RawRequest, secret, type Transaction, webhook } from '#sdk';
import { type HandedOn, takeInbound } from '../inbound/keep-inbound.ts';
import { domainOf } from '../serializers/addresses.ts';
import { MAILGUN_SIGNATURE } from './mailgun.ts';

/** What the providers let through: 30 MB with its encoding. */
const MOST_BYTES = 40 * 1024 * 1024;

const handedOn = ({ headers, rawBody }: RawRequest): HandedOn => ({ form: rawBody.toString('base64'), contentType: headers['content-type'] ?? '' });
const isNamed = ({ url }: RawRequest) => new URL(url).searchParams.has('connection');
/** A form that was taken twice is one mail; a mail that comes twice is one by its Message-ID. */
const hashOf = ({ rawBody }: RawRequest) => createHash('sha256').update(rawBody).digest('base64url');

function formOf(request: RawRequest): (name: string) => string | undefined {
  const parts = formParts(request.rawBody, request.headers['content-type'] ?? '');
  if (!parts) throw new Error('The post is no form of parts.');
  return (name) => parts.find((part) => part.name === name && part.filename === undefined)?.content.toString('utf8');
}

const ofSendgrid = (request: RawRequest): readonly InboundEvent[] => {
  formOf(request);
  return [{ eventId: hashOf(request), type: 'sendgrid.inbound', payload: handedOn(request) }];
};
/** One-time tokens are Mailgun's own id of a post; whoever it is for says which domain, and so which connection. */
const ofMailgun = (request: RawRequest): readonly InboundEvent[] => {
  const field = formOf(request);
  const recipient = field('recipient') ?? '';
  const account = isNamed(request) ? {} : { accountId: domainOf(recipient.toLowerCase()) };
  return [{ eventId: field('token') ?? hashOf(request), type: 'mailgun.inbound', ...account, payload: handedOn(request) }];
};

async function handle(ctx: Context, tx: Transaction, event: InboundEvent & { receivedAt: Date }): Promise<void> {
  const { connection } = ctx;
  if (!connection) throw new PatchbayError('connection_disabled');
  await takeInbound({ ...ctx, connection }, tx, event);
}

/** Mail from outside that a provider receives for the workspace: SendGrid's Inbound Parse, which signs nothing, and Mailgun's Routes. */
export const inboundWebhooks = [
  webhook({
    provider: 'sendgrid',
    topic: 'inbound',
    scheme: { kind: 'secret-path', query: 'token', refusalStatus: 401, covers: [] },
    connectionSecret: 'inboundToken',
    envSecrets: (env) => [secret(env.SENDGRID_INBOUND_TOKEN)],
    maxBodyBytes: MOST_BYTES,
    parse: ofSendgrid,
    handle,
  }),
  webhook({
    provider: 'mailgun',
    topic: 'inbound',
    scheme: { ...MAILGUN_SIGNATURE, fields: ['timestamp', 'token'], signatureField: 'signature', timestampField: 'timestamp', tokenField: 'token' },
    connectionSecret: 'signingKey',
    envSecrets: (env) => [secret(env.MAILGUN_WEBHOOK_SIGNING_KEY)],
    maxBodyBytes: MOST_BYTES,
    parse: ofMailgun,
    handle,
  }),
];
