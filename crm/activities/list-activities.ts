import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { sqlState } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { liveContacts } from '../deals/references.ts';
import { type ActivityKind, activities, deals, organizations, participants } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { type Participant, participantOf } from './participants.ts';
import { readable } from './readable.ts';
import { type Activity, type ActivitySource, hiddenFields, isOwn, notPrivate, readableColumns, sourceOf } from './shape.ts';

export interface ActivityQuery {
  contactId?: string | undefined;
  dealId?: string | undefined;
  organizationId?: string | undefined;
  kind?: ActivityKind | undefined;
  threadId?: string | undefined;
  ownerId?: string | undefined;
}
export interface ActivityPage extends ActivityQuery {
  /** `thread`: the newest of each thread, with how many there are. */
  groupBy?: 'thread' | undefined;
  limit: number;
  after?: readonly (string | number)[] | undefined;
}
export interface ListedActivity extends Activity {
  /** How many of its thread the caller reads here; only when grouped. */
  threadCount?: number;
}

/** Newest first. One record's timeline is one range of one index. */
export async function listActivities(
  tx: Transaction,
  scope: CrmScope,
  page: ActivityPage,
): Promise<{ activities: ListedActivity[]; next: (string | number)[] | null }> {
  const records = await recordsOf(tx, scope, page);
  if (!records) return { activities: [], next: null };
  const what = { query: page, records, isReached: records.length > 0 };
  const { limit, after, groupBy } = page;
  const [first, ...others] = records;
  // The table that is read in order: the record's entries, or all activities.
  const [range, on, at, id] = first
    ? ([
        sql`timeline_entries t`,
        and(
          sql`t.workspace_id = ${scope.workspaceId} and t.record_id = ${first} and t.workspace_id = ${activities.workspaceId} and t.activity_id = ${activities.id}`,
          page.kind ? sql`t.kind = ${page.kind}` : undefined,
        ),
        sql`t.occurred_at`,
        sql`t.activity_id`,
      ] as const)
    : ([sql`(select) as everything`, sql`true`, sql`${activities.occurredAt}`, sql`${activities.id}`] as const);
  const from = after && readAfter(after);
  const rows = await tx
    .select({ ...readableColumns(scope, { withBody: 'of notes' }), key: sql<string>`${at}::text` })
    .from(activities)
    .innerJoin(range, on)
    .where(
      and(
        asked(scope, { ...what, records: others }),
        from && sql`(${at}, ${id}) < (${from.at}::timestamptz, ${from.id}::uuid)`,
        groupBy ? newestOfThread(scope, what) : undefined,
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(limit + 1)
    .catch((error: unknown) => {
      throw after && sqlState(error)?.startsWith('22') ? wrongCursor() : error;
    });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const list = await shapeActivities(tx, scope, shown);
  const counts = groupBy ? await countThreads(tx, scope, what, list) : undefined;
  return {
    activities: counts ? list.map((each) => ({ ...each, threadCount: counts.get(threadOf(each.source)) ?? 1 })) : list,
    next: rows.length > limit && last ? [last.key, last.id] : null,
  };
}

type Read = Omit<Activity, 'participants' | 'hidden' | 'data' | 'source'> & ActivitySource & { data: Record<string, unknown> | null; key?: string };
export async function shapeActivities(tx: Transaction, scope: CrmScope, rows: readonly Read[]): Promise<Activity[]> {
  const ids = rows.map((row) => row.id);
  const people = ids.length
    ? await tx
        .select()
        .from(participants)
        .where(and(eq(participants.workspaceId, scope.workspaceId), inArray(participants.activityId, ids)))
        .orderBy(participants.activityId, participants.position)
    : [];
  const of = Map.groupBy(people, (each) => each.activityId);
  return rows.map(({ key: _, data, integration, provider, connectionId, externalId, threadId, url, ...row }) => ({
    ...row,
    source: sourceOf({ integration, provider, connectionId, externalId, threadId, url }),
    data: data ?? {},
    participants: (of.get(row.id) ?? []).map((each): Participant => participantOf(each)),
    hidden: isOwn(scope, row) ? [] : hiddenFields(row.visibility),
  }));
}

interface Asked {
  query: ActivityQuery;
  /** On whose timelines it lies. */
  records: readonly string[];
  /** It lies on a record that the caller reaches. */
  isReached: boolean;
}
/** What is asked for, of the activities or of a second look at them. */
function asked(scope: CrmScope, { query, records, isReached }: Asked, a: typeof activities = activities): SQL | undefined {
  const { workspaceId } = scope;
  return and(
    eq(a.workspaceId, workspaceId),
    query.kind ? eq(a.kind, query.kind) : undefined,
    query.threadId ? eq(a.threadId, query.threadId) : undefined,
    query.ownerId ? eq(a.ownerId, query.ownerId) : undefined,
    ...records.map(
      (recordId) =>
        sql`exists (select 1 from timeline_entries e where e.workspace_id = ${workspaceId} and e.record_id = ${recordId} and e.occurred_at = ${a.occurredAt} and e.activity_id = ${a.id})`,
    ),
    // Who reaches the record reads its timeline.
    isReached ? notPrivate(scope, a) : readable(scope, a),
  );
}

/** The records that are named, as far as they are there for the caller; undefined when one is not. */
async function recordsOf(tx: Transaction, scope: CrmScope, { contactId, dealId, organizationId }: ActivityQuery): Promise<string[] | undefined> {
  const { workspaceId, reach } = scope;
  const live = async (table: typeof deals | typeof organizations, id: string) =>
    (
      await tx
        .select({ id: table.id })
        .from(table)
        .where(and(eq(table.workspaceId, workspaceId), eq(table.id, id), eq(table.recordState, 'live'), ownedBy(reach.read, table.ownerId)))
    )[0]?.id;
  const found = [
    // An old id of a merged contact means who they are now.
    contactId ? [(await liveContacts(tx, scope, [contactId])).get(contactId)] : [],
    dealId ? [await live(deals, dealId)] : [],
    organizationId ? [await live(organizations, organizationId)] : [],
  ].flat();
  return found.every((id) => id !== undefined) ? (found as string[]) : undefined;
}

/** That there is none newer of its thread among what is asked for. */
function newestOfThread(scope: CrmScope, what: Asked): SQL {
  // The same columns under another name; the types of the library tell them apart.
  const newer = alias(activities, 'newer') as unknown as typeof activities;
  return sql`(${activities.threadId} is null or not exists (select 1 from activities ${newer} where ${and(
    sql`${newer.threadId} = ${activities.threadId} and ${newer.integration} is not distinct from ${activities.integration}`,
    sql`(${newer.occurredAt}, ${newer.id}) > (${activities.occurredAt}, ${activities.id})`,
    asked(scope, what, newer),
  )}))`;
}

const threadOf = (source: Pick<ActivitySource, 'threadId' | 'integration'> | null) => `${source?.integration} ${source?.threadId}`;
async function countThreads(tx: Transaction, scope: CrmScope, what: Asked, list: readonly Activity[]): Promise<Map<string, number>> {
  const threads = [...new Set(list.flatMap((each) => each.source?.threadId ?? []))];
  if (threads.length === 0) return new Map();
  const rows = await tx
    .select({ threadId: activities.threadId, integration: activities.integration, count: sql<number>`count(*)::int` })
    .from(activities)
    .where(and(asked(scope, what), inArray(activities.threadId, threads)))
    .groupBy(activities.threadId, activities.integration);
  return new Map(rows.map((row) => [threadOf(row), row.count]));
}

function readAfter([at, id]: readonly (string | number)[]): { at: string; id: string } {
  if (typeof at !== 'string' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw wrongCursor();
  return { at, id };
}
const wrongCursor = () => new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'belongs to another list; start from its first page' }] });
