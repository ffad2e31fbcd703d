import { z } from 'zod';
import type { Database } from '#platform/database/database';
import { type Clock, type Context, type Schedule, type TaskDefinition, task } from '#sdk';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the house does for itself, and how often. */
export interface Chore {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
}

export interface HousekeepingRooms {
  access: { purge(): Promise<unknown> };
  notifications: { purge(): Promise<unknown> };
  requestLog: { purge(): Promise<unknown> };
  rateLimits: { purge(): Promise<unknown> };
  idempotency: { purge(): Promise<unknown> };
  inbox: { expire(): Promise<unknown> };
  events: { prune(olderThan: Date): Promise<unknown> };
  audit: { purgeBefore(before: { calls?: Date; acts?: Date }): Promise<unknown> };
  files: { sweep(): Promise<unknown> };
  outbound: { quota: { sweep(): Promise<unknown> } };
  database: Database;
  clock: Clock;
}

/** How long what is kept where the room itself does not say. The chain's seals stay for ever: rows go without a gap. */
const KEPT = { events: 90 * DAY, calls: 90 * DAY, acts: 730 * DAY };

/** Read as a table of contents. Each piece may be run at any time, twice, and by two at once. */
export function chores({ database, clock, ...rooms }: HousekeepingRooms): Chore[] {
  const before = (ms: number) => new Date(clock.now().getTime() - ms);
  return [
    { name: 'forget-rate-limits', everyMs: 10 * MINUTE, run: () => rooms.rateLimits.purge() },
    { name: 'forget-idempotency-keys', everyMs: HOUR, run: () => rooms.idempotency.purge() },
    { name: 'forget-ended-sessions', everyMs: HOUR, run: () => rooms.access.purge() },
    { name: 'forget-notifications', everyMs: DAY, run: () => rooms.notifications.purge() },
    { name: 'purge-request-log', everyMs: HOUR, run: () => rooms.requestLog.purge() },
    { name: 'expire-webhooks', everyMs: HOUR, run: () => rooms.inbox.expire() },
    { name: 'sweep-files', everyMs: HOUR, run: () => rooms.files.sweep() },
    { name: 'prune-events', everyMs: DAY, run: () => rooms.events.prune(before(KEPT.events)) },
    { name: 'purge-audit', everyMs: DAY, run: () => rooms.audit.purgeBefore({ calls: before(KEPT.calls), acts: before(KEPT.acts) }) },
    { name: 'drop-unused-quotas', everyMs: DAY, run: () => rooms.outbound.quota.sweep() },
    // The embedded database has no autovacuum: queues that are emptied again and again would grow for ever.
    ...(database.engine === 'embedded' ? [{ name: 'vacuum', everyMs: HOUR, run: () => vacuum(database) }] : []),
  ];
}

interface TaskPort {
  register(definitions: readonly TaskDefinition<Context>[], options: { integration: string; schedules?: readonly Schedule[] }): void;
}

/**
 * Chores are tasks on a schedule of the installation: one process takes each turn, by the hub's clock, and a restart does
 * not begin the count anew. A failure is logged, tried again, told to the installation's owner, and comes back at its next turn.
 */
export function registerHousekeeping(tasks: TaskPort, all: readonly Chore[], onError: (error: unknown) => void): void {
  tasks.register(
    all.map(({ name, run }) =>
      task({
        name: taskOf(name),
        payload: z.strictObject({}),
        retry: { tries: 3, firstDelayMs: MINUTE },
        // Longer than the default: it may be much after a long pause, and must not stand before the quick ones.
        expireInSeconds: HOUR / 1000,
        run: async () => {
          await run().catch((error: unknown) => {
            onError(error);
            throw error;
          });
        },
      }),
    ),
    { integration: 'platform', schedules: all.map(({ name, everyMs }) => ({ task: taskOf(name), each: 'installation', everyMs })) },
  );
}
const taskOf = (name: string) => `house.${name}`;

/** The queue and what passes through; one table after the other, so that work comes in between. */
async function vacuum(database: Database): Promise<void> {
  const queue = await database.systemQuery<{ name: string }>({
    text: "select relname as name from pg_class where relnamespace = to_regnamespace('pgboss') and relkind = 'r'",
  });
  for (const table of PASSED_THROUGH) await database.vacuum(`public.${table}`);
  for (const { name } of queue) await database.vacuum(`pgboss."${name}"`);
}
const PASSED_THROUGH = [
  'webhook_inbox',
  'webhook_requests',
  'task_timers',
  'effects',
  'streams',
  'events',
  'webhook_deliveries',
  'api_calls',
  'quota_windows',
  'request_log',
  'idempotency_keys',
  'rate_limits',
];
