import type { Database } from '#platform/database/database';
import type { Clock, Incidents, Log, WorkspaceId } from '#sdk';
import type { Cursors, LeasedCursor } from './cursors.ts';
import { createHolds, type Hold, MAX_TRIES, nextHoldTry, subjectKey } from './holds.ts';
import { eventsById, readEvents, type StoredEvent } from './read-events.ts';

const PAGE = 100;
/** Subjects handled at the same time; events of one subject never are. */
const SUBJECTS_AT_ONCE = 4;

/** Reacts to events after their commit: in order per subject, at least once. */
export interface Subscriber {
  /** Names the durable cursor; must stay the same. */
  name: string;
  on: Readonly<Record<string, (event: StoredEvent, signal: AbortSignal) => Promise<void>>>;
  /**
   * Those of these workspaces that it hears of; without it all. Asked once for a page, after its events were read: whoever
   * began to listen before something happened hears of it.
   */
  listensIn?(workspaceIds: readonly string[]): Promise<ReadonlySet<string>>;
}

export interface SubscriberDeps {
  database: Database;
  clock: Clock;
  log: Log;
  cursors: Cursors;
  incidentsFor?: (workspaceId: WorkspaceId) => Incidents;
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500);

/** One pass over what waits for a subscriber. Gives how it wants to go on. */
export function createSubscriberPass({ database, clock, log, cursors, incidentsFor }: SubscriberDeps) {
  const holds = createHolds(database);

  const attempt = async (subscriber: Subscriber, event: StoredEvent, signal: AbortSignal): Promise<string | undefined> => {
    try {
      await subscriber.on[event.type]?.(event, signal);
      return undefined;
    } catch (error) {
      log.warn({ subscriber: subscriber.name, eventId: event.id, eventType: event.type, error: sentenceOf(error) }, 'an event could not be handled');
      return sentenceOf(error);
    }
  };

  const park = async (subscriber: Subscriber, event: StoredEvent, error: string) => {
    await incidentsFor?.(event.workspaceId).open({
      key: `event-parked:${subscriber.name}:${event.type}`,
      level: 'warning',
      title: `${subscriber.name} could not react to ${event.type}`,
      detail: `After ${MAX_TRIES} tries the event ${event.id} was set aside: ${error}`,
      remedy: 'Later events go on. Look at the cause, then replay the event.',
    });
  };

  /** Goes on with a held subject from its first waiting event until one fails again. */
  const retrySubject = async (subscriber: Subscriber, first: Hold, signal: AbortSignal): Promise<void> => {
    for (let hold: Hold | undefined = first; hold && !signal.aborted; ) {
      const event = (await eventsById(database, [{ workspaceId: hold.workspaceId, id: hold.eventId }])).get(hold.eventId);
      if (!event) return holds.done(hold);
      const error = await attempt(subscriber, event, signal);
      if (signal.aborted) return;
      if (error === undefined) await holds.done(hold);
      else {
        const attempts = hold.attempts + 1;
        const nextTryAt = nextHoldTry(attempts, clock.now());
        await holds.failed(hold, attempts, nextTryAt, error);
        if (nextTryAt) return;
        await park(subscriber, event, error);
      }
      hold = await holds.nextOfSubject(subscriber.name, event);
    }
  };

  const handleSubject = async (
    subscriber: Subscriber,
    events: readonly StoredEvent[],
    known: { events: Set<string>; subjects: Set<string> },
    signal: AbortSignal,
  ) => {
    for (const event of events) {
      if (signal.aborted) return;
      if (known.events.has(event.id)) continue;
      const key = subjectKey(event);
      if (known.subjects.has(key)) {
        await holds.add(subscriber.name, event, 0, clock.now(), null);
        continue;
      }
      const error = await attempt(subscriber, event, signal);
      if (error === undefined) continue;
      // Stopped in the middle: the event stays in front of the cursor and comes again.
      if (signal.aborted) return;
      await holds.add(subscriber.name, event, 1, nextHoldTry(1, clock.now()) ?? clock.now(), error);
      known.subjects.add(key);
    }
  };

  return async (subscriber: Subscriber, stopping: AbortSignal): Promise<{ more: boolean; pending: boolean } | undefined> =>
    cursors.hold(subscriber.name, async (cursor: LeasedCursor) => {
      const signal = AbortSignal.any([cursor.signal, stopping]);
      for (const due of await holds.due(subscriber.name, clock.now())) await retrySubject(subscriber, due, signal);
      const page = await readEvents(database, cursor.position, { limit: PAGE, types: Object.keys(subscriber.on) });
      const there = page.events.length > 0 ? await subscriber.listensIn?.([...new Set(page.events.map(({ workspaceId }) => workspaceId))]) : undefined;
      const heard = there ? page.events.filter(({ workspaceId }) => there.has(workspaceId)) : page.events;
      const known = await holds.among(subscriber.name, heard);
      const subjects = [...Map.groupBy(heard, subjectKey).values()];
      const lane = async () => {
        for (let events = subjects.shift(); events; events = subjects.shift()) await handleSubject(subscriber, events, known, signal);
      };
      await Promise.all(Array.from({ length: SUBJECTS_AT_ONCE }, lane));
      if (!signal.aborted) await cursors.save(subscriber.name, cursor.owner, page.upTo, page.events.length === 0);
      return { more: page.more && !signal.aborted, pending: page.pending };
    });
}
