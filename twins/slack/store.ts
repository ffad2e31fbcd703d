import type { VirtualClock } from '../clock.ts';

export interface SlackTeam {
  id: string;
  name: string;
  domain: string;
  /** The app’s bot user there. */
  botUserId: string;
  botId: string;
  /** The organization whose workspace it is; then one installation serves all of them. */
  enterprise?: { id: string; name: string };
}
export interface SlackUser {
  id: string;
  teamId: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  isBot: boolean;
  isAdmin: boolean;
  /** A guest of many channels, or of one. */
  isRestricted: boolean;
  isUltraRestricted: boolean;
  deleted: boolean;
  /** Do not disturb until this time. */
  dndUntilMs: number | null;
}
export interface SlackChannel {
  id: string;
  teamId: string;
  name: string;
  kind: 'public' | 'private' | 'im' | 'mpim';
  /** Of an `im`: with whom. */
  userId?: string;
  isArchived: boolean;
  isExtShared: boolean;
  topic: string;
  purpose: string;
  members: string[];
  creator: string;
  createdMs: number;
}
export type Json = Record<string, unknown>;
export interface SlackMessage {
  teamId: string;
  channel: string;
  ts: string;
  user: string;
  botId?: string;
  text: string;
  blocks?: Json[];
  threadTs?: string;
  metadata?: Json;
  reactions: { name: string; users: string[] }[];
  files?: Json[];
  editedTs?: string;
  /** Only this person sees it. */
  ephemeralFor?: string;
  subtype?: string;
  /** What our app showed for links in it. */
  unfurls: Record<string, Json>;
  userAuthRequired?: boolean;
}
export interface SlackView {
  id: string;
  teamId: string;
  userId: string;
  view: Json;
  hash: string;
  rootId: string;
  previousId: string | null;
  isOpen: boolean;
}
export interface ResponseUrl {
  teamId: string;
  channel: string;
  user: string;
  messageTs?: string;
  uses: number;
  expiresAtMs: number;
}
export interface SlackData {
  teams: Record<string, SlackTeam>;
  users: Record<string, SlackUser>;
  channels: Record<string, SlackChannel>;
  /** By `<channel> <ts>`. */
  messages: Record<string, SlackMessage>;
  views: Record<string, SlackView>;
  homes: Record<string, Json>;
  triggers: Record<string, { teamId: string; userId: string; viewId?: string; expiresAtMs: number; isUsed: boolean }>;
  responseUrls: Record<string, ResponseUrl>;
  bookmarks: Record<string, { id: string; channel: string; title: string; link: string; emoji?: string }>;
  pins: { channel: string; ts: string }[];
  files: Record<string, { id: string; name: string; length: number; content: string | null }>;
  /** Entity details shown to one person. */
  details: Json[];
  /** Links whose unfurl the hub is still working on. */
  unfurlIds: Record<string, { channel: string; ts: string }>;
  /** What the hub answered to the last command, click or submit: `<kind> <id>`. */
  answers: { kind: string; status: number; body: string }[];
  /** The app as it was made with a configuration token. */
  manifest: Json | null;
  counter: number;
  limits: { isOn: boolean; perMinute: Record<string, number> };
}

export const APP = { id: 'A0PATCHBAY', clientId: 'slack-client', clientSecret: 'slack-secret', signingSecret: 'slack-signing-secret' };

export const newPerson = (id: string, teamId: string, name: string, realName: string, email: string, more: Partial<SlackUser> = {}): SlackUser => ({
  id,
  teamId,
  name,
  realName,
  email,
  tz: 'Europe/Berlin',
  isBot: false,
  isAdmin: false,
  isRestricted: false,
  isUltraRestricted: false,
  deleted: false,
  dndUntilMs: null,
  ...more,
});
const room = (id: string, teamId: string, name: string, members: string[], more: Partial<SlackChannel> = {}): SlackChannel => ({
  id,
  teamId,
  name,
  kind: 'public',
  isArchived: false,
  isExtShared: false,
  topic: '',
  purpose: '',
  members,
  creator: members[0] ?? '',
  createdMs: Date.parse('2026-01-05T09:00:00Z'),
  ...more,
});
const byId = <T extends { id: string }>(rows: readonly T[]): Record<string, T> => Object.fromEntries(rows.map((row) => [row.id, row]));

