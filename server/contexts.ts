import { may } from '#platform/access/roles';
import type { Database } from '#platform/database/database';
import {
  type Actor,
  type Clock,
  type ConnectedContext,
  type Connection,
  type ConnectionId,
  type Context,
  type Crm,
  type Effects,
  type Env,
  type Events,
  type Files,
  type HttpClient,
  type Incidents,
  type Integration,
  type Links,
  type Log,
  type Net,
  type Notice,
  PatchbayError,
  type People,
  type Provider,
  type Secret,
  type SystemMailer,
  type Tasks,
  type Transaction,
  type UserId,
  type WorkspaceId,
} from '#sdk';

export interface ContextScope {
  workspaceId: WorkspaceId;
  actor: Actor;
  integration?: string | undefined;
  connection?: Connection | undefined;
  signal?: AbortSignal | undefined;
}

/** What a context is made of; each room gives its part for one workspace. */
export interface ContextParts {
  database: Database;
  clock: Clock;
  log: Log;
  /** Where a provider's webhooks reach us, and how they are proven. */
  webhookAddress: (integration: string, provider: string, topic: string | undefined) => { url: string; secret: Secret | undefined };
  env: (integration: string) => Env;
  receive: (integration: string, provider: string, topic: string | undefined, said: { contentType: string; body: string }) => Promise<string | undefined>;
  readSoon: (workspaceId: WorkspaceId, connectionId: ConnectionId, stream: string | undefined, actor: Actor) => Promise<void>;
  markWritten: (tx: Transaction, workspaceId: WorkspaceId, connectionId: ConnectionId, stream: string, externalIds: readonly string[]) => Promise<void>;
  tasks: (scope: ContextScope) => Tasks;
  effects: (scope: ContextScope, own: () => Context) => Effects;
  events: (workspaceId: WorkspaceId, actor: Actor) => Events;
  crm: (scope: ContextScope) => Crm;
  people: (workspaceId: WorkspaceId) => People;
  notify: (workspaceId: WorkspaceId, userIds: readonly UserId[], notice: Notice) => Promise<void>;
  mail: SystemMailer;
  links: (workspaceId: WorkspaceId) => Links;
  incidents: (workspaceId: WorkspaceId) => Incidents;
  files: (workspaceId: WorkspaceId) => Files;
  runAction: (ctx: Context, name: string, input: unknown) => Promise<unknown>;
  http: (scope: ContextScope & { connection: Connection }, provider: Provider) => HttpClient;
  net: (scope: ContextScope & { connection: Connection }, provider: Provider) => Net;
  httpTo: (scope: ContextScope & { integration: string }, name: string, provider: Provider) => HttpClient;
  connection: (workspaceId: WorkspaceId, id: ConnectionId) => Promise<Connection>;
  connections: (workspaceId: WorkspaceId, integration: string) => Promise<readonly Connection[]>;
  provider: (integration: string, provider: string) => Provider;
}

const never = new AbortController().signal;

