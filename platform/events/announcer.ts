import type { Database } from '#platform/database/database';
import type { WorkspaceId } from '#sdk';

export const EVENTS_CHANNEL = 'patchbay_events';
/** PostgreSQL refuses 8,000 bytes and more. */
const MAX_PAYLOAD_BYTES = 7_900;
/** NOTIFY takes a lock on the whole database at commit: at most one per process in this time. */
const GATHER_MS = 20;

/** A message that only browsers that look right now need; it has no row and nobody can ask for it again. */
export interface Passing {
  workspaceId: WorkspaceId;
  type: string;
  /** A later one of the same workspace, type and subject replaces one that was not sent yet. */
  subjectId: string;
  data: Readonly<Record<string, unknown>>;
}

/** What travels in one NOTIFY: the newest event id of each workspace, and passing messages. */
export interface Announcement {
  events: Record<string, string>;
  passing: Passing[];
}

export interface Announcer {
  published(workspaceId: WorkspaceId, eventId: string): void;
  pass(message: Passing): void;
  /** Sends what is gathered. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const bytes = (text: string) => Buffer.byteLength(text);
const keyOf = (m: Passing) => `${m.workspaceId} ${m.type} ${m.subjectId}`;

export function createAnnouncer({ database, onError }: { database: Database; onError: (error: unknown) => void }): Announcer {
  const events = new Map<string, string>();
  const passing = new Map<string, Passing>();
  let timer: NodeJS.Timeout | undefined;
  let sentAt = Number.NEGATIVE_INFINITY;
  let sending: Promise<void> | undefined;

  /** Takes as much as fits; readers look at the table anyway, so ids that do not fit cost nothing. */
  const take = (): string => {
    const fitting: Announcement = { events: {}, passing: [] };
    let size = bytes(JSON.stringify(fitting));
    for (const [key, message] of passing) {
      const more = bytes(JSON.stringify(message)) + 1;
      if (size + more > MAX_PAYLOAD_BYTES) break;
      size += more;
      fitting.passing.push(message);
      passing.delete(key);
    }
    for (const [workspaceId, id] of events) {
      size += workspaceId.length + id.length + 6;
      if (size > MAX_PAYLOAD_BYTES) break;
      fitting.events[workspaceId] = id;
    }
    events.clear();
    return JSON.stringify(fitting);
  };
  const send = async () => {
    sentAt = performance.now();
    await database.systemQuery({ name: 'events_notify', text: 'select pg_notify($1::text, $2::text)', values: [EVENTS_CHANNEL, take()] }).catch(onError);
  };
  const schedule = () => {
    // The first after a rest goes at once: somebody's telephone may ring.
    const ms = Math.max(0, GATHER_MS - (performance.now() - sentAt));
    timer ??= setTimeout(() => {
      timer = undefined;
      sending = send().finally(() => {
        sending = undefined;
        if (passing.size > 0) schedule();
      });
    }, ms).unref();
  };
  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    await sending;
    while (events.size > 0 || passing.size > 0) await send();
  };
  return {
    published(workspaceId, eventId) {
      events.set(workspaceId, eventId);
      schedule();
    },
    pass(message) {
      if (bytes(JSON.stringify(message)) > MAX_PAYLOAD_BYTES - 100) throw new RangeError(`a ${message.type} message is too large to pass on`);
      const key = keyOf(message);
      // Put at the end: the order between different subjects does not matter, starvation does.
      passing.delete(key);
      passing.set(key, message);
      schedule();
    },
    flush,
    stop: flush,
  };
}

/** Undefined for an empty payload: the listener was away and something may have been missed. */
export function readAnnouncement(payload: string): Announcement | undefined {
  if (payload === '') return undefined;
  try {
    return JSON.parse(payload) as Announcement;
  } catch {
    return undefined;
  }
}
