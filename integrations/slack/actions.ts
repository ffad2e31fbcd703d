import { uuidv7 } from 'uuidv7';
import { action, asId, type ConnectionId, type Context, type Effect, PatchbayError } from '#sdk';
import type { Json } from './client/chat.ts';
import { openDirect } from './client/index.ts';
import { placeIn, post } from './send.ts';
import { type NewMessage, newMessage, sent } from './serializers/views.ts';
import { findChannel } from './store/channels.ts';
import { accountOf } from './store/members.ts';

const told = (done: Effect) => {
  const at = placeIn(done);
  return { effectId: done.id, state: done.state, channelId: at?.channelId ?? null, ts: at?.ts ?? null };
};

/** Where a message goes: a channel that the app can write in, or a person’s own conversation with it. */
async function targetOf(ctx: Context, { channelId, userId, recordId }: NewMessage) {
  if ((channelId === undefined) === (userId === undefined))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'channelId', message: 'Name either a channel or a person.' }] });
  if (channelId !== undefined) {
    const row = await ctx.db.transaction((tx) => findChannel(tx, ctx.workspaceId, channelId));
    if (row.isArchived) throw new PatchbayError('invalid_input', { errors: [{ path: 'channelId', message: `#${row.name} is archived.` }] });
    // What is about a record is for the house only.
    if (row.isExternal && recordId)
      throw new PatchbayError('forbidden', { detail: `People of other companies read #${row.name}: nothing of the CRM is posted there.` });
    return { connected: await ctx.withConnection(asId<ConnectionId>(row.connectionId)), channel: row.externalId };
  }
  const account = await ctx.db.transaction((tx) => accountOf(tx, ctx.workspaceId, userId ?? ''));
  if (!account)
    throw new PatchbayError('not_found', {
      detail: 'This person has no Slack account that we know of.',
      remedy: 'They type /crm link in Slack, or an administrator says who they are.',
    });
  const connected = await ctx.withConnection(asId<ConnectionId>(account.connectionId));
  return { connected, channel: await openDirect(connected.http, account.externalId) };
}

/** Posts once per reference, whoever asks. */
export async function sendMessage(ctx: Context, message: NewMessage) {
  const { connected, channel } = await targetOf(ctx, message);
  const { text, blocks, threadTs, recordType, recordId, reference = uuidv7() } = message;
  return told(
    await post(connected, `message:${channel}:${reference}`, {
      channel,
      text,
      kind: 'message',
      ...(blocks ? { blocks: blocks as Json[] } : {}),
      ...(threadTs ? { threadTs } : {}),
      ...(recordType && recordId ? { record: { type: recordType, id: recordId } } : {}),
    }),
  );
}

export const actions = [
  action({
    name: 'slack.post-message',
    title: 'Post a message to Slack',
    description: 'Posts to a channel or to a person, once per reference. Blocks are cut to what Slack accepts.',
    input: newMessage,
    output: sent,
    permission: 'slack:send',
    effect: 'outbound',
    run: sendMessage,
  }),
];
