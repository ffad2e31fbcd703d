import { createOAuthServer } from '../oauth-server.ts';
import { createRateLimit } from '../rate-limit.ts';
import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { slackApi } from './api.ts';
import { channelVerbs } from './channel-verbs.ts';
import { slackError } from './errors.ts';
import { signSlack } from './outgoing.ts';
import { slackPages } from './page/pages.ts';
import { peopleVerbs } from './people-verbs.ts';
import { respond } from './response-url.ts';
import { slackScopes } from './scopes.ts';
import { createSocketMode, socketVerbs } from './socket-mode.ts';
import { APP, accounts, botOf, slackSeed } from './store.ts';

const REFUSALS: Readonly<Record<string, string>> = {
  invalid_client: 'bad_client_secret',
  unsupported_grant_type: 'invalid_grant_type',
  invalid_request: 'invalid_arguments',
};

/** Slack: OAuth v2 with rotating tokens, the Web API, Block Kit’s limits, and everything it sends. */
export const slack: TwinDefinition = {
  provider: 'slack',
  title: 'Slack',
  create: (world) => {
    const { clock } = world;
    const store = createStore(slackSeed);
    const limits = createRateLimit(clock);
    let origin = 'http://127.0.0.1:8001';
    const oauth = createOAuthServer(
      {
        title: 'Slack',
        paths: { authorize: '/slack/oauth/v2/authorize', token: '/slack/api/oauth.v2.access' },
        clients: [{ id: APP.clientId, secret: APP.clientSecret, name: 'Patchbay CRM' }],
        accounts,
        scopes: slackScopes,
        scopeSeparator: ',',
        accessTokenSeconds: 43_200,
        refresh: { rotation: 'replace', graceSeconds: 0 },
        tokenPrefix: { access: 'xoxe.xoxb-1-', refresh: 'xoxe-1-' },
        shapeToken: ({ scope, ...answer }, grant) => {
          const teamId = store.data.users[grant.accountId]?.teamId ?? '';
          const team = botOf(store.data, teamId);
          // Two tokens live at a time; refreshing in a loop ends the oldest.
          const live = Object.values(oauth.store.data.accessTokens).filter((token) => token.grantId === grant.id && !token.isRevoked);
          for (const token of live.slice(0, -2)) token.isRevoked = true;
          return {
            ok: true,
            ...answer,
            token_type: 'bot',
            scope,
            bot_user_id: team.botUserId,
            app_id: APP.id,
            team: team.enterprise ? null : { id: team.id, name: team.name },
            enterprise: team.enterprise ?? null,
            is_enterprise_install: team.enterprise !== undefined,
            authed_user: { id: grant.accountId },
          };
        },
        shapeError: ({ error, description }) =>
          slackError(error === 'invalid_grant' ? (description.includes('refresh') ? 'invalid_refresh_token' : 'invalid_code') : (REFUSALS[error] ?? error)),
      },
      clock,
    );
    const socketMode = createSocketMode(clock);
    const webhooks = createWebhookSender(
      { sign: signSlack, defaultSecret: APP.signingSecret, retriesMs: [0, 60_000, 300_000], timeoutMs: 3_000, line: socketMode.line },
      world,
    );
    const parts = { store, clock, origin: () => origin };
    const routes = [
      ...oauth.routes,
      ...socketMode.routes,
      ...slackApi({ store, oauth, clock, limits, tell: (events) => void webhooks.send(events) }),
      { method: 'POST' as const, path: '/slack/response/{team}/{id}', handle: respond(store, clock) },
    ];
    return {
      // Addresses that it hands out are its own, wherever it listens.
      routes: routes.map((route) => ({
        ...route,
        handle: (request) => {
          origin = request.origin;
          return route.handle(request);
        },
      })),
      store,
      counts: () => ({
        channels: Object.values(store.data.channels).filter(({ kind }) => kind !== 'im').length,
        messages: Object.values(store.data.messages).length,
        modals: Object.values(store.data.views).filter(({ isOpen }) => isOpen).length,
      }),
      verbs: { ...peopleVerbs(parts), ...channelVerbs({ ...parts, oauth }), ...socketVerbs(socketMode) },
      pages: { path: '/_twins/slack/app', routes: slackPages },
      oauth,
      webhooks,
      socket: (path, query, line) => path === '/slack/socket' && socketMode.accept(query, line),
      onReset: () => {
        limits.reset();
        socketMode.close();
      },
      errorAnswer: (status) => slackError(status === 429 ? 'ratelimited' : 'internal_error', {}, status),
    };
  },
};
