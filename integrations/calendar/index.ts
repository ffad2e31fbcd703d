import { z } from 'zod';
import { classifyHttp, credentials, defineIntegration, feature, oauth2, Secret } from '#sdk';
import { actions } from './actions.ts';
import { classifyCaldav, classifyGoogle } from './classify.ts';
import { discover } from './client/caldav/index.ts';
import { googleAccount } from './client/google.ts';
import { microsoftAccount } from './client/microsoft.ts';
import { effects } from './effects.ts';
import { eventTypes } from './event-types.ts';
import { forget } from './forget.ts';
import * as models from './models.ts';
import { publicRoutes } from './public/routes.ts';
import { settings } from './settings.ts';
import { schedules, streams, tasks } from './tasks.ts';
import { urls } from './urls.ts';
import { webhooks } from './webhooks.ts';

const text = (value: string | Secret | undefined, otherwise = '') => (value instanceof Secret ? value.reveal() : (value ?? otherwise));
const redirectOf = (value: string | Secret | undefined) => (value ? { redirectUri: text(value) } : {});

const caldavCredentials = z.object({
  serverUrl: z.url({ protocol: /^https?$/, error: 'Give the address of the server, such as https://caldav.icloud.com/.' }).max(500),
  username: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(500),
  /** Under which the person is invited; servers often do not say. */
  email: z.email('This is not an e-mail address.').optional(),
});

const GOOGLE = 'https://www.googleapis.com/auth';
const microsoft = ['Calendars.ReadWrite'];
const google = [`${GOOGLE}/calendar.events`, `${GOOGLE}/calendar.freebusy`, `${GOOGLE}/calendar.calendarlist.readonly`];

