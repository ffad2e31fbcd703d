import { z } from 'zod';
import { defineIntegration, feature, oauth2, Secret } from '#sdk';
import { actions } from './actions.ts';
import { classifySlack } from './classify.ts';
import { uninstall } from './client/app.ts';
import { authTest, quotas } from './client/index.ts';
import { effects } from './effects.ts';
import { forget } from './forget.ts';
import { BASE_SCOPES, SCOPES } from './install/scopes.ts';
import * as models from './models/index.ts';
import { on } from './on.ts';
import { settings } from './settings.ts';
import { schedules, streams, tasks } from './tasks.ts';
import { urls } from './urls.ts';
import { webhooks } from './webhooks.ts';

const text = (value: string | Secret | undefined, otherwise = '') => (value instanceof Secret ? value.reveal() : (value ?? otherwise));

export default defineIntegration({
  name: 'slack',
  title: 'Slack',
  description: 'The CRM where the team talks: commands, alerts that are edited and not repeated, deal rooms, and threads on the timeline.',
  env: z.object({
    SLACK_CLIENT_ID: z.string().optional(),
    SLACK_CLIENT_SECRET: z.string().optional(),
    SLACK_SIGNING_SECRET: z.string().optional(),
    /** Of Socket Mode, for a hub that Slack cannot reach. */
    SLACK_APP_TOKEN: z.string().optional(),
    SLACK_REDIRECT_URI: z.url().optional(),
    SLACK_AUTHORIZE_URL: z.url().default('https://slack.com/oauth/v2/authorize'),
    SLACK_API_BASE: z.url().default('https://slack.com/api'),
  }),
  twin: (url) => ({
    SLACK_CLIENT_ID: 'slack-client',
    SLACK_CLIENT_SECRET: 'slack-secret',
    SLACK_SIGNING_SECRET: 'slack-signing-secret',
    SLACK_AUTHORIZE_URL: `${url}/slack/oauth/v2/authorize`,
    SLACK_API_BASE: `${url}/slack/api`,
  }),
  providers: (env) => {
    const apiBase = text(env.SLACK_API_BASE).replace(/\/$/, '');
    return {
      slack: {
        title: 'Slack',
        requires: ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'],
        baseUrl: apiBase,
        baseUrlOverride: 'SLACK_API_BASE',
        auth: oauth2({
          authorizeUrl: text(env.SLACK_AUTHORIZE_URL),
          tokenUrl: `${apiBase}/oauth.v2.access`,
          clientId: text(env.SLACK_CLIENT_ID),
          clientSecret: text(env.SLACK_CLIENT_SECRET),
          ...(env.SLACK_REDIRECT_URI ? { redirectUri: text(env.SLACK_REDIRECT_URI) } : {}),
          scopeSeparator: ',',
          // Slack’s own PKCE is for apps without a secret.
          pkce: false,
          baseScopes: BASE_SCOPES,
          // Taking back a token would leave the app in their workspace.
          revoke: (http, token) => uninstall(http, token, { clientId: text(env.SLACK_CLIENT_ID), clientSecret: text(env.SLACK_CLIENT_SECRET) }),
          // Tokens live twelve hours; refreshed when two are left.
          refreshMarginSeconds: 7_200,
          permanentErrors: {
            invalid_refresh_token: 'Slack no longer accepts the refresh token of this installation.',
            token_revoked: 'The app was removed from the Slack workspace.',
            invalid_code: 'The sign-in at Slack was used already, or took longer than ten minutes.',
          },
        }),
        quotas,
        classify: classifySlack,
        async verifyAccount(http, credentials) {
          const account = await authTest(http);
          const { app_id: appId } = credentials as { app_id?: unknown };
          const isOrganization = account.is_enterprise_install === true && typeof account.enterprise_id === 'string';
          return {
            externalId: isOrganization ? String(account.enterprise_id) : account.team_id,
            displayName: account.team,
            data: {
              teamId: account.team_id,
              url: account.url,
              botUserId: account.user_id,
              botId: account.bot_id ?? null,
              appId: typeof appId === 'string' ? appId : null,
              apiBase,
              isOrganization,
            },
          };
        },
      },
    };
  },
  features: [
    feature('slack.bot-commands', 'Bot commands', { scopes: { slack: SCOPES['bot-commands'] }, proof: 'tests/commands.test.ts' }),
    feature('slack.notifications', 'Notifications', { scopes: { slack: SCOPES.notifications }, proof: 'tests/messages.test.ts' }),
    feature('slack.activity-updates', 'Activity updates', { scopes: { slack: SCOPES['activity-updates'] }, proof: 'tests/timeline.test.ts' }),
    feature('slack.deal-alerts', 'Deal alerts', { scopes: { slack: SCOPES['deal-alerts'] }, proof: 'tests/rules.test.ts' }),
    feature('slack.team-collaboration', 'Team collaboration', { scopes: { slack: SCOPES['team-collaboration'] }, proof: 'tests/rooms.test.ts' }),
    feature('slack.channel-integration', 'Channel integration', { scopes: { slack: SCOPES['channel-integration'] }, proof: 'tests/channels.test.ts' }),
  ],
  models,
  urls,
  webhooks,
  tasks,
  schedules,
  streams,
  effects,
  actions,
  eventTypes: [],
  on,
  settings,
  forget,
});
