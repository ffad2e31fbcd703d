import { z } from 'zod';
import { credentials, defineIntegration, feature, Secret } from '#sdk';
import { actions } from './actions.ts';
import { classifyTwilio } from './classify.ts';
import { twilioClient } from './client/twilio.ts';
import { effects } from './effects.ts';
import { eventTypes } from './event-types.ts';
import { forget } from './forget.ts';
import * as models from './models.ts';
import { settings } from './settings.ts';
import { schedules, streams, tasks } from './tasks.ts';
import { urls } from './urls.ts';
import { webhooks } from './webhooks.ts';

const text = (value: string | Secret | undefined, otherwise = '') => (value instanceof Secret ? value.reveal() : (value ?? otherwise));

export default defineIntegration({
  name: 'voip',
  title: 'Voice',
  description: 'Every call logged once, click to call, recordings, caller ID, and flows that answer when nobody else does.',
  env: z.object({
    TWILIO_AUTH_TOKEN: z.string().optional(),
    TWILIO_API_BASE: z.url().default('https://api.twilio.com'),
    TWILIO_LOOKUPS_BASE: z.url().default('https://lookups.twilio.com'),
  }),
  twin: (url) => ({
    TWILIO_AUTH_TOKEN: 'twilio-auth-token',
    TWILIO_API_BASE: `${url}/twilio`,
    TWILIO_LOOKUPS_BASE: `${url}/twilio`,
  }),
  providers: (env) => ({
    twilio: {
      title: 'Twilio',
      requires: [],
      baseUrl: text(env.TWILIO_API_BASE),
      baseUrlOverride: 'TWILIO_API_BASE',
      auth: credentials({
        schema: z.strictObject({
          accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'An account SID begins with AC and has 34 characters.'),
          /** Signs webhooks; calls are made with the key where there is one. */
          authToken: z.string().min(8, 'Copy the auth token from the Twilio console.'),
          apiKey: z
            .string()
            .regex(/^SK[0-9a-f]{32}$/, 'An API key begins with SK and has 34 characters.')
            .optional(),
          apiSecret: z.string().min(8).optional(),
        }),
        secretFields: ['authToken', 'apiSecret'],
        authorize: ({ accountSid, authToken, apiKey, apiSecret }) => {
          const pair = apiKey && apiSecret ? `${String(apiKey)}:${String(apiSecret)}` : `${String(accountSid)}:${String(authToken)}`;
          return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
        },
      }),
      // A new account places one call a second; what exceeds it is queued there and would be told of late.
      quotas: [
        { name: 'calls', limit: 1, intervalMs: 1_000, per: 'connection', classes: ['calls'], exact: true },
        { name: 'requests', limit: 100, intervalMs: 1_000, per: 'connection', exact: false },
      ],
      classify: classifyTwilio,
      async verifyAccount(http, { accountSid }) {
        const { sid, friendly_name } = await twilioClient(http, String(accountSid)).account();
        return { externalId: sid, displayName: friendly_name, data: { lookups: text(env.TWILIO_LOOKUPS_BASE) } };
      },
    },
  }),
  features: [
    feature('voip.call-logging', 'Call logging', { proof: 'tests/calls.test.ts' }),
    feature('voip.click-to-call', 'Click to call', { proof: 'tests/calls.test.ts' }),
    feature('voip.call-recording', 'Call recording', { proof: 'tests/recordings.test.ts' }),
    feature('voip.call-analytics', 'Call analytics', { proof: 'tests/analytics.test.ts' }),
    feature('voip.caller-id', 'Caller ID', { proof: 'tests/inbound.test.ts' }),
    feature('voip.ivr', 'IVR', { proof: 'tests/inbound.test.ts' }),
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
  on: {},
  settings,
  forget,
});
