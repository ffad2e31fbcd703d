import type { Database } from '#platform/database/database';
import type { Actor, Clock, ConnectionId, Context, Incidents, Integration, Log, Scheme, Secret, WebhookDefinition, WorkspaceId } from '#sdk';
import type { SEALED_WEBHOOK_COLUMNS } from './models.ts';
import type { KeySets } from './verification/key-sets.ts';

/** Whose event it is. */
export interface Route {
  workspaceId: WorkspaceId;
  connectionId: ConnectionId;
}

export interface WebhookSecrets {
  /** Current and, while it rotates, previous. Empty: not configured, the route is 404. */
  secrets: readonly Secret[];
  /** The scheme as the installation has set it up; absent: the declared one. */
  scheme?: Scheme;
  /** The connection that the address named, when there is such a one. */
  connection?: Route;
  /** The secrets are that connection's own: what they verify can only be its events. */
  ownedByConnection?: boolean;
}

type MaybePromise<T> = T | Promise<T>;

export interface SealingVault {
  sealBytes(ref: { table: string; column: string; id: string }, content: Uint8Array): Buffer;
  openBytes(ref: { table: string; column: string; id: string }, sealed: Uint8Array): Buffer;
  mac(purpose: string, data: Uint8Array | string): Buffer;
}

export interface InboxDeps {
  database: Database;
  vault: {
    forWorkspace(id: WorkspaceId): Promise<SealingVault>;
    registerSealed?(column: (typeof SEALED_WEBHOOK_COLUMNS)[number]): void;
  };
  integrations: ReadonlyMap<string, Integration>;
  /** From memory; asked for every webhook. */
  secretsFor(integration: string, webhook: WebhookDefinition<Context>, connectionId?: ConnectionId): MaybePromise<WebhookSecrets>;
  /** From memory: connections of the account, in any workspace. */
  routeAccount(integration: string, provider: string, accountId: string | undefined): MaybePromise<readonly Route[]>;
  contextFor(scope: { workspaceId: WorkspaceId; actor: Actor; connectionId?: ConnectionId; integration: string; signal?: AbortSignal }): MaybePromise<Context>;
  incidents: { forWorkspace(id: WorkspaceId): Incidents };
  clock: Clock;
  log: Log;
  /** Folder for webhooks that are answered before they are stored. */
  journalFolder: string;
  keySets?: KeySets;
  limits?: Partial<InboxLimits>;
}

export interface InboxLimits {
  /** Requests that may wait for their insert; more are answered 503. */
  waitingRequests: number;
  waitingBytes: number;
  /** Rows of one insert. */
  insertRows: number;
  /** Inserts on their way at a time, at most; more than two only when many wait. */
  flights: number;
  /** Longest a handler may take. */
  handleMs: number;
  /** Waiting events are looked for this often, beside the signal of each insert. */
  pollMs: number;
}

export const DEFAULT_LIMITS: InboxLimits = {
  waitingRequests: 4000,
  waitingBytes: 64 * 1024 * 1024,
  insertRows: 200,
  flights: 4,
  handleMs: 15_000,
  pollMs: 1000,
};

export const WEBHOOK_ACTOR: Actor = { kind: 'system', reason: 'webhook' };