const HOOLI = { id: 'E0HOOLI', name: 'Hooli Organization' };
export const slackSeed = (): SlackData => ({
  teams: byId([
    { id: 'T0ACME', name: 'Acme', domain: 'acme', botUserId: 'U0BOTACME', botId: 'B0ACME' },
    { id: 'T0GLOBEX', name: 'Globex', domain: 'globex', botUserId: 'U0BOTGLOBEX', botId: 'B0GLOBEX' },
    { id: 'T0HOOLI', name: 'Hooli', domain: 'hooli', botUserId: 'U0BOTHOOLI', botId: 'B0HOOLI', enterprise: HOOLI },
    { id: 'T0NUCLEUS', name: 'Hooli Nucleus', domain: 'hooli-nucleus', botUserId: 'U0BOTHOOLI', botId: 'B0HOOLI', enterprise: HOOLI },
  ]),
  users: byId([
    newPerson('U0DANA', 'T0ACME', 'dana', 'Dana Scully', 'dana@acme.test', { isAdmin: true }),
    newPerson('U0SAM', 'T0ACME', 'sam', 'Sam Carter', 'sam@acme.test', { tz: 'America/New_York' }),
    newPerson('U0MIA', 'T0ACME', 'mia', 'Mia Wong', 'mia@acme.test', { tz: 'Asia/Singapore' }),
    newPerson('U0GUEST', 'T0ACME', 'gil', 'Gil Guest', 'gil@agency.test', { isRestricted: true }),
    newPerson('U0STRANGER', 'T0PARTNER', 'pat', 'Pat Partner', 'pat@partner.test'),
    newPerson('U0BOTACME', 'T0ACME', 'patchbay', 'Patchbay CRM', '', { isBot: true }),
    newPerson('U0ZOE', 'T0GLOBEX', 'zoe', 'Zoe Hart', 'zoe@globex.test', { isAdmin: true }),
    newPerson('W0OLGA', 'T0HOOLI', 'olga', 'Olga Orlova', 'olga@hooli.test', { isAdmin: true }),
    newPerson('W0NEL', 'T0NUCLEUS', 'nel', 'Nelson Bighetti', 'nel@hooli.test'),
    newPerson('U0BOTHOOLI', 'T0HOOLI', 'patchbay', 'Patchbay CRM', '', { isBot: true }),
    newPerson('U0BOTGLOBEX', 'T0GLOBEX', 'patchbay', 'Patchbay CRM', '', { isBot: true }),
  ]),
  channels: byId([
    room('C0GENERAL', 'T0ACME', 'general', ['U0DANA', 'U0SAM', 'U0MIA', 'U0GUEST', 'U0BOTACME']),
    room('C0DEALS', 'T0ACME', 'deals', ['U0DANA', 'U0SAM', 'U0MIA', 'U0BOTACME']),
    room('C0EMEA', 'T0ACME', 'sales-emea', ['U0DANA', 'U0SAM']),
    room('C0BOARD', 'T0ACME', 'board', ['U0DANA'], { kind: 'private' }),
    room('C0PARTNER', 'T0ACME', 'acme-partner', ['U0DANA', 'U0STRANGER', 'U0BOTACME'], { isExtShared: true }),
    room('C0HOOLI', 'T0HOOLI', 'hooli-deals', ['W0OLGA', 'W0NEL', 'U0BOTHOOLI']),
    room('C0NUCLEUS', 'T0NUCLEUS', 'nucleus-deals', ['W0NEL', 'U0BOTHOOLI']),
    room('C0GLOBEX', 'T0GLOBEX', 'general', ['U0ZOE', 'U0BOTGLOBEX']),
  ]),
  messages: {},
  views: {},
  homes: {},
  triggers: {},
  responseUrls: {},
  bookmarks: {},
  pins: [],
  files: {},
  details: [],
  unfurlIds: {},
  answers: [],
  manifest: null,
  counter: 0,
  limits: { isOn: true, perMinute: {} },
});

/** People who can install the app. */
export const accounts = [
  { id: 'U0DANA', email: 'dana@acme.test', name: 'Dana Scully (Acme)' },
  { id: 'U0ZOE', email: 'zoe@globex.test', name: 'Zoe Hart (Globex)' },
  { id: 'W0OLGA', email: 'olga@hooli.test', name: 'Olga Orlova (the Hooli organization)' },
];

export const messageKey = (channel: string, ts: string): string => `${channel} ${ts}`;

export const nextId = (data: SlackData, prefix: string): string => {
  data.counter += 1;
  return `${prefix}${data.counter.toString(36).toUpperCase().padStart(8, '0')}`;
};
/** Unique in its channel, and growing. Text: as a number it would lose its last digits. */
export const nextTs = (data: SlackData, clock: Pick<VirtualClock, 'nowMs'>): string => {
  data.counter += 1;
  return `${Math.floor(clock.nowMs() / 1000)}.${String(data.counter % 1_000_000).padStart(6, '0')}`;
};

/** What stands in a channel, oldest first. */
export const messagesOf = (data: SlackData, channel: string): SlackMessage[] =>
  Object.values(data.messages)
    .filter((message) => message.channel === channel)
    .sort((a, b) => (a.ts < b.ts ? -1 : 1));

export const botOf = (data: SlackData, teamId: string): SlackTeam => {
  const team = data.teams[teamId];
  if (!team) throw new RangeError(`No team “${teamId}”.`);
  return team;
};