/** Binds the rooms to one workspace, one actor and, where there is one, one connection. Cheap: parts are made when asked for. */
export function createContexts(parts: ContextParts) {
  const contextFor = (scope: ContextScope): Context => {
    const { workspaceId, actor, connection, signal = never } = scope;
    const connected = () => {
      if (!connection) throw new PatchbayError('connection_disabled', { detail: 'This needs a connection, and none was named.' });
      if (connection.status === 'disabled') throw new PatchbayError('connection_disabled');
      return { ...scope, connection };
    };
    const once = <T>(make: () => T): (() => T) => {
      let made: T | undefined;
      return () => {
        made ??= make();
        return made;
      };
    };
    const http = once(() => parts.http(connected(), parts.provider(connected().connection.integration, connected().connection.provider)));
    const net = once(() => parts.net(connected(), parts.provider(connected().connection.integration, connected().connection.provider)));
    const tasks = once(() => parts.tasks(scope));
    const effects = once(() => parts.effects(scope, () => ctx));
    const events = once(() => parts.events(workspaceId, actor));
    const crm = once(() => parts.crm(scope));
    const people = once(() => parts.people(workspaceId));
    const ctx: Context = {
      workspaceId,
      actor,
      ...(connection ? { connection } : {}),
      settings: connection?.settings ?? {},
      get env() {
        const name = scope.integration ?? connection?.integration;
        return name === undefined ? {} : parts.env(name);
      },
      db: parts.database.forWorkspace(workspaceId),
      get tasks() {
        return tasks();
      },
      get effects() {
        return effects();
      },
      get events() {
        return events();
      },
      get crm() {
        return crm();
      },
      get http() {
        return http();
      },
      get net() {
        return net();
      },
      httpTo(provider) {
        const integration = scope.integration ?? connection?.integration;
        if (integration === undefined) throw new PatchbayError('internal', { facts: { reason: 'no integration' } });
        return parts.httpTo({ ...scope, integration }, provider, parts.provider(integration, provider));
      },
      files: parts.files(workspaceId),
      incidents: parts.incidents(workspaceId),
      get people() {
        return people();
      },
      notify: (userIds, notice) => parts.notify(workspaceId, userIds, notice),
      mail: parts.mail,
      links: parts.links(workspaceId),
      may: (permission) => may(actor, permission),
      async actAs(userId) {
        const person = await people().get(userId);
        if (person?.state !== 'active') throw new PatchbayError('forbidden', { detail: 'Whoever asks for this is nobody of this workspace.' });
        return contextFor({ ...scope, actor: { kind: 'person', userId, role: person.role } });
      },
      actions: { run: <T>(name: string, input: unknown) => parts.runAction(ctx, name, input) as Promise<T> },
      log: parts.log,
      clock: parts.clock,
      signal,
      webhookAddress(topic) {
        const { integration, provider } = connected().connection;
        return parts.webhookAddress(integration, provider, topic);
      },
      receive(topic, said) {
        const { integration, provider } = connected().connection;
        return parts.receive(integration, provider, topic, said);
      },
      readSoon: (stream) => parts.readSoon(workspaceId, connected().connection.id, stream, actor),
      markWritten: (tx, stream, externalIds) => parts.markWritten(tx, workspaceId, connected().connection.id, stream, externalIds),
      connections: async () => (scope.integration ? parts.connections(workspaceId, scope.integration) : []),
      async withConnection(id) {
        const found = await parts.connection(workspaceId, id);
        // An integration reaches its own connections only; others by their actions.
        if (scope.integration && found.integration !== scope.integration) throw new PatchbayError('not_found');
        return contextFor({ ...scope, connection: found }) as ConnectedContext;
      },
    };
    return ctx;
  };
  return contextFor;
}
export type ContextFor = ReturnType<typeof createContexts>;

/** Every provider of every integration, built once from the environment. */
export function providersOf(integrations: readonly Integration[], envOf: (integration: string) => Env) {
  const all = new Map(integrations.map((integration) => [integration.name, integration.providers(envOf(integration.name))]));
  return (integration: string, provider: string): Provider => {
    const found = all.get(integration)?.[provider];
    if (!found) throw new PatchbayError('not_found', { detail: `There is no provider ${provider} in ${integration}.` });
    return found;
  };
}

/** Addresses of webhooks as providers are told them, with the secret that the webhook is checked with first. */
export function webhookAddresses(integrations: readonly Integration[], envOf: (integration: string) => Env, publicUrl: string): ContextParts['webhookAddress'] {
  return (integration, provider, topic) => {
    const webhook = integrations.find(({ name }) => name === integration)?.webhooks.find((each) => each.provider === provider && each.topic === topic);
    if (!webhook) throw new PatchbayError('internal', { facts: { integration, provider, topic, reason: 'no such webhook' } });
    const secret = webhook.envSecrets?.(envOf(integration)).find((each) => each !== undefined);
    return { url: `${publicUrl}/integrations/${integration}/webhooks/${provider}${topic ? `/${topic}` : ''}`, secret };
  };
}
