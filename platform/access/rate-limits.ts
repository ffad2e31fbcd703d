import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Clock } from '#sdk';
import type { Database } from '../database/database.ts';

export const RATE_LIMITS = {
  /** Per API key and per person. */
  calls: { points: 600, exact: false },
  /** Per address. Counted in the database at once: an attempt costs a tenth of a second of scrypt anyway. */
  signIn: { points: 10, exact: true },
  /** Pages for strangers, per route and address; each says its own number. */
  strangers: { points: 60, exact: false },
} as const;
export type RateLimitName = keyof typeof RATE_LIMITS;

const WINDOW_MS = 60_000;
const FLUSH_MS = 1000;

export interface Allowance {
  isAllowed: boolean;
  limit: number;
  remaining: number;
  /** Until the minute is over. */
  resetMs: number;
}

/**
 * So many calls in each minute of the clock. Memory answers; once a second each process adds its counts to one row per
 * subject and learns what all of them counted, so that a caller spread over N processes gets a second's worth too much at most.
 */
export function createRateLimits({ database, clock, onError = () => {} }: { database: Database; clock: Clock; onError?: (error: unknown) => void }) {
  const memory = Object.fromEntries(
    Object.entries(RATE_LIMITS).map(([name, { points }]) => [name, new RateLimiterMemory({ keyPrefix: name, points, duration: (2 * WINDOW_MS) / 1000 })]),
  ) as Record<RateLimitName, RateLimiterMemory>;
  /** Counted here and not yet told to the others. */
  let untold = new Map<string, { name: RateLimitName; subject: string; windowStart: number; points: number }>();
  let timer: NodeJS.Timeout | undefined;

  const add = (rows: readonly { subject: string; windowStart: number; points: number }[]) =>
    database.systemQuery<{ subject: string; window_start: string | number; points: number }>({
      name: 'rate-limits-add',
      // In one order, so that two processes with the same subjects wait for each other instead of locking.
      text: `insert into public.rate_limits as r (subject, window_start, points)
             select x.subject, x.w, x.points from jsonb_to_recordset($1::jsonb) as x(subject text, w bigint, points int) order by 1, 2
             on conflict (subject, window_start) do update set points = r.points + excluded.points returning subject, window_start, points`,
      values: [JSON.stringify(rows.map(({ subject, windowStart, points }) => ({ subject, w: windowStart, points })))],
    });

  const flush = async (): Promise<void> => {
    const told = [...untold.values()];
    if (told.length === 0) return;
    untold = new Map();
    const totals = new Map(
      (await add(told.map((row) => ({ ...row, subject: `${row.name}:${row.subject}` })))).map((row) => [`${row.subject}@${row.window_start}`, row.points]),
    );
    for (const { name, subject, windowStart } of told) {
      const key = `${subject}@${windowStart}`;
      const here = untold.get(`${name}:${key}`)?.points ?? 0;
      await memory[name].set(key, (totals.get(`${name}:${key}`) ?? 0) + here, (2 * WINDOW_MS) / 1000);
    }
  };

  return {
    flush,
    /** `points` a minute where the limit's own number is not meant. */
    async consume(name: RateLimitName, subject: string, points: number = RATE_LIMITS[name].points): Promise<Allowance> {
      const now = clock.now().getTime();
      const windowStart = Math.floor(now / WINDOW_MS) * WINDOW_MS;
      const { exact } = RATE_LIMITS[name];
      let counted: number;
      if (exact) {
        const [row] = await add([{ subject: `${name}:${subject}`, windowStart, points: 1 }]);
        counted = row?.points ?? 1;
      } else {
        const key = `${subject}@${windowStart}`;
        // Rejects with the same shape when there is nothing left.
        const result = await memory[name].consume(key).catch((full: { consumedPoints: number }) => full);
        counted = result.consumedPoints;
        const own = untold.get(`${name}:${key}`);
        if (own) own.points++;
        else untold.set(`${name}:${key}`, { name, subject, windowStart, points: 1 });
      }
      return { isAllowed: counted <= points, limit: points, remaining: Math.max(0, points - counted), resetMs: windowStart + WINDOW_MS - now };
    },
    async purge(): Promise<void> {
      await database.systemQuery({ text: 'delete from public.rate_limits where window_start < $1', values: [clock.now().getTime() - 2 * WINDOW_MS] });
    },
    start() {
      timer ??= setInterval(() => {
        flush().catch(onError);
      }, FLUSH_MS).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await flush();
    },
  };
}
export type RateLimits = ReturnType<typeof createRateLimits>;
