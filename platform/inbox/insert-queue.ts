import type { Database } from '#platform/database/database';
import { isConflict } from '#platform/database/database-error';
import { PatchbayError } from '#sdk';
import { type Addition, insertStatement } from './insert-statement.ts';
import type { InboxLimits } from './ports.ts';

interface Waiting {
  addition: Addition;
  bytes: number;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Requests whose insert is worth a flight of its own beside two others. */
const MANY = 32;

const bytesOf = ({ events, requests }: Addition) =>
  events.reduce((sum, { sealed }) => sum + 400 + (sealed?.length ?? 0), 0) + requests.reduce((sum, { sealed }) => sum + sealed.length, 0);

/**
 * Collects what arrives while the inserts before are on their way and writes it in one statement: under load a batch is
 * what a few milliseconds bring, without load a webhook waits for nobody. The queue is bounded; a caller that finds it
 * full is told to come back, which every provider does.
 */
export function createInsertQueue(database: Pick<Database, 'systemQuery'>, limits: InboxLimits, inserted: () => void) {
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let flights = 0;
  let scheduled = false;
  /** The database writes while the next batch gathers. More than two on their way pay only when many wait. */
  const mayFly = () => flights < (waiting.length >= MANY ? limits.flights : Math.min(2, limits.flights));

  const write = (batch: readonly Waiting[]) => database.systemQuery(insertStatement(batch.map((one) => one.addition)));
  const writeOne = async (one: Waiting) => {
    try {
      await write([one]);
      one.resolve();
    } catch (error) {
      one.reject(error);
    }
  };

  const fly = async (batch: Waiting[]) => {
    flights++;
    try {
      await write(batch);
      for (const one of batch) one.resolve();
    } catch (error) {
      const isAway = error instanceof PatchbayError && error.code === 'database_unavailable';
      // One row that the database refuses must not take the others with it.
      if (!isAway && (batch.length > 1 || isConflict(error))) for (const one of batch) await writeOne(one);
      else for (const one of batch) one.reject(error);
    } finally {
      flights--;
      inserted();
      if (waiting.length > 0) launch();
    }
  };

  const launch = () => {
    scheduled = false;
    while (waiting.length > 0 && mayFly()) {
      let rows = 0;
      let count = 0;
      // At least one request, however many events it has: its rows stand or fall together.
      for (const { addition } of waiting) {
        rows += addition.events.length;
        if (count > 0 && rows > limits.insertRows) break;
        count++;
      }
      const batch = waiting.slice(0, count);
      waiting = waiting.slice(count);
      for (const one of batch) waitingBytes -= one.bytes;
      void fly(batch);
    }
  };

  return {
    /** Resolves when it is committed. @throws PatchbayError overloaded | database_unavailable */
    add(addition: Addition): Promise<void> {
      if (addition.events.length === 0) return Promise.resolve();
      const bytes = bytesOf(addition);
      if (waiting.length >= limits.waitingRequests || (waiting.length > 0 && waitingBytes + bytes > limits.waitingBytes)) {
        return Promise.reject(new PatchbayError('overloaded', { retryAfterMs: 2000 }));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ addition, bytes, resolve, reject });
        waitingBytes += bytes;
        if (scheduled || !mayFly()) return;
        scheduled = true;
        // After the requests that were read in the same turn of the event loop.
        setImmediate(launch);
      });
    },
    waiting: () => waiting.length,
  };
}
export type InsertQueue = ReturnType<typeof createInsertQueue>;
