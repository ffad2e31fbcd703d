import { z } from 'zod';
import { classifyHttp, credentials, defineIntegration, feature, Secret } from '#sdk';
import { actions } from './actions.ts';
import { browserHosts } from './browser/hosts.ts';
import { classifyTwilio } from './classify.ts';
import { kamailioClient } from './client/kamailio.ts';
import { twilioClient } from './client/twilio.ts';
import { effects } from './effects.ts';
import { eventTypes } from './event-types.ts';
import { forget } from './forget.ts';
import * as models from './models.ts';
import { readNumber } from './phone/number.ts';
import { settings } from './settings.ts';
import { publicRoutes } from './sounds/public.ts';
import { schedules, streams, tasks } from './tasks.ts';
import { urls } from './urls.ts';
import { webhooks } from './webhooks.ts';

const text = (value: string | Secret | undefined, otherwise = '') => (value instanceof Secret ? value.reveal() : (value ?? otherwise));

const numbersIn = (text: string): string[] => text.split(/[\n,;]+/).flatMap((each) => readNumber(each).e164 ?? []);
const addressesIn = (given: string): string[] => given.split(/[\s,;]+/).filter(Boolean);
/** A page that came over https may open no plain socket, but to its own machine. */
const isWebSocketAddress = (given: string): boolean => /^wss:\/\/[^\s/]+/.test(given) || /^ws:\/\/(127\.0\.0\.1|localhost)[:/]/.test(`${given}/`);
const sipCredentials = z.strictObject({
  /** Where the server takes JSON-RPC: its modules jsonrpcs and xhttp. */
  rpcUrl: z.url({ protocol: /^https?$/, error: 'Give the address of the server’s JSON-RPC, such as http://10.0.0.5:5061/RPC.' }).max(500),
  domain: z
    .string()
    .trim()
    .regex(/^[a-z0-9.-]+$/i, 'Give the SIP domain alone, such as pbx.example.com.'),
  /** Where the server sends the first ring: usually itself. */
  proxy: z
    .string()
    .trim()
    .regex(/^sips?:[^\s;]+$/, 'A SIP address begins with sip:, such as sip:10.0.0.5:5060.'),
  numbers: z
    .string()
    .trim()
    .refine((text) => numbersIn(text).length > 0, 'List your own numbers with their country codes, with commas between them.'),
  /** Signs what the server tells us; the same text stands in its configuration. */
  webhookSecret: z.string().min(16, 'Use a secret of at least 16 characters.'),
  rpcUser: z.string().max(200).optional(),
  rpcPassword: z.string().max(500).optional(),
  /** For telephones in browsers; without it there are none. */
  webSocketUrl: z
    .string()
    .trim()
    .max(500)
    .refine(isWebSocketAddress, 'Browsers reach the server at an address that begins with wss://; ws:// only on this machine.')
    .optional(),
  /** Signs their short-lived passwords; Kamailio’s module auth_ephemeral has the same text, and a TURN server may. */
  browserSecret: z.string().min(16, 'Use a secret of at least 16 characters.').max(500).optional(),
  iceServers: z
    .string()
    .trim()
    .max(1000)
    .refine(
      (given) => addressesIn(given).every((each) => /^(stun|turn)s?:[^\s]+$/.test(each)),
      'These addresses begin with stun: or turn:, with commas between them.',
    )
    .optional(),
});

export default defineIntegration({
  name: 'voip',
  title: 'Voice',
  description: 'Every call logged once, click to call, recordings, caller ID, and flows that answer when nobody else does.',
  env: z.object({
    TWILIO_AUTH_TOKEN: z.string().optional(),
    SIP_WEBHOOK_SECRET: z.string().min(16).optional(),
    TWILIO_API_BASE: z.url().default('https://api.twilio.com'),
    TWILIO_LOOKUPS_BASE: z.url().default('https://lookups.twilio.com'),
  }),
  twin: (url) => ({
    TWILIO_AUTH_TOKEN: 'twilio-auth-token',
    SIP_WEBHOOK_SECRET: 'sip-webhook-secret',
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
    sip: {
      title: 'SIP trunk or PBX (Kamailio)',
      requires: [],
      hostsFromUsers: true,
      auth: credentials({
        schema: sipCredentials,
        secretFields: ['webhookSecret', 'rpcPassword', 'browserSecret'],
        authorize: ({ rpcUser, rpcPassword }): Record<string, string> =>
          rpcUser ? { authorization: `Basic ${Buffer.from(`${String(rpcUser)}:${String(rpcPassword ?? '')}`).toString('base64')}` } : {},
      }),
      quotas: [{ name: 'requests', limit: 50, intervalMs: 1_000, per: 'connection', exact: false }],
      classify: classifyHttp,
      async verifyAccount(http, given) {
        const { rpcUrl, domain, proxy, numbers, webSocketUrl, iceServers } = sipCredentials.parse(given);
        await kamailioClient(http, rpcUrl).version();
        const browsers = { ...(webSocketUrl ? { webSocketUrl } : {}), iceServers: addressesIn(iceServers ?? '') };
        return {
          externalId: `${domain} ${rpcUrl}`,
          displayName: `SIP ${domain}`,
          data: { rpcUrl, domain, proxy, numbers: numbersIn(numbers), ...browsers },
        };
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
    feature('voip.browser-phone', 'Browser phone', { proof: 'tests/browser-phone.test.ts' }),
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
  browserHosts,
});
