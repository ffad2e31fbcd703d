import type { z } from 'zod';
import type { ConnectionId } from './ids.ts';
import type { Transaction } from './models.ts';

export interface TaskOptions {
  connectionId?: ConnectionId;
  /** Due at this time of the hub's clock; absent = now. */
  dueAt?: Date;
  /** One waiting task of this key per workspace; a second is dropped. */
  singletonKey?: string;
}

export interface Tasks {
  /** Queues a task. In an open transaction it is queued when that commits, and not at all when it rolls back. Payloads hold ids. */
  enqueue(name: string, payload: Readonly<Record<string, unknown>>, options?: TaskOptions): Promise<void>;
  /** Many of one task at once, due now: one statement for all of them. Each has its own key, if it has one. */
  enqueueAll(name: string, all: readonly { payload: Readonly<Record<string, unknown>>; singletonKey?: string }[]): Promise<void>;
  /** Queues a task declared with `job` like `enqueue`, and says which row of `/jobs` tells how far it is. */
  startJob(name: string, payload: Readonly<Record<string, unknown>>, options?: TaskOptions): Promise<{ jobId: string }>;
  /** Reports progress of a task declared with `job`; `done` and `total` in units of `message`. */
  progress(progress: { done: number; total?: number; message?: string }): Promise<void>;
}

/** Many waiting tasks done in one transaction, together with their completion: all of it happens, or none. Nothing but SQL is awaited. */
export interface TaskBatch<Ctx = unknown, Payload = never> {
  /** The most of one batch. */
  size: number;
  run: (ctx: Ctx, tx: Transaction, payloads: readonly Payload[]) => Promise<void>;
}

export interface TaskDefinition<Ctx = unknown> {
  /** `<integration>.<verb>-<noun>` */
  name: string;
  payload: z.ZodObject;
  run: (ctx: Ctx, payload: never) => Promise<void>;
  /** First tries of one workspace, connection and actor that wait together. When it throws, each runs by itself. */
  batch?: TaskBatch<Ctx>;
  /** Total tries and the first delay of full-jitter exponential backoff. Default 5 tries, 5 s. */
  retry?: { tries: number; firstDelayMs: number };
  /** Longest a run may take before another worker may take it over. Default 15 minutes. */
  expireInSeconds?: number;
  /** Visible long work: a row in `/jobs` with progress. The title is shown to people. */
  job?: { title: string };
}

export interface Schedule {
  /** Runs `task` for every workspace, or for every active connection of the integration. */
  task: string;
  each: 'workspace' | 'connection' | 'installation';
  /** Cron of five fields in UTC, or a plain interval. */
  cron?: string;
  everyMs?: number;
}
