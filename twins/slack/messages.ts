import type { VirtualClock } from '../clock.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { blockProblems } from './block-limits.ts';
import { SlackRefusal } from './errors.ts';
import { eventOf } from './outgoing.ts';
import { type Json, messageKey, nextTs, type SlackData, type SlackMessage } from './store.ts';

export interface Draft {
  text?: unknown;
  blocks?: unknown;
  metadata?: unknown;
  thread_ts?: unknown;
  markdown_text?: unknown;
}

/** What Slack refuses of a message before it looks at the channel. */
export const checkDraft = ({ text = '', blocks, metadata, markdown_text: markdown }: Draft): { text: string; blocks?: Json[]; metadata?: Json } => {
  const words = typeof text === 'string' ? text : '';
  if (markdown !== undefined && (words || blocks)) throw new SlackRefusal('markdown_text_conflict');
  if (blocks !== undefined) {
    if (Array.isArray(blocks) && blocks.length > 50)
      throw new SlackRefusal('invalid_blocks', { errors: ['no more than 50 items allowed [json-pointer:/blocks]'] });
    const problems = blockProblems(blocks, 'message');
    if (problems.length > 0) {
      const errors = problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`);
      throw new SlackRefusal('invalid_blocks', { errors, response_metadata: { messages: errors.map((each) => `[ERROR] ${each}`) } });
    }
  }
  if (!words && !markdown && (!Array.isArray(blocks) || blocks.length === 0)) throw new SlackRefusal('no_text');
  if (words.length > 40_000) throw new SlackRefusal('msg_too_long');
  if (metadata !== undefined) {
    const { event_type: type, event_payload: payload } = metadata as Json;
    if (typeof type !== 'string' || typeof payload !== 'object' || payload === null) throw new SlackRefusal('invalid_metadata_format');
    if (JSON.stringify(metadata).length > 16_000) throw new SlackRefusal('metadata_too_large');
  }
  return {
    text: typeof markdown === 'string' ? markdown : words,
    ...(Array.isArray(blocks) ? { blocks: blocks as Json[] } : {}),
    ...(metadata ? { metadata: metadata as Json } : {}),
  };
};

export const shapeMessage = (message: SlackMessage, withMetadata = false): Json => ({
  type: 'message',
  ...(message.subtype ? { subtype: message.subtype } : {}),
  ts: message.ts,
  user: message.user,
  team: message.teamId,
  text: message.text,
  ...(message.botId ? { bot_id: message.botId, app_id: 'A0PATCHBAY' } : {}),
  ...(message.blocks ? { blocks: message.blocks } : {}),
  ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
  ...(message.files ? { files: message.files } : {}),
  ...(message.editedTs ? { edited: { user: message.user, ts: message.editedTs } } : {}),
  ...(message.reactions.length > 0 ? { reactions: message.reactions.map(({ name, users }) => ({ name, users, count: users.length })) } : {}),
  ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
});

/** `ts` is given for what was said long ago. */
export const keep = (data: SlackData, clock: VirtualClock, message: Omit<SlackMessage, 'ts' | 'reactions' | 'unfurls'> & { ts?: string }): SlackMessage => {
  const row: SlackMessage = { ...message, ts: message.ts ?? nextTs(data, clock), reactions: [], unfurls: {} };
  data.messages[messageKey(row.channel, row.ts)] = row;
  return row;
};

const TYPES = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' } as const;
const typeOf = (data: SlackData, channel: string): string => TYPES[data.channels[channel]?.kind ?? 'public'];

/** The app hears of messages in channels that it is in, its own among them. */
const hears = (data: SlackData, message: SlackMessage): boolean =>
  data.channels[message.channel]?.members.includes(data.teams[message.teamId]?.botUserId ?? '') === true || data.channels[message.channel]?.kind === 'im';

export const toldOfMessage = (data: SlackData, clock: VirtualClock, message: SlackMessage): Outgoing[] => {
  if (message.ephemeralFor || !hears(data, message)) return [];
  const event = { ...shapeMessage(message), channel: message.channel, channel_type: typeOf(data, message.channel), event_ts: message.ts };
  return [eventOf(data, clock, message.teamId, event, data.channels[message.channel]?.isExtShared)];
};

export const toldOfChange = (
  data: SlackData,
  clock: VirtualClock,
  message: SlackMessage,
  previous: Json,
  subtype: 'message_changed' | 'message_deleted',
): Outgoing[] => {
  if (!hears(data, message)) return [];
  const ts = nextTs(data, clock);
  const what = subtype === 'message_changed' ? { message: shapeMessage(message) } : { deleted_ts: message.ts };
  const event = {
    type: 'message',
    subtype,
    hidden: true,
    channel: message.channel,
    channel_type: typeOf(data, message.channel),
    ts,
    event_ts: ts,
    previous_message: previous,
    ...what,
  };
  return [eventOf(data, clock, message.teamId, event)];
};
