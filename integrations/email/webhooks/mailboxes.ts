import { z } from 'zod';
import { type Context, type Env, type InboundEvent, type JwtScheme, type RawRequest, type Transaction, webhook } from '#sdk';
import { type GraphPush, graphWebhook } from '../../_providers/graph-subscriptions.ts';
import { pushToken } from '../../_providers/push-token.ts';
import { text } from '../providers/oauth-apps.ts';
import { pushOf, savePush } from '../store/pushes.ts';

/**
 * Pub/Sub signs in as the service account of its subscription, with a token made out for our address. Google's keys sign for
 * everybody who has an account there: only the name of ours tells it from others.
 * https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions (2026-11)
 */
const PUB_SUB: JwtScheme = {
  kind: 'jwt',
  algorithms: ['RS256'],
  jwksUrl: 'https://www.googleapis.com/oauth2/v3/certs',
  issuer: ['https://accounts.google.com', 'accounts.google.com'],
  refusalStatus: 401,
  // Only who posts is proven: what is posted is a reason to look, and nothing more.
  covers: [],
};
function pubSubFor(env: Env): JwtScheme | undefined {
  const email = text(env.GOOGLE_PUBSUB_SERVICE_ACCOUNT);
  const audience = text(env.GOOGLE_PUBSUB_AUDIENCE);
  if (!email || !text(env.GOOGLE_PUBSUB_TOPIC)) return undefined;
  return {
    ...PUB_SUB,
    jwksUrl: text(env.GOOGLE_PUBSUB_JWKS_URL),
    ...(audience ? { audience } : { audienceIsAddress: true }),
    claims: { email, email_verified: true },
  };
}

const posted = z.object({ message: z.object({ data: z.base64(), messageId: z.string().min(1).max(100) }) });
const changed = z.object({ emailAddress: z.string().min(3).max(320), historyId: z.union([z.string(), z.number()]) });

function gmailPush({ rawBody }: RawRequest): readonly InboundEvent[] {
  const { message } = posted.parse(JSON.parse(rawBody.toString('utf8')));
  const { emailAddress, historyId } = changed.parse(JSON.parse(Buffer.from(message.data, 'base64').toString('utf8')));
  const accountId = emailAddress.toLowerCase();
  return [{ eventId: message.messageId, type: 'google.mailbox-changed', accountId, orderingKey: accountId, payload: { historyId: String(historyId) } }];
}

/** A push has no content: it says that something changed. Ours is a mailbox that is told of; which subscription it is, is compared. */
async function look(ctx: Context, tx: Transaction, externalId: string | null): Promise<void> {
  const { connection, workspaceId } = ctx;
  if (!connection) return;
  const row = await pushOf(tx, workspaceId, connection.id);
  if (!row?.expiresAt || row.externalId !== externalId) return;
  const now = ctx.clock.now();
  await savePush(tx, workspaceId, connection.id, { lastMessageAt: now }, now);
  // Many pushes of one mailbox are one look.
  await ctx.readSoon();
}

/** The provider speaks of the subscription itself: it is made anew or prolonged, and what was missed is read. */
async function mend(ctx: Context, tx: Transaction, { channelId }: GraphPush, type: string): Promise<void> {
  const { connection, workspaceId } = ctx;
  if (!connection) return;
  const row = await pushOf(tx, workspaceId, connection.id);
  if (row?.externalId !== channelId) return;
  const now = ctx.clock.now();
  if (type === 'microsoft.subscriptionRemoved') await savePush(tx, workspaceId, connection.id, { externalId: null, expiresAt: null }, now);
  // Prolonging it gives the permission anew as well.
  if (type === 'microsoft.reauthorizationRequired') await savePush(tx, workspaceId, connection.id, { expiresAt: new Date(now.getTime() + 60_000) }, now);
  if (type !== 'microsoft.missed') await ctx.tasks.enqueue('email.keep-push', {}, { connectionId: connection.id, singletonKey: connection.id });
  await ctx.readSoon();
}

/** Mailboxes behind an API that say when they change. */
export const mailboxWebhooks = [
  webhook({
    provider: 'google',
    topic: 'pubsub',
    scheme: PUB_SUB,
    schemeFor: pubSubFor,
    parse: gmailPush,
    handle: (ctx, tx) => look(ctx, tx, null),
  }),
  webhook({
    ...graphWebhook,
    topic: 'notifications',
    envSecrets: (env) => [pushToken('email', env.MICROSOFT_CLIENT_SECRET)],
    handle: (ctx, tx, event) => look(ctx, tx, (event.payload as GraphPush).channelId),
  }),
  webhook({
    ...graphWebhook,
    topic: 'lifecycle',
    envSecrets: (env) => [pushToken('email', env.MICROSOFT_CLIENT_SECRET)],
    handle: (ctx, tx, event) => mend(ctx, tx, event.payload as GraphPush, event.type),
  }),
];
