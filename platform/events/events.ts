import { and, eq } from 'drizzle-orm';
import type { Database } from '#platform/database/database';
import { deleteInSlices } from '#platform/database/delete-slices';
import type { Clock, EventType, Incidents, Log, WorkspaceId } from '#sdk';
import { createAnnouncer, EVENTS_CHANNEL, type Passing, readAnnouncement } from './announcer.ts';
import { createCursors } from './cursors.ts';
import { createEventTypes } from './event-types.ts';
import { createHolds } from './holds.ts';
import { createLiveStream } from './live-stream.ts';
import { createLoop, type Loop } from './loop.ts';
import { events } from './models.ts';
import { isPosition, type Position, positionOf, START } from './position.ts';
import { createPublisher } from './publish.ts';
import { readEvents, type StoredEvent } from './read-events.ts';
import { createSubscriberPass, type Subscriber } from './subscribers.ts';
import { createWebhookDeliveries } from './webhook-deliveries.ts';
import { createWebhookEndpoints, type SecretBox } from './webhook-endpoints.ts';
import { type AudienceOf, createWebhookFanOut, WEBHOOK_SUBSCRIBER } from './webhook-fan-out.ts';
import type { SendHttp } from './webhook-send.ts';

/** NOTIFY wakes the readers; this is for one that was lost, and for retries that become due. */
const POLL_MS = 2_000;
/** An older transaction is open: its end is not announced, so look often at first. */
const PENDING_MS = 4;
const PENDING_MAX_MS = 1_000;
/** Subscribers and other people's servers hear of many events at once; browsers of each by itself. */
const REST_MS = 150;

export interface EventsDeps {
  database: Database;
  clock: Clock;
  log: Log;
  /** Of the CRM and all integrations; the platform's own are added. */
  eventTypes: readonly EventType[];
  vault: SecretBox;
  /** The audited way out, with `webhookReceiver` as its provider. */
  httpFor: (workspaceId: WorkspaceId) => SendHttp;
  /** Asked when needed: incidents are told through events and are built after them. */
  incidentsFor?: (workspaceId: WorkspaceId) => Incidents;
  random?: () => number;
  /** What an outgoing webhook is told of, by who made it; everything where nobody says. */
  audienceOf?: AudienceOf;
}

export interface EventQuery {
  type?: string;
  subjectId?: string;
  /** Position or id of the last event seen. */
  after?: string;
  limit: number;
}

