import { isUtf8 } from 'node:buffer';
import type { VirtualClock } from './clock.ts';
import type { TwinRequest } from './http/request.ts';
import { createRing } from './ring.ts';

/** One call that reached a twin, as it came over the wire. Written on arrival, so a call that was cut off is here too. */
export interface JournalRow {
  id: number;
  /** Virtual time. */
  at: string;
  method: string;
  /** With the query, as received. */
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Text as received; bytes that are no UTF-8 as base64, with `bodyEncoding`. */
  body: string;
  bodyEncoding?: 'base64';
  /** What the caller got. Null: no answer (yet), or the connection was cut. */
  status: number | null;
  fault: string | null;
}

export interface Journal {
  arrive(request: TwinRequest): JournalRow;
  /** @param since id of the last row already seen, or a time; rows after it. */
  read(since?: string): { data: readonly JournalRow[]; forgotten: number };
  clear(): void;
}

const limits = { rows: 20_000, bytes: 64 * 1024 * 1024 };

const isAfter = (row: JournalRow, since: string | undefined): boolean => {
  if (since === undefined || since === '') return true;
  return /^\d+$/.test(since) ? row.id > Number(since) : Date.parse(row.at) > Date.parse(since);
};

export const createJournal = (clock: VirtualClock): Journal => {
  const ring = createRing<JournalRow>(limits);
  let lastId = 0;
  return {
    arrive: (request) => {
      lastId += 1;
      const isText = isUtf8(request.rawBody);
      const row: JournalRow = {
        id: lastId,
        at: clock.now().toISOString(),
        method: request.method,
        path: request.url,
        headers: request.headers,
        body: request.rawBody.toString(isText ? 'utf8' : 'base64'),
        ...(isText ? {} : { bodyEncoding: 'base64' as const }),
        status: null,
        fault: null,
      };
      ring.push(row, row.body.length + row.path.length + 500);
      return row;
    },
    read: (since) => ({ data: ring.rows().filter((row) => isAfter(row, since)), forgotten: ring.forgotten() }),
    // Ids go on after a clear: a reader that remembers the last one misses nothing.
    clear: () => ring.clear(),
  };
};
