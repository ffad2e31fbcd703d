import type { Database } from '#platform/database/database';
import { type Actor, type Clock, type ConnectionId, PatchbayError, type Schedule, type TaskOptions, type Tasks, type WorkspaceId } from '#sdk';
import { createEnqueue, type Enqueued } from './enqueue.ts';
import { createFailures, type IncidentsFor } from './failures.ts';
import { createJobWatch, type JobNews } from './job-watch.ts';
import { createJobs } from './jobs.ts';
import { type RunningLane, startLane } from './lane.ts';
import { openQueue, type Queue } from './queue.ts';
import { createRegistry, type Registered } from './registry.ts';
import { type ContextFor, createRunner, runningTask } from './run-task.ts';
import { type ActiveConnections, createSchedules } from './schedules.ts';
import { LANES, type Lane } from './task-item.ts';
import { startTicker, type Ticker } from './ticker.ts';
import { createPromoter } from './timers.ts';
import { createWake } from './wake.ts';

export interface TasksDeps {
  database: Database;
  clock: Clock;
  contextFor: ContextFor;
  incidentsFor?: IncidentsFor;
  activeConnections?: ActiveConnections;
  /** Progress and end of visible jobs, at most twice a second each; for the live stream. */
  announce?: (news: JobNews) => void;
  onError?: (error: unknown) => void;
  /** Tasks running at the same time in this process. */
  capacity?: Partial<Record<Lane, number>>;
  /** A worker silent for this long has died. At least 10; its tasks are retaken at most 15 s later. */
  heartbeatSeconds?: number;
  random?: () => number;
}

const CAPACITY: Record<Lane, number> = { quick: 32, keyed: 16, long: 8 };
const DUE_EVERY_MS = 500;
const ALIGN_EVERY_MS = 30_000;
const GRACE_MS = 10_000;

/** The queue as the hub sees it. One per process; every process can enqueue, those with the role `worker` also run. */
export function createTasks(deps: TasksDeps) {
  const { database, clock, contextFor, incidentsFor, activeConnections = async () => [], announce = () => {}, onError = () => {}, random } = deps;
  const registry = createRegistry();
  let opened: Queue | undefined;
  const queue = (): Queue => {
    if (!opened) throw new Error('the task queue is not started');
    return opened;
  };
  const wake = createWake(database, onError);
  const failures = createFailures({ database, clock, incidentsFor });
  const jobWatch = createJobWatch({ database, clock, announce });
  const runner = createRunner({ database, clock, registry, queue, failures, jobs: jobWatch, contextFor, onError, ...(random ? { random } : {}) });
  const promote = createPromoter({ database, clock, registry, queue, wake });
  const schedules = createSchedules({ database, clock, registry, queue, wake, activeConnections });
  const { enqueue, enqueueAll } = createEnqueue({ database, clock, registry, queue, wake });
  let lanes: RunningLane[] = [];
  let tickers: Ticker[] = [];

  const enqueueFor = (workspaceId: WorkspaceId, actor: Actor, connectionId: ConnectionId | undefined) => {
    return (task: string, payload: Readonly<Record<string, unknown>>, options: TaskOptions = {}): Promise<Enqueued> => {
      const connection = options.connectionId ?? connectionId;
      return enqueue(
        {
          task,
          workspaceId,
          payload,
          actor,
          ...(connection ? { connectionId: connection } : {}),
          ...(options.singletonKey !== undefined ? { singletonKey: options.singletonKey } : {}),
        },
        options.dueAt,
      );
    };
  };

  return {
    /** Before `start`. Names are unique over all integrations; `integration` is the one whose context the tasks run in. */
    register(definitions: readonly Registered['definition'][], options: { integration: string; schedules?: readonly Schedule[] }) {
      registry.register(definitions, options);
    },
    forWorkspace(workspaceId: WorkspaceId, actor: Actor, connectionId?: ConnectionId): Tasks {
      const add = enqueueFor(workspaceId, actor, connectionId);
      return {
        enqueue: async (name, payload, options) => void (await add(name, payload, options)),
        enqueueAll: (name, all) =>
          enqueueAll(
            name,
            all.map(({ payload, singletonKey }) => ({
              task: name,
              workspaceId,
              payload,
              actor,
              ...(connectionId ? { connectionId } : {}),
              ...(singletonKey === undefined ? {} : { singletonKey }),
            })),
          ),
        async startJob(name, payload, options) {
          const { jobId } = await add(name, payload, options);
          if (!jobId) throw new PatchbayError('internal', { facts: { task: name, reason: 'no visible job came of it' } });
          return { jobId };
        },
        async progress(progress) {
          const jobId = runningTask.getStore()?.jobId;
          if (jobId) jobWatch.progress(jobId, progress);
        },
      };
    },
    /** Like `enqueue`, and says which visible job came of it: for a route that answers 202. */
    startJob: (workspaceId: WorkspaceId, actor: Actor, task: string, payload: Readonly<Record<string, unknown>>, options?: TaskOptions) =>
      enqueueFor(workspaceId, actor, undefined)(task, payload, options),
    jobs: createJobs({ database, clock, wake }),
    failures: { list: failures.list },
    /** Due timers, due schedules, and what dead workers held: now, not at the next round. */
    async lookNow(): Promise<void> {
      await promote();
      await schedules.align();
      await schedules.fire();
      await queue().supervise();
    },
    /** After a connection or workspace was added: its schedules begin. */
    alignSchedules: () => schedules.align(),
    /** Tasks in the queue (waiting or running) and timers, for metrics and tests. */
    async depth(): Promise<{ queued: number; timers: number }> {
      const [row] = await database.systemQuery<{ queued: number; timers: number }>({
        text: `select (select count(*)::int from pgboss.job where name like 'tasks-%' and state < 'completed') as queued,
                      (select count(*)::int from task_timers) as timers`,
      });
      return row ?? { queued: 0, timers: 0 };
    },
    async start({ roles = ['api', 'worker'] }: { roles?: readonly ('api' | 'worker')[] } = {}): Promise<void> {
      const works = roles.includes('worker');
      const { heartbeatSeconds } = deps;
      opened = await openQueue({ database, onError, supervise: works, ...(heartbeatSeconds ? { heartbeatSeconds } : {}) });
      if (!works) return;
      await failures.refresh();
      await schedules.align();
      const open = opened;
      lanes = LANES.map((lane) => startLane({ lane, capacity: deps.capacity?.[lane] ?? CAPACITY[lane], queue: open, runner, registry, onError }));
      const jobTicker = startTicker(DUE_EVERY_MS, jobWatch.round, onError);
      tickers = [
        jobTicker,
        startTicker(
          DUE_EVERY_MS,
          async () => {
            await promote();
            await schedules.fire();
          },
          onError,
        ),
        startTicker(
          ALIGN_EVERY_MS,
          async () => {
            await schedules.align();
            await failures.refresh();
          },
          onError,
        ),
      ];
      await wake.listen((signal) => {
        if (signal === 'cancel') jobTicker.kick();
        else for (const lane of lanes) lane.kick();
      });
      for (const lane of lanes) lane.kick();
    },
    /** In-flight work is finished, or handed back at once when it takes longer than `graceMs`. */
    async stop(graceMs = GRACE_MS): Promise<void> {
      await wake.stop();
      await Promise.all(tickers.map((ticker) => ticker.stop()));
      await Promise.all(lanes.map((lane) => lane.stop(graceMs)));
      tickers = [];
      lanes = [];
      await opened?.stop();
    },
  };
}
export type TaskRoom = ReturnType<typeof createTasks>;
export type { JobNews };
