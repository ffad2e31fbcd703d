import type { Permission } from './actions.ts';
import type { Clock } from './clock.ts';
import type { Crm } from './crm.ts';
import type { Effects } from './effects.ts';
import type { Events } from './events.ts';
import type { HttpClient, Net } from './http.ts';
import type { ConnectionId, FileId, UserId, WorkspaceId } from './ids.ts';
import type { Links } from './links.ts';
import type { Transaction, WorkspaceDatabase } from './models.ts';
import type { Notice, People, SystemMailer } from './people.ts';
import type { Env } from './provider.ts';
import type { Secret } from './secret.ts';
import type { Tasks } from './tasks.ts';

/** Who does it. Every act is authorised and audited as its actor. */
export type Actor =
  | { kind: 'person'; userId: UserId; role: Role; scopes?: undefined }
  | { kind: 'key'; apiKeyId: string; role: Role; scopes: readonly string[]; actAs?: UserId }
  | { kind: 'playbook'; playbookId: string; userId?: UserId }
  | { kind: 'system'; reason: string };

export const ROLES = ['owner', 'admin', 'manager', 'salesperson', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export interface Connection {
  id: ConnectionId;
  integration: string;
  provider: string;
  label: string;
  externalId: string;
  status: 'active' | 'reauthorize' | 'disabled';
  grantedScopes: readonly string[];
  ownerUserId: UserId | null;
  settings: Readonly<Record<string, unknown>>;
  data: Readonly<Record<string, unknown>>;
}

export interface Log {
  debug(facts: Record<string, unknown>, message: string): void;
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

export interface Files {
  /** Seals and stores; the same content in one workspace is stored once. Call it before a transaction, never inside. */
  put(
    content: Uint8Array | AsyncIterable<Uint8Array>,
    /** `isPrivate`: the API's `/files` does not know it, only routes that declare `sendsFile` give it out. */
    meta: { contentType: string; name?: string; isPrivate?: boolean },
  ): Promise<{ id: FileId; sha256: string; size: number; contentType: string }>;
  /** The same for many that are in memory, answered in their order: what is there already is found in one question. */
  putAll(
    all: readonly { content: Uint8Array; contentType: string; name?: string; isPrivate?: boolean }[],
  ): Promise<{ id: FileId; sha256: string; size: number; contentType: string }[]>;
  /** Opens for reading; `range` is inclusive, in bytes. */
  open(
    id: FileId,
    range?: { start: number; end: number },
  ): Promise<{ stream: AsyncIterable<Uint8Array>; size: number; contentType: string; name: string | null }>;
  remove(id: FileId): Promise<void>;
}

export interface Incidents {
  /** Opens the incident of this key, or adds one occurrence to it. Administrators are told once. */
  open(incident: { key: string; level: 'warning' | 'critical'; title: string; detail: string; remedy?: string; connectionId?: ConnectionId }): Promise<void>;
  /** Closes it when its cause is gone; a key that is not open is no error. */
  resolve(key: string, note?: string): Promise<void>;
}

export interface Actions {
  /** Runs another integration's action by name, as this context's actor. The only door between rooms. */
  run<T = unknown>(name: string, input: unknown): Promise<T>;
}

/** Bound to one workspace and, where there is one, one connection. */
export interface Context {
  workspaceId: WorkspaceId;
  actor: Actor;
  /** Present in streams, provider webhooks and wherever a connection was named. */
  connection?: Connection;
  settings: Readonly<Record<string, unknown>>;
  /** The integration's own environment values, parsed; secrets stay `Secret`. */
  env: Env;
  db: WorkspaceDatabase;
  tasks: Tasks;
  events: Events;
  effects: Effects;
  files: Files;
  incidents: Incidents;
  actions: Actions;
  /** People, what happened with them, and whether they may be contacted. */
  crm: Crm;
  people: People;
  /** Tells people in the console's bell. Once per person and key; joins an open transaction. */
  notify(userIds: readonly UserId[], notice: Notice): Promise<void>;
  /** Mail of the installation itself. */
  mail: SystemMailer;
  links: Links;
  /** Whether the actor's role and scopes hold a permission. */
  may(permission: Permission): boolean;
  /**
   * The same context with a person of the workspace as its actor, in their role: for acts that somebody asks for through
   * a provider (a click, a reply). @throws PatchbayError forbidden when they left or never were here
   */
  actAs(userId: UserId): Promise<Context>;
  log: Log;
  clock: Clock;
  /** Throws `connection_disabled` when the context has no connection. */
  http: HttpClient;
  net: Net;
  /**
   * The audited way to a provider of this integration in nobody's name: for calls that bring a permission of their own in
   * their headers, before there is a connection.
   */
  httpTo(provider: string): HttpClient;
  /**
   * Public address of this integration's webhook and the secret that it is checked with, for providers that are told both
   * with each subscription. Needs a connection.
   */
  webhookAddress(topic?: string): { url: string; secret: Secret | undefined };
  /**
   * Takes in what the provider said over a line that the integration holds (`stream.watch`) as though it had come to its
   * webhook `topic`: routed, kept, dropped when it comes again, answered. Gives the answer's body; undefined when it could
   * not be kept, and the provider has to say it again.
   */
  receive(topic: string | undefined, said: { contentType: string; body: string }): Promise<string | undefined>;
  /**
   * Has a stream of the connection read as soon as somebody is free, or all of them: after a push that says only that
   * something changed. Joins an open transaction; many requests are one look.
   */
  readSoon(stream?: string): Promise<void>;
  /**
   * Says that these records of a stream stand here because we wrote them, though no page has brought them yet: else a
   * complete read that does not see them could not know that they are missing. In the transaction that keeps them.
   */
  markWritten(tx: Transaction, stream: string, externalIds: readonly string[]): Promise<void>;
  /** This integration's connections in the workspace, oldest first, whoever's they are. */
  connections(): Promise<readonly Connection[]>;
  /** The same context for another connection of the workspace. */
  withConnection(id: ConnectionId): Promise<ConnectedContext>;
  /** Aborts on shutdown, lease loss or cancellation; long work checks it between pages. */
  signal: AbortSignal;
}

export type ConnectedContext = Context & { connection: Connection };
