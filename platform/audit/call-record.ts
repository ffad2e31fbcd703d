import type { ConnectionId, Lane, WorkspaceId } from '#sdk';

/** Known before the request leaves; everything in it is redacted already. */
export interface CallStart {
  id: string;
  workspaceId: WorkspaceId;
  /** Id of the first attempt. */
  seriesId: string;
  attempt: number;
  at: Date;
  connectionId?: ConnectionId;
  integration: string;
  provider: string;
  operation: string;
  /** HTTP method, or the protocol's name for a group of commands. */
  method: string;
  url: string;
  lane: Lane;
  /** Such as `person:<id>`, `key:<id>`, `playbook:<id>`, `system:<reason>`. */
  actor: string;
}

export const CALL_OUTCOMES = ['ok', 'retry', 'reauthorize', 'rejected', 'failed', 'interrupted'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

export interface CallEnd {
  /** `failed`: no usable answer came. `interrupted`: the process died; whether the request arrived is not known. */
  outcome: CallOutcome;
  status?: number;
  code?: string;
  durationMs?: number;
  requestBytes?: number;
  responseBytes?: number;
  redirects?: number;
  /** Redacted and capped. */
  body?: CallBody;
}

export interface CallPart {
  headers: Readonly<Record<string, string>>;
  body: string | null;
}
export interface CallBody {
  request: CallPart;
  response: CallPart | null;
}

export interface ActRecord {
  workspaceId: WorkspaceId;
  actor: string;
  /** Verb in the past, such as `connection.removed`. */
  act: string;
  target?: { type: string; id: string };
  ip?: string;
  requestId?: string;
  /** Names of the fields that were there and are there now; never their values. */
  before?: readonly string[];
  after?: readonly string[];
}
export type StoredAct = ActRecord & { id: string; at: Date };

/** What the rest of the hub needs of the vault here. */
export interface AuditVault {
  forWorkspace(id: WorkspaceId): Promise<WorkspaceKeys>;
  /** Told of the sealed column, so that a rotation of keys takes it along. */
  registerSealed?(column: { table: string; column: string; idColumn: string; form: 'bytes' }): void;
}
export interface WorkspaceKeys {
  mac(purpose: string, data: Buffer): Buffer;
  sealBytes(ref: { table: string; column: string; id: string }, content: Uint8Array): Buffer;
  openBytes(ref: { table: string; column: string; id: string }, sealed: Buffer): Buffer;
}
