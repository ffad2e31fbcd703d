import type { Actor, Clock, Transaction, UserId, WorkspaceId } from '#sdk';
import type { Database } from '../database/database.ts';
import type { OidcSettings } from './oidc-provider.ts';

/** A privileged act, as the audit room takes it. */
export interface Act {
  workspaceId: WorkspaceId;
  /** `person:<id>`, `key:<id>`, `system:<reason>`. */
  actor: string;
  /** Verb in the past: `member.role_changed`. */
  act: string;
  target?: { type: string; id: string };
  /** What was there and is there now; of values only roles and scopes, never what a person typed. */
  before?: readonly string[];
  after?: readonly string[];
}

/**
 * Writes an act from inside a transaction of the system: into its workspace, standing or falling with the change. (The audit
 * room joins a transaction of the act's own workspace; from any other it would be batched and come later than the change.)
 */
export const actsInside =
  (database: Database, audit: AccessDependencies['audit']) =>
  async (tx: Transaction, act: Act): Promise<void> => {
    await database.enter(tx, act.workspaceId, () => audit.act(act));
  };

export interface AccessDependencies {
  database: Database;
  clock: Clock;
  /** Public origin of the hub. */
  publicUrl: string;
  /** Signs cookies and seals second factors: at least 32 characters, the same in all processes, derived from the root key. */
  secret: string;
  oidc?: OidcSettings;
  audit: { act(act: Act): Promise<unknown> };
  /** Hands a person's records to another, inside the transaction that removes the person. SQL only. */
  reassign?: (tx: Transaction, workspaceId: WorkspaceId, from: UserId, to: UserId) => Promise<void>;
  /** Sends the link; absent or failing, the administrator passes it on. */
  sendInvitation?: (invitation: { workspaceId: WorkspaceId; email: string; name: string; url: string }) => Promise<void>;
  /** Sends the link to choose a new password. Absent: nobody can ask for one. */
  sendPasswordReset?: (reset: { email: string; name: string; url: string }) => Promise<void>;
  /** After the commit: default pipelines and the like. */
  onWorkspaceCreated?: (id: WorkspaceId) => Promise<void>;
  /** Tables whose rows are not simply deleted with their workspace, and what is done in the same transaction instead. SQL only. */
  erasers?: Readonly<Record<string, (tx: Transaction, id: WorkspaceId) => Promise<unknown>>>;
  /** After every row is gone: forget keys in memory, remove files. Called again when it failed. */
  onWorkspaceDeleted?: (id: WorkspaceId) => Promise<void>;
  onError?: (error: unknown) => void;
}

/** What a request turned out to be. */
export interface Caller {
  actor: Extract<Actor, { kind: 'person' | 'key' }>;
  workspaceId: WorkspaceId;
  userId?: UserId;
  sessionId?: string;
  /** May create and erase workspaces. */
  isInstallationOwner: boolean;
}
