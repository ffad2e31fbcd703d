import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { insertRows, type Transaction } from '#sdk';
import { voipCalls as calls, voipCallEvents as eventRows } from '../models.ts';
import type { CallEvent } from './events.ts';

export type CallRow = typeof calls.$inferSelect;
export type NewCall = typeof calls.$inferInsert;

/** What was told of one call, and what the call is when nobody knows it yet. */
export interface Heard {
  seed: NewCall;
  events: readonly CallEvent[];
  receivedAt: Date;
}
export interface Kept {
  call: CallRow;
  /** Something new was told of it. */
  isFresh: boolean;
  /** It begins here: nothing else was told of it. */
  isNew: boolean;
}

const own = (workspaceId: string, id: string) => and(eq(calls.workspaceId, workspaceId), eq(calls.id, id));
export const callById = async (tx: Transaction, workspaceId: string, id: string, lock = false): Promise<CallRow | undefined> => {
  const query = tx.select().from(calls).where(own(workspaceId, id));
  const [row] = await (lock ? query.for('update') : query);
  return row;
};

/** Calls as they are known: by the provider's id, else by ours. */
class Book {
  readonly #byId = new Map<string, CallRow>();
  readonly #byExternal = new Map<string, CallRow>();
  readonly begun = new Set<string>();
  add(row: CallRow) {
    this.#byId.set(row.id, row);
    if (row.connectionId && row.externalId) this.#byExternal.set(`${row.connectionId}:${row.externalId}`, row);
  }
  find({ id, connectionId, externalId }: NewCall): CallRow | undefined {
    return (connectionId && externalId ? this.#byExternal.get(`${connectionId}:${externalId}`) : undefined) ?? (id ? this.#byId.get(id) : undefined);
  }
}

/** The rows that these seeds name, held. In the order of their ids: two that hold the same wait for each other in one direction. */
function held(tx: Transaction, workspaceId: string, seeds: readonly NewCall[]): Promise<CallRow[]> {
  const ids = [...new Set(seeds.flatMap(({ id }) => id ?? []))];
  const named = Map.groupBy(
    seeds.filter(({ connectionId, externalId }) => connectionId && externalId),
    ({ connectionId }) => connectionId ?? '',
  );
  return tx
    .select()
    .from(calls)
    .where(
      and(
        eq(calls.workspaceId, workspaceId),
        or(
          inArray(calls.id, ids),
          ...[...named].map(([connectionId, some]) =>
            and(eq(calls.connectionId, connectionId), inArray(calls.externalId, [...new Set(some.map(({ externalId }) => externalId ?? ''))])),
          ),
        ),
      ),
    )
    .orderBy(asc(calls.id))
    .for('update');
}

/** The row of each seed, held until the transaction ends. Whom nobody knew yet begins here. `areNew`: as a rule nobody does. */
async function rowsFor(tx: Transaction, workspaceId: string, seeds: readonly NewCall[], areNew: boolean): Promise<Book> {
  const book = new Book();
  if (!areNew) for (const row of await held(tx, workspaceId, seeds)) book.add(row);
  const missing = new Map<string, NewCall>();
  for (const seed of seeds) {
    if (book.find(seed)) continue;
    const key = seed.externalId ?? seed.id ?? '';
    // A leg knows its call only from the side: whoever knows more says what it is.
    const before = missing.get(key);
    if (!before || (before.source === 'leg' && seed.source !== 'leg')) missing.set(key, seed);
  }
  if (missing.size === 0) return book;
  const begun = [...missing.values()].sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
  for (const { id } of await insertRows(tx, calls, begun, { onConflict: sql`on conflict do nothing`, returning: sql`id` })) book.begun.add(String(id));
  // Somebody may have begun them meanwhile: they are read as they stand.
  for (const row of await held(tx, workspaceId, begun)) book.add(row);
  return book;
}

/** What a row learns from a seed that knows more of the call than it did. */
async function learn(tx: Transaction, call: CallRow, seed: NewCall): Promise<CallRow> {
  const { direction, purpose, fromNumber, toNumber, counterpart, isWithheld, ownNumber, source } = { ...call, ...seed };
  const isSide = call.source === 'leg' && seed.source !== 'leg';
  const isUnnamed = !call.externalId && seed.externalId;
  if (!isSide && !isUnnamed) return call;
  const known = {
    ...(isSide ? { direction, purpose, fromNumber, toNumber, counterpart, isWithheld, ownNumber, source, match: null } : {}),
    ...(isUnnamed ? { externalId: seed.externalId } : {}),
  };
  const [row] = await tx.update(calls).set(known).where(own(call.workspaceId, call.id)).returning();
  return row ?? call;
}

/**
 * Writes down what was told of calls, in a handful of statements for all of them; what was told before changes nothing. The
 * rows are held until the transaction ends. Answers in the order given.
 */
export async function keepAll(tx: Transaction, workspaceId: string, heard: readonly Heard[], { areNew = false } = {}): Promise<Kept[]> {
  if (heard.length === 0) return [];
  const seeds = heard.map(({ seed }) => seed);
  const book = await rowsFor(tx, workspaceId, seeds, areNew);
  const rows: CallRow[] = [];
  for (const seed of seeds) {
    const call = book.find(seed);
    if (!call) throw new Error('a call vanished while it was told of');
    const known = await learn(tx, call, seed);
    if (known !== call) book.add(known);
    rows.push(known);
  }
  const told = heard.flatMap(({ events, receivedAt }, index) =>
    events.map(({ at, ...event }) => ({ ...event, workspaceId, id: uuidv7(), callId: rows[index]?.id ?? '', occurredAt: at, receivedAt })),
  );
  const fresh = await insertRows(tx, eventRows, told, { onConflict: sql`on conflict do nothing`, returning: sql`call_id` });
  const ids = new Set(fresh.map(({ call_id: id }) => id));
  return seeds.map((seed, index) => {
    const call = book.find(seed) ?? (rows[index] as CallRow);
    return { call, isFresh: ids.has(call.id), isNew: book.begun.has(call.id) };
  });
}

/** Everything that was told of these calls. */
export async function eventsOf(tx: Transaction, workspaceId: string, callIds: readonly string[]): Promise<Map<string, CallEvent[]>> {
  if (callIds.length === 0) return new Map();
  const rows = await tx
    .select({
      callId: eventRows.callId,
      type: eventRows.type,
      legId: eventRows.legId,
      at: eventRows.occurredAt,
      dedupeKey: eventRows.dedupeKey,
      facts: eventRows.facts,
    })
    .from(eventRows)
    .where(and(eq(eventRows.workspaceId, workspaceId), inArray(eventRows.callId, [...callIds])))
    .orderBy(asc(eventRows.occurredAt), asc(eventRows.id));
  const found = new Map<string, CallEvent[]>(callIds.map((id) => [id, []]));
  for (const { callId, type, ...event } of rows) found.get(callId)?.push({ ...event, type: type as CallEvent['type'] });
  return found;
}

/** These calls, held, in the order of their ids. */
export const holdCalls = (tx: Transaction, workspaceId: string, ids: readonly string[]): Promise<CallRow[]> =>
  tx
    .select()
    .from(calls)
    .where(and(eq(calls.workspaceId, workspaceId), inArray(calls.id, [...ids])))
    .orderBy(asc(calls.id))
    .for('update');

/** What a fold changes of a call. */
const FOLDED = [
  'state',
  'queuedAt',
  'ringingAt',
  'answeredAt',
  'endedAt',
  'ringSeconds',
  'waitSeconds',
  'talkSeconds',
  'holdSeconds',
  'billedSeconds',
  'disposition',
  'hangupCause',
  'hangupBy',
  'answeredBy',
  'stir',
  'callerName',
  'costAmount',
  'costCurrency',
  'userId',
  'queueId',
  'legs',
  'match',
  'contactId',
  'organizationId',
  'requestedAt',
  'activityId',
  'settleAt',
  'settleLooks',
  'told',
] as const satisfies readonly (keyof CallRow)[];
const foldedOf = (call: CallRow): string => JSON.stringify(FOLDED.map((name) => call[name] ?? null));

/** Writes the calls that are not as they were, all in one statement. They are held already. */
export async function writeFolded(tx: Transaction, pairs: readonly { before: CallRow; after: CallRow }[], now: Date): Promise<void> {
  const changed = pairs.filter(({ before, after }) => foldedOf(before) !== foldedOf(after));
  if (changed.length === 0) return;
  const set = sql.join(
    [...FOLDED, 'updatedAt' as const].map((name) => sql.raw(`"${calls[name].name}" = excluded."${calls[name].name}"`)),
    sql`, `,
  );
  await insertRows(
    tx,
    calls,
    changed.map(({ after }) => ({ ...after, updatedAt: now })),
    { onConflict: sql`on conflict (workspace_id, id) do update set ${set}` },
  );
}
