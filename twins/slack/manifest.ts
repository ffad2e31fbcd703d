import { type Answer, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { Store } from '../store.ts';
import { slackError } from './errors.ts';
import { APP, type Json, type SlackData } from './store.ts';

/** What a person makes at api.slack.com/apps and pastes; it lives twelve hours. */
export const CONFIGURATION_TOKEN = 'xoxe.xoxp-1-configuration';

interface Problem {
  code: string;
  message: string;
  pointer: string;
}
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...path: string[]): unknown => path.reduce<unknown>((here, key) => (isObject(here) ? here[key] : undefined), value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The limits of docs.slack.dev/reference/app-manifest, and what only a look at the whole shows. */
export const manifestProblems = (manifest: unknown): Problem[] => {
  const problems: Problem[] = [];
  const wrong = (pointer: string, message: string) => void problems.push({ code: 'invalid', message, pointer });
  const text = (pointer: string, value: unknown, max: number) => {
    if (typeof value !== 'string' || value.length < 1 || value.length > max) wrong(pointer, `must be 1 to ${max} characters`);
  };
  text('/display_information/name', at(manifest, 'display_information', 'name'), 35);
  text('/display_information/description', at(manifest, 'display_information', 'description'), 140);
  text('/features/bot_user/display_name', at(manifest, 'features', 'bot_user', 'display_name'), 80);
  const isSocket = at(manifest, 'settings', 'socket_mode_enabled') === true;
  const url = (pointer: string, value: unknown) => {
    if (isSocket && value !== undefined) wrong(pointer, 'is not allowed with Socket Mode');
    if (!isSocket && (typeof value !== 'string' || !/^https?:\/\//.test(value))) wrong(pointer, 'must be an address');
  };
  url('/settings/event_subscriptions/request_url', at(manifest, 'settings', 'event_subscriptions', 'request_url'));
  url('/settings/interactivity/request_url', at(manifest, 'settings', 'interactivity', 'request_url'));
  for (const [index, each] of list(at(manifest, 'features', 'slash_commands')).entries()) {
    text(`/features/slash_commands/${index}/command`, at(each, 'command'), 32);
    text(`/features/slash_commands/${index}/description`, at(each, 'description'), 2000);
    url(`/features/slash_commands/${index}/url`, at(each, 'url'));
  }
  for (const [index, each] of list(at(manifest, 'features', 'shortcuts')).entries()) {
    text(`/features/shortcuts/${index}/name`, at(each, 'name'), 24);
    text(`/features/shortcuts/${index}/description`, at(each, 'description'), 150);
  }
  if (list(at(manifest, 'features', 'unfurl_domains')).length > 5) wrong('/features/unfurl_domains', 'must have at most 5 items');
  const scopes = list(at(manifest, 'oauth_config', 'scopes', 'bot'));
  if (scopes.length === 0) wrong('/oauth_config/scopes/bot', 'must have at least 1 item');
  const needs: Readonly<Record<string, readonly string[]>> = {
    app_mention: ['app_mentions:read'],
    link_shared: ['links:read'],
    'message.channels': ['channels:history'],
    'message.groups': ['groups:history'],
    'message.im': ['im:history'],
    reaction_added: ['reactions:read'],
    reaction_removed: ['reactions:read'],
    team_join: ['users:read'],
    user_change: ['users:read'],
  };
  for (const [index, event] of list(at(manifest, 'settings', 'event_subscriptions', 'bot_events')).entries()) {
    const name = String(event);
    const needed =
      needs[name] ?? (/^(channel|group)_/.test(name) && name !== 'channel_id_changed' ? [`${name.startsWith('group') ? 'groups' : 'channels'}:read`] : []);
    if (needed.some((scope) => !scopes.includes(scope))) wrong(`/settings/event_subscriptions/bot_events/${index}`, `${name} needs ${needed.join(', ')}`);
  }
  return problems;
};

/** `apps.manifest.*` with an app configuration token (docs.slack.dev/reference/methods/apps.manifest.create). */
export const manifestRoutes = (store: Store<SlackData>): Route[] => {
  const guarded = (run: (args: Json) => Answer) => (request: TwinRequest) => {
    if (request.headers.authorization !== `Bearer ${CONFIGURATION_TOKEN}`) return slackError('invalid_auth');
    return run((jsonOf(request) as Json | undefined) ?? {});
  };
  const withManifest = (args: Json, run: (manifest: Json) => Answer): Answer => {
    const manifest: unknown = typeof args.manifest === 'string' ? JSON.parse(args.manifest) : args.manifest;
    const errors = manifestProblems(manifest);
    return errors.length > 0 ? slackError('invalid_manifest', { errors }) : run(manifest as Json);
  };
  return [
    {
      method: 'POST',
      path: '/slack/api/apps.manifest.create',
      handle: guarded((args) =>
        withManifest(args, (manifest) => {
          store.data.manifest = manifest;
          return json(200, {
            ok: true,
            app_id: APP.id,
            team_id: 'T0ACME',
            credentials: { client_id: APP.clientId, client_secret: APP.clientSecret, verification_token: 'deprecated', signing_secret: APP.signingSecret },
            oauth_authorize_url: `https://slack.com/oauth/v2/authorize?client_id=${APP.clientId}`,
          });
        }),
      ),
    },
    {
      method: 'POST',
      path: '/slack/api/apps.manifest.export',
      handle: guarded((args) =>
        args.app_id === APP.id && store.data.manifest ? json(200, { ok: true, manifest: store.data.manifest }) : slackError('app_not_found'),
      ),
    },
    {
      method: 'POST',
      path: '/slack/api/apps.manifest.update',
      handle: guarded((args) =>
        withManifest(args, (manifest) => {
          if (args.app_id !== APP.id) return slackError('app_not_found');
          const scopesOf = (of: Json | null) => JSON.stringify(at(of, 'oauth_config', 'scopes', 'bot'));
          const changed = scopesOf(store.data.manifest) !== scopesOf(manifest);
          store.data.manifest = manifest;
          return json(200, { ok: true, app_id: APP.id, permissions_updated: changed });
        }),
      ),
    },
  ];
};
