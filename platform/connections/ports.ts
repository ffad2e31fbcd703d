import type { Database } from '#platform/database/database';
import type {
  Actor,
  Ciphertext,
  Clock,
  Connection,
  Env,
  HttpClient,
  Incidents,
  Integration,
  Net,
  NewEvent,
  Provider,
  Secret,
  Transaction,
  WorkspaceId,
} from '#sdk';

/** What this room asks of its neighbours. Each is satisfied by the room of that name. */

export interface SealRef {
  table: string;
  column: string;
  id: string;
}
export interface VaultPort {
  forWorkspace(id: WorkspaceId): Promise<{ seal(ref: SealRef, text: string): Ciphertext; open(ref: SealRef, ciphertext: Ciphertext): Secret }>;
}

export interface OutboundScope {
  workspaceId: WorkspaceId;
  integration: string;
  provider: string;
  providerSpec: Provider;
  connectionId?: Connection['id'];
  actor: Actor;
  authorize?: (force?: boolean) => Promise<Record<string, string>>;
  credentials?: (force?: boolean) => Promise<Readonly<Record<string, unknown>>>;
  signal?: AbortSignal;
}
export interface OutboundPort {
  httpFor(scope: OutboundScope): HttpClient;
  netFor(scope: OutboundScope): Net;
}

export interface EventsPort {
  publish(tx: Transaction, workspaceId: WorkspaceId, actor: Actor, news: readonly NewEvent[]): Promise<unknown>;
}
/** `open` and `resolve` join the open transaction of the workspace. */
export interface IncidentsPort {
  forWorkspace(id: WorkspaceId): Incidents;
}

/** A privileged act. Inside a transaction of the workspace it commits with it. */
export interface AuditPort {
  act(record: { workspaceId: WorkspaceId; actor: string; act: string; target?: { type: string; id: string }; after?: readonly string[] }): Promise<unknown>;
}

export interface JobView {
  id: string;
  state: string;
  done: number;
  total: number | null;
  message: string | null;
}

export interface Timing {
  /** A holder that has not renewed for this long is dead. */
  leaseMs: number;
  /** First pause between looks at a lease that somebody else holds. */
  pollMs: number;
  /** Longest a caller waits for somebody else's renewal. */
  maxWaitMs: number;
  /** Longest the token endpoint may take. */
  requestMs: number;
}

export type Checkpoint = 'lease_acquired' | 'ask_journaled' | 'answer_received' | 'answer_stored';

export interface ConnectionsDeps {
  database: Database;
  vault: VaultPort;
  clock: Clock;
  outbound: OutboundPort;
  events: EventsPort;
  incidents: IncidentsPort;
  audit: AuditPort;
  integrations: ReadonlyMap<string, Integration>;
  envOf(integration: string): Env;
  /** Public origin, without a slash at its end. */
  publicUrl: string;
  /** Queues the first sync. Called inside the transaction that stores the connection: SQL only. */
  onConnected(workspaceId: WorkspaceId, connection: Connection): Promise<void>;
  /** Queues a sync now and says where its progress is seen. */
  requestSync(input: { workspaceId: WorkspaceId; connection: Connection; actor: Actor }): Promise<JobView>;
  /** Tests die here. */
  checkpoint?(name: Checkpoint): Promise<void> | void;
  timing?: Partial<Timing>;
}

export const DEFAULT_TIMING: Timing = { leaseMs: 15_000, pollMs: 50, maxWaitMs: 30_000, requestMs: 30_000 };
