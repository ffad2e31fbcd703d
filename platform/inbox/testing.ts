import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { applyAccessRules } from '#platform/database/access-rules';
import { type Database, rowsOf } from '#platform/database/database';
import { APPEND_ONLY, SYSTEM_TABLES } from '#platform/database/system-tables';
import type { TestDatabase } from '#platform/testing/database';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import {
  type ConnectionId,
  type Context,
  defineIntegration,
  type InboundEvent,
  type Log,
  type RawRequest,
  type Scheme,
  Secret,
  type Transaction,
  type WebhookDefinition,
  type WorkspaceId,
  webhook,
} from '#sdk';
import { createInbox, type InboxLimits, type Route } from './inbox.ts';
import { sign } from './verification/index.ts';

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
export const SECRET = new Secret('acme-signing-secret');

const signed: Scheme = {
  kind: 'hmac-body',
  hash: 'sha256',
  encoding: 'hex',
  signatureHeader: 'x-acme-signature',
  timestampHeader: 'x-acme-timestamp',
  template: '{timestamp}.{body}',
  toleranceSeconds: 300,
  refusalStatus: 401,
  covers: ['body', 'timestamp'],
};
const tokenSigned: Scheme = {
  kind: 'hmac-fields',
  hash: 'sha256',
  encoding: 'hex',
  fields: ['timestamp', 'token'],
  signatureField: 'signature',
  timestampField: 'timestamp',
  tokenField: 'token',
  toleranceSeconds: 300,
  refusalStatus: 406,
  covers: ['fields'],
};

/** One event as the tests write it. */
export interface AcmeEvent {
  id: string;
  account?: string;
  key?: string;
  seq?: number;
  text?: string;
}

const parse = ({ rawBody }: RawRequest): InboundEvent[] => {
  const { events } = z.object({ events: z.array(z.looseObject({ id: z.string() })) }).parse(JSON.parse(rawBody.toString('utf8')));
  return (events as unknown as AcmeEvent[]).map((event) => ({
    eventId: event.id,
    type: 'thing.changed',
    ...(event.account === undefined ? {} : { accountId: event.account }),
    ...(event.key === undefined ? {} : { orderingKey: event.key }),
    ...(event.seq === undefined ? {} : { sequence: event.seq }),
    payload: event,
  }));
};

/** What the handlers of a test do beside writing their row; the test changes it as it goes. */
export interface Behaviour {
  before: (event: AcmeEvent, tx: Transaction) => Promise<void> | void;
  after: (event: AcmeEvent) => Promise<void> | void;
  reply: (ctx: Context, events: readonly InboundEvent[]) => Promise<string> | string;
}

