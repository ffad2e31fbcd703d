import type { Database } from '#platform/database/database';
import type { WorkspaceId } from '#sdk';
import type { Passing } from './announcer.ts';
import { type Position, positionBefore } from './position.ts';
import { readEvents, readHorizon, type StoredEvent } from './read-events.ts';

const PAGE = 500;
/** Events that arrive while a listener is still catching up. More than that, and it reads them from the table as well. */
const WAITING_LIMIT = 1_000;

export type LiveMessage = { kind: 'event'; event: StoredEvent } | { kind: 'passing'; message: Passing };

export interface LiveRequest {
  workspaceId: WorkspaceId;
  /** Position of the last event that arrived; everything after it is sent first. */
  lastEventId?: Position;
  /** Whether this listener may see it. Pure and quick: asked for every event of the workspace. */
  mayTransmit: (event: StoredEvent | Passing) => boolean;
}

/** May be slow while old events are sent (it is awaited then); a live event is handed over without waiting. */
export type Send = (message: LiveMessage) => void | Promise<void>;

interface Listener extends LiveRequest {
  send: Send;
  position: Position;
  /** Undefined once it is up to date. */
  waiting: StoredEvent[] | undefined;
  closed: boolean;
}

export interface LiveStream {
  /** Gives the function that ends it. Rejects when the table cannot be read. */
  subscribe(request: LiveRequest, send: Send): Promise<() => void>;
  /** Reads what is new and hands it out. Only for one caller at a time. */
  advance(): Promise<{ more: boolean; pending: boolean }>;
  passOn(messages: readonly Passing[]): void;
  listeners(): number;
}

/** One reader per process for all browsers it serves. */
export function createLiveStream({ database, onError }: { database: Database; onError: (error: unknown) => void }): LiveStream {
  const byWorkspace = new Map<string, Set<Listener>>();
  let position: Position | undefined;
  let count = 0;

  const remove = (listener: Listener) => {
    if (listener.closed) return;
    listener.closed = true;
    count--;
    const set = byWorkspace.get(listener.workspaceId);
    set?.delete(listener);
    if (set?.size === 0) byWorkspace.delete(listener.workspaceId);
    // Nobody looks: the next one starts at its own time, not where we stopped.
    if (count === 0) position = undefined;
  };

  const hand = (listener: Listener, event: StoredEvent): void | Promise<void> => {
    if (listener.closed || event.sequence <= listener.position) return;
    listener.position = event.sequence;
    if (listener.mayTransmit(event)) return listener.send({ kind: 'event', event });
  };
  const offer = (listener: Listener, event: StoredEvent) => {
    if (!listener.waiting) return void hand(listener, event);
    // The overflow marker: too many to keep, so the table is read again.
    if (listener.waiting.length < WAITING_LIMIT) listener.waiting.push(event);
  };

  /** From the table until nothing is left, then what arrived meanwhile; from then on it is live. */
  const catchUp = async (listener: Listener) => {
    while (!listener.closed) {
      const page = await readEvents(database, listener.position, { limit: PAGE, workspaceId: listener.workspaceId });
      for (const event of page.events) await hand(listener, event);
      if (page.more) continue;
      const arrived = listener.waiting ?? [];
      if (arrived.length >= WAITING_LIMIT) {
        listener.waiting = [];
        continue;
      }
      // No await from here on: nothing can arrive in between.
      listener.waiting = undefined;
      for (const event of arrived) void hand(listener, event);
      return;
    }
  };

  return {
    async subscribe(request, send) {
      const listener: Listener = { ...request, send, position: request.lastEventId ?? '', waiting: [], closed: false };
      const set = byWorkspace.get(request.workspaceId) ?? new Set();
      byWorkspace.set(request.workspaceId, set.add(listener));
      count++;
      try {
        const { xmin } = await readHorizon(database);
        const now = positionBefore(xmin);
        position ??= now;
        // One from the future (the database was restored) would hide everything until then.
        if (request.lastEventId === undefined || request.lastEventId > now) listener.position = now;
        await catchUp(listener);
      } catch (error) {
        remove(listener);
        throw error;
      }
      return () => remove(listener);
    },
    async advance() {
      if (position === undefined) return { more: false, pending: false };
      const from = position;
      const page = await readEvents(database, from, { limit: PAGE });
      // All listeners left, or a new first one came, while we read.
      if (position !== from) return { more: true, pending: page.pending };
      for (const event of page.events) {
        for (const listener of byWorkspace.get(event.workspaceId) ?? []) {
          try {
            offer(listener, event);
          } catch (error) {
            onError(error);
            remove(listener);
          }
        }
      }
      position = page.upTo;
      return { more: page.more, pending: page.pending };
    },
    passOn(messages) {
      for (const message of messages) {
        for (const listener of byWorkspace.get(message.workspaceId) ?? []) {
          if (!listener.waiting && listener.mayTransmit(message)) void listener.send({ kind: 'passing', message });
        }
      }
    },
    listeners: () => count,
  };
}
