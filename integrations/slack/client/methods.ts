import type { Quota } from '#sdk';

/** Calls a minute, for each workspace and app (docs.slack.dev/apis/web-api/rate-limits, November 2026). */
const TIER = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;

/** Every method that is called, with its allowance. */
export const METHODS = {
  'auth.test': 300,
  'users.list': TIER[2],
  'users.info': TIER[4],
  'conversations.list': TIER[2],
  'conversations.create': TIER[2],
  'conversations.invite': TIER[3],
  'conversations.join': TIER[3],
  'conversations.setTopic': TIER[2],
  'conversations.archive': TIER[2],
  'conversations.unarchive': TIER[2],
  'conversations.open': TIER[3],
  'conversations.history': TIER[3],
  'conversations.replies': TIER[3],
  // “Several hundred a minute” for a workspace, beside one a second for each channel.
  'chat.postMessage': 300,
  'chat.postEphemeral': TIER[4],
  'chat.update': TIER[3],
  'chat.unfurl': TIER[3],
  'views.open': TIER[4],
  'views.publish': TIER[4],
  'bookmarks.add': TIER[2],
  'pins.add': TIER[2],
  'reactions.add': TIER[3],
  'dnd.info': TIER[3],
  'apps.manifest.create': TIER[1],
  'apps.manifest.export': TIER[3],
  'apps.manifest.update': TIER[1],
  'apps.connections.open': TIER[1],
  'apps.uninstall': TIER[1],
  'auth.teams.list': TIER[2],
} as const;
export type Method = keyof typeof METHODS;

export const quotas: readonly Quota[] = [
  ...Object.entries(METHODS).map(([name, limit]) => ({ name, limit, intervalMs: 60_000, per: 'connection' as const, classes: [name], exact: true })),
  { name: 'channel', limit: 1, intervalMs: 1_000, per: 'connection', classes: ['chat.postMessage'], perSubject: true, exact: true },
];
