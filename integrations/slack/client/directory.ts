import { z } from 'zod';
import type { HttpClient } from '#sdk';
import { read, refusalOf, write } from './call.ts';

const account = z.object({
  url: z.string(),
  team: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().optional(),
});
/** Whose token it is; its bot id tells our own messages from others’. */
export const authTest = (http: HttpClient) => write(http, 'auth.test', {}, account, { idempotent: true });

export const providerChannel = z.object({
  id: z.string(),
  name: z.string(),
  is_private: z.boolean().default(false),
  is_archived: z.boolean().default(false),
  is_member: z.boolean().default(false),
  is_ext_shared: z.boolean().default(false),
  is_pending_ext_shared: z.boolean().default(false),
  num_members: z.number().optional(),
  topic: z.object({ value: z.string() }).optional(),
});
export type ProviderChannel = z.output<typeof providerChannel>;

export const providerMember = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().default(''),
  deleted: z.boolean().default(false),
  real_name: z.string().optional(),
  tz: z.string().nullish(),
  is_bot: z.boolean().default(false),
  is_app_user: z.boolean().optional(),
  is_restricted: z.boolean().default(false),
  is_ultra_restricted: z.boolean().default(false),
  is_stranger: z.boolean().optional(),
  enterprise_user: z.object({ enterprise_id: z.string().optional() }).optional(),
  profile: z
    .object({ email: z.string().optional(), display_name: z.string().optional(), real_name: z.string().optional(), image_48: z.string().optional() })
    .default({}),
});
export type ProviderMember = z.output<typeof providerMember>;

const metadata = z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' });
const channelPage = z.object({ channels: z.array(providerChannel), response_metadata: metadata });
const memberPage = z.object({ members: z.array(providerMember), response_metadata: metadata });

const teamPage = z.object({ teams: z.array(z.object({ id: z.string(), name: z.string() })), response_metadata: metadata });
/** The workspaces of an organization that the app is installed on. */
export async function listTeams(http: HttpClient): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page: z.output<typeof teamPage> = await write(http, 'auth.teams.list', { limit: 100, ...(cursor ? { cursor } : {}) }, teamPage, {
      idempotent: true,
      lane: 'backfill',
    });
    ids.push(...page.teams.map(({ id }) => id));
    cursor = page.response_metadata.next_cursor || undefined;
  } while (cursor);
  return ids;
}

/** `team`: the workspace that is meant, where the installation is an organization’s. */
export const listChannels = (http: HttpClient, team: string | undefined, cursor?: string, types = 'public_channel,private_channel') =>
  read(http, 'conversations.list', { types, exclude_archived: false, limit: 200, cursor, team_id: team }, channelPage, { lane: 'backfill' });
export const listMembers = (http: HttpClient, team: string | undefined, cursor?: string) =>
  read(http, 'users.list', { limit: 200, cursor, team_id: team }, memberPage, { lane: 'backfill' });

const oneChannel = z.object({ channel: providerChannel });
export const memberInfo = async (http: HttpClient, user: string): Promise<ProviderMember | undefined> => {
  try {
    return (await read(http, 'users.info', { user }, z.object({ user: providerMember }), { lane: 'webhook' })).user;
  } catch (error) {
    if (refusalOf(error) === 'user_not_found' || refusalOf(error) === 'user_not_visible') return undefined;
    throw error;
  }
};
export const joinChannel = async (http: HttpClient, channel: string): Promise<ProviderChannel> =>
  (await write(http, 'conversations.join', { channel }, oneChannel, { idempotent: true })).channel;

/** @throws PatchbayError provider_rejected, `name_taken` among them */
export const createChannel = async (http: HttpClient, name: string, isPrivate: boolean, team?: string): Promise<ProviderChannel> =>
  (await write(http, 'conversations.create', { name, is_private: isPrivate, ...(team ? { team_id: team } : {}) }, oneChannel)).channel;
export const invite = async (http: HttpClient, channel: string, users: readonly string[]): Promise<void> => {
  try {
    await write(http, 'conversations.invite', { channel, users: users.join(','), force: true }, z.object({}), { lane: 'webhook', idempotent: true });
  } catch (error) {
    if (refusalOf(error) !== 'already_in_channel') throw error;
  }
};
export const setTopic = (http: HttpClient, channel: string, topic: string) =>
  write(http, 'conversations.setTopic', { channel, topic: topic.slice(0, 250) }, z.object({}), { lane: 'webhook', idempotent: true });
export const setArchived = async (http: HttpClient, channel: string, isArchived: boolean): Promise<void> => {
  try {
    await write(http, isArchived ? 'conversations.archive' : 'conversations.unarchive', { channel }, z.object({}), { lane: 'webhook', idempotent: true });
  } catch (error) {
    if (refusalOf(error) !== (isArchived ? 'already_archived' : 'not_archived')) throw error;
  }
};
export const addBookmark = (http: HttpClient, channel: string, title: string, link: string) =>
  write(http, 'bookmarks.add', { channel_id: channel, title, type: 'link', link }, z.object({}), { lane: 'webhook' });
export const addPin = async (http: HttpClient, channel: string, timestamp: string): Promise<void> => {
  try {
    await write(http, 'pins.add', { channel, timestamp }, z.object({}), { lane: 'webhook' });
  } catch (error) {
    if (refusalOf(error) !== 'already_pinned') throw error;
  }
};
export const openDirect = async (http: HttpClient, user: string): Promise<string> =>
  (await write(http, 'conversations.open', { users: user }, z.object({ channel: z.object({ id: z.string() }) }), { idempotent: true, lane: 'webhook' })).channel
    .id;

const dnd = z.object({
  dnd_enabled: z.boolean().default(false),
  next_dnd_start_ts: z.number().default(0),
  next_dnd_end_ts: z.number().default(0),
  snooze_enabled: z.boolean().optional(),
  snooze_endtime: z.number().optional(),
});
/** Until when somebody does not want to be disturbed; undefined: they may be. */
export async function quietUntil(http: HttpClient, user: string, now: Date): Promise<Date | undefined> {
  const said = await read(http, 'dnd.info', { user }, dnd, { lane: 'webhook' });
  const seconds = now.getTime() / 1000;
  if (said.snooze_enabled && said.snooze_endtime && said.snooze_endtime > seconds) return new Date(said.snooze_endtime * 1000);
  return said.dnd_enabled && said.next_dnd_start_ts <= seconds && said.next_dnd_end_ts > seconds ? new Date(said.next_dnd_end_ts * 1000) : undefined;
}