function acme(behaviour: Behaviour, more: Partial<WebhookDefinition<Context>> = {}) {
  const base = {
    provider: 'acme',
    scheme: signed,
    parse,
    async handle(ctx: Context, tx: Transaction, event: InboundEvent) {
      const own = event.payload as AcmeEvent;
      await behaviour.before(own, tx);
      await tx.execute(
        sql`insert into acme_handled (workspace_id, id, event_id, ordering_key, connection_id) values (${ctx.workspaceId}, ${uuidv7()}, ${own.id}, ${own.key ?? null}, ${ctx.connection?.id ?? null})`,
      );
      await behaviour.after(own);
    },
  };
  const reply = async (ctx: Context, events: readonly InboundEvent[]) => ({ contentType: 'text/xml', body: await behaviour.reply(ctx, events) });
  const holdingReply = { contentType: 'text/xml', body: '<wait/>' };
  const when = { field: 'type', equals: 'url_verification' };
  return defineIntegration({
    name: 'acme',
    title: 'Acme',
    twin: () => ({}),
    description: '',
    env: z.object({}),
    providers: () => ({}),
    features: [],
    models: {},
    urls: [],
    webhooks: [
      webhook({ ...base, challenge: { kind: 'echo-field', when, field: 'challenge', as: 'text' }, success: { status: 202 }, ...more }),
      webhook({ ...base, topic: 'reply', reply, holdingReply, replyWithinMs: 200 }),
      webhook({ ...base, topic: 'voice', reply, holdingReply, replyWithinMs: 200, replyFirst: true }),
      webhook({ ...base, topic: 'token', scheme: tokenSigned }),
      webhook({ ...base, topic: 'owned', connectionSecret: 'signingSecret' }),
      webhook({ ...base, topic: 'unset' }),
      webhook({
        ...base,
        topic: 'lead',
        methods: ['POST'],
        challenge: { kind: 'hmac-query', method: 'GET', param: 'code', pattern: '[\\w-]+', responseField: 'answer', hash: 'sha256', encoding: 'hex' },
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
}

export async function prepareTables(database: TestDatabase): Promise<void> {
  await database.owner(async (tx) => {
    await tx.execute(
      sql`create table acme_handled (workspace_id uuid not null, id uuid not null, event_id text, ordering_key text, connection_id uuid, at timestamptz default clock_timestamp(), primary key (workspace_id, id))`,
    );
    await applyAccessRules(tx, { systemTables: Object.keys(SYSTEM_TABLES), appendOnly: APPEND_ONLY });
  });
}

export interface SceneOptions {
  database: Database;
  limits?: Partial<InboxLimits>;
  journalFolder?: string;
  /** Shared by inboxes that play several processes. */
  routes?: Map<string, Route[]>;
  webhook?: Partial<WebhookDefinition<Context>>;
}

/** An inbox with a real vault, a clock that stands still, one integration and its accounts. */
export function inboxScene({
  database,
  limits,
  journalFolder = mkdtempSync(join(tmpdir(), 'patchbay-inbox-')),
  routes = new Map(),
  webhook: more,
}: SceneOptions) {
  const clock = { at: new Date(), now: () => new Date(clock.at), forward: (seconds: number) => clock.at.setTime(clock.at.getTime() + seconds * 1000) };
  const behaviour: Behaviour = { before: () => {}, after: () => {}, reply: () => '<ok/>' };
  const vault = createVault({ database, rootKeys: [rootKeyOf(Buffer.alloc(32, 7))], clock });
  const owned = new Map<ConnectionId, { secret: Secret; route: Route }>();
  const incidents: { workspaceId: WorkspaceId; act: string; key: string }[] = [];
  const inbox = createInbox({
    database,
    vault,
    clock,
    log: silentLog,
    journalFolder,
    integrations: new Map([['acme', acme(behaviour, more)]]),
    routeAccount: (_integration, _provider, accountId) => routes.get(accountId ?? '') ?? [],
    secretsFor(_integration, definition, connectionId) {
      if (definition.topic === 'unset') return { secrets: [] };
      if (definition.topic !== 'owned') return { secrets: [SECRET] };
      const own = connectionId && owned.get(connectionId);
      return own ? { secrets: [own.secret], connection: own.route, ownedByConnection: true } : { secrets: [] };
    },
    contextFor: ({ workspaceId, connectionId }) => ({ workspaceId, connection: connectionId ? { id: connectionId } : undefined }) as unknown as Context,
    incidents: {
      forWorkspace: (workspaceId) => ({
        open: async ({ key }) => void incidents.push({ workspaceId, act: 'open', key }),
        resolve: async (key) => void incidents.push({ workspaceId, act: 'resolve', key }),
      }),
    },
    limits: { pollMs: 20, ...limits },
  });

  const send = async (events: readonly AcmeEvent[] | string, to: { topic?: string; secret?: Secret; connectionId?: string; at?: Date } = {}) => {
    const body = typeof events === 'string' ? events : JSON.stringify({ events });
    const url = `https://hub.test/integrations/acme/webhooks/acme${to.topic ? `/${to.topic}` : ''}`;
    const scheme = to.topic === 'token' ? tokenSigned : signed;
    const request = await sign(
      scheme,
      { url, headers: { 'content-type': 'application/json' }, body },
      { secrets: [to.secret ?? SECRET] },
      to.at ?? clock.now(),
    );
    return inbox.receive({
      integration: 'acme',
      provider: 'acme',
      ...request,
      ...(to.topic ? { topic: to.topic } : {}),
      ...(to.connectionId ? { connectionId: to.connectionId } : {}),
    });
  };
  /** An account of a workspace, as a connection of it. */
  const connect = (workspaceId: WorkspaceId, accountId: string): ConnectionId => {
    const connectionId = uuidv7() as ConnectionId;
    routes.set(accountId, [...(routes.get(accountId) ?? []), { workspaceId, connectionId }]);
    return connectionId;
  };
  const handled = (workspaceId: WorkspaceId) =>
    database.workspace(workspaceId, (tx) =>
      rowsOf<{ event_id: string; connection_id: string | null }>(tx, sql`select event_id, connection_id from acme_handled order by at, id`),
    );
  const states = async (workspaceId: WorkspaceId) => {
    const { data } = await inbox.list(workspaceId, { limit: 200 });
    return Object.fromEntries(data.map((row) => [row.eventId, row.state]));
  };
  return { inbox, vault, clock, behaviour, send, connect, owned, incidents, handled, states, routes, journalFolder, database };
}
export type Scene = ReturnType<typeof inboxScene>;

/** A bounded look at a condition, for what another loop brings about. */
export async function until(condition: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never: ${what}`);
}
