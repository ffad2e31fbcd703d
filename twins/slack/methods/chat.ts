import { SlackRefusal } from '../errors.ts';
import { checkDraft, keep, shapeMessage, toldOfChange, toldOfMessage } from '../messages.ts';
import { botOf, type Json, messageKey, nextId, type SlackChannel, type SlackMessage } from '../store.ts';
import { channelOf, isMember, needMember, type SlackCall, type SlackMethod, TIER, text, userOf } from './method.ts';

/** A person's id opens, or finds, the direct conversation with them. */
export const directChannel = ({ data, teamId, clock }: SlackCall, userId: string): SlackChannel => {
  const user = data.users[userId];
  if (!user || user.deleted) throw new SlackRefusal('user_not_found');
  if (user.teamId !== teamId) throw new SlackRefusal('user_not_visible');
  const known = Object.values(data.channels).find((each) => each.kind === 'im' && each.userId === userId);
  if (known) return known;
  const bot = botOf(data, teamId).botUserId;
  const made: SlackChannel = {
    id: nextId(data, 'D'),
    teamId,
    name: '',
    kind: 'im',
    userId,
    isArchived: false,
    isExtShared: false,
    topic: '',
    purpose: '',
    members: [userId, bot],
    creator: bot,
    createdMs: clock.nowMs(),
  };
  data.channels[made.id] = made;
  return made;
};

const target = (call: SlackCall): SlackChannel => {
  const id = text(call.args, 'channel');
  if (/^[UW]/.test(id)) return directChannel(call, id);
  return channelOf(call);
};

const ownMessage = ({ data, teamId, args }: SlackCall, channel: SlackChannel): SlackMessage => {
  const message = data.messages[messageKey(channel.id, text(args, 'ts'))];
  if (!message || message.ephemeralFor) throw new SlackRefusal('message_not_found');
  if (message.botId !== botOf(data, teamId).botId) throw new SlackRefusal('cant_update_message');
  return message;
};

const post = (call: SlackCall): Json => {
  const { data, clock, teamId, args, tell } = call;
  const draft = checkDraft(args);
  const channel = target(call);
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  // chat:write.public lets the app post where it is no member, in public channels.
  if (!isMember(call, channel) && channel.kind !== 'public') throw new SlackRefusal('not_in_channel');
  const parent = args.thread_ts ? data.messages[messageKey(channel.id, String(args.thread_ts))] : undefined;
  if (args.thread_ts && !parent) throw new SlackRefusal('thread_not_found');
  const { botUserId: user, botId } = botOf(data, teamId);
  const message = keep(data, clock, { ...draft, teamId, channel: channel.id, user, botId, ...(parent ? { threadTs: parent.threadTs ?? parent.ts } : {}) });
  tell(toldOfMessage(data, clock, message));
  return { channel: channel.id, ts: message.ts, message: shapeMessage(message, true) };
};

export const chatMethods: Readonly<Record<string, SlackMethod>> = {
  'chat.postMessage': { perMinute: 300, scopes: ['chat:write'], run: post },
  'chat.postEphemeral': {
    perMinute: TIER[4],
    scopes: ['chat:write'],
    run: (call) => {
      const { data, clock, teamId, args } = call;
      const draft = checkDraft(args);
      const channel = channelOf(call);
      const user = userOf(call);
      if (!channel.members.includes(user.id)) throw new SlackRefusal('user_not_in_channel');
      needMember(call, channel);
      const { botUserId, botId } = botOf(data, teamId);
      const message = keep(data, clock, { ...draft, teamId, channel: channel.id, user: botUserId, botId, ephemeralFor: user.id });
      return { message_ts: message.ts };
    },
  },
  'chat.update': {
    perMinute: TIER[3],
    scopes: ['chat:write'],
    run: (call) => {
      const { data, clock, args, tell } = call;
      const channel = channelOf(call);
      const message = ownMessage(call, channel);
      if (channel.isArchived) throw new SlackRefusal('is_archived');
      const previous = shapeMessage(message);
      const draft = checkDraft({ ...args, text: args.text ?? message.text });
      Object.assign(message, draft, { editedTs: `${Math.floor(clock.nowMs() / 1000)}.000000` });
      tell(toldOfChange(data, clock, message, previous, 'message_changed'));
      return { channel: channel.id, ts: message.ts, text: message.text, message: shapeMessage(message, true) };
    },
  },
  'chat.delete': {
    perMinute: TIER[3],
    scopes: ['chat:write'],
    run: (call) => {
      const { data, clock, tell } = call;
      const channel = channelOf(call);
      const message = ownMessage(call, channel);
      delete data.messages[messageKey(channel.id, message.ts)];
      tell(toldOfChange(data, clock, message, shapeMessage(message), 'message_deleted'));
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.getPermalink': {
    perMinute: TIER.special,
    run: (call) => {
      const channel = channelOf(call);
      const ts = text(call.args, 'message_ts');
      if (!call.data.messages[messageKey(channel.id, ts)]) throw new SlackRefusal('message_not_found');
      return { channel: channel.id, permalink: `https://${botOf(call.data, call.teamId).domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}` };
    },
  },
  'chat.unfurl': {
    perMinute: TIER[3],
    scopes: ['links:write'],
    run: ({ data, args }) => {
      const at = args.unfurl_id ? data.unfurlIds[String(args.unfurl_id)] : { channel: text(args, 'channel'), ts: text(args, 'ts') };
      const message = at && data.messages[messageKey(at.channel, at.ts)];
      if (!message) throw new SlackRefusal('cannot_unfurl_message');
      if (args.user_auth_required) {
        message.userAuthRequired = true;
        return {};
      }
      const unfurls = (args.unfurls ?? {}) as Record<string, Json>;
      for (const [url, card] of Object.entries(unfurls)) {
        if (!message.text.includes(url)) throw new SlackRefusal('cannot_unfurl_url');
        if (card.blocks !== undefined) checkDraft({ blocks: card.blocks });
        message.unfurls[url] = card;
      }
      return {};
    },
  },
};
