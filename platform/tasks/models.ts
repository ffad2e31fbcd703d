import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { timestamps, workspaceColumns } from '#sdk';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Tasks that are not due yet: delayed ones and retries. Due times follow the hub's clock, the queue itself knows only "now". */
export const taskTimers = pgTable(
  'task_timers',
  {
    ...workspaceColumns(),
    task: text('task').notNull(),
    payload: jsonb('payload').notNull(),
    connectionId: uuid('connection_id'),
    actor: jsonb('actor').notNull(),
    attempt: integer('attempt').notNull(),
    singletonKey: text('singleton_key'),
    jobId: uuid('job_id'),
    dueAt: instant('due_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    index('task_timers_due').on(t.dueAt),
    uniqueIndex('task_timers_singleton').on(t.workspaceId, t.task, t.singletonKey).where(sql`singleton_key is not null`),
  ],
);

/** One row per schedule and workspace, connection or installation. */
export const taskSchedules = pgTable(
  'task_schedules',
  {
    ...workspaceColumns(),
    key: text('key').notNull(),
    task: text('task').notNull(),
    connectionId: uuid('connection_id'),
    /** Cron or interval as it stood when `next_due_at` was worked out. */
    rhythm: text('rhythm').notNull(),
    nextDueAt: instant('next_due_at').notNull(),
    lastFiredAt: instant('last_fired_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), unique('task_schedules_key').on(t.workspaceId, t.key), index('task_schedules_due').on(t.nextDueAt)],
);

/** Tasks given up after their last try. */
export const taskFailures = pgTable(
  'task_failures',
  {
    ...workspaceColumns(),
    task: text('task').notNull(),
    payload: jsonb('payload').notNull(),
    connectionId: uuid('connection_id'),
    jobId: uuid('job_id'),
    attempts: integer('attempts').notNull(),
    code: text('code').notNull(),
    error: text('error').notNull(),
    failedAt: instant('failed_at').notNull(),
    /** Present while its incident is open; cleared by the next success of the same task and connection. */
    incidentKey: text('incident_key'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), index('task_failures_open').on(t.workspaceId, t.incidentKey).where(sql`incident_key is not null`)],
);

/** Long work that people see. */
export const jobs = pgTable(
  'jobs',
  {
    ...workspaceColumns(),
    task: text('task').notNull(),
    title: text('title').notNull(),
    state: text('state', { enum: ['queued', 'running', 'done', 'failed', 'cancelled'] })
      .notNull()
      .default('queued'),
    done: integer('done').notNull().default(0),
    total: integer('total'),
    message: text('message'),
    error: text('error'),
    cancelRequested: boolean('cancel_requested').notNull().default(false),
    createdBy: uuid('created_by'),
    connectionId: uuid('connection_id'),
    ...timestamps(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] })],
);

/** The ledger of outbound acts. `reserved → started → done | failed | unknown`; `started` is committed before the first byte leaves. */
export const effects = pgTable(
  'effects',
  {
    ...workspaceColumns(),
    kind: text('kind').notNull(),
    key: text('key').notNull(),
    state: text('state', { enum: ['reserved', 'started', 'done', 'failed', 'unknown'] })
      .notNull()
      .default('reserved'),
    summary: text('summary').notNull(),
    input: jsonb('input').notNull(),
    externalId: text('external_id'),
    result: jsonb('result'),
    error: text('error'),
    connectionId: uuid('connection_id'),
    actor: jsonb('actor').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** When the platform looks at it by itself again: performs what is reserved, asks about what is unknown. Null = never. */
    dueAt: instant('due_at'),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    startedAt: instant('started_at'),
    settledAt: instant('settled_at'),
    ...timestamps(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('effects_key').on(t.workspaceId, t.key),
    index('effects_due').on(t.dueAt).where(sql`due_at is not null`),
    index('effects_lease').on(t.leaseUntil).where(sql`state = 'started'`),
    index('effects_open').on(t.workspaceId, t.state).where(sql`state in ('reserved', 'started', 'unknown')`),
  ],
);
