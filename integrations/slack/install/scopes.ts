/** The least that each feature needs (docs.slack.dev/reference/scopes). */
const ALERTS = ['chat:write', 'chat:write.public', 'users:read', 'users:read.email', 'im:write', 'team:read', 'channels:read', 'groups:read'] as const;

/** Asked for whatever is ticked: who installs, who works there, and the app’s own words. */
export const BASE_SCOPES = ['team:read', 'users:read', 'users:read.email', 'chat:write'] as const;

export const SCOPES = {
  'bot-commands': ['commands'],
  notifications: [...ALERTS, 'dnd:read'],
  'activity-updates': [
    ...ALERTS,
    'channels:history',
    'groups:history',
    'im:history',
    'reactions:read',
    'reactions:write',
    'metadata.message:read',
    'files:read',
  ],
  'deal-alerts': ALERTS,
  'team-collaboration': [
    'channels:manage',
    'groups:write',
    'channels:write.invites',
    'groups:write.invites',
    'channels:write.topic',
    'groups:write.topic',
    'bookmarks:write',
    'pins:write',
  ],
  'channel-integration': ['channels:join', 'channels:read', 'groups:read', 'links:read', 'links:write', 'app_mentions:read'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export const FEATURES = Object.keys(SCOPES) as Feature[];
export type Feature = keyof typeof SCOPES;

/** What a person who is asked for it wants to know. */
export const WHY: Readonly<Record<string, string>> = {
  'app_mentions:read': 'answer when somebody mentions the app in a thread',
  'bookmarks:write': 'put the deal’s address at the top of its room',
  'channels:history': 'keep what is said in linked channels on the timeline',
  'channels:join': 'join a public channel that an alert goes to',
  'channels:manage': 'open, name and archive deal rooms',
  'channels:read': 'list public channels, and see which are shared with other companies',
  'channels:write.invites': 'invite a deal’s people to its room',
  'channels:write.topic': 'keep the room’s topic at where the deal stands',
  'chat:write': 'post as itself',
  'chat:write.public': 'post to public channels without being invited to each',
  commands: 'add /crm and the shortcuts',
  'dnd:read': 'keep quiet while somebody does not want to be disturbed',
  'files:read': 'keep files of a saved thread with it',
  'groups:history': 'keep what is said in linked private channels on the timeline',
  'groups:read': 'list private channels that it was invited to',
  'groups:write': 'open private deal rooms',
  'groups:write.invites': 'invite people to private rooms',
  'groups:write.topic': 'keep the topic of private rooms',
  'im:history': 'read what people write to the app itself',
  'im:write': 'write to one person',
  'links:read': 'notice links into the CRM',
  'links:write': 'show what such a link leads to',
  'metadata.message:read': 'recognise its own messages, so that none is posted twice',
  'pins:write': 'pin the deal’s card in its room',
  'reactions:read': 'let an emoji do something',
  'reactions:write': 'mark what was kept',
  'team:read': 'know the name of the workspace',
  'users:read': 'know who works there, and in which time zone',
  'users:read.email': 'know who somebody is in the CRM by their address',
};

/** Sorted, each once: what these features need together. */
export const scopesFor = (features: readonly Feature[]): string[] => [...new Set([...BASE_SCOPES, ...features.flatMap((each) => SCOPES[each])])].sort();
