import type { VirtualClock } from '../../clock.ts';
import type { Outgoing } from '../../webhook-sender.ts';
import { SlackRefusal } from '../errors.ts';
import type { Json, SlackChannel, SlackData, SlackUser } from '../store.ts';

/** One call of the Web API, after token, scope and rate were looked at. */
export interface SlackCall {
  data: SlackData;
  clock: VirtualClock;
  teamId: string;
  /** Arguments as they came: forms carry JSON as text, which is read where it is JSON. */
  args: Json;
  origin: string;
  tell: (events: readonly Outgoing[]) => void;
}
export interface SlackMethod {
  /** Calls a minute, workspace and app: tiers 1–4 are 1, 20, 50 and 100 (docs.slack.dev/apis/web-api/rate-limits). */
  perMinute: number;
  /** One of these. */
  scopes?: readonly string[];
  run: (call: SlackCall) => Json;
}
export const TIER = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 } as const;

export const text = (args: Json, name: string): string => {
  const value = args[name];
  if (value === undefined || value === null || value === '')
    throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: [`[ERROR] missing required field: ${name}`] } });
  return typeof value === 'string' ? value : String(value);
};
export const isYes = (value: unknown): boolean => value === true || value === 'true' || value === '1';

export const channelOf = ({ data, teamId, args }: SlackCall, name = 'channel'): SlackChannel => {
  const id = text(args, name);
  const channel = Object.hasOwn(data.channels, id) ? data.channels[id] : undefined;
  if (!channel || channel.teamId !== teamId) throw new SlackRefusal('channel_not_found');
  const bot = data.teams[teamId]?.botUserId ?? '';
  // What the app cannot see does not exist for it.
  if (channel.kind === 'private' && !channel.members.includes(bot)) throw new SlackRefusal('channel_not_found');
  return channel;
};
export const isMember = ({ data, teamId }: SlackCall, channel: SlackChannel): boolean => channel.members.includes(data.teams[teamId]?.botUserId ?? '');
export const needMember = (call: SlackCall, channel: SlackChannel): void => {
  if (!isMember(call, channel)) throw new SlackRefusal('not_in_channel');
};
export const userOf = ({ data, args }: SlackCall, name = 'user'): SlackUser => {
  const id = text(args, name);
  const user = Object.hasOwn(data.users, id) ? data.users[id] : undefined;
  if (!user) throw new SlackRefusal('user_not_found');
  return user;
};

/** A page of rows; the cursor is opaque to callers. */
export const paged = <T>(rows: readonly T[], args: Json): { rows: T[]; response_metadata: { next_cursor: string } } => {
  const limit = Math.min(Number(args.limit ?? 100) || 100, 1000);
  const from = args.cursor ? Number(Buffer.from(String(args.cursor), 'base64').toString('utf8').replace('at:', '')) : 0;
  if (!Number.isInteger(from)) throw new SlackRefusal('invalid_cursor');
  const next = from + limit < rows.length ? Buffer.from(`at:${from + limit}`).toString('base64') : '';
  return { rows: rows.slice(from, from + limit), response_metadata: { next_cursor: next } };
};

export const shapeUser = (user: SlackUser, clock: VirtualClock, enterprise?: { id: string; name: string }): Json => ({
  id: user.id,
  ...(enterprise
    ? {
        enterprise_user: {
          id: user.id,
          enterprise_id: enterprise.id,
          enterprise_name: enterprise.name,
          is_admin: user.isAdmin,
          is_owner: false,
          teams: [user.teamId],
        },
      }
    : {}),
  team_id: user.teamId,
  name: user.name,
  deleted: user.deleted,
  real_name: user.realName,
  tz: user.tz,
  tz_label: user.tz,
  tz_offset: 3600,
  is_admin: user.isAdmin,
  is_owner: false,
  is_primary_owner: false,
  is_bot: user.isBot,
  is_app_user: false,
  is_restricted: user.isRestricted,
  is_ultra_restricted: user.isUltraRestricted,
  updated: Math.floor(clock.nowMs() / 1000),
  profile: {
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.name,
    display_name_normalized: user.name,
    avatar_hash: 'g0',
    team: user.teamId,
    fields: {},
    ...(user.email ? { email: user.email } : {}),
  },
});

export const shapeChannel = (call: Pick<SlackCall, 'data' | 'teamId'>, channel: SlackChannel): Json => {
  const bot = call.data.teams[call.teamId]?.botUserId ?? '';
  if (channel.kind === 'im')
    return { id: channel.id, created: Math.floor(channel.createdMs / 1000), is_im: true, is_org_shared: false, user: channel.userId, is_user_deleted: false };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created: Math.floor(channel.createdMs / 1000),
    creator: channel.creator,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    is_archived: channel.isArchived,
    is_general: channel.name === 'general',
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_member: channel.members.includes(bot),
    num_members: channel.members.length,
    pending_shared: [],
    previous_names: [],
    unlinked: 0,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: channel.purpose, creator: '', last_set: 0 },
  };
};
