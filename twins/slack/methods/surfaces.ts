import { viewProblems } from '../block-limits.ts';
import { SlackRefusal } from '../errors.ts';
import { type Json, messageKey, nextId, type SlackView } from '../store.ts';
import { shapeView, useTrigger } from '../triggers.ts';
import { channelOf, needMember, type SlackCall, type SlackMethod, TIER, text, userOf } from './method.ts';

const checkedView = ({ args }: SlackCall): Json => {
  const view = args.view as Json | undefined;
  if (JSON.stringify(view ?? null).length > 250_000) throw new SlackRefusal('view_too_large');
  const problems = viewProblems(view);
  if (problems.length > 0 || !view)
    throw new SlackRefusal('invalid_arguments', {
      response_metadata: { messages: problems.map(({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`) },
    });
  return view;
};
const newHash = (call: SlackCall) => `${Math.floor(call.clock.nowMs() / 1000)}.${nextId(call.data, 'h')}`;

const open = (call: SlackCall, isPush: boolean): Json => {
  const { data, clock, args, teamId } = call;
  const view = checkedView(call);
  const trigger = useTrigger(data, clock, text(args, 'trigger_id'));
  const stack = Object.values(data.views).filter((each) => each.userId === trigger.userId && each.isOpen);
  if (isPush && stack.length >= 3) throw new SlackRefusal('push_limit_reached');
  const previous = isPush ? stack.at(-1) : undefined;
  if (!isPush) for (const each of stack) each.isOpen = false;
  const id = nextId(data, 'V');
  const row: SlackView = {
    id,
    teamId,
    userId: trigger.userId,
    view,
    hash: newHash(call),
    rootId: previous?.rootId ?? id,
    previousId: previous?.id ?? null,
    isOpen: true,
  };
  data.views[id] = row;
  return { view: shapeView(data, row) };
};

export const surfaceMethods: Readonly<Record<string, SlackMethod>> = {
  'views.open': { perMinute: TIER[4], run: (call) => open(call, false) },
  'views.push': { perMinute: TIER[4], run: (call) => open(call, true) },
  'views.update': {
    perMinute: TIER[4],
    run: (call) => {
      const { data, args } = call;
      const view = checkedView(call);
      const row = args.view_id ? data.views[String(args.view_id)] : Object.values(data.views).find((each) => each.view.external_id === args.external_id);
      if (!row) throw new SlackRefusal('not_found');
      if (args.hash !== undefined && args.hash !== row.hash) throw new SlackRefusal('hash_conflict');
      Object.assign(row, { view, hash: newHash(call) });
      return { view: shapeView(data, row) };
    },
  },
  'views.publish': {
    perMinute: TIER[4],
    run: (call) => {
      const { data, teamId } = call;
      const view = checkedView(call);
      if (view.type !== 'home') throw new SlackRefusal('invalid_arguments');
      const user = userOf({ ...call, args: { user: text(call.args, 'user_id') } });
      data.homes[user.id] = view;
      const row: SlackView = { id: nextId(data, 'V'), teamId, userId: user.id, view, hash: newHash(call), rootId: '', previousId: null, isOpen: false };
      return { view: shapeView(data, row) };
    },
  },
  'reactions.add': {
    perMinute: TIER[3],
    scopes: ['reactions:write'],
    run: (call) => {
      const { data, teamId, args } = call;
      const message = data.messages[messageKey(channelOf(call).id, text(args, 'timestamp'))];
      if (!message) throw new SlackRefusal('message_not_found');
      const bot = data.teams[teamId]?.botUserId ?? '';
      const name = text(args, 'name');
      const known = message.reactions.find((each) => each.name === name);
      if (known?.users.includes(bot)) throw new SlackRefusal('already_reacted');
      if (known) known.users.push(bot);
      else message.reactions.push({ name, users: [bot] });
      return {};
    },
  },
  'reactions.remove': {
    perMinute: TIER[2],
    scopes: ['reactions:write'],
    run: (call) => {
      const { data, teamId, args } = call;
      const message = data.messages[messageKey(channelOf(call).id, text(args, 'timestamp'))];
      const bot = data.teams[teamId]?.botUserId ?? '';
      const known = message?.reactions.find((each) => each.name === args.name && each.users.includes(bot));
      if (!message || !known) throw new SlackRefusal('no_reaction');
      known.users = known.users.filter((id) => id !== bot);
      message.reactions = message.reactions.filter((each) => each.users.length > 0);
      return {};
    },
  },
  'bookmarks.add': {
    perMinute: TIER[2],
    scopes: ['bookmarks:write'],
    run: (call) => {
      const channel = channelOf(call, 'channel_id');
      needMember(call, channel);
      const { data, args } = call;
      const bookmark = {
        id: nextId(data, 'Bk'),
        channel: channel.id,
        title: text(args, 'title'),
        link: text(args, 'link'),
        ...(args.emoji ? { emoji: String(args.emoji) } : {}),
      };
      data.bookmarks[bookmark.id] = bookmark;
      return { bookmark: { ...bookmark, channel_id: channel.id, type: 'link' } };
    },
  },
  'bookmarks.list': {
    perMinute: TIER[3],
    scopes: ['bookmarks:read'],
    run: (call) => {
      const channel = channelOf(call, 'channel_id');
      return { bookmarks: Object.values(call.data.bookmarks).filter((each) => each.channel === channel.id) };
    },
  },
  'pins.add': {
    perMinute: TIER[2],
    scopes: ['pins:write'],
    run: (call) => {
      const channel = channelOf(call);
      needMember(call, channel);
      const ts = text(call.args, 'timestamp');
      if (!call.data.messages[messageKey(channel.id, ts)]) throw new SlackRefusal('message_not_found');
      if (call.data.pins.some((pin) => pin.channel === channel.id && pin.ts === ts)) throw new SlackRefusal('already_pinned');
      call.data.pins.push({ channel: channel.id, ts });
      return {};
    },
  },
};
