import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { type Position, positionBefore, transactionsBetween } from './position.ts';
import { readHorizon } from './read-events.ts';

/** Another process may take a subscriber over after this long without a sign of life. */
const LEASE_SECONDS = 30;
const RENEW_MS = 10_000;
/** A cursor that moved over nothing of interest is saved this seldom: an idle hub should not write. */
const IDLE_TRANSACTIONS = 1_000;

export interface LeasedCursor {
  position: Position;
  owner: string;
  /** Aborts when the lease was lost: whoever has it now goes on from the saved position. */
  signal: AbortSignal;
}

export interface Cursors {
  /** Makes the cursor of a new subscriber: it sees what is published from now on. */
  ensure(subscriber: string): Promise<void>;
  /** Runs `work` as the only reader in all processes; undefined when somebody else is. Keeps the lease for the next time. */
  hold<T>(subscriber: string, work: (cursor: LeasedCursor) => Promise<T>): Promise<T | undefined>;
  /** False when the lease was lost meanwhile. `idle`: nothing was handled, so that reading it again costs only the reading. */
  save(subscriber: string, owner: string, position: Position, idle?: boolean): Promise<boolean>;
  /** The holder saved it in a transaction of its own. */
  moved(subscriber: string, position: Position): void;
  /** On a graceful stop: the next process need not wait for the lease to run out. */
  release(): Promise<void>;
}

export function createCursors(database: Database): Cursors {
  const owner = uuidv7();
  const ask = async (name: string, text: string, values: unknown[]) =>
    (await database.systemQuery<{ position: string }>({ name: `event_cursors_${name}`, text, values }))[0]?.position;
  const lease = (subscriber: string) =>
    ask(
      'lease',
      `update event_cursors set lease_owner = $2::uuid, lease_until = now() + make_interval(secs => $3::int)
       where subscriber = $1 and (lease_owner is null or lease_owner = $2::uuid or lease_until < now()) returning position`,
      [subscriber, owner, LEASE_SECONDS],
    );

  /** What this process holds, so that a lease is asked for when it is old and not on every pass. */
  const held = new Map<string, { position: string; since: number }>();
  const leased = async (subscriber: string): Promise<string | undefined> => {
    const known = held.get(subscriber);
    if (known && performance.now() - known.since < RENEW_MS) return known.position;
    const since = performance.now();
    const position = await lease(subscriber);
    if (position === undefined) held.delete(subscriber);
    else held.set(subscriber, { position, since });
    return position;
  };

  return {
    async ensure(subscriber) {
      const { xmin } = await readHorizon(database);
      await ask('ensure', 'insert into event_cursors (subscriber, position) values ($1, $2) on conflict do nothing', [subscriber, positionBefore(xmin)]);
    },
    async hold(subscriber, work) {
      const position = await leased(subscriber);
      if (position === undefined) return undefined;
      const lost = new AbortController();
      const renewal = setInterval(() => {
        // A database that is away does not take the lease from us; another process that got it does.
        lease(subscriber).then(
          (still) => still === undefined && lost.abort(),
          () => {},
        );
      }, RENEW_MS).unref();
      try {
        return await work({ position, owner, signal: lost.signal });
      } catch (error) {
        // Whatever it was, the next pass looks at the row again.
        held.delete(subscriber);
        throw error;
      } finally {
        clearInterval(renewal);
        if (lost.signal.aborted) held.delete(subscriber);
      }
    },
    async save(subscriber, holder, position, idle = false) {
      const known = held.get(subscriber);
      if (idle && known && transactionsBetween(known.position, position) < IDLE_TRANSACTIONS) return true;
      const saved = await ask('save', 'update event_cursors set position = $3 where subscriber = $1 and lease_owner = $2::uuid returning position', [
        subscriber,
        holder,
        position,
      ]);
      if (saved === undefined) held.delete(subscriber);
      else if (known) known.position = saved;
      return saved !== undefined;
    },
    moved(subscriber, position) {
      const known = held.get(subscriber);
      if (known) known.position = position;
    },
    async release() {
      held.clear();
      await ask('release', 'update event_cursors set lease_owner = null, lease_until = null where lease_owner = $1::uuid', [owner]);
    },
  };
}