export function createEvents(deps: EventsDeps) {
  const { database, clock, log, vault, httpFor, incidentsFor, audienceOf, random = Math.random } = deps;
  const types = createEventTypes(deps.eventTypes);
  const onError = (error: unknown) => log.error({ error: String(error) }, 'reading or telling events failed; it is tried again');
  const announcer = createAnnouncer({ database, onError });
  const publisher = createPublisher({ database, clock, types, announcer });
  const live = createLiveStream({ database, onError });
  const cursors = createCursors(database);
  const holds = createHolds(database);
  const subscribers: Subscriber[] = [];
  const subscriberPass = createSubscriberPass({ database, clock, log, cursors, ...(incidentsFor ? { incidentsFor } : {}) });
  const fanOut = createWebhookFanOut({ database, clock, cursors, ...(audienceOf ? { audienceOf } : {}) });
  const endpoints = createWebhookEndpoints({ database, clock, vault });
  let sender: Loop | undefined;
  const deliveries = createWebhookDeliveries({
    database,
    clock,
    log,
    endpoints,
    httpFor,
    random,
    onFree: () => sender?.poke(),
    ...(incidentsFor ? { incidentsFor } : {}),
  });
  const stopping = new AbortController();
  const loops: Loop[] = [];
  let unlisten: (() => Promise<void>) | undefined;

  /** A loop over one reader that looks again sooner while the horizon hides something. */
  const readLoop = (read: () => Promise<{ more: boolean; pending: boolean } | undefined>, restMs = 0): Loop => {
    let pendingMs = PENDING_MS;
    const run = async () => {
      const result = await read();
      if (result?.more) return 0;
      if (!result?.pending) {
        pendingMs = PENDING_MS;
        return undefined;
      }
      pendingMs = Math.min(pendingMs * 2, PENDING_MAX_MS);
      return pendingMs;
    };
    return createLoop({ run, everyMs: POLL_MS, restMs, onError });
  };
  const fanOutAndSend = async () => {
    const result = await fanOut();
    if (result && result.added > 0) sender?.poke();
    return result;
  };
  /** Makes the cursors. Everything published from here on reaches subscribers and webhooks. */
  const prepare = async () => {
    for (const name of [WEBHOOK_SUBSCRIBER, ...subscribers.map((each) => each.name)]) await cursors.ensure(name);
  };
  const positionOfEvent = async (workspaceId: WorkspaceId, id: string): Promise<Position | undefined> => {
    const [row] = await database.workspace(workspaceId, (tx) =>
      tx
        .select({ xid: events.xid, sequence: events.sequence })
        .from(events)
        .where(and(eq(events.workspaceId, workspaceId), eq(events.id, id))),
    );
    return row && positionOf(row.xid, row.sequence);
  };

  return {
    forWorkspace: publisher.forWorkspace,
    publish: publisher.publish,
    types: () => types.list(),
    endpoints,
    deliveries,
    /** A message for browsers that look right now (progress, health); in a transaction it goes out after the commit. */
    pass: (message: Passing): void => database.afterCommit(() => announcer.pass(message)),
    subscribe: live.subscribe,
    /** Browsers that look right now, in this process. */
    listeners: live.listeners,
    /** To be called before `start`. */
    addSubscriber(subscriber: Subscriber): void {
      if (subscribers.some((other) => other.name === subscriber.name)) throw new TypeError(`subscriber "${subscriber.name}" is there already`);
      for (const type of Object.keys(subscriber.on)) {
        if (!types.list().some((known) => known.type === type)) throw new TypeError(`subscriber "${subscriber.name}" listens to the unknown "${type}"`);
      }
      subscribers.push(subscriber);
    },
    /** Tries a parked event of a subscriber again. */
    replayParked: (workspaceId: WorkspaceId, holdId: string): Promise<boolean> => holds.unpark(workspaceId, holdId, clock.now()),
    /** Events of a workspace, oldest first, behind the horizon: whoever goes on from the last one misses none. */
    async list(workspaceId: WorkspaceId, query: EventQuery): Promise<{ events: StoredEvent[]; more: boolean }> {
      const { type, subjectId, limit, after } = query;
      const from = after === undefined ? START : isPosition(after) ? after : await positionOfEvent(workspaceId, after);
      if (from === undefined) return { events: [], more: false };
      return readEvents(database, from, { limit, workspaceId, ...(type ? { types: [type] } : {}), ...(subjectId ? { subjectId } : {}) });
    },
    prepare,
    /** `api` serves the live stream, `worker` runs subscribers and webhooks. */
    async start({ roles }: { roles: ReadonlySet<'api' | 'worker'> }): Promise<void> {
      const readers: Loop[] = [];
      if (roles.has('api')) readers.push(readLoop(live.advance));
      if (roles.has('worker')) {
        await prepare();
        readers.push(...subscribers.map((each) => readLoop(() => subscriberPass(each, stopping.signal), REST_MS)), readLoop(fanOutAndSend, REST_MS));
        sender = createLoop({ run: async () => ((await deliveries.startDue()) > 0 ? 0 : undefined), everyMs: 1_000, onError });
        loops.push(sender);
      }
      loops.push(...readers);
      unlisten = await database.listen(EVENTS_CHANNEL, (payload) => {
        const announcement = readAnnouncement(payload);
        if (announcement?.passing.length) live.passOn(announcement.passing);
        if (!announcement || Object.keys(announcement.events).length > 0) for (const loop of readers) loop.poke();
      });
    },
    async stop(): Promise<void> {
      stopping.abort();
      await unlisten?.();
      await Promise.all(loops.map((loop) => loop.stop()));
      await deliveries.idle();
      await announcer.stop();
      await cursors.release();
    },
    /** Does everything that is due now, once, without loops: for tests and the command line. */
    async drain(): Promise<void> {
      for (const subscriber of subscribers) while ((await subscriberPass(subscriber, stopping.signal))?.more);
      while ((await fanOut())?.more);
      while ((await deliveries.startDue()) > 0) await deliveries.idle();
      await live.advance();
    },
    /** Drops events older than this with the deliveries that ended; those that still wait for such an event end with a sentence. */
    async prune(olderThan: Date): Promise<number> {
      const at = [olderThan.toISOString()];
      const id = ['workspace_id', 'id'];
      await deleteInSlices(database, { table: 'webhook_deliveries', key: id, where: "state <> 'waiting' and created_at < $1", values: at });
      return deleteInSlices(database, { table: 'events', key: id, where: 'at < $1', values: at });
    },
  };
}

export type EventsRoom = ReturnType<typeof createEvents>;
