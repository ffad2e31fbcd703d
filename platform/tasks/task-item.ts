import type { Actor, ConnectionId, WorkspaceId } from '#sdk';

/** A task on its way: what stands in the queue's payload. Ids only, no content: the queue lies outside row-level security. */
export interface TaskItem {
  task: string;
  workspaceId: WorkspaceId;
  payload: Readonly<Record<string, unknown>>;
  actor: Actor;
  connectionId?: ConnectionId | undefined;
  singletonKey?: string | undefined;
  jobId?: string | undefined;
  /** 1 for the first try. */
  attempt: number;
}

/** `quick` for the many, `keyed` for singletons, `long` for what may run for minutes and must not hold up the others. */
export type Lane = 'quick' | 'keyed' | 'long';
export const LANES: readonly Lane[] = ['quick', 'keyed', 'long'];
export const queueName = (lane: Lane) => `tasks-${lane}`;

/** One attempt as the queue handed it out; `id` and `retryCount` together fence off an attempt that was taken over. */
export interface Claim {
  id: string;
  retryCount: number;
  lane: Lane;
  item: TaskItem;
}

export const singletonOf = ({ workspaceId, task, singletonKey }: TaskItem) => `${workspaceId}/${task}/${singletonKey}`;
