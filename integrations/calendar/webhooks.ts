import { and, eq } from 'drizzle-orm';
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

export const webhooks = [
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
