import { z } from 'zod';
import { classifyHttp, defineIntegration, feature, oauth2, Secret } from '#sdk';
import { actions } from './actions.ts';
import { me } from './client.ts';
import * as models from './models.ts';
import { effects, schedules, streams, tasks } from './tasks.ts';
import { urls } from './urls.ts';
import { webhooks } from './webhooks.ts';

const text = (value: string | Secret | undefined, otherwise = '') => (value instanceof Secret ? value.reveal() : (value ?? otherwise));

/** The integration that `patchbay new` copies: team notes at a provider called Jotter. */
export default defineIntegration({
  name: 'template',
  title: 'Team notes',
  description: 'Keeps a team’s notes in step with Jotter. The example that every new integration starts from.',
  env: z.object({
    TEMPLATE_CLIENT_ID: z.string().optional(),
    TEMPLATE_CLIENT_SECRET: z.string().optional(),
    TEMPLATE_REDIRECT_URI: z.url().optional(),
    TEMPLATE_SIGNING_SECRET: z.string().optional(),
    TEMPLATE_AUTHORIZE_URL: z.url().default('https://jotter.example/oauth/authorize'),
    TEMPLATE_TOKEN_URL: z.url().default('https://jotter.example/oauth/token'),
    TEMPLATE_REVOKE_URL: z.url().default('https://jotter.example/oauth/revoke'),
    TEMPLATE_API_BASE: z.url().default('https://api.jotter.example'),
  }),
  twin: (url) => ({
    TEMPLATE_CLIENT_ID: 'jotter-client',
    TEMPLATE_CLIENT_SECRET: 'jotter-secret',
    TEMPLATE_SIGNING_SECRET: 'jotter-signing-secret',
    TEMPLATE_AUTHORIZE_URL: `${url}/jotter/oauth/authorize`,
    TEMPLATE_TOKEN_URL: `${url}/jotter/oauth/token`,
    TEMPLATE_REVOKE_URL: `${url}/jotter/oauth/revoke`,
    TEMPLATE_API_BASE: `${url}/jotter/api`,
  }),
  providers: (env) => ({
    jotter: {
      title: 'Jotter',
      requires: ['TEMPLATE_CLIENT_ID', 'TEMPLATE_CLIENT_SECRET', 'TEMPLATE_SIGNING_SECRET'],
      baseUrl: text(env.TEMPLATE_API_BASE),
      baseUrlOverride: 'TEMPLATE_API_BASE',
      auth: oauth2({
        authorizeUrl: text(env.TEMPLATE_AUTHORIZE_URL),
        tokenUrl: text(env.TEMPLATE_TOKEN_URL),
        revokeUrl: text(env.TEMPLATE_REVOKE_URL),
        clientId: text(env.TEMPLATE_CLIENT_ID),
        clientSecret: text(env.TEMPLATE_CLIENT_SECRET),
        ...(env.TEMPLATE_REDIRECT_URI ? { redirectUri: text(env.TEMPLATE_REDIRECT_URI) } : {}),
        baseScopes: ['notes:read'],
        defaultExpiresInSeconds: 3600,
      }),
      // The provider states 100 a minute for each account.
      quotas: [{ name: 'requests', limit: 100, intervalMs: 60_000, per: 'connection', exact: true }],
      classify: classifyHttp,
      async verifyAccount(http) {
        const account = await me(http);
        return { externalId: account.id, displayName: account.email };
      },
    },
  }),
  features: [
    feature('template.notes', 'Notes in step', { scopes: { jotter: ['notes:read'] }, proof: 'tests/notes.test.ts' }),
    feature('template.write', 'Write a note from here', { scopes: { jotter: ['notes:write'] }, proof: 'tests/notes.test.ts' }),
  ],
  models,
  urls,
  webhooks,
  tasks,
  schedules,
  streams,
  effects,
  actions,
  eventTypes: [
    {
      type: 'template.note_changed',
      title: 'A note was written, changed or deleted',
      schema: z.object({ change: z.enum(['note.created', 'note.updated', 'note.deleted']), title: z.string() }),
      example: { change: 'note.created', title: 'Ada wants a demo' },
    },
  ],
  on: {},
  settings: z.object({}),
});
