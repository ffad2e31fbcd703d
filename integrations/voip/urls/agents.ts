import { z } from 'zod';
import { route } from '#sdk';
import { agentBody, browserTokenBody, heartbeatBody } from '../serializers.ts';
import { agentList, browserToken, heartbeat, setAgent, testRing } from '../views/agents.ts';

const userId = z.strictObject({ userId: z.union([z.uuid(), z.literal('me')]) });
const agentView = z
  .object({
    userId: z.uuid(),
    state: z.enum(['available', 'away', 'wrap_up', 'off']),
    until: z.iso.datetime().nullable(),
    since: z.iso.datetime(),
    phone: z.string().nullable(),
    device: z.enum(['phone', 'browser']),
    callId: z.uuid().nullable(),
    rings: z.array(z.string()),
    browserIsThere: z.boolean(),
    testResult: z.string().nullable(),
    testedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CallAgent' });
const grantView = z
  .discriminatedUnion('provider', [
    z.object({ provider: z.literal('twilio'), connectionId: z.uuid(), lifetimeSeconds: z.int(), identity: z.string(), token: z.string() }),
    z.object({
      provider: z.literal('sip'),
      connectionId: z.uuid(),
      lifetimeSeconds: z.int(),
      user: z.string(),
      domain: z.string(),
      username: z.string(),
      password: z.string(),
      webSocketUrl: z.string(),
      iceServers: z.array(z.object({ urls: z.string(), username: z.string().optional(), credential: z.string().optional() })),
    }),
  ])
  .meta({ id: 'BrowserPhoneGrant' });

export const agentUrls = [
  route({
    method: 'GET',
    path: '/agents',
    summary: 'Who can be rung, and where',
    permission: 'voip:read',
    responses: { 200: z.object({ data: z.array(agentView) }) },
    handler: agentList,
  }),
  route({
    method: 'PUT',
    path: '/agents/:userId',
    summary: 'Set somebody’s state and telephone',
    permission: 'voip:write',
    params: userId,
    body: agentBody,
    responses: { 200: agentView },
    handler: setAgent,
  }),
  route({
    method: 'POST',
    path: '/agents/me/heartbeat',
    summary: 'The browser phone can be rung by this connection; or no longer',
    permission: 'voip:write',
    body: heartbeatBody,
    responses: { 200: agentView },
    handler: heartbeat,
  }),
  route({
    method: 'POST',
    path: '/agents/me/test-ring',
    summary: 'Would I ring right now? Rings',
    permission: 'voip:send',
    responses: { 202: agentView },
    handler: testRing,
  }),
  route({
    method: 'POST',
    path: '/browser-token',
    summary: 'What a browser needs to be my telephone, for an hour',
    permission: 'voip:send',
    body: browserTokenBody,
    responses: { 200: grantView },
    handler: browserToken,
  }),
];
