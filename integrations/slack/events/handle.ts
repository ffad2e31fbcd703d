import type { ConnectedContext, InboundEvent, Transaction } from '#sdk';
import { channelEvent, channelIdEvent, membershipEvent, messageEvent } from '../serializers/events.ts';
import { eventCallback } from '../serializers/inbound.ts';
import { noteChannel } from '../store/channels.ts';
import { needsAsking, onMessage } from '../timeline/record.ts';
import { onIdChanged } from './channel-id.ts';
import { keepEvent } from './later.ts';
import { onMemberChanged } from './members.ts';
import { feelPulse } from './pulse.ts';

type Handler = (ctx: ConnectedContext, tx: Transaction, event: Readonly<Record<string, unknown>>) => Promise<unknown>;

const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });
const note =
  (facts: Parameters<typeof noteChannel>[3]): Handler =>
  (ctx, tx, event) => {
    const { channel } = channelEvent.parse(event);
    return noteChannel(tx, placeOf(ctx), typeof channel === 'string' ? channel : channel.id, facts);
  };
const rename: Handler = (ctx, tx, event) => {
  const { channel } = channelEvent.parse(event);
  return typeof channel === 'string' ? Promise.resolve() : noteChannel(tx, placeOf(ctx), channel.id, { name: channel.name });
};
const membership =
  (isMember: boolean): Handler =>
  async (ctx, tx, event) => {
    const { user, channel } = membershipEvent.parse(event);
    if (user !== ctx.connection.data.botUserId) return;
    await noteChannel(tx, placeOf(ctx), channel, { isMember });
    // A private channel exists for us only since the invitation.
    if (isMember) await ctx.readSoon('channels');
  };
const checkInstallation: Handler = (ctx) =>
  ctx.tasks.enqueue('slack.check-installation', {}, { connectionId: ctx.connection.id, singletonKey: `check:${ctx.connection.id}` });

/** A workspace joined the installation of its organization, or left it. */
const readAgain: Handler = (ctx) => ctx.readSoon();

/** What Slack tells, by its type. Handlers bear any order. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  message: (ctx, tx, event) => onMessage(ctx, tx, messageEvent.parse(event)),
  channel_archive: note({ isArchived: true }),
  group_archive: note({ isArchived: true }),
  channel_unarchive: note({ isArchived: false }),
  group_unarchive: note({ isArchived: false }),
  channel_shared: note({ isExternal: true }),
  channel_unshared: note({ isExternal: false }),
  channel_rename: rename,
  group_rename: rename,
  channel_deleted: (ctx, tx, event) => note({ removedAt: ctx.clock.now() })(ctx, tx, event),
  channel_created: (ctx) => ctx.readSoon('channels'),
  channel_id_changed: (ctx, tx, event) => onIdChanged(tx, placeOf(ctx), channelIdEvent.parse(event)),
  member_joined_channel: membership(true),
  member_left_channel: membership(false),
  user_change: onMemberChanged,
  team_join: onMemberChanged,
  team_access_granted: readAgain,
  team_access_revoked: readAgain,
  app_uninstalled: checkInstallation,
  tokens_revoked: checkInstallation,
};

/** What needs calls to Slack, or is done for a person: kept, and done by a task. */
const LATER = new Set(['app_home_opened', 'link_shared', 'reaction_added', 'reaction_removed', 'app_mention']);

export async function handleEvent(ctx: ConnectedContext, tx: Transaction, inbound: InboundEvent & { receivedAt: Date }): Promise<void> {
  const body = eventCallback.parse(inbound.payload);
  if (body.type === 'app_rate_limited') {
    await ctx.incidents.open({
      key: `slack.rate-limited:${ctx.connection.id}`,
      level: 'warning',
      title: 'Slack holds back events',
      detail: 'This Slack workspace causes more than 30,000 events an hour for the app: Slack does not deliver all of them.',
      remedy: 'Take the app out of the noisiest channels.',
      connectionId: ctx.connection.id,
    });
    return;
  }
  await feelPulse(ctx, tx, inbound, body.event_time);
  const { event } = body;
  const isLater = event.type === 'message' ? await needsAsking(ctx, tx, messageEvent.parse(event)) : LATER.has(event.type);
  if (isLater) await keepEvent(ctx, tx, inbound);
  else await HANDLERS[event.type]?.(ctx, tx, event);
}
