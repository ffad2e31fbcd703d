import type { VirtualClock } from '../clock.ts';
import { type Answer, json } from '../http/answer.ts';
import { formOf, jsonOf, mediaType, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { OAuthServer } from '../oauth-server.ts';
import type { RateLimit } from '../rate-limit.ts';
import type { Store } from '../store.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { SlackRefusal, slackError } from './errors.ts';
import { manifestRoutes } from './manifest.ts';
import { methods } from './methods/index.ts';
import { APP, botOf, type Json, type SlackData } from './store.ts';

export interface ApiParts {
  store: Store<SlackData>;
  oauth: OAuthServer;
  clock: VirtualClock;
  limits: RateLimit;
  tell: (events: readonly Outgoing[]) => void;
}

/** Forms carry blocks, views and the like as JSON text. */
const readArgs = (request: TwinRequest): Json => {
  const fromUrl = Object.fromEntries(request.query);
  if (mediaType(request) === 'application/json') return { ...fromUrl, ...((jsonOf(request) as Json | undefined) ?? {}) };
  const form = Object.fromEntries(formOf(request));
  return Object.fromEntries(
    Object.entries({ ...fromUrl, ...form }).map(([name, value]) => {
      if (!/^[[{]/.test(value)) return [name, value];
      try {
        return [name, JSON.parse(value)];
      } catch {
        return [name, value];
      }
    }),
  );
};

const REASONS = { missing: 'not_authed', unknown: 'invalid_auth', expired: 'token_expired', revoked: 'token_revoked' } as const;

export const slackApi = ({ store, oauth, clock, limits, tell }: ApiParts): Route[] => {
  const limited = (key: string, limit: number, windowMs: number): Answer | undefined => {
    const verdict = limits.take(key, { limit, windowMs, kind: 'sliding' });
    if (verdict.isAllowed) return undefined;
    const refusal = slackError('ratelimited', {}, 429);
    return { ...refusal, headers: { ...refusal.headers, 'retry-after': String(Math.max(1, Math.ceil(verdict.resetMs / 1000))) } };
  };

  const LISTS = ['conversations.list', 'users.list', 'conversations.create', 'usergroups.list'];
  /** An organization's token speaks for all its workspaces: which is meant stands in the call, or follows from what it names. */
  const teamOfCall = (home: string, method: string, args: Json): string | undefined => {
    const { data } = store;
    const { enterprise } = data.teams[home] ?? {};
    if (!enterprise) return home;
    const isOwn = (id: unknown) => typeof id === 'string' && data.teams[id]?.enterprise?.id === enterprise.id;
    if (LISTS.includes(method)) return isOwn(args.team_id) ? String(args.team_id) : undefined;
    const named = [
      data.channels[String(args.channel ?? args.channel_id ?? '')]?.teamId,
      data.users[String(args.user ?? args.users ?? args.user_id ?? args.channel ?? '')]?.teamId,
    ];
    return named.find(isOwn) ?? home;
  };
  const call = (request: TwinRequest): Answer => {
    const name = request.params.method ?? '';
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) return slackError('unknown_method', { req_method: name });
    const bearer = oauth.authenticate(request);
    if (!bearer.ok) return slackError(REASONS[bearer.reason]);
    const home = store.data.users[bearer.account.id]?.teamId ?? '';
    const headers = { 'x-oauth-scopes': bearer.scopes.join(','), ...(method.scopes ? { 'x-accepted-oauth-scopes': method.scopes.join(',') } : {}) };
    if (method.scopes && !method.scopes.some((scope) => bearer.scopes.includes(scope)))
      return json(200, { ok: false, error: 'missing_scope', needed: method.scopes.join(','), provided: bearer.scopes.join(',') }, headers);
    const args = readArgs(request);
    const teamId = teamOfCall(home, name, args);
    if (teamId === undefined) return slackError('missing_argument', { response_metadata: { messages: ['[ERROR] missing required field: team_id'] } });
    if (store.data.limits.isOn) {
      const perMinute = store.data.limits.perMinute[name] ?? method.perMinute;
      const refused =
        limited(`${teamId} ${name}`, perMinute, 60_000) ??
        // About one a second and channel; short bursts pass.
        (name === 'chat.postMessage' ? limited(`${teamId} ${name} ${String(args.channel)}`, 4, 4_000) : undefined);
      if (refused) return refused;
    }
    try {
      const answer = method.run({ data: store.data, clock, teamId, args, origin: request.origin, tell });
      return json(200, { ok: true, ...answer }, headers);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return json(200, { ok: false, error: error.code, ...error.extra }, headers);
    }
  };

  /** `apps.uninstall` is asked with the client's secret beside the token. */
  const uninstall = (request: TwinRequest): Answer => {
    const bearer = oauth.authenticate(request);
    if (!bearer.ok) return slackError(REASONS[bearer.reason]);
    const args = readArgs(request);
    if (args.client_id !== APP.clientId || args.client_secret !== APP.clientSecret) return slackError('client_id_token_mismatch');
    oauth.withdraw(bearer.account.id);
    return json(200, { ok: true });
  };
  /** Under rotation this ends one token, not the installation. */
  const revoke = (request: TwinRequest): Answer => {
    const bearer = oauth.authenticate(request);
    if (!bearer.ok) return slackError(REASONS[bearer.reason]);
    const row = oauth.store.data.accessTokens[bearer.token];
    if (row) row.isRevoked = true;
    return json(200, { ok: true, revoked: true });
  };

  /** A file of a message, for whoever has the scope. */
  const file = (request: TwinRequest): Answer => {
    const bearer = oauth.authenticate(request);
    const id = request.params.id ?? '';
    const row = Object.hasOwn(store.data.files, id) ? store.data.files[id] : undefined;
    // Without permission Slack sends its sign-in page.
    if (!bearer.ok || !bearer.scopes.includes('files:read')) return { status: 302, headers: { location: '/slack/sign-in' }, body: '' };
    if (!row) return slackError('file_not_found', {}, 404);
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: row.content ?? '' };
  };
  const teamsOf = (accountId: string) => {
    const own = botOf(store.data, store.data.users[accountId]?.teamId ?? '');
    return own.enterprise ? Object.values(store.data.teams).filter(({ enterprise }) => enterprise?.id === own.enterprise?.id) : [own];
  };
  return [
    { method: 'GET', path: '/slack/files/{id}', handle: file },
    ...manifestRoutes(store),
    { method: 'POST', path: '/slack/api/apps.uninstall', handle: uninstall },
    { method: 'POST', path: '/slack/api/auth.revoke', handle: revoke },
    {
      method: 'POST',
      path: '/slack/api/auth.teams.list',
      handle: (request) => {
        const bearer = oauth.authenticate(request);
        return bearer.ok
          ? json(200, { ok: true, teams: teamsOf(bearer.account.id).map(({ id, name }) => ({ id, name })), response_metadata: { next_cursor: '' } })
          : slackError(REASONS[bearer.reason]);
      },
    },
    { method: 'POST', path: '/slack/api/{method}', handle: call },
    { method: 'GET', path: '/slack/api/{method}', handle: call },
  ];
};
