import { z } from 'zod';
import type { Database } from '#platform/database/database';
import { createOutbound } from '#platform/outbound/outbound';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import { type Clock, classifyHttp, credentials, defineIntegration, feature, type HttpClient, type Log, type NewEvent, oauth2, type WorkspaceId } from '#sdk';
import { createConnections } from './connections.ts';
import type { ConnectionsDeps } from './ports.ts';

/** An integration with a provider of each kind, at a local server. */
export const chatIntegration = (origin: string, more: Partial<Parameters<typeof oauth2>[0]> = {}) => {
  const verifyAccount = async (http: HttpClient) => {
    const { body } = await http.request<{ id: string; name: string }>({ method: 'GET', url: '/me', operation: 'chat.me' });
    return { externalId: body.id, displayName: body.name, data: { team: body.id } };
  };
  return defineIntegration({
    name: 'chat',
    title: 'Chat',
    description: 'Talks.',
    env: z.object({}),
    twin: () => ({}),
    providers: () => ({
      acme: {
        title: 'Acme',
        auth: oauth2({
          authorizeUrl: `${origin}/authorize`,
          tokenUrl: `${origin}/token`,
          revokeUrl: `${origin}/revoke`,
          clientId: 'client',
          clientSecret: 'client-secret',
          baseScopes: ['read'],
          ...more,
        }),
        baseUrl: origin,
        requires: [],
        quotas: [],
        classify: classifyHttp,
        verifyAccount,
      },
      keyed: {
        title: 'Keyed',
        auth: credentials({
          schema: z.object({ apiKey: z.string().min(3), signingSecret: z.string().optional() }),
          secretFields: ['apiKey', 'signingSecret'],
          authorize: (values) => ({ 'x-api-key': String(values.apiKey) }),
        }),
        baseUrl: origin,
        requires: [],
        quotas: [],
        classify: classifyHttp,
        verifyAccount,
      },
      unset: {
        title: 'Unset',
        auth: oauth2({ authorizeUrl: `${origin}/authorize`, tokenUrl: `${origin}/token`, clientId: '', clientSecret: '' }),
        requires: ['UNSET_CLIENT_ID'],
        quotas: [],
        classify: classifyHttp,
        verifyAccount,
      },
    }),
    features: [
      feature('chat.read', 'Reads messages', { scopes: { acme: ['read'] }, proof: 'tests/read.test.ts' }),
      feature('chat.write', 'Writes messages', { scopes: { acme: ['write'] }, proof: 'tests/write.test.ts' }),
      feature('chat.admin', 'Rules the team', {
        scopes: { acme: ['admin'] },
        proof: 'tests/admin.test.ts',
        status: { status: 'needs_approval', reason: 'Acme approves each app.', nextStep: 'Apply at Acme.' },
      }),
    ],
    models: {},
    urls: [],
    webhooks: [],
    tasks: [],
    schedules: [],
    streams: [],
    effects: [],
    actions: [],
    eventTypes: [],
    on: {},
    settings: z.object({ visibility: z.enum(['private', 'everything']).default('private') }),
  });
};

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
export const TEST_ROOT_KEY = rootKeyOf(Buffer.alloc(32, 7));

/** The room over a real database and a real vault; its neighbours keep lists of what they were told. */
export function testingRoom(
  options: { database: Database; clock: Clock; origin: string; auth?: Parameters<typeof chatIntegration>[1] } & Partial<ConnectionsDeps>,
) {
  const { database, clock, origin, auth, ...overrides } = options;
  const vault = createVault({ database, rootKeys: [TEST_ROOT_KEY], clock });
  const outbound = createOutbound({ database, clock, log: silent, audit: { apiCall: () => () => {} } });
  const integration = chatIntegration(origin, auth);
  const told = {
    events: [] as { workspaceId: WorkspaceId; event: NewEvent }[],
    incidents: new Map<string, { level: string; detail: string; times: number }>(),
    acts: [] as string[],
    connected: [] as string[],
  };
  const after = (callback: () => void) => database.afterCommit(callback);
  const connections = createConnections({
    database,
    clock,
    vault,
    outbound,
    events: { publish: async (_tx, workspaceId, _actor, news) => after(() => told.events.push(...news.map((event) => ({ workspaceId, event })))) },
    incidents: {
      forWorkspace: () => ({
        open: async ({ key, level, detail }) => after(() => told.incidents.set(key, { level, detail, times: (told.incidents.get(key)?.times ?? 0) + 1 })),
        resolve: async (key) => after(() => told.incidents.delete(key)),
      }),
    },
    audit: { act: async ({ act }) => after(() => told.acts.push(act)) },
    integrations: new Map([[integration.name, integration]]),
    envOf: () => ({}),
    publicUrl: 'http://hub.test',
    onConnected: async (_workspaceId, connection) => after(() => told.connected.push(connection.id)),
    requestSync: async () => ({ id: 'job', state: 'waiting', done: 0, total: null, message: null }),
    ...overrides,
  });
  return {
    connections,
    told,
    vault,
    async close() {
      vault.stop();
      await outbound.stop();
    },
  };
}
