import { and, eq } from 'drizzle-orm';
import { type Context, type InboundEvent, PatchbayError, type RawRequest, type Transaction, webhook } from '#sdk';
import { accountOf, graphWebhook } from '../_providers/graph-subscriptions.ts';
import { pushToken } from '../_providers/push-token.ts';
import { channelByName } from './channels.ts';
import { calendarChannels as channels } from './models.ts';
import { calendarById } from './store/calendars.ts';

interface Push {
  channelId: string;
  resourceId: string | null;
}

const required = (value: string | undefined | null, name: string): string => {
  if (!value) throw new PatchbayError('invalid_input', { detail: `The push says no ${name}.` });
  return value;
};

/** A push has no content: it says that something changed. It is believed when it names a channel of ours and what that watches. */
async function lookAgain(ctx: Context, tx: Transaction, { channelId, resourceId }: Push): Promise<void> {
  const { connection, workspaceId } = ctx;
  if (!connection) return;
  const channel = await channelByName(tx, workspaceId, connection.id, channelId);
  if (!channel) {
    // Of an earlier life of this connection: the provider is told to be quiet.
    if (resourceId)
      await ctx.tasks.enqueue('calendar.stop-channel', { connectionId: connection.id, externalId: channelId, resourceId }, { singletonKey: channelId });
    return;
  }
  if (channel.resourceId !== null && channel.resourceId !== resourceId) return;
  await tx
    .update(channels)
    .set({ lastMessageAt: ctx.clock.now() })
    .where(and(eq(channels.workspaceId, workspaceId), eq(channels.id, channel.id)));
  const calendar = await calendarById(tx, workspaceId, channel.calendarId);
  // Many pushes of one calendar are one look.
  await ctx.readSoon(calendar.externalId);
}

const googlePush = (request: RawRequest): readonly InboundEvent[] => {
  const { headers } = request;
  const channelId = required(headers['x-goog-channel-id'], 'channel');
  const state = required(headers['x-goog-resource-state'], 'state');
  return [
    {
      eventId: `${channelId}:${required(headers['x-goog-message-number'], 'number')}`,
      type: `google.${state}`,
      accountId: accountOf(request),
      orderingKey: channelId,
      payload: { channelId, resourceId: headers['x-goog-resource-id'] ?? null },
    },
  ];
};

/** The provider speaks of the subscription itself: it is made anew or prolonged, and what was missed is read. */
async function mend(ctx: Context, tx: Transaction, { channelId }: Push, type: string): Promise<void> {
  const { connection, workspaceId } = ctx;
  if (!connection) return;
  const own = and(eq(channels.workspaceId, workspaceId), eq(channels.connectionId, connection.id), eq(channels.externalId, channelId));
  if (type === 'microsoft.subscriptionRemoved') await tx.delete(channels).where(own);
  // Prolonging it gives the permission anew as well.
  if (type === 'microsoft.reauthorizationRequired')
    await tx
      .update(channels)
      .set({ expiresAt: new Date(ctx.clock.now().getTime() + 60_000) })
      .where(own);
  if (type !== 'microsoft.missed') await ctx.tasks.enqueue('calendar.keep-channels', {}, { connectionId: connection.id, singletonKey: connection.id });
  await ctx.readSoon();
}

export const webhooks = [
  webhook({
    ...graphWebhook,
    topic: 'notifications',
    envSecrets: (env) => [pushToken('calendar', env.MICROSOFT_CLIENT_SECRET)],
    handle: (ctx, tx, event) => lookAgain(ctx, tx, event.payload as Push),
  }),
  webhook({
    ...graphWebhook,
    topic: 'lifecycle',
    envSecrets: (env) => [pushToken('calendar', env.MICROSOFT_CLIENT_SECRET)],
    handle: (ctx, tx, event) => mend(ctx, tx, event.payload as Push, event.type),
  }),
  webhook({
    provider: 'google',
    topic: 'push',
    scheme: { kind: 'shared-token', header: 'x-goog-channel-token', refusalStatus: 401, covers: [] },
    envSecrets: (env) => [pushToken('calendar', env.GOOGLE_CLIENT_SECRET)],
    parse: googlePush,
    async handle(ctx, tx, event) {
      // The greeting of a new channel tells nothing new.
      if (event.type !== 'google.sync') await lookAgain(ctx, tx, event.payload as Push);
    },
  }),
];
