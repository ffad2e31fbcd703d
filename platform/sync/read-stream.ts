import type { Database } from '#platform/database/database';
import { type Clock, type ConnectedContext, CursorGone, type Page, PatchbayError, type StreamDefinition, type StreamRecord, type Transaction } from '#sdk';
import { AGREE_AFTER_MS, judge } from './guard.ts';
import { addSeen, compareGenerations, dropOlder } from './seen-ids.ts';
import { type StreamRow, saveStream } from './stream-store.ts';

type Definition = StreamDefinition<ConnectedContext>;
/** On the embedded database everybody waits for an open transaction: at most so many rows, and fewer when they take long. */
const MOST_ROWS = 200;
const FEWEST_ROWS = 25;
const LONG_MS = 50;
const MOST_RESTARTS = 2;

export interface ReadDeps {
  database: Database;
  clock: Clock;
}

/** Reads one stream from its cursor to the provider's end. The caller owns the lease, which every write checks. */
export async function readStream({ database, clock }: ReadDeps, definition: Definition, ctx: ConnectedContext, leased: StreamRow): Promise<StreamRow> {
  let row = leased;
  let sliceSize = MOST_ROWS;
  const write = <T>(work: (tx: Transaction) => Promise<T>) => database.workspace(row.workspaceId, work);
  const restart = async () => {
    row = await write((tx) => saveStream(tx, row, { ...FRESH, generation: row.generation + 1 }, clock.now()));
  };

  const applySlice = async (tx: Transaction, records: readonly StreamRecord[]) => {
    const applied = records.length > 0 ? await definition.apply(ctx, tx, records, { name: row.name }) : [];
    if (applied.length !== records.length)
      throw new PatchbayError('internal', { facts: { stream: definition.name, reason: 'apply must answer for every record' } });
    const counted = new Set(row.pageIds);
    const sum = { seen: row.seen, kept: row.kept, skipped: { ...row.skipped } };
    for (const [index, record] of records.entries()) {
      const fate = applied[index];
      // Applied again after a crash in the middle of the page: it may have changed since, but it is counted.
      if (!fate || counted.has(record.externalId)) continue;
      sum.seen++;
      if (fate.kept) sum.kept++;
      else sum.skipped[fate.reason] = (sum.skipped[fate.reason] ?? 0) + 1;
    }
    if (definition.removeMissing) {
      const last = new Map(records.map(({ externalId, deleted }) => [externalId, deleted === true]));
      const ids = (deleted: boolean) => [...last].filter(([, gone]) => gone === deleted).map(([id]) => id);
      await addSeen(tx, row, ids(false), ids(true));
    }
    return sum;
  };

  /** The last slice of a page: its cursor, and at the end of a complete read what becomes of the missing. */
  const endPage = async (tx: Transaction, page: Page, sum: Awaited<ReturnType<typeof applySlice>>) => {
    const now = clock.now();
    const done = page.more ? {} : { state: 'up_to_date' as const, cursorAt: now, fullRead: false, lastError: null };
    const removal = !page.more && page.complete && row.fullRead ? await settleMissing(tx, now) : {};
    return saveStream(
      tx,
      row,
      { ...sum, cursor: page.cursor, pageIds: [], ...(page.total === undefined ? {} : { total: page.total }), ...done, ...removal },
      now,
    );
  };
  const settleMissing = async (tx: Transaction, now: Date) => {
    if (!definition.removeMissing) return {};
    const { known, seen, missing } = await compareGenerations(tx, row);
    const pending = row.pendingMissing && row.pendingSince ? { missing: row.pendingMissing, since: new Date(row.pendingSince) } : undefined;
    const verdict = judge({ lastCount: row.lastFullCount, knownCount: known, seenCount: seen, missing }, pending, now);
    if (verdict.kind === 'wait') {
      await dropOlder(tx, row, missing);
      // The count that the second read is measured against stays the one from before.
      return { pending: verdict };
    }
    const going = new Set(verdict.ids);
    for (let from = 0; from < verdict.ids.length; from += MOST_ROWS) {
      await definition.removeMissing(ctx, tx, verdict.ids.slice(from, from + MOST_ROWS), { name: row.name });
    }
    await dropOlder(
      tx,
      row,
      missing.filter((id) => !going.has(id)),
    );
    return { pending: null, lastFullCount: seen };
  };

  const applyPage = async (page: Page) => {
    const limit = () => (database.engine === 'embedded' ? sliceSize : Number.POSITIVE_INFINITY);
    let rest = page.records;
    do {
      ctx.signal.throwIfAborted();
      const slice = rest.slice(0, limit());
      rest = rest.slice(slice.length);
      const startedAt = performance.now();
      row = await write(async (tx) => {
        const sum = await applySlice(tx, slice);
        if (rest.length === 0) return endPage(tx, page, sum);
        const pageIds = [...row.pageIds, ...slice.map(({ externalId }) => externalId)];
        return saveStream(tx, row, { ...sum, pageIds }, clock.now());
      });
      sliceSize = performance.now() - startedAt > LONG_MS ? Math.max(FEWEST_ROWS, sliceSize >> 1) : Math.min(MOST_ROWS, sliceSize * 2);
    } while (rest.length > 0);
  };

  // Without a cursor every look is a full read, and so is the one that shall confirm what is missing.
  const confirmDue = row.pendingSince !== null && clock.now().getTime() - new Date(row.pendingSince).getTime() >= AGREE_AFTER_MS;
  if (!row.fullRead && (row.cursor === null || confirmDue)) await restart();
  for (let restarts = 0; ; restarts++) {
    try {
      let last: Page | undefined;
      for await (const page of definition.read(ctx, { name: row.name, cursor: row.cursor, full: row.fullRead })) {
        await applyPage(page);
        last = page;
        if (!page.more) break;
      }
      // The provider's end was not reached: it goes on at the next look.
      if (last?.more !== false) row = await write((tx) => saveStream(tx, row, { state: 'waiting' }, clock.now()));
      return row;
    } catch (error) {
      if (!(error instanceof CursorGone) || restarts >= MOST_RESTARTS) throw error;
      await restart();
    }
  }
}

const FRESH = { cursor: null, fullRead: true, seen: 0, kept: 0, skipped: {}, pageIds: [], total: null } as const;
