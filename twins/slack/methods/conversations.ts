import { SlackRefusal } from '../errors.ts';
import { shapeMessage } from '../messages.ts';
import { eventOf } from '../outgoing.ts';
import { botOf, type Json, messagesOf, nextId, type SlackChannel } from '../store.ts';
import { directChannel } from './chat.ts';
import { channelOf, isMember, isYes, needMember, paged, type SlackCall, type SlackMethod, shapeChannel, TIER, text } from './method.ts';

const seen = (call: SlackCall): SlackChannel[] => {
  const { data, teamId, args } = call;
  const types = String(args.types ?? 'public_channel').split(',');
  return Object.values(data.channels).filter((channel) => {
    const type = { public: 'public_channel', private: 'private_channel', im: 'im', mpim: 'mpim' }[channel.kind];
    if (channel.teamId !== teamId || !types.includes(type)) return false;
    if (isYes(args.exclude_archived) && channel.isArchived) return false;
    return channel.kind === 'public' || isMember(call, channel);
  });
};

const changing =
  (type: string, change: (call: SlackCall, channel: SlackChannel) => Json | undefined): SlackMethod['run'] =>
  (call) => {
    const channel = channelOf(call);
    needMember(call, channel);
    const more = change(call, channel);
    const name = channel.kind === 'private' ? `group_${type}` : `channel_${type}`;
    const told = type === 'rename' ? { id: channel.id, name: channel.name, created: Math.floor(channel.createdMs / 1000) } : channel.id;
    if (type !== '') call.tell([eventOf(call.data, call.clock, call.teamId, { type: name, channel: told })]);
    return { ...more };
  };

const named = (name: string): string => {
  if (name.length > 80) throw new SlackRefusal('invalid_name_maxlength');
  if (!/^[a-z0-9_-]+$/.test(name)) throw new SlackRefusal('invalid_name_specials');
  return name;
};
const isTaken = (call: SlackCall, name: string) => Object.values(call.data.channels).some((each) => each.teamId === call.teamId && each.name === name);
const READ = ['channels:read', 'groups:read'];
const MANAGE = ['channels:manage', 'groups:write'];

