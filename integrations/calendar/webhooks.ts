import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Context, type InboundEvent, PatchbayError, type RawRequest, type Transaction, webhook } from '#sdk';
import { channelByName, pushToken } from './channels.ts';
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
/** The subscription's address names its account: pushes say only which subscription they belong to. */
const accountOf = ({ url }: RawRequest): string => required(new URL(url).searchParams.get('account'), 'account');

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

const notification = z.object({
  value: z
    .array(
      z.object({
        subscriptionId: z.string(),
        changeType: z.string().optional(),
        lifecycleEvent: z.string().optional(),
        subscriptionExpirationDateTime: z.string().optional(),
        resourceData: z.object({ id: z.string().optional(), '@odata.etag': z.string().optional() }).nullish(),
      }),
    )
    .min(1)
    .max(1000),
});

const microsoftPushes = (request: RawRequest): readonly InboundEvent[] => {
  const accountId = accountOf(request);
  const { value } = notification.parse(JSON.parse(request.rawBody.toString('utf8')));
  return value.map((each) => ({
    // They have no id: what changed, and into which version, names them.
    eventId: [
      each.subscriptionId,
      each.lifecycleEvent ?? each.changeType,
      each.resourceData?.id,
      each.resourceData?.['@odata.etag'],
      each.subscriptionExpirationDateTime,
    ].join(':'),
    type: `microsoft.${each.lifecycleEvent ?? each.changeType ?? 'changed'}`,
    accountId,
    orderingKey: each.subscriptionId,
    payload: { channelId: each.subscriptionId, resourceId: null },
  }));
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

const clientState = { kind: 'shared-token', field: 'value.*.clientState', refusalStatus: 401, covers: [] } as const;
/** Asked before a subscription is made. */
const challenge = { kind: 'echo-query', method: 'POST', param: 'validationToken', contentType: 'text/plain; charset=utf-8' } as const;
/** Whoever answers later than three seconds is sent less, and then nothing. */
const success = { status: 202 };

export const webhooks = [
  webhook({
    provider: 'microsoft',
    topic: 'notifications',
    scheme: clientState,
    challenge,
    success,
    envSecrets: (env) => [pushToken(env.MICROSOFT_CLIENT_SECRET)],
    parse: microsoftPushes,
    handle: (ctx, tx, event) => lookAgain(ctx, tx, event.payload as Push),
  }),
  webhook({
    provider: 'microsoft',
    topic: 'lifecycle',
    scheme: clientState,
    challenge,
    success,
    envSecrets: (env) => [pushToken(env.MICROSOFT_CLIENT_SECRET)],
    parse: microsoftPushes,
    handle: (ctx, tx, event) => mend(ctx, tx, event.payload as Push, event.type),
  }),
  webhook({
    provider: 'google',
    topic: 'push',
    scheme: { kind: 'shared-token', header: 'x-goog-channel-token', refusalStatus: 401, covers: [] },
    envSecrets: (env) => [pushToken(env.GOOGLE_CLIENT_SECRET)],
    parse: googlePush,
    async handle(ctx, tx, event) {
      // The greeting of a new channel tells nothing new.
      if (event.type !== 'google.sync') await lookAgain(ctx, tx, event.payload as Push);
    },
  }),
];
