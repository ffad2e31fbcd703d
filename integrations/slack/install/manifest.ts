import { type Feature, scopesFor } from './scopes.ts';

export interface ManifestChoice {
  /** Public origin of the hub, such as `https://hub.example.com`. */
  origin: string;
  /** 1–35 characters. */
  name: string;
  /** With its slash; the last app with the same name wins, so that it can be another. */
  command: string;
  features: readonly Feature[];
  /** For hubs that Slack cannot reach: events come over a line that the hub opens. */
  isSocket: boolean;
  /** Installable on a whole organization. */
  isOrganization: boolean;
}
export type Manifest = Readonly<Record<string, unknown>>;

const EVENTS: Readonly<Record<Feature | 'always', readonly string[]>> = {
  always: ['app_uninstalled', 'team_join', 'tokens_revoked', 'user_change'],
  'bot-commands': ['app_home_opened'],
  notifications: [
    'channel_archive',
    'channel_created',
    'channel_deleted',
    'channel_id_changed',
    'channel_rename',
    'channel_shared',
    'channel_unarchive',
    'channel_unshared',
    'group_archive',
    'group_rename',
    'group_unarchive',
    'member_joined_channel',
    'member_left_channel',
  ],
  'activity-updates': ['message.channels', 'message.groups', 'message.im', 'reaction_added', 'reaction_removed'],
  'deal-alerts': [],
  'team-collaboration': [],
  'channel-integration': ['app_mention', 'link_shared'],
};
/** What each of the others hears of channels comes with the right to read them. */
const READS_CHANNELS: readonly Feature[] = ['notifications', 'activity-updates', 'deal-alerts', 'channel-integration'];

const eventsFor = (features: readonly Feature[]): string[] => {
  const asked: (Feature | 'always')[] = [
    'always',
    ...features,
    ...(features.some((each) => READS_CHANNELS.includes(each)) ? (['notifications'] as const) : []),
  ];
  return [...new Set(asked.flatMap((each) => EVENTS[each]))].sort();
};

/** Slack takes no addresses, ports or bare names as domains of links (docs.slack.dev/messaging/unfurling-links-in-messages). */
const unfurlDomain = (origin: string): string | undefined => {
  const { hostname } = new URL(origin);
  return /\.[a-z][a-z0-9-]+$/i.test(hostname) ? hostname : undefined;
};

/** The app as Slack’s manifest describes it (docs.slack.dev/reference/app-manifest), with nothing that is not ticked. Pure. */
export function manifestFor({ origin, name, command, features, isSocket, isOrganization }: ManifestChoice): Manifest {
  const at = (topic: string) => `${origin}/integrations/slack/webhooks/slack/${topic}`;
  const has = (feature: Feature) => features.includes(feature);
  const domain = unfurlDomain(origin);
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name,
      description: 'Deal alerts, deal rooms and CRM updates without leaving Slack.',
      background_color: '#0f5e5a',
    },
    features: {
      app_home: { home_tab_enabled: has('bot-commands'), messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: name, always_online: true },
      ...(has('bot-commands')
        ? {
            slash_commands: [
              {
                command,
                ...(isSocket ? {} : { url: at('commands') }),
                description: 'Search, create, log and subscribe to CRM records',
                usage_hint: 'find acme | new deal | note acme: … | room acme | subscribe deals won > 10k | help',
                // Mentions and channels arrive as ids, not as names that anybody could have typed.
                should_escape: true,
              },
            ],
            shortcuts: [
              { name: 'Create CRM record', type: 'global', callback_id: 'crm_create_global', description: 'Add a deal, contact or to-do' },
              { name: 'Save to CRM timeline', type: 'message', callback_id: 'crm_log_message', description: 'Keep this message or thread with a record' },
            ],
          }
        : {}),
      ...(has('channel-integration') && domain ? { unfurl_domains: [domain] } : {}),
    },
    oauth_config: { redirect_urls: [`${origin}/integrations/slack/callback`], scopes: { bot: scopesFor(features) } },
    settings: {
      event_subscriptions: {
        ...(isSocket ? {} : { request_url: at('events') }),
        bot_events: [...eventsFor(features), ...(isOrganization ? ['team_access_granted', 'team_access_revoked'] : [])],
      },
      interactivity: { is_enabled: true, ...(isSocket ? {} : { request_url: at('interactivity'), message_menu_options_url: at('options') }) },
      org_deploy_enabled: isOrganization,
      socket_mode_enabled: isSocket,
      token_rotation_enabled: true,
    },
  };
}

/** Opens Slack’s dialog with everything filled in. */
export const creationLink = (manifest: Manifest): string =>
  `https://api.slack.com/apps?new_app=1&manifest_json=${encodeURIComponent(JSON.stringify(manifest))}`;

const listAt = (manifest: unknown, ...path: readonly string[]): string[] => {
  let at: unknown = manifest;
  for (const key of path) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  return Array.isArray(at) ? at.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))) : [];
};
export interface ManifestDifference {
  scopesAdded: string[];
  scopesRemoved: string[];
  eventsAdded: string[];
  eventsRemoved: string[];
  /** New scopes and new domains of links are granted by installing again only. */
  needsReinstall: boolean;
}
/** What an update would change for the people of the workspace. */
export function differenceOf(installed: unknown, wanted: Manifest): ManifestDifference {
  const compare = (...path: readonly string[]) => {
    const [before, after] = [listAt(installed, ...path), listAt(wanted, ...path)];
    return { added: after.filter((each) => !before.includes(each)), removed: before.filter((each) => !after.includes(each)) };
  };
  const scopes = compare('oauth_config', 'scopes', 'bot');
  const events = compare('settings', 'event_subscriptions', 'bot_events');
  const domains = compare('features', 'unfurl_domains');
  return {
    scopesAdded: scopes.added,
    scopesRemoved: scopes.removed,
    eventsAdded: events.added,
    eventsRemoved: events.removed,
    needsReinstall: scopes.added.length > 0 || domains.added.length > 0,
  };
}