export default defineIntegration({
  name: 'calendar',
  title: 'Calendar',
  description: 'Keeps calendars in step, puts meetings on the timelines of those who are in them, and knows when people are free.',
  env: z.object({
    GOOGLE_CLIENT_ID: z.string().optional(),
    GOOGLE_CLIENT_SECRET: z.string().optional(),
    GOOGLE_REDIRECT_URI: z.url().optional(),
    GOOGLE_AUTHORIZE_URL: z.url().default('https://accounts.google.com/o/oauth2/v2/auth'),
    GOOGLE_TOKEN_URL: z.url().default('https://oauth2.googleapis.com/token'),
    GOOGLE_REVOKE_URL: z.url().default('https://oauth2.googleapis.com/revoke'),
    GOOGLE_USERINFO_URL: z.url().default('https://openidconnect.googleapis.com/v1/userinfo'),
    GOOGLE_API_BASE: z.url().default('https://www.googleapis.com'),
    MICROSOFT_CLIENT_ID: z.string().optional(),
    MICROSOFT_CLIENT_SECRET: z.string().optional(),
    MICROSOFT_TENANT: z.string().default('common'),
    MICROSOFT_REDIRECT_URI: z.url().optional(),
    MICROSOFT_AUTHORIZE_URL: z.url().optional(),
    MICROSOFT_TOKEN_URL: z.url().optional(),
    MICROSOFT_GRAPH_BASE: z.url().default('https://graph.microsoft.com/v1.0'),
  }),
  twin: (url) => ({
    GOOGLE_CLIENT_ID: 'google-client',
    GOOGLE_CLIENT_SECRET: 'google-secret',
    GOOGLE_AUTHORIZE_URL: `${url}/google/o/oauth2/v2/auth`,
    GOOGLE_TOKEN_URL: `${url}/google/token`,
    GOOGLE_REVOKE_URL: `${url}/google/revoke`,
    GOOGLE_USERINFO_URL: `${url}/google/v1/userinfo`,
    GOOGLE_API_BASE: `${url}/google`,
    MICROSOFT_CLIENT_ID: 'microsoft-client',
    MICROSOFT_CLIENT_SECRET: 'microsoft-secret',
    MICROSOFT_AUTHORIZE_URL: `${url}/microsoft/common/oauth2/v2.0/authorize`,
    MICROSOFT_TOKEN_URL: `${url}/microsoft/common/oauth2/v2.0/token`,
    MICROSOFT_GRAPH_BASE: `${url}/microsoft/v1.0`,
  }),
  providers: (env) => ({
    caldav: {
      title: 'CalDAV (iCloud, Nextcloud, Fastmail and others)',
      requires: [],
      hostsFromUsers: true,
      auth: credentials({
        schema: caldavCredentials,
        secretFields: ['password'],
        authorize: ({ username, password }) => ({ authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }),
      }),
      // No server states one; a family's server shall not feel us.
      quotas: [{ name: 'account', limit: 300, intervalMs: 60_000, per: 'connection', exact: false }],
      classify: classifyCaldav,
      async verifyAccount(http, given) {
        const { serverUrl, username, email } = caldavCredentials.parse(given);
        const { homeUrl, principalUrl, addresses } = await discover(http, serverUrl);
        const address = email ?? addresses[0] ?? (username.includes('@') ? username : undefined);
        return {
          externalId: principalUrl,
          displayName: address ?? `${username} at ${new URL(principalUrl).hostname}`,
          data: { homeUrl, ...(address ? { email: address.toLowerCase() } : {}) },
        };
      },
    },
    google: {
      title: 'Google Calendar',
      requires: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
      baseUrl: text(env.GOOGLE_API_BASE),
      baseUrlOverride: 'GOOGLE_API_BASE',
      auth: oauth2({
        authorizeUrl: text(env.GOOGLE_AUTHORIZE_URL),
        tokenUrl: text(env.GOOGLE_TOKEN_URL),
        revokeUrl: text(env.GOOGLE_REVOKE_URL),
        clientId: text(env.GOOGLE_CLIENT_ID),
        clientSecret: text(env.GOOGLE_CLIENT_SECRET),
        ...redirectOf(env.GOOGLE_REDIRECT_URI),
        baseScopes: ['openid', 'email', ...google],
        // Without both a returning person comes back without a refresh token.
        extraAuthorizeParams: { access_type: 'offline', prompt: 'consent' },
        defaultExpiresInSeconds: 3600,
      }),
      // Stated for projects made since May 2026; other programs of the same project use the same allowance.
      quotas: [
        { name: 'person', limit: 600, intervalMs: 60_000, per: 'connection', exact: true },
        { name: 'project', limit: 10_000, intervalMs: 60_000, per: 'application', exact: false },
      ],
      classify: classifyGoogle,
      async verifyAccount(http) {
        const { sub, email } = await googleAccount(http, text(env.GOOGLE_USERINFO_URL));
        return { externalId: sub, displayName: email, data: { email } };
      },
    },
    microsoft: {
      title: 'Microsoft Outlook',
      requires: ['MICROSOFT_CLIENT_ID', 'MICROSOFT_CLIENT_SECRET'],
      baseUrl: text(env.MICROSOFT_GRAPH_BASE),
      baseUrlOverride: 'MICROSOFT_GRAPH_BASE',
      auth: oauth2({
        authorizeUrl: text(env.MICROSOFT_AUTHORIZE_URL, `https://login.microsoftonline.com/${text(env.MICROSOFT_TENANT)}/oauth2/v2.0/authorize`),
        tokenUrl: text(env.MICROSOFT_TOKEN_URL, `https://login.microsoftonline.com/${text(env.MICROSOFT_TENANT)}/oauth2/v2.0/token`),
        clientId: text(env.MICROSOFT_CLIENT_ID),
        clientSecret: text(env.MICROSOFT_CLIENT_SECRET),
        ...redirectOf(env.MICROSOFT_REDIRECT_URI),
        baseScopes: ['openid', 'profile', 'email', 'offline_access', 'User.Read', 'MailboxSettings.Read', ...microsoft],
        extraAuthorizeParams: { prompt: 'select_account' },
        defaultExpiresInSeconds: 3600,
        permanentErrors: {
          interaction_required: 'Microsoft wants this person to sign in again.',
          consent_required: 'An administrator of the Microsoft tenant has to approve this application.',
        },
      }),
      quotas: [{ name: 'mailbox', limit: 10_000, intervalMs: 600_000, per: 'connection', exact: false }],
      // Four of one application in one mailbox; the e-mail of the same account, another connection, needs one too.
      maxConcurrent: 3,
      classify: classifyHttp,
      async verifyAccount(http) {
        const { id, email } = await microsoftAccount(http);
        return { externalId: id, displayName: email, data: { email } };
      },
    },
  }),
  features: [
    feature('calendar.google-calendar', 'Google Calendar', { scopes: { google }, proof: 'tests/google.test.ts' }),
    feature('calendar.caldav', 'CalDAV calendars', { proof: 'tests/caldav.test.ts' }),
    feature('calendar.microsoft-outlook', 'Microsoft Outlook', { scopes: { microsoft }, proof: 'tests/microsoft.test.ts' }),
    feature('calendar.event-sync', 'Event sync', { scopes: { google, microsoft }, proof: 'tests/google.test.ts' }),
    feature('calendar.meeting-scheduling', 'Meeting scheduling', { scopes: { google, microsoft }, proof: 'tests/booking.test.ts' }),
    feature('calendar.availability-checking', 'Availability checking', { scopes: { google, microsoft }, proof: 'tests/free-busy.test.ts' }),
  ],
  models,
  urls,
  publicRoutes,
  webhooks,
  tasks,
  schedules,
  streams,
  effects,
  actions,
  eventTypes,
  on: {},
  settings,
  forget,
});
