import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import { contacts } from '#crm/models';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import type { CallRow } from './calls/tell.ts';
import { voipCalls as calls, voipCallEvents as events, voipRecordings as recordings } from './models.ts';
import type { CallsQuery } from './serializers.ts';

const cursorOf = ({ requestedAt, id }: CallRow): string => Buffer.from(`${requestedAt.toISOString()}|${id}`).toString('base64url');
const readCursor = (cursor: string): { at: Date; id: string } => {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  if (Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'This page is not there any more.' }] });
  return { at: new Date(at), id };
};

/** What people are called, by their id. */
export async function contactNames(tx: Transaction, workspaceId: string, contactIds: readonly (string | null | undefined)[]): Promise<Map<string, string>> {
  const ids = [...new Set(contactIds.flatMap((id) => id ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: contacts.id, firstName: contacts.firstName, lastName: contacts.lastName })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), inArray(contacts.id, ids)));
  return new Map(rows.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`.trim()]));
}

/** Names and recordings of calls, for lists. */
export async function decorate(tx: Transaction, workspaceId: string, rows: readonly CallRow[]) {
  const ids = rows.map(({ id }) => id);
  const names = await contactNames(
    tx,
    workspaceId,
    rows.map(({ contactId }) => contactId),
  );
  const taped =
    ids.length > 0
      ? await tx
          .select({ id: recordings.id, callId: recordings.callId, state: recordings.state, pause: recordings.pause })
          .from(recordings)
          .where(and(eq(recordings.workspaceId, workspaceId), inArray(recordings.callId, ids), inArray(recordings.state, ['ready', 'expected'])))
      : [];
  return (row: CallRow) => {
    const own = taped.filter(({ callId }) => callId === row.id);
    const running = row.state === 'ended' ? undefined : own.find(({ state }) => state === 'expected');
    return {
      contactName: (row.contactId && names.get(row.contactId)) || null,
      recordingIds: own.filter(({ state }) => state === 'ready').map(({ id }) => id),
      recordingNow: running ? (running.pause ? ('paused' as const) : ('running' as const)) : ('off' as const),
    };
  };
}

const UNANSWERED = ['missed', 'abandoned', 'voicemail', 'callback'] as const;
/** Missed, and nobody has called back since. */
const toReturn = (workspaceId: string) =>
  and(
    eq(calls.direction, 'inbound'),
    inArray(calls.disposition, [...UNANSWERED]),
    sql`${calls.counterpart} is not null`,
    sql`not exists (select 1 from voip_calls later where later.workspace_id = ${workspaceId} and later.counterpart = ${calls.counterpart} and later.requested_at > ${calls.requestedAt}
      and (later.direction = 'outbound' or later.disposition = 'answered'))`,
  );

export async function listCalls(ctx: Context, { limit, cursor, direction, disposition, userId, contactId, q, show }: CallsQuery) {
  return ctx.db.transaction(async (tx) => {
    const after = cursor ? readCursor(cursor) : undefined;
    const digits = q?.replace(/[^\d+]/g, '') ?? '';
    const rows = await tx
      .select()
      .from(calls)
      .where(
        and(
          eq(calls.workspaceId, ctx.workspaceId),
          direction ? eq(calls.direction, direction) : undefined,
          disposition ? sql`${calls.disposition} = ${disposition}` : undefined,
          userId ? eq(calls.userId, userId) : undefined,
          contactId ? eq(calls.contactId, contactId) : undefined,
          show === 'missed' ? and(eq(calls.direction, 'inbound'), inArray(calls.disposition, [...UNANSWERED])) : undefined,
          show === 'to_return' ? toReturn(ctx.workspaceId) : undefined,
          show === 'live' ? sql`${calls.state} <> 'ended'` : undefined,
          show === 'recorded'
            ? sql`exists (select 1 from voip_recordings r where r.workspace_id = ${ctx.workspaceId} and r.call_id = ${calls.id} and r.state = 'ready')`
            : undefined,
          q
            ? or(
                digits.length > 2 ? sql`${calls.counterpart} like ${`%${digits.replace('+', '')}%`}` : sql`false`,
                // What was said is found too, where it was written down.
                q.length > 2
                  ? sql`exists (select 1 from voip_recordings r where r.workspace_id = ${ctx.workspaceId} and r.call_id = ${calls.id} and r.transcript ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`})`
                  : sql`false`,
                sql`exists (select 1 from contacts c where c.workspace_id = ${ctx.workspaceId} and c.id = ${calls.contactId} and (c.first_name || ' ' || c.last_name) ilike ${`%${q}%`})`,
              )
            : undefined,
          after ? or(lt(calls.requestedAt, after.at), and(eq(calls.requestedAt, after.at), lt(calls.id, after.id))) : undefined,
        ),
      )
      .orderBy(desc(calls.requestedAt), desc(calls.id))
      .limit(limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { rows: shown, nextCursor: rows.length > limit && last ? cursorOf(last) : null, decorated: await decorate(tx, ctx.workspaceId, shown) };
  });
}

export const eventRows = (tx: Transaction, workspaceId: string, callId: string) =>
  tx
    .select({ type: events.type, legId: events.legId, at: events.occurredAt, receivedAt: events.receivedAt })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), eq(events.callId, callId)))
    .orderBy(events.occurredAt, events.id);
