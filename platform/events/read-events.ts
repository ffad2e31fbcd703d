import type { Database } from '#platform/database/database';
import type { PublishedEvent, WorkspaceId } from '#sdk';
import { type Position, partsOf, positionBefore, positionOf } from './position.ts';

export interface EventPage {
  /** In order of position. */
  events: StoredEvent[];
  /** Everything up to here has been seen; where to go on. */
  upTo: Position;
  /** The page was full. */
  more: boolean;
  /** Committed events lie beyond the horizon, because an older transaction is still open: look again soon. */
  pending: boolean;
}

export type StoredEvent = PublishedEvent & { sequence: Position; workspaceId: WorkspaceId };

interface Row {
  workspaceId: WorkspaceId;
  id: string;
  xid: string;
  sequence: string;
  type: string;
  subjectType: string;
  subjectId: string;
  data: Record<string, unknown>;
  previous: Record<string, unknown> | null;
  at: string | Date;
  actor: Record<string, unknown> | null;
}

const COLUMNS = `workspace_id as "workspaceId", id, xid::text as xid, sequence::text as sequence, type, subject_type as "subjectType",
  subject_id as "subjectId", data, previous, at, actor`;

export const toEvent = (row: Row): StoredEvent => ({
  id: row.id,
  sequence: positionOf(row.xid, row.sequence),
  workspaceId: row.workspaceId,
  type: row.type,
  subject: { type: row.subjectType, id: row.subjectId },
  data: row.data,
  ...(row.previous ? { previous: row.previous } : {}),
  at: new Date(row.at),
  ...(row.actor ? { actor: row.actor } : {}),
});

const HORIZON = `select pg_snapshot_xmin(pg_current_snapshot())::text as xmin,
  exists (select from events where xid >= pg_snapshot_xmin(pg_current_snapshot())) as pending`;

/**
 * The same, but passing over transactions of other databases of the server: they cannot write events here, yet a long one
 * would hold ours up. Only a transaction that is surely somebody else's is passed over; a process id that was given to
 * another meanwhile means that the transaction has ended, and then the reading that follows sees it.
 */
const OWN_HORIZON = `with now as materialized (select pg_current_snapshot() as snapshot),
  own as materialized (
    select running.xid from now, pg_snapshot_xip(now.snapshot) as running (xid)
    where not exists (
      select from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where l.locktype = 'transactionid' and l.granted and l.mode = 'ExclusiveLock' and l.transactionid = running.xid::xid
        and a.datid <> (select oid from pg_database where datname = current_database()))),
  horizon as (select coalesce((select xid from own order by xid limit 1), (select pg_snapshot_xmax(snapshot) from now)) as xmin)
  select xmin::text as xmin, exists (select from events e where e.xid >= horizon.xmin) as pending from horizon`;

/** All transactions that could write events and have an id below `xmin` have ended; `pending` as in a page. */
export async function readHorizon(database: Database): Promise<{ xmin: string; pending: boolean }> {
  const ask = async (name: string, text: string) => {
    const [row] = await database.systemQuery<{ xmin: string; pending: boolean }>({ name, text });
    if (!row) throw new Error('the database gave no horizon');
    return row;
  };
  const plain = await ask('events_horizon', HORIZON);
  // The list of locks is dear; it is looked at only when something waits.
  return plain.pending && database.engine === 'postgres' ? ask('events_own_horizon', OWN_HORIZON) : plain;
}

export interface ReadOptions {
  limit: number;
  workspaceId?: WorkspaceId;
  types?: readonly string[];
  subjectId?: string;
}

/**
 * The next events behind the snapshot horizon. The horizon is read first: whatever it covers has ended and is therefore
 * visible to the second statement, so nothing that is skipped now can appear before `upTo` later.
 */
export async function readEvents(database: Database, after: Position, options: ReadOptions): Promise<EventPage> {
  const { limit, workspaceId, types, subjectId } = options;
  const { xmin, pending } = await readHorizon(database);
  const horizon = positionBefore(xmin);
  if (horizon <= after) return { events: [], upTo: after, more: false, pending };
  const { xid, sequence } = partsOf(after);
  const values: unknown[] = [xid, sequence, xmin, limit];
  const and: string[] = [];
  const add = (condition: (at: string) => string, value: unknown) => and.push(` and ${condition(`$${values.push(value)}`)}`);
  if (workspaceId) add((at) => `workspace_id = ${at}::uuid`, workspaceId);
  if (types) add((at) => `type = any(${at}::text[])`, [...types]);
  if (subjectId) add((at) => `subject_id = ${at}::text`, subjectId);
  // The table's columns are ordered by, not the text of the same name that is selected: "10" would come before "9".
  const rows = await database.systemQuery<Row>({
    text: `select ${COLUMNS} from events where (xid, sequence) > ($1::text::xid8, $2::bigint) and xid < $3::text::xid8${and.join('')}
           order by events.xid, events.sequence limit $4::int`,
    values,
  });
  const found = rows.map(toEvent);
  const last = found.at(-1);
  return last && found.length === limit ? { events: found, upTo: last.sequence, more: true, pending } : { events: found, upTo: horizon, more: false, pending };
}

/** Some events by id, whatever their workspace. */
export async function eventsById(database: Database, keys: readonly { workspaceId: string; id: string }[]): Promise<Map<string, StoredEvent>> {
  if (keys.length === 0) return new Map();
  const rows = await database.systemQuery<Row>({
    name: 'events_by_id',
    text: `select ${COLUMNS} from events e join unnest($1::uuid[], $2::uuid[]) as k (w, i) on e.workspace_id = k.w and e.id = k.i`,
    values: [keys.map((k) => k.workspaceId), keys.map((k) => k.id)],
  });
  return new Map(rows.map((row) => [row.id, toEvent(row)]));
}
