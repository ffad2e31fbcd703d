import { createDirectory } from '#platform/access/directory';
import type { Mailer } from '#platform/incidents/system-mailer';
import type { Env } from '#sdk';
import { createContexts, providersOf, webhookAddresses } from './contexts.ts';
import { createCrmPort } from './crm-port/index.ts';
import type { Hub } from './hub.ts';
import { createPeoplePort } from './people-port.ts';

type Rooms = Pick<
  Hub,
  | 'config'
  | 'database'
  | 'clock'
  | 'log'
  | 'integrations'
  | 'sync'
  | 'inbox'
  | 'tasks'
  | 'effects'
  | 'events'
  | 'crm'
  | 'notifications'
  | 'links'
  | 'incidents'
  | 'files'
  | 'actions'
  | 'outbound'
  | 'connections'
>;

/** What a handler may touch comes from these rooms: each part of a context is bound to one of them. */
export function bindContexts(rooms: Rooms, { envOf, mailer }: { envOf: (integration: string) => Env; mailer: Mailer | undefined }) {
  const { config, database, clock, log, integrations, sync, inbox, tasks, effects, events } = rooms;
  const { crm, notifications, links, incidents, files, actions, outbound, connections } = rooms;
  const all = [...integrations.values()];
  const bound = createContexts({
    database,
    clock,
    log,
    env: envOf,
    readSoon: sync.request,
    markWritten: sync.markWritten,
    receive: async (integration, provider, topic, { contentType, body }) => {
      const answer = await inbox.receive({
        integration,
        provider,
        ...(topic ? { topic } : {}),
        method: 'POST',
        url: `${config.publicUrl}/integrations/${integration}/webhooks/${provider}${topic ? `/${topic}` : ''}`,
        headers: { 'content-type': contentType },
        rawBody: Buffer.from(body),
        isProven: true,
      });
      return answer.status < 300 ? answer.body.toString() : undefined;
    },
    webhookAddress: webhookAddresses(all, envOf, config.publicUrl),
    tasks: ({ workspaceId, actor, connection }) => tasks.forWorkspace(workspaceId, actor, connection?.id),
    effects: ({ workspaceId, actor, connection }) => effects.forWorkspace(workspaceId, actor, connection?.id),
    events: events.forWorkspace,
    crm: ({ workspaceId, actor, integration }) =>
      createCrmPort(actor, () => crm.crmFor({ workspaceId, actor, ...(integration ? { source: integration } : {}) })),
    people: createPeoplePort(database, createDirectory(database)),
    notify: notifications.notify,
    mail: {
      async send(mail) {
        await mailer?.send(mail);
        return mailer !== undefined;
      },
    },
    links: links.forWorkspace,
    incidents: incidents.forWorkspace,
    files: files.forWorkspace,
    runAction: async (ctx, name, input) => {
      const { integration } = actions.find(name);
      return actions.run(await contextFor({ workspaceId: ctx.workspaceId, actor: ctx.actor, integration, signal: ctx.signal }), name, input);
    },
    http: ({ workspaceId, connection, actor, signal }) =>
      outbound.httpFor({ ...connections.outboundScope(workspaceId, connection, actor), ...(signal ? { signal } : {}) }),
    net: ({ workspaceId, connection, actor, signal }) => connections.netFor(workspaceId, connection, actor, signal),
    httpTo: ({ workspaceId, integration, actor, signal }, provider, providerSpec) =>
      outbound.httpFor({ workspaceId, integration, provider, providerSpec, actor, ...(signal ? { signal } : {}) }),
    connection: connections.connection,
    connections: connections.ofIntegration,
    provider: providersOf(all, envOf),
  });
  const over =
    (read: typeof connections.connection): Hub['contextFor'] =>
    async ({ connectionId, ...scope }) => {
      const connection = connectionId ? await read(scope.workspaceId, connectionId) : undefined;
      return bound({ ...scope, ...(connection ? { connection } : {}) });
    };
  const contextFor = over(connections.connection);
  return { contextFor, webhookContextFor: over(connections.lately) };
}
