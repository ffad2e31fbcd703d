import { z } from 'zod';
import { classifyHttp, credentials, defineIntegration, feature, oauth2, Secret } from '#sdk';
import { beginAccount } from './account.ts';
import { actions } from './actions.ts';
import { classifyLinkedIn } from './classify.ts';
import { BRIDGE_CONSENT, BRIDGE_WARNING, bridgeAccount } from './client/bridge.ts';
import { portabilityAccount } from './client/portability.ts';
import { getUserInfo, verifyIdToken } from './client/profile.ts';
import { PINS_FORM, VERSION_FORM } from './client/versions.ts';
import { effects } from './effects.ts';
import { eventTypes } from './event-types.ts';
import { forget } from './forget.ts';
import { noteTouch } from './leads/touch.ts';
import * as models from './models/index.ts';
import { tickedScopes } from './products.ts';
import { settings } from './settings.ts';
import { schedules, streams, tasks } from './tasks.ts';
import { urls } from './urls.ts';
import { webhooks } from './webhooks.ts';

const text = (value: string | Secret | undefined, otherwise = '') => (value instanceof Secret ? value.reveal() : (value ?? otherwise));
const MINUTE_MS = 60_000;

const SIGN_IN = ['openid', 'profile', 'email'];
const PAGES = ['r_organization_social', 'w_organization_social', 'rw_organization_admin'];
const LEADS = ['r_marketing_leadgen_automation', 'r_ads', 'rw_organization_admin'];
const OWN_DATA = {
  status: 'import_only',
  reason: 'LinkedIn gives this to no new application. Members bring a copy of their own data instead; in the EEA and Switzerland it can be read directly.',
  nextStep: 'On LinkedIn: Settings → Data privacy → Get a copy of your data. Then drop the file on Network.',
} as const;

