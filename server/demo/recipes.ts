import { type HubClient, pause } from './hub-client.ts';
import type { TwinClient } from './twin-client.ts';

const INBOUND_TOKEN = 'what-only-sendgrid-knows';

/** How each provider is connected: as which account one agrees on its consent page, or with which key. */
const RECIPES: Readonly<Record<string, { account: string } | { credentials: Readonly<Record<string, unknown>> }>> = {
  'calendar/google': { account: 'ada@acme.test' },
  'calendar/microsoft': { account: 'dora@globex.test' },
  'email/google': { account: 'ada@acme.test' },
  'email/microsoft': { account: 'dora@globex.test' },
  'email/sendgrid': { credentials: { apiKey: 'SG.acme.full-access', inboundToken: INBOUND_TOKEN } },
  'email/mailgun': { credentials: { apiKey: 'key-acme-full', domain: 'mg.acme.test', region: 'us' } },
  'linkedin/linkedin': { account: 'ada@acme.test' },
  'slack/slack': { account: 'dana@acme.test' },
  'voip/twilio': { credentials: { accountSid: 'ACae764542d9910871cdd6abd85b0161bf', authToken: 'twilio-auth-token' } },
};

interface Catalogue {
  data: { name: string; providers: { name: string; configured: boolean }[] }[];
}
export interface Connected {
  /** `calendar/google` → the id of its connection. */
  ids: ReadonlyMap<string, string>;
  failed: string[];
}

/** Connects what the catalogue offers and a twin stands for, each by its own form or consent page. */
export async function connectAll(hub: HubClient, twins: TwinClient, report: (error: unknown, what: string) => void): Promise<Connected> {
  const { data } = await hub.get<Catalogue>('/integrations');
  const known = await hub.get<{ data: { id: string; integration: string; provider: string }[] }>('/connections?limit=200');
  const ids = new Map(known.data.map(({ id, integration, provider }) => [`${integration}/${provider}`, id]));
  const failed: string[] = [];
  for (const { name, providers } of data) {
    for (const provider of providers) {
      const key = `${name}/${provider.name}`;
      const recipe = RECIPES[key];
      if (!recipe || ids.has(key)) continue;
      try {
        const { id } =
          'account' in recipe ? await consent(hub, twins, name, provider.name, recipe.account) : await give(hub, name, provider.name, recipe.credentials);
        ids.set(key, id);
      } catch (error) {
        failed.push(key);
        report(error, key);
      }
    }
  }
  return { ids, failed };
}

async function consent(hub: HubClient, twins: TwinClient, integration: string, provider: string, account: string): Promise<{ id: string }> {
  const { authorizeUrl } = await hub.post<{ authorizeUrl: string }>('/connections/authorize', { integration, provider });
  const { redirectUrl } = await twins.consent(provider, authorizeUrl, account);
  const { connection } = (await hub.follow(redirectUrl)) as { connection: { id: string } };
  return connection;
}

const give = async (hub: HubClient, integration: string, provider: string, credentials: Readonly<Record<string, unknown>>): Promise<{ id: string }> => {
  const answer = await hub.post<{ id: string } | { connection: { id: string } }>('/connections', { integration, provider, credentials });
  return 'connection' in answer ? answer.connection : answer;
};

/** Inbound Parse posts to the address that is typed in there: it names the connection and bears its token. */
export const receiveMail = (twins: TwinClient, hubUrl: string, connectionId: string): Promise<unknown> =>
  twins.webhookTarget('sendgrid', 'inbound', `${hubUrl}/integrations/email/webhooks/sendgrid/inbound?connection=${connectionId}&token=${INBOUND_TOKEN}`);

const TIED = 3;
const PAST_DAYS = 90;
const LOOK_EVERY_MS = 500;
const MOST_LOOKS = 60;
interface SlackChannel {
  id: string;
  channelId: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
}
/** The channels that belong to deals: what is said in them, and was said before, lies on the deal's timeline. */
export async function tieChannels(
  hub: HubClient,
  deals: readonly string[],
  signal: AbortSignal,
  sayPast: (channel: string) => Promise<unknown>,
): Promise<string[]> {
  const tied: string[] = [];
  let data: readonly SlackChannel[] = [];
  // They come by the connection's first reading.
  for (let looks = 0; data.length === 0 && looks < MOST_LOOKS; looks++) {
    ({ data } = await hub.get<{ data: SlackChannel[] }>('/slack/channels?limit=50'));
    if (data.length === 0) await pause(LOOK_EVERY_MS, signal);
  }
  for (const channel of data.filter(({ isPrivate, isArchived }) => !isPrivate && !isArchived).slice(0, TIED)) {
    const recordId = deals[tied.length * 4];
    if (!recordId) break;
    await hub.post(`/slack/channels/${channel.id}/join`);
    await sayPast(channel.name);
    await hub.post('/slack/links', { channelId: channel.channelId, recordType: 'deal', recordId, direction: 'to_crm', pastDays: PAST_DAYS });
    tied.push(channel.name);
  }
  return tied;
}

interface OwnNumber {
  id: string;
  isConnected: string;
}
/** Calls to the numbers are asked about here: the hub points none at itself before a person says so. */
export async function connectNumbers(hub: HubClient, signal: AbortSignal): Promise<void> {
  let data: readonly OwnNumber[] = [];
  // They come by the connection's first reading.
  for (let looks = 0; data.length === 0 && looks < MOST_LOOKS; looks++) {
    ({ data } = await hub.get<{ data: OwnNumber[] }>('/voip/numbers'));
    if (data.length === 0) await pause(LOOK_EVERY_MS, signal);
  }
  for (const { id, isConnected } of data) if (isConnected !== 'yes') await hub.post(`/voip/numbers/${id}/connect`);
}
