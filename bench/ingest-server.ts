import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { createDatabase } from '#platform/database/database';
import { openEmbedded } from '#platform/database/embedded';
import { openPostgres } from '#platform/database/postgres';
import { createInbox } from '#platform/inbox/inbox';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import { type ConnectionId, type Context, defineIntegration, type Log, Secret, systemClock, type WorkspaceId, webhook } from '#sdk';
import { newRequestId } from '../server/http/request-id.ts';
import { webhookRoutes } from '../server/http/webhook-routes.ts';
import { ACCOUNT, SECRET, signatureOf } from './ingest-webhook.ts';

/** One server process of `ingest.ts`. */
export type ServerOrder = { kind: 'bare' } | { kind: 'postgres'; url: string; drain?: boolean } | { kind: 'embedded'; folder: string; drain?: boolean };

/** The least that a webhook server does: read, verify, answer. */
function bare(): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const expected = Buffer.from(signatureOf(Buffer.concat(chunks), String(request.headers['x-acme-timestamp'])));
      const given = Buffer.from(String(request.headers['x-acme-signature']));
      response.writeHead(given.length === expected.length && timingSafeEqual(given, expected) ? 200 : 401).end();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));
}

const event = z.object({ id: z.string(), account: z.string(), contact: z.string() });
const acme = defineIntegration({
  name: 'acme',
  title: 'Acme',
  description: '',
  env: z.object({}),
  providers: () => ({}),
  twin: () => ({}),
  features: [],
  models: {},
  urls: [],
  webhooks: [
    webhook({
      provider: 'acme',
      scheme: {
        kind: 'hmac-body',
        hash: 'sha256',
        encoding: 'hex',
        signatureHeader: 'x-acme-signature',
        timestampHeader: 'x-acme-timestamp',
        template: '{timestamp}.{body}',
        toleranceSeconds: 300,
        refusalStatus: 401,
        covers: ['body', 'timestamp'],
      },
      parse({ rawBody }) {
        const one = event.parse(JSON.parse(rawBody.toString('utf8')));
        return [{ eventId: one.id, type: 'contact.changed', accountId: one.account, orderingKey: one.id, payload: one }];
      },
      handle: async () => {},
    }),
  ],
  tasks: [],
  schedules: [],
  streams: [],
  effects: [],
  actions: [],
  eventTypes: [],
  on: {},
  settings: z.object({}),
});
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: console.error };

/** The webhook part of the real server: the same routes, inbox, vault and database. */
async function hub(order: Exclude<ServerOrder, { kind: 'bare' }>): Promise<string> {
  const database = createDatabase(order.kind === 'postgres' ? await openPostgres({ url: order.url }) : await openEmbedded(order.folder));
  await database.rolesReady();
  const vault = createVault({ database, rootKeys: [rootKeyOf(Buffer.alloc(32, 7))], clock: systemClock });
  const secrets = { secrets: [new Secret(SECRET)] };
  const routes = [{ workspaceId: uuidv7() as WorkspaceId, connectionId: uuidv7() as ConnectionId }];
  await vault.forWorkspace(routes[0]?.workspaceId as WorkspaceId);
  const inbox = createInbox({
    database,
    vault,
    integrations: new Map([['acme', acme]]),
    secretsFor: () => secrets,
    routeAccount: (_integration, _provider, accountId) => (accountId === ACCOUNT ? routes : []),
    contextFor: ({ workspaceId }) => ({ workspaceId }) as Context,
    incidents: { forWorkspace: () => ({ open: async () => {}, resolve: async () => {} }) },
    clock: systemClock,
    log: silent,
    journalFolder: `${process.env.TMPDIR ?? '/tmp'}/patchbay-bench-${process.pid}`,
  });
  await inbox.start({ drain: order.drain ?? false });
  const app = Fastify({ genReqId: newRequestId });
  await app.register(webhookRoutes({ inbox, publicUrl: 'https://hub.test' }));
  return app.listen({ host: '127.0.0.1', port: 0 });
}

process.on('message', (order: ServerOrder) => {
  (order.kind === 'bare' ? bare() : hub(order)).then(
    (url) => process.send?.({ url }),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