export const conversationMethods: Readonly<Record<string, SlackMethod>> = {
  'conversations.list': {
    perMinute: TIER[2],
    scopes: READ,
    run: (call) => {
      const { rows, response_metadata } = paged(seen(call), call.args);
      return { channels: rows.map((each) => shapeChannel(call, each)), response_metadata };
    },
  },
  'users.conversations': {
    perMinute: TIER[3],
    scopes: READ,
    run: (call) => {
      const { rows, response_metadata } = paged(
        seen(call).filter((each) => isMember(call, each)),
        call.args,
      );
      return { channels: rows.map((each) => shapeChannel(call, each)), response_metadata };
    },
  },
  'conversations.info': { perMinute: TIER[3], scopes: READ, run: (call) => ({ channel: shapeChannel(call, channelOf(call)) }) },
  'conversations.create': {
    perMinute: TIER[2],
    scopes: MANAGE,
    run: (call) => {
      const { data, teamId, clock, args } = call;
      const name = named(text(args, 'name'));
      if (isTaken(call, name)) throw new SlackRefusal('name_taken');
      const bot = botOf(data, teamId).botUserId;
      const channel: SlackChannel = {
        id: nextId(data, 'C'),
        teamId,
        name,
        kind: isYes(args.is_private) ? 'private' : 'public',
        isArchived: false,
        isExtShared: false,
        topic: '',
        purpose: '',
        members: [bot],
        creator: bot,
        createdMs: clock.nowMs(),
      };
      data.channels[channel.id] = channel;
      return { channel: shapeChannel(call, channel) };
    },
  },
  'conversations.invite': {
    perMinute: TIER[3],
    scopes: ['channels:write.invites', 'groups:write.invites', 'channels:manage', 'groups:write'],
    run: (call) => {
      const channel = channelOf(call);
      needMember(call, channel);
      const users = text(call.args, 'users').split(',');
      for (const id of users) {
        if (!call.data.users[id]) throw new SlackRefusal('user_not_found');
        if (id === botOf(call.data, call.teamId).botUserId) throw new SlackRefusal('cant_invite_self');
      }
      const fresh = users.filter((id) => !channel.members.includes(id));
      if (fresh.length === 0) throw new SlackRefusal('already_in_channel');
      channel.members.push(...fresh);
      call.tell(
        fresh.map((user) =>
          eventOf(call.data, call.clock, call.teamId, { type: 'member_joined_channel', user, channel: channel.id, channel_type: 'C', team: call.teamId }),
        ),
      );
      return { channel: shapeChannel(call, channel) };
    },
  },
  'conversations.kick': {
    perMinute: TIER[3],
    scopes: MANAGE,
    run: (call) => {
      const channel = channelOf(call);
      channel.members = channel.members.filter((id) => id !== call.args.user);
      return {};
    },
  },
  'conversations.join': {
    perMinute: TIER[3],
    scopes: ['channels:join'],
    run: (call) => {
      const channel = channelOf(call);
      if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type');
      if (channel.isArchived) throw new SlackRefusal('is_archived');
      if (!isMember(call, channel)) channel.members.push(botOf(call.data, call.teamId).botUserId);
      return { channel: shapeChannel(call, channel) };
    },
  },
  'conversations.leave': {
    perMinute: TIER[3],
    scopes: MANAGE,
    run: (call) => {
      const channel = channelOf(call);
      channel.members = channel.members.filter((id) => id !== botOf(call.data, call.teamId).botUserId);
      return {};
    },
  },
  'conversations.setTopic': {
    perMinute: TIER[2],
    scopes: ['channels:write.topic', 'groups:write.topic', 'channels:manage', 'groups:write'],
    run: changing('', ({ args }, channel) => {
      const topic = String(args.topic ?? '');
      if (topic.length > 250) throw new SlackRefusal('too_long');
      channel.topic = topic;
      return { topic };
    }),
  },
  'conversations.setPurpose': {
    perMinute: TIER[2],
    scopes: ['channels:write.topic', 'groups:write.topic', 'channels:manage', 'groups:write'],
    run: changing('', ({ args }, channel) => {
      channel.purpose = String(args.purpose ?? '').slice(0, 250);
      return { purpose: channel.purpose };
    }),
  },
  'conversations.rename': {
    perMinute: TIER[2],
    scopes: MANAGE,
    run: changing('rename', (call, channel) => {
      const name = named(text(call.args, 'name'));
      if (isTaken(call, name)) throw new SlackRefusal('name_taken');
      channel.name = name;
      return { channel: shapeChannel(call, channel) };
    }),
  },
  'conversations.archive': {
    perMinute: TIER[2],
    scopes: MANAGE,
    run: changing('archive', (_call, channel) => {
      if (channel.isArchived) throw new SlackRefusal('already_archived');
      if (channel.name === 'general') throw new SlackRefusal('cant_archive_general');
      channel.isArchived = true;
      return undefined;
    }),
  },
  'conversations.unarchive': {
    perMinute: TIER[2],
    scopes: MANAGE,
    run: changing('unarchive', (_call, channel) => {
      if (!channel.isArchived) throw new SlackRefusal('not_archived');
      channel.isArchived = false;
      return undefined;
    }),
  },
  'conversations.members': {
    perMinute: TIER[4],
    scopes: READ,
    run: (call) => {
      const { rows, response_metadata } = paged(channelOf(call).members, call.args);
      return { members: rows, response_metadata };
    },
  },
  'conversations.open': {
    perMinute: TIER[3],
    scopes: ['im:write', 'mpim:write'],
    run: (call) => ({ channel: { id: directChannel(call, text(call.args, 'users').split(',')[0] ?? '').id } }),
  },
  'conversations.history': { perMinute: TIER[3], scopes: ['channels:history', 'groups:history', 'im:history'], run: (call) => history(call, false) },
  'conversations.replies': { perMinute: TIER[3], scopes: ['channels:history', 'groups:history', 'im:history'], run: (call) => history(call, true) },
};

const history = (call: SlackCall, isThread: boolean): Json => {
  const { data, args } = call;
  const channel = channelOf(call);
  if (channel.kind !== 'im') needMember(call, channel);
  const [oldest, latest] = [String(args.oldest ?? '0'), args.latest === undefined ? undefined : String(args.latest)];
  const inWindow = ({ ts }: { ts: string }) => ts >= oldest && (latest === undefined || ts <= latest);
  const own = messagesOf(data, channel.id).filter((message) => !message.ephemeralFor && inWindow(message));
  const thread = isThread ? text(args, 'ts') : '';
  const chosen = isThread
    ? own.filter(({ ts, threadTs }) => ts === thread || threadTs === thread)
    : own.filter(({ threadTs, ts }) => threadTs === undefined || threadTs === ts).reverse();
  if (isThread && chosen.length === 0) throw new SlackRefusal('thread_not_found');
  const { rows, response_metadata } = paged(chosen, args);
  return {
    messages: rows.map((message) => {
      const replies = own.filter(({ ts, threadTs }) => threadTs === message.ts && ts !== message.ts).length;
      return { ...shapeMessage(message, isYes(args.include_all_metadata)), ...(replies > 0 ? { thread_ts: message.ts, reply_count: replies } : {}) };
    }),
    has_more: response_metadata.next_cursor !== '',
    response_metadata,
  };
};
