import { z } from 'zod';
import type { OAuthServer } from '../oauth-server.ts';
import { type Verb, verb } from '../twin.ts';
import { keep, shapeMessage, toldOfChange, toldOfMessage } from './messages.ts';
import { eventOf } from './outgoing.ts';
import { channelBy, messageBy, userBy, type VerbParts } from './people-verbs.ts';
import { botOf, messageKey, newPerson, nextId, nextTs } from './store.ts';

const LINK = /https?:\/\/[^\s<>|]+/g;
const who = z.string().default('dana');
const where = z.string().default('deals');

/** What happens in channels and in the workspace, and is told by events. */
export const channelVerbs = ({ store, clock, oauth, origin }: VerbParts & { oauth: OAuthServer }): Record<string, Verb> => {
  const told = (teamId: string, event: Record<string, unknown>, isExtShared = false) => eventOf(store.data, clock, teamId, event, isExtShared);

  /** People of other organizations are told of where they are guests. */
  const toldIn = (teamId: string) => (store.data.teams[teamId] ? teamId : 'T0ACME');

  return {
    'slack.say': verb(
      'Say something in a channel',
      z.strictObject({
        user: who,
        channel: where,
        text: z.string(),
        thread: z.string().optional(),
        /** It was said then; nobody is told of it now. */
        at: z.iso.datetime().optional(),
        /** Its name. */
        file: z.string().optional(),
        content: z.string().default('hello'),
        source: z.enum(['conversations_history', 'composer']).default('conversations_history'),
      }),
      ({ user: name, channel: place, text, thread, at: said, file, content, source }) => {
        const { data } = store;
        const [user, channel] = [userBy(data, name), channelBy(data, place)];
        if (channel.isArchived) throw new RangeError(`${channel.name} is archived.`);
        const fileId = nextId(data, 'F');
        const files = file
          ? {
              subtype: 'file_share',
              files: [{ id: fileId, name: file, mimetype: 'text/plain', size: content.length, url_private: `${origin()}/slack/files/${fileId}` }],
            }
          : {};
        if (file) data.files[fileId] = { id: fileId, name: file, length: content.length, content };
        const message = keep(data, clock, {
          teamId: channel.teamId,
          channel: channel.id,
          user: user.id,
          text,
          ...(thread ? { threadTs: thread } : {}),
          ...(said ? { ts: nextTs(data, { nowMs: () => Date.parse(said) }) } : {}),
          ...files,
        });
        if (said) return { result: { ts: message.ts, channel: channel.id } };
        const links = [...text.matchAll(LINK)].map(([url]) => ({ url, domain: new URL(url).hostname }));
        const unfurlId = nextId(data, 'Uf');
        data.unfurlIds[unfurlId] = { channel: channel.id, ts: message.ts };
        const at = source === 'composer' ? { channel: 'COMPOSER', message_ts: unfurlId } : { channel: channel.id, message_ts: message.ts };
        const bot = botOf(data, channel.teamId).botUserId;
        return {
          result: { ts: message.ts, channel: channel.id, unfurlId },
          webhooks: [
            ...toldOfMessage(data, clock, message),
            ...(links.length > 0
              ? [
                  told(
                    channel.teamId,
                    { type: 'link_shared', ...at, user: user.id, unfurl_id: unfurlId, source, is_bot_user_member: channel.members.includes(bot), links },
                    channel.isExtShared,
                  ),
                ]
              : []),
            ...(text.includes(`<@${bot}>`)
              ? [
                  told(channel.teamId, {
                    type: 'app_mention',
                    channel: channel.id,
                    user: user.id,
                    text,
                    ts: message.ts,
                    ...(thread ? { thread_ts: thread } : {}),
                  }),
                ]
              : []),
          ],
        };
      },
    ),
    'slack.edit': verb('Edit a message', z.strictObject({ channel: where, ts: z.string(), text: z.string() }), ({ channel: place, ts, text }) => {
      const message = messageBy(store.data, channelBy(store.data, place), ts);
      const previous = shapeMessage(message);
      Object.assign(message, { text, editedTs: nextTs(store.data, clock) });
      return { result: { ts }, webhooks: toldOfChange(store.data, clock, message, previous, 'message_changed') };
    }),
    'slack.delete': verb('Delete a message', z.strictObject({ channel: where, ts: z.string() }), ({ channel: place, ts }) => {
      const channel = channelBy(store.data, place);
      const message = messageBy(store.data, channel, ts);
      delete store.data.messages[messageKey(channel.id, ts)];
      return { result: { ts }, webhooks: toldOfChange(store.data, clock, message, shapeMessage(message), 'message_deleted') };
    }),
    'slack.react': verb(
      'React to a message, or take it back',
      z.strictObject({ user: who, channel: where, ts: z.string(), name: z.string(), remove: z.boolean().default(false) }),
      ({ user: name, channel: place, ts, name: emoji, remove }) => {
        const { data } = store;
        const [user, channel] = [userBy(data, name), channelBy(data, place)];
        const message = messageBy(data, channel, ts);
        const others = message.reactions.filter((each) => each.name !== emoji);
        const users = (message.reactions.find((each) => each.name === emoji)?.users ?? []).filter((id) => id !== user.id);
        const now = remove ? users : [...users, user.id];
        message.reactions = [...others, ...(now.length > 0 ? [{ name: emoji, users: now }] : [])];
        const event = {
          type: remove ? 'reaction_removed' : 'reaction_added',
          user: user.id,
          reaction: emoji,
          item_user: message.user,
          item: { type: 'message', channel: channel.id, ts },
        };
        return { result: { reactions: message.reactions }, webhooks: [told(channel.teamId, event)] };
      },
    ),
    'slack.home': verb('Open the app’s home', z.strictObject({ user: who, tab: z.enum(['home', 'messages']).default('home') }), ({ user: name, tab }) => {
      const user = userBy(store.data, name);
      const channel = Object.values(store.data.channels).find((each) => each.kind === 'im' && each.userId === user.id)?.id ?? `D${user.id}`;
      const event = { type: 'app_home_opened', user: user.id, channel, tab, event_ts: String(clock.nowMs()) };
      return { result: { tab }, webhooks: [told(toldIn(user.teamId), event)] };
    }),
    'channel.archive': verb(
      'Archive a channel, or bring it back',
      z.strictObject({ channel: where, back: z.boolean().default(false) }),
      ({ channel: place, back }) => {
        const channel = channelBy(store.data, place);
        channel.isArchived = !back;
        const prefix = channel.kind === 'private' ? 'group' : 'channel';
        return {
          result: { id: channel.id },
          webhooks: [told(channel.teamId, { type: `${prefix}_${back ? 'unarchive' : 'archive'}`, channel: channel.id, user: 'U0DANA' })],
        };
      },
    ),
    'channel.rename': verb('Rename a channel', z.strictObject({ channel: where, name: z.string() }), ({ channel: place, name }) => {
      const channel = channelBy(store.data, place);
      channel.name = name;
      const prefix = channel.kind === 'private' ? 'group' : 'channel';
      return {
        result: { id: channel.id },
        webhooks: [told(channel.teamId, { type: `${prefix}_rename`, channel: { id: channel.id, name, created: Math.floor(channel.createdMs / 1000) } })],
      };
    }),
    'channel.share': verb(
      'Share a channel with another organization',
      z.strictObject({ channel: where, shared: z.boolean().default(true) }),
      ({ channel: place, shared }) => {
        const channel = channelBy(store.data, place);
        channel.isExtShared = shared;
        return {
          result: { id: channel.id },
          webhooks: [told(channel.teamId, { type: shared ? 'channel_shared' : 'channel_unshared', channel: channel.id }, shared)],
        };
      },
    ),
    'user.change': verb(
      'Change a person: address, time zone, leaving',
      z.strictObject({
        user: who,
        email: z.string().optional(),
        tz: z.string().optional(),
        deleted: z.boolean().optional(),
        dndMinutes: z.number().optional(),
      }),
      ({ user: name, dndMinutes, ...change }) => {
        const user = userBy(store.data, name);
        Object.assign(user, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
        if (dndMinutes !== undefined) user.dndUntilMs = dndMinutes > 0 ? clock.nowMs() + dndMinutes * 60_000 : null;
        const shaped = {
          id: user.id,
          team_id: user.teamId,
          name: user.name,
          deleted: user.deleted,
          tz: user.tz,
          is_restricted: user.isRestricted,
          is_ultra_restricted: user.isUltraRestricted,
          is_bot: user.isBot,
          profile: { email: user.email, real_name: user.realName, display_name: user.name },
        };
        return { result: { id: user.id }, webhooks: [told(toldIn(user.teamId), { type: 'user_change', user: shaped })] };
      },
    ),
    'user.join': verb(
      'Somebody comes to a channel, of whatever organization',
      z.strictObject({
        id: z.string(),
        name: z.string(),
        realName: z.string(),
        email: z.string(),
        team: z.string().default('T0ACME'),
        channel: where,
        /** Whether the workspace tells of them; it does not of people of other organizations. */
        isTold: z.boolean().default(false),
      }),
      ({ id, team, channel: place, isTold, ...who }) => {
        const channel = channelBy(store.data, place);
        const user = newPerson(id, team, who.name, who.realName, who.email);
        store.data.users[id] = user;
        channel.members.push(id);
        return {
          result: { id },
          webhooks: isTold ? [told(channel.teamId, { type: 'member_joined_channel', user: id, channel: channel.id, team })] : [],
        };
      },
    ),
    'slack.uninstall': verb('Remove the app from a workspace', z.strictObject({ team: z.string().default('T0ACME') }), ({ team }) => {
      const bot = botOf(store.data, team);
      for (const user of Object.values(store.data.users)) if (user.teamId === team) oauth.withdraw(user.id);
      return {
        result: { team },
        webhooks: [told(team, { type: 'tokens_revoked', tokens: { oauth: [], bot: [bot.botUserId] } }), told(team, { type: 'app_uninstalled' })],
      };
    }),
    'limits.set': verb(
      'Change how many calls a minute a method takes, or switch limits off',
      z.strictObject({ isOn: z.boolean().default(true), method: z.string().optional(), perMinute: z.number().int().min(0).optional() }),
      ({ isOn, method, perMinute }) => {
        store.data.limits.isOn = isOn;
        if (method && perMinute !== undefined) store.data.limits.perMinute[method] = perMinute;
        return { result: store.data.limits };
      },
    ),
  };
};
