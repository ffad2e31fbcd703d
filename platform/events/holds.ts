import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import type { WorkspaceId } from '#sdk';
import { eventHolds } from './models.ts';
import type { StoredEvent } from './read-events.ts';

/** Six tries over about a quarter of an hour, then the event is parked and its subject goes on. */
const RETRY_MS = [5_000, 30_000, 60_000, 200_000, 600_000] as const;
export const MAX_TRIES = RETRY_MS.length + 1;

export interface Hold {
  workspaceId: WorkspaceId;
  id: string;
  eventId: string;
  attempts: number;
  nextTryAt: Date;
}

export const subjectKey = (event: StoredEvent): string => `${event.workspaceId} ${event.subject.type} ${event.subject.id}`;

/** When to try again after this many failures; undefined: no more. */
export function nextHoldTry(attempts: number, now: Date): Date | undefined {
  const wait = RETRY_MS[attempts - 1];
  return wait === undefined ? undefined : new Date(now.getTime() + wait);
}

export interface Holds {
  /** Which of these events are held already (they come again after a crash), and which subjects must wait. */
  among(subscriber: string, events: readonly StoredEvent[]): Promise<{ events: Set<string>; subjects: Set<string> }>;
  add(subscriber: string, event: StoredEvent, attempts: number, nextTryAt: Date, error: string | null): Promise<void>;
  /** The first waiting event of each held subject that is due. */
  due(subscriber: string, now: Date): Promise<Hold[]>;
  /** What of this subject waits behind an event that has just been settled. */
  nextOfSubject(subscriber: string, event: StoredEvent): Promise<Hold | undefined>;
  done(hold: Hold): Promise<void>;
  failed(hold: Hold, attempts: number, nextTryAt: Date | undefined, error: string): Promise<void>;
  /** A person asks for a parked event to be tried again. */
  unpark(workspaceId: WorkspaceId, id: string, now: Date): Promise<boolean>;
}

export function createHolds(database: Database): Holds {
  const one = (hold: Hold) => and(eq(eventHolds.workspaceId, hold.workspaceId), eq(eventHolds.id, hold.id));
  const columns = {
    workspaceId: sql<WorkspaceId>`${eventHolds.workspaceId}`,
    id: eventHolds.id,
    eventId: eventHolds.eventId,
    attempts: eventHolds.attempts,
    nextTryAt: eventHolds.nextTryAt,
  };
  return {
    async among(subscriber, events) {
      if (events.length === 0) return { events: new Set(), subjects: new Set() };
      const rows = await database.system((tx) =>
        tx
          .select()
          .from(eventHolds)
          .where(
            and(
              eq(eventHolds.subscriber, subscriber),
              inArray(eventHolds.workspaceId, [...new Set(events.map((e) => e.workspaceId))]),
              or(
                inArray(
                  eventHolds.eventId,
                  events.map((e) => e.id),
                ),
                and(eq(eventHolds.state, 'waiting'), inArray(eventHolds.subjectId, [...new Set(events.map((e) => e.subject.id))])),
              ),
            ),
          ),
      );
      const waiting = rows.filter((row) => row.state === 'waiting');
      return {
        events: new Set(rows.map((row) => row.eventId)),
        subjects: new Set(waiting.map((row) => `${row.workspaceId} ${row.subjectType} ${row.subjectId}`)),
      };
    },
    async add(subscriber, event, attempts, nextTryAt, lastError) {
      await database.system((tx) =>
        tx
          .insert(eventHolds)
          .values({
            workspaceId: event.workspaceId,
            id: uuidv7(),
            subscriber,
            eventId: event.id,
            position: event.sequence,
            subjectType: event.subject.type,
            subjectId: event.subject.id,
            attempts,
            nextTryAt,
            lastError,
          })
          .onConflictDoNothing(),
      );
    },
    async due(subscriber, now) {
      const heads = await database.system((tx) =>
        tx
          .selectDistinctOn([eventHolds.workspaceId, eventHolds.subjectType, eventHolds.subjectId], columns)
          .from(eventHolds)
          .where(and(eq(eventHolds.subscriber, subscriber), eq(eventHolds.state, 'waiting')))
          .orderBy(eventHolds.workspaceId, eventHolds.subjectType, eventHolds.subjectId, asc(eventHolds.position)),
      );
      return heads.filter((head) => head.nextTryAt <= now);
    },
    async nextOfSubject(subscriber, event) {
      const [next] = await database.system((tx) =>
        tx
          .select(columns)
          .from(eventHolds)
          .where(
            and(
              eq(eventHolds.subscriber, subscriber),
              eq(eventHolds.workspaceId, event.workspaceId),
              eq(eventHolds.subjectType, event.subject.type),
              eq(eventHolds.subjectId, event.subject.id),
              eq(eventHolds.state, 'waiting'),
            ),
          )
          .orderBy(asc(eventHolds.position))
          .limit(1),
      );
      return next;
    },
    done: async (hold) => void (await database.system((tx) => tx.delete(eventHolds).where(one(hold)))),
    async failed(hold, attempts, nextTryAt, lastError) {
      const change = nextTryAt ? { attempts, lastError, nextTryAt } : { attempts, lastError, state: 'parked' };
      await database.system((tx) => tx.update(eventHolds).set(change).where(one(hold)));
    },
    async unpark(workspaceId, id, now) {
      const rows = await database.workspace(workspaceId, (tx) =>
        tx
          .update(eventHolds)
          .set({ state: 'waiting', attempts: 0, nextTryAt: now })
          .where(and(eq(eventHolds.workspaceId, workspaceId), eq(eventHolds.id, id), eq(eventHolds.state, 'parked')))
          .returning({ id: eventHolds.id }),
      );
      return rows.length > 0;
    },
  };
}