export default defineIntegration({
  name: 'linkedin',
  title: 'LinkedIn',
  description:
    'Leads from LinkedIn’s forms as they come, company pages, and the member’s own network and messages: everything LinkedIn’s terms allow, by every legitimate path.',
  env: z.object({
    LINKEDIN_CLIENT_ID: z.string().optional(),
    LINKEDIN_CLIENT_SECRET: z.string().optional(),
    LINKEDIN_REDIRECT_URI: z.url().optional(),
    LINKEDIN_PRODUCTS: z.string().default('signin'),
    LINKEDIN_OAUTH_BASE: z.url().default('https://www.linkedin.com/oauth'),
    LINKEDIN_API_BASE: z.url().default('https://api.linkedin.com'),
    LINKEDIN_ISSUER: z.url().default('https://www.linkedin.com/oauth'),
    LINKEDIN_JWKS_URL: z.url().default('https://www.linkedin.com/oauth/openid/jwks'),
    LINKEDIN_API_VERSION: z.string().regex(VERSION_FORM, 'looks like 202607').default('202607'),
    LINKEDIN_API_VERSION_PINS: z.string().regex(PINS_FORM, 'looks like posts=202604,leadForms=202601').default(''),
    LINKEDIN_WEBHOOK_SECRETS: z.string().optional(),
    LINKEDIN_BRIDGE: z.enum(['off', 'on']).default('off'),
    LINKEDIN_BRIDGE_URL: z.url().optional(),
  }),
  twin: (url) => ({
    LINKEDIN_CLIENT_ID: 'linkedin-client',
    LINKEDIN_CLIENT_SECRET: 'linkedin-secret',
    LINKEDIN_PRODUCTS: 'signin,share,verified,community,leads',
    LINKEDIN_OAUTH_BASE: `${url}/linkedin/oauth`,
    LINKEDIN_API_BASE: `${url}/linkedin/api`,
    LINKEDIN_JWKS_URL: `${url}/linkedin/oauth/openid/jwks`,
    LINKEDIN_BRIDGE_URL: `${url}/linkedin/bridge`,
  }),
  providers: (env) => ({
    linkedin: {
      title: 'LinkedIn',
      requires: ['LINKEDIN_CLIENT_ID', 'LINKEDIN_CLIENT_SECRET'],
      baseUrl: text(env.LINKEDIN_API_BASE),
      baseUrlOverride: 'LINKEDIN_API_BASE',
      auth: oauth2({
        authorizeUrl: `${text(env.LINKEDIN_OAUTH_BASE)}/v2/authorization`,
        tokenUrl: `${text(env.LINKEDIN_OAUTH_BASE)}/v2/accessToken`,
        revokeUrl: `${text(env.LINKEDIN_OAUTH_BASE)}/v2/revoke`,
        clientId: text(env.LINKEDIN_CLIENT_ID),
        clientSecret: text(env.LINKEDIN_CLIENT_SECRET),
        ...(env.LINKEDIN_REDIRECT_URI ? { redirectUri: text(env.LINKEDIN_REDIRECT_URI) } : {}),
        // The web flow knows no PKCE; only the endpoint for native applications does.
        pkce: false,
        baseScopes: tickedScopes(env),
        defaultExpiresInSeconds: 60 * 86_400,
        permanentErrors: { invalid_request: 'LinkedIn does not renew this access. Reconnect with one click.' },
      }),
      // Daily limits are unpublished and told by no header: our own ledger counts them. This only keeps bursts civil.
      quotas: [{ name: 'burst', limit: 300, intervalMs: MINUTE_MS, per: 'connection', exact: false }],
      classify: classifyLinkedIn,
      async verifyAccount(http, given) {
        const proof = given.id_token;
        const sub =
          typeof proof === 'string'
            ? await verifyIdToken(http, proof, {
                jwksUrl: text(env.LINKEDIN_JWKS_URL),
                issuer: text(env.LINKEDIN_ISSUER),
                clientId: text(env.LINKEDIN_CLIENT_ID),
              })
            : undefined;
        const account = await getUserInfo(http);
        if (sub !== undefined && sub !== account.sub) throw new TypeError('the id_token is of another member');
        const displayName = account.name ?? account.email ?? 'LinkedIn member';
        return { externalId: account.sub, displayName, data: { name: displayName, ...(account.email ? { email: account.email } : {}) } };
      },
    },
    portability: {
      title: 'LinkedIn: own data (EEA, Switzerland)',
      requires: [],
      baseUrl: text(env.LINKEDIN_API_BASE),
      baseUrlOverride: 'LINKEDIN_API_BASE',
      auth: credentials({
        schema: z.strictObject({ accessToken: z.string().trim().min(20, 'Paste the whole token from the portal’s token tool.') }),
        secretFields: ['accessToken'],
        authorize: ({ accessToken }) => ({ authorization: `Bearer ${String(accessToken)}` }),
      }),
      quotas: [{ name: 'burst', limit: 60, intervalMs: MINUTE_MS, per: 'connection', exact: false }],
      classify: classifyLinkedIn,
      verifyAccount: (http) => portabilityAccount(http),
    },
    // Dark unless an administrator named a service and switched it on; then whoever connects accepts the warning in words.
    ...(env.LINKEDIN_BRIDGE === 'on' && env.LINKEDIN_BRIDGE_URL
      ? {
          bridge: {
            title: 'LinkedIn: hosted-account service (not of LinkedIn)',
            requires: ['LINKEDIN_BRIDGE_URL'],
            baseUrl: text(env.LINKEDIN_BRIDGE_URL),
            baseUrlOverride: 'LINKEDIN_BRIDGE_URL',
            auth: credentials({
              schema: z.strictObject({
                apiKey: z.string().trim().min(8, 'Paste the key of the service.'),
                accountId: z.string().trim().min(1, 'The service calls the account so.').max(200),
                accept: z.literal(BRIDGE_CONSENT, `${BRIDGE_WARNING} To go on, write: ${BRIDGE_CONSENT}`),
              }),
              secretFields: ['apiKey'],
              authorize: ({ apiKey }) => ({ 'x-api-key': String(apiKey) }),
            }),
            // A person's pace, whatever the service allows.
            quotas: [{ name: 'pace', limit: 200, intervalMs: 60 * MINUTE_MS, per: 'connection' as const, exact: false }],
            classify: classifyHttp,
            verifyAccount: bridgeAccount,
          },
        }
      : {}),
  }),
  features: [
    feature('linkedin.oauth-authentication', 'OAuth authentication', { scopes: { linkedin: SIGN_IN }, proof: 'tests/sign-in.test.ts' }),
    feature('linkedin.profile-data-sync', 'Profile data sync', { scopes: { linkedin: SIGN_IN }, proof: 'tests/profile.test.ts' }),
    feature('linkedin.connection-management', 'Connection management', { proof: 'tests/archive.test.ts', status: OWN_DATA }),
    feature('linkedin.inmail-integration', 'InMail integration', { proof: 'tests/archive.test.ts', status: OWN_DATA }),
    feature('linkedin.company-page-data', 'Company page data', {
      scopes: { linkedin: PAGES },
      proof: 'tests/pages.test.ts',
      status: {
        status: 'needs_approval',
        reason: 'LinkedIn gives page data to applications approved for Community Management.',
        nextStep: 'Apply under Products in the developer portal, name “community” in LINKEDIN_PRODUCTS, then reconnect.',
      },
    }),
    feature('linkedin.lead-generation', 'Lead generation', {
      scopes: { linkedin: LEADS },
      proof: 'tests/leads.test.ts',
      status: {
        status: 'needs_approval',
        reason:
          'LinkedIn gives leads to applications approved for Lead Sync. Until then, bring in the list that Campaign Manager lets you download: Leads → From a file.',
        nextStep: 'Apply under Products in the developer portal, name “leads” in LINKEDIN_PRODUCTS, then reconnect.',
      },
    }),
  ],
  models,
  urls,
  webhooks,
  tasks,
  schedules,
  streams,
  effects,
  actions,
  eventTypes,
  on: { 'activity.created': noteTouch, 'connection.health_changed': beginAccount },
  settings,
  forget,
});
