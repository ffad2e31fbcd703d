import { type ConnectedContext, effect, PatchbayError } from '#sdk';
import type { Json } from './client/chat.ts';
import { createChannel, findDelivery, postMessage, refusalOf, updateMessage } from './client/index.ts';
import { saveChannels } from './store/channels.ts';
import { keepMessage } from './store/messages.ts';

export interface PostInput {
  channel: string;
  text: string;
  blocks?: readonly Json[];
  threadTs?: string;
  broadcast?: boolean;
  kind: string;
  record?: { type: string; id: string };
  /** When it was asked for: nothing of it can stand there before. */
  since: string;
}
export interface CreateChannelInput {
  /** Tried one after the other while the name is taken. */
  names: readonly string[];
  isPrivate: boolean;
  /** In which workspace, where the installation is an organization’s. */
  team?: string;
}
export interface UpdateInput {
  channel: string;
  ts: string;
  text: string;
  blocks?: readonly Json[];
}

const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });

/** Where it stands now is kept, so that it can be changed, reacted to and answered. */
async function posted(ctx: ConnectedContext, { kind, record, text, threadTs }: PostInput, at: { channel: string; ts: string }) {
  await ctx.db.transaction((tx) => keepMessage(tx, placeOf(ctx), { channelId: at.channel, ts: at.ts, threadTs, kind, record, text }));
  return { externalId: `${at.channel}:${at.ts}`, result: { channelId: at.channel, ts: at.ts } };
}

export const effects = [
  effect({
    kind: 'slack.create-channel',
    async perform(ctx, { input }) {
      const { names, isPrivate, team } = input as CreateChannelInput;
      for (const name of names) {
        try {
          const channel = await createChannel(ctx.http, name, isPrivate, team);
          await ctx.db.transaction((tx) => saveChannels(tx, placeOf(ctx), [channel]));
          return { externalId: channel.id, result: { channelId: channel.id, name: channel.name } };
        } catch (error) {
          if (refusalOf(error) !== 'name_taken') throw error;
        }
      }
      throw new PatchbayError('provider_rejected', { detail: 'Every name for this channel is taken. Change the template of names.' });
    },
  }),
  effect({
    kind: 'slack.post-message',
    async perform(ctx, { id, input }) {
      const { channel, text, blocks, threadTs, broadcast, kind, record, ...rest } = input as PostInput;
      const payload = { delivery_id: id, kind, ...(record ? { record: `${record.type}:${record.id}` } : {}) };
      const at = await postMessage(
        ctx.http,
        { channel, text, blocks, threadTs, broadcast, metadata: { type: 'patchbay_message', payload } },
        { lane: 'webhook' },
      );
      return posted(ctx, { channel, text, kind, ...rest, ...(threadTs ? { threadTs } : {}), ...(record ? { record } : {}) }, at);
    },
    async reconcile(ctx, { id, input }) {
      const asked = input as PostInput;
      // A person’s id stands for the conversation with them, which has an id of its own.
      if (/^[UW]/.test(asked.channel)) return { state: 'unsure' };
      const found = await findDelivery(ctx.http, { channel: asked.channel, threadTs: asked.threadTs, since: new Date(asked.since) }, id);
      if (found === undefined) return { state: 'unsure' };
      return found === 'absent' ? { state: 'absent' } : { state: 'done', ...(await posted(ctx, asked, { channel: asked.channel, ts: found.ts })) };
    },
  }),
  effect({
    kind: 'slack.update-message',
    async perform(ctx, { input }) {
      const { channel, ts, text, blocks } = input as UpdateInput;
      await updateMessage(ctx.http, channel, ts, { text, blocks });
      return { externalId: `${channel}:${ts}`, result: { channelId: channel, ts } };
    },
    // The same words once more are the same message.
    reconcile: async () => ({ state: 'absent' }),
  }),
];
