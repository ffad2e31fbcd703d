import type { Database } from '#platform/database/database';
import { startTicker } from '#platform/tasks/ticker';
import type { Clock } from '#sdk';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LOOK_EVERY_MS = 60_000;

/** What is thrown away by age, and when the house is tidied. The same on every process: each piece is safe to run twice at once. */
export interface HousekeepingRooms {
  idempotency: { purge(): Promise<unknown> };
  inbox: { expire(): Promise<unknown> };
  events: { prune(olderThan: Date): Promise<unknown> };
  audit: { purgeBefore(before: { calls?: Date; acts?: Date }): Promise<unknown> };
  files: { sweep(): Promise<unknown> };
}

/** How long what is kept. The chain's seals stay for ever: rows go without a gap. */
const KEPT = { events: 90 * DAY, calls: 90 * DAY, acts: 730 * DAY };

export function createHousekeeping(rooms: HousekeepingRooms, database: Database, clock: Clock, onError: (error: unknown) => void) {
  const before = (ms: number) => new Date(clock.now().getTime() - ms);
  const chores: { everyMs: number; run: () => Promise<unknown>; lastAt: number }[] = (
    [
      [HOUR, () => rooms.idempotency.purge()],
      [HOUR, () => rooms.inbox.expire()],
      [HOUR, () => rooms.files.sweep()],
      [DAY, () => rooms.events.prune(before(KEPT.events))],
      [DAY, () => rooms.audit.purgeBefore({ calls: before(KEPT.calls), acts: before(KEPT.acts) })],
      // The embedded database has no autovacuum: queues that are emptied again and again would grow for ever.
      ...(database.engine === 'embedded' ? ([[HOUR, () => vacuum(database)]] as const) : []),
    ] as const
  ).map(([everyMs, run]) => ({ everyMs, run, lastAt: clock.now().getTime() }));

  /** Runs what is due by the clock. One that fails is tried again at its next turn and holds up no other. */
  const look = async (): Promise<void> => {
    for (const chore of chores) {
      const now = clock.now().getTime();
      if (now - chore.lastAt < chore.everyMs) continue;
      chore.lastAt = now;
      await chore.run().catch(onError);
    }
  };
  let ticker: ReturnType<typeof startTicker> | undefined;
  return {
    look,
    start() {
      ticker = startTicker(LOOK_EVERY_MS, look, onError);
    },
    async stop() {
      await ticker?.stop();
    },
  };
}

/** The queue and what passes through; one table after the other, so that work comes in between. */
async function vacuum(database: Database): Promise<void> {
  const queue = await database.systemQuery<{ name: string }>({
    text: "select relname as name from pg_class where relnamespace = to_regnamespace('pgboss') and relkind = 'r'",
  });
  for (const table of PASSED_THROUGH) await database.vacuum(`public.${table}`);
  for (const { name } of queue) await database.vacuum(`pgboss."${name}"`);
}
const PASSED_THROUGH = ['webhook_inbox', 'webhook_requests', 'task_timers', 'effects', 'streams', 'events', 'api_calls', 'quota_windows'];
