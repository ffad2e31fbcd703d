import type { JotterData, Note } from './store.ts';

/** Where a reader stands. `since` narrows the read; `isSync` marks a cursor that asks for changes, deletions among them. */
interface Cursor {
  epoch: number;
  account: string;
  after: number;
  since: string | null;
  isSync: boolean;
  /** The account's newest change when the read began: what was deleted while it ran is told from here on. */
  begunAt: number;
}

export interface Page {
  notes: readonly Note[];
  /** The rest of this read; null on its last page. */
  next_cursor: string | null;
  /** On the last page: asks later for what has changed since. */
  sync_cursor: string | null;
}
export type Paged = { ok: true; page: Page } | { ok: false; status: 400 | 410; code: string; message: string };

export const pageSize = 50;

const encode = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url');
const decode = (text: string): Cursor | undefined => {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return typeof cursor === 'object' && cursor !== null && 'epoch' in cursor && 'after' in cursor ? (cursor as Cursor) : undefined;
  } catch {
    return undefined;
  }
};

/** Order is the order of change, so a note changed during a read comes again at its end and none is missed. */
export const readPage = (data: JotterData, accountId: string, query: URLSearchParams): Paged => {
  const given = query.get('cursor');
  const since = query.get('updated_since');
  if (since !== null && Number.isNaN(Date.parse(since))) return { ok: false, status: 400, code: 'invalid_parameter', message: 'updated_since must be a time' };
  const newest = data.sequences[accountId] ?? 0;
  const start: Cursor = { epoch: data.cursorEpoch, account: accountId, after: 0, since, isSync: false, begunAt: newest };
  const cursor = given ? decode(given) : start;
  if (!cursor || cursor.account !== accountId) return { ok: false, status: 400, code: 'invalid_cursor', message: 'This cursor was not made here.' };
  if (cursor.epoch !== data.cursorEpoch) return { ok: false, status: 410, code: 'cursor_gone', message: 'This cursor is too old. Start again without one.' };

  const sinceMs = cursor.since === null ? Number.NEGATIVE_INFINITY : Date.parse(cursor.since);
  const reference = query.get('external_ref');
  const isWanted = (note: Note): boolean =>
    note.account_id === accountId &&
    note.sequence > cursor.after &&
    Date.parse(note.updated_at) >= sinceMs &&
    (reference === null || note.external_ref === reference) &&
    (!note.deleted || cursor.isSync || cursor.since !== null);
  const rows = Object.values(data.notes)
    .filter(isWanted)
    .sort((a, b) => a.sequence - b.sequence);
  const notes = rows.slice(0, pageSize);
  const hasMore = rows.length > pageSize;
  const after = notes.at(-1)?.sequence ?? cursor.after;
  return {
    ok: true,
    page: {
      notes,
      next_cursor: hasMore ? encode({ ...cursor, after }) : null,
      sync_cursor: hasMore
        ? null
        : encode({ epoch: cursor.epoch, account: accountId, after: cursor.isSync ? newest : cursor.begunAt, since: null, isSync: true, begunAt: newest }),
    },
  };
};
