import type { Access } from '#platform/access/access';
import type { Idempotency } from '#platform/access/idempotency';
import type { RateLimits } from '#platform/access/rate-limits';
import type { RequestLog } from '#platform/access/request-log';
import type { Audit } from '#platform/audit/audit';
import type { Backup } from '#platform/backup/backup';
import type { Connections } from '#platform/connections/connections';
import type { Database } from '#platform/database/database';
import type { EventsRoom } from '#platform/events/events';
import type { FilesRoom } from '#platform/files/files';
import type { Inbox } from '#platform/inbox/inbox';
import type { IncidentsRoom } from '#platform/incidents/incidents';
import type { PublicLinks } from '#platform/links/links';
import type { Notifications } from '#platform/notifications/notifications';
import type { Outbound } from '#platform/outbound/outbound';
import type { SyncRoom } from '#platform/sync/sync';
import type { EffectsRoom } from '#platform/tasks/effects';
import type { TaskRoom } from '#platform/tasks/tasks';
import type { RootLog } from '#platform/telemetry/log';
import type { Metrics } from '#platform/telemetry/metrics';
import type { Vault } from '#platform/vault/vault';
import type { Actor, Clock, ConnectionId, Context, Integration, WorkspaceId } from '#sdk';
import type { ActionRunner } from './action-runner.ts';
import type { Audiences } from './audiences.ts';
import type { Config } from './config.ts';
import type { CrmScopes } from './crm-scope.ts';
import type { Demo } from './demo/demo.ts';
import type { createEraser } from './erasure/erase-person.ts';
import type { RecordFiles } from './record-files.ts';

export type HubRole = 'api' | 'worker';

/** The rooms of a running hub. The composition root builds one; routes and commands use it. */
export interface Hub {
  config: Config;
  clock: Clock;
  database: Database;
  integrations: ReadonlyMap<string, Integration>;
  log: RootLog;
  metrics: Metrics;
  vault: Vault;
  audit: Audit;
  outbound: Outbound;
  events: EventsRoom;
  incidents: IncidentsRoom;
  /** Addresses for people without an account. */
  links: PublicLinks;
  /** The console's bell. */
  notifications: Notifications;
  access: Access;
  files: FilesRoom;
  tasks: TaskRoom;
  effects: EffectsRoom;
  sync: SyncRoom;
  connections: Connections;
  inbox: Inbox;
  actions: ActionRunner;
  requestLog: RequestLog;
  rateLimits: RateLimits;
  idempotency: Idempotency;
  backup: Backup;
  /** The record: contacts, organizations, deals, timelines. */
  crm: CrmScopes;
  /** Its imports and exports, in the file store. */
  recordFiles: RecordFiles;
  /** Forgets a person for good, everywhere. */
  erasePerson: ReturnType<typeof createEraser>;
  /** Who may see which events. */
  audiences: Audiences;
  contextFor(scope: { workspaceId: WorkspaceId; actor: Actor; integration?: string; connectionId?: ConnectionId; signal?: AbortSignal }): Promise<Context>;
  /** Where the providers are twins: a workspace full of invented life, on request. */
  demo?: Demo;
  /** Where the built console lies. */
  consoleFolder: string;
  isReady(): Promise<{ ready: boolean; reason?: string }>;
  /** Begins background work. */
  start(roles: ReadonlySet<HubRole>): Promise<void>;
  /** Finishes what runs, hands back the rest, closes everything. */
  close(): Promise<void>;
}
