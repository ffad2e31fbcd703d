import { createHmac, randomBytes } from 'node:crypto';
import autocannon from 'autocannon';
import Fastify from 'fastify';
import { uuidv7 } from 'uuidv7';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { createInbox } from '#platform/inbox/inbox';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import { type ConnectionId, type Context, type Log, Secret, systemClock, type WorkspaceId } from '#sdk';
import slack from '../integrations/slack/index.ts';
import { webhookRoutes } from '../server/http/webhook-routes.ts';

/** A process of `slack-ack.ts`: the webhook part of the real server, or whoever sends to it. */
export type AckOrder = { serve: string } | { load: string; connections: number; seconds: number; rate?: number };
export interface AckResult {
  accepted: number;
  busy: number;
  others: number;
  perSecond: number;
  p99: number;
  max: number;
}
const SECRET = 'bench-signing-secret';
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: console.error };

async function serve(url: string): Promise<string> {
  const database = createDatabase(await openPostgres({ url }));
  await database.rolesReady();
  const vault = createVault({ database, rootKeys: [rootKeyOf(Buffer.alloc(32, 7))], clock: systemClock });
  const routes = [{ workspaceId: uuidv7() as WorkspaceId, connectionId: uuidv7() as ConnectionId }];
  await vault.forWorkspace(routes[0]?.workspaceId as WorkspaceId);
  const inbox = createInbox({
    database,
    vault,
    integrations: new Map([['slack', slack]]),
    secretsFor: () => ({ secrets: [new Secret(SECRET)] }),
    routeAccount: (_integration, _provider, accountId) => (accountId === 'T0ACME' ? routes : []),
    contextFor: ({ workspaceId }) => ({ workspaceId, connection: { data: { appId: 'A0PATCHBAY' } }, log: silent, clock: systemClock }) as unknown as Context,
    incidents: { forWorkspace: () => ({ open: async () => {}, resolve: async () => {} }) },
    clock: systemClock,
    log: silent,
    journalFolder: `${process.env.TMPDIR ?? '/tmp'}/patchbay-bench-${process.pid}`,
  });
  await inbox.start({ drain: false });
  const app = Fastify({ genReqId: () => uuidv7() });
  await app.register(webhookRoutes({ inbox, publicUrl: 'https://hub.test' }));
  return app.listen({ host: '127.0.0.1', port: 0 });
}

const bodies = {
  commands: (id: string) =>
    new URLSearchParams({
      team_id: 'T0ACME',
      channel_id: 'C0DEALS',
      user_id: 'U0DANA',
      command: '/crm',
      text: 'help',
      response_url: 'https://hooks.slack.com/commands/1',
      trigger_id: id,
      api_app_id: 'A0PATCHBAY',
    }).toString(),
  events: (id: string) =>
    JSON.stringify({
      type: 'event_callback',
      team_id: 'T0ACME',
      api_app_id: 'A0PATCHBAY',
      event_id: `Ev${id}`,
      event_time: 1,
      event: { type: 'message', channel: 'C0DEALS', user: 'U0DANA', text: 'hello', ts: '1.1' },
    }),
};

async function load({ load: url, connections, seconds, rate }: Extract<AckOrder, { load: string }>): Promise<AckResult> {
  const run = randomBytes(6).toString('hex');
  let count = 0;
  const request = (topic: keyof typeof bodies) => ({
    method: 'POST' as const,
    path: `/integrations/slack/webhooks/slack/${topic}`,
    setupRequest(given: autocannon.Request) {
      const body = bodies[topic](`${run}-${count++}`);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
      const contentType = topic === 'events' ? 'application/json' : 'application/x-www-form-urlencoded';
      return {
        ...given,
        body,
        headers: { ...given.headers, 'content-type': contentType, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature },
      };
    },
  });
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    timeout: 10,
    ...(rate ? { overallRate: rate } : {}),
    requests: [request('commands'), request('events')],
  });
  const busy = result.statusCodeStats?.['503']?.count ?? 0;
  return {
    accepted: result['2xx'],
    busy,
    others: result.non2xx - busy + result.errors + result.timeouts,
    perSecond: result['2xx'] / result.duration,
    p99: result.latency.p99,
    max: result.latency.max,
  };
}

process.on('message', (order: AckOrder) => {
  ('serve' in order ? serve(order.serve).then((url) => ({ url })) : load(order)).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
