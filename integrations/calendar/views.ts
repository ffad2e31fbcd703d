import type { z } from 'zod';
import { asId, type Connection, type ConnectionId, type Context, isUuid, PatchbayError, type RouteInput } from '#sdk';
import { cancelEvent, changeEvent, createEvent, respond } from './actions.ts';
import { explain, slots } from './availability/availability.ts';
import { hostsFor } from './availability/hosts.ts';
import { type availabilityBody, type colleaguesBody, type explainBody, rulesOf, scheduleOf } from './availability/request.ts';
import { channelsOf } from './channels.ts';
import { clientOf } from './client/index.ts';
import { busyOnly, type calendarChange, type eventChange, type newEvent, toCalendarView, toEventView } from './serializers/views.ts';
import { type CalendarRow, calendarById, listCalendars, noteRead } from './store/calendars.ts';
import { decisionsOf, eventById, happenings } from './store/read-events.ts';

/** Whose calendars these are: their persons see everything in them, others what is shared. */
async function accountsOf(ctx: Context, rows: readonly CalendarRow[]): Promise<Map<string, Connection>> {
  const found = new Map<string, Connection>();
  for (const id of new Set(rows.map(({ connectionId }) => connectionId))) found.set(id, (await ctx.withConnection(asId<ConnectionId>(id))).connection);
  return found;
}
const viewerOf = ({ actor }: Context): string | undefined => (actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined);

export async function getCalendars(ctx: Context) {
  const { rows, pushed } = await ctx.db.transaction(async (tx) => {
    const found = await listCalendars(tx, ctx.workspaceId);
    const now = ctx.clock.now();
    const open = new Set<string>();
    for (const connectionId of new Set(found.map((row) => row.connectionId)))
      for (const { calendarId, expiresAt } of await channelsOf(tx, ctx.workspaceId, connectionId)) if (expiresAt > now) open.add(calendarId);
    return { rows: found, pushed: open };
  });
  const accounts = await accountsOf(ctx, rows);
  const viewer = viewerOf(ctx);
  const seen = rows.filter(({ shows, connectionId }) => shows !== 'nothing' || viewer === undefined || accounts.get(connectionId)?.ownerUserId === viewer);
  return {
    data: seen.map((row) => toCalendarView(row, pushed.has(row.id), accounts.get(row.connectionId) ?? { label: '', ownerUserId: null })),
    nextCursor: null,
  };
}

export async function patchCalendar(ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof calendarChange>>) {
  const before = await ctx.db.transaction((tx) => calendarById(tx, ctx.workspaceId, params.id));
  const { connection } = await ctx.withConnection(asId<ConnectionId>(before.connectionId));
  if (body.writes && before.role !== 'owner' && before.role !== 'writer')
    throw new PatchbayError('invalid_input', { errors: [{ path: 'writes', message: 'This calendar can only be read.' }] });
  const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<
    Pick<CalendarRow, 'blocks' | 'writes' | 'shows'>
  >;
  const row = await ctx.db.transaction(async (tx) => {
    // One of a connection's calendars is written into.
    if (change.writes) for (const each of await listCalendars(tx, ctx.workspaceId, [before.connectionId])) await noteRead(tx, each, { writes: false });
    await noteRead(tx, before, change);
    return calendarById(tx, ctx.workspaceId, params.id);
  });
  return toCalendarView(row, false, connection);
}

const cursorOf = (at: Date, id: string): string => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');
function afterOf(cursor: string | undefined): { at: Date; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (Number.isNaN(Date.parse(at)) || !isUuid(id))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'This cursor is none of ours.' }] });
  return { at: new Date(at), id };
}

export async function getEvents(
  ctx: Context,
  { query }: RouteInput<undefined, { from: string; to: string; calendarId?: string | undefined; limit: number; cursor?: string | undefined }, undefined>,
) {
  const [from, to] = [new Date(query.from), new Date(query.to)];
  if (to <= from) throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'The end must lie after the start.' }] });
  const after = afterOf(query.cursor);
  const { calendars, rows } = await ctx.db.transaction(async (tx) => {
    const all = (await listCalendars(tx, ctx.workspaceId)).filter(({ id }) => query.calendarId === undefined || id === query.calendarId);
    const calendarIds = all.filter(({ shows }) => shows !== 'nothing' || viewerOf(ctx) !== undefined).map(({ id }) => id);
    return { calendars: all, rows: await happenings(tx, ctx.workspaceId, { from, to, calendarIds, limit: query.limit + 1, after }) };
  });
  const accounts = await accountsOf(ctx, calendars);
  const byId = new Map(calendars.map((row) => [row.id, row]));
  const viewer = viewerOf(ctx);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    data: shown.flatMap(({ event, occurrence }) => {
      const calendar = byId.get(event.calendarId);
      const isOwn = calendar !== undefined && viewer !== undefined && accounts.get(calendar.connectionId)?.ownerUserId === viewer;
      if (!calendar || (!isOwn && calendar.shows === 'nothing')) return [];
      const view = toEventView(event, occurrence);
      return [isOwn || calendar.shows === 'details' ? view : busyOnly(view)];
    }),
    nextCursor: rows.length > query.limit && last ? cursorOf(last.occurrence.startsAt, last.occurrence.id) : null,
  };
}

export async function getDecisions(ctx: Context, { params }: RouteInput<{ id: string }, undefined, undefined>) {
  return ctx.db.transaction(async (tx) => {
    const event = await eventById(tx, ctx.workspaceId, params.id);
    const made = await decisionsOf(tx, event);
    return { data: made.map(({ createdAt, decisions }) => ({ at: createdAt.toISOString(), decisions })) };
  });
}
export const postResponse = (
  ctx: Context,
  {
    params,
    body,
  }: RouteInput<{ id: string }, undefined, { response: 'accepted' | 'declined' | 'tentative'; occurrence?: string | undefined; notify: 'none' | 'all' }>,
) => respond(ctx, params.id, body);
export const postEvent = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newEvent>>) => createEvent(ctx, body);
export const patchEvent = (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof eventChange>>) =>
  changeEvent(ctx, params.id, body);
export const deleteEvent = (
  ctx: Context,
  { params, query }: RouteInput<{ id: string }, { notify: 'none' | 'all'; occurrence?: string | undefined }, undefined>,
) => cancelEvent(ctx, params.id, query.notify === 'all', query.occurrence);

/** Hours that are asked for go before everybody's own. */
const ownHours = (body: Parameters<typeof scheduleOf>[0]) => (body.workingHours || body.overrides ? scheduleOf(body) : undefined);
const iso = (ms: number) => new Date(ms).toISOString();

export async function findSlots(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof availabilityBody>>) {
  const [fromMs, toMs] = [Date.parse(body.from), Date.parse(body.to)];
  const asked = body.userIds ? { userIds: body.userIds } : { connectionIds: body.connectionIds ?? [] };
  const { hosts, unavailable, asOf } = await hostsFor(ctx, asked, ownHours(body), scheduleOf(body), fromMs, toMs);
  // When all are needed and one cannot be seen, there is no time for all.
  const found = body.mode === 'all' && unavailable.length > 0 ? [] : slots(hosts, rulesOf(body, fromMs, toMs, ctx.clock.now().getTime()), body.mode);
  return {
    slots: found.map(({ startMs, endMs, hostIds }) => ({
      start: iso(startMs),
      end: iso(endMs),
      ...(body.userIds ? { userIds: [...hostIds] } : { connectionIds: [...hostIds] }),
    })),
    asOf: asOf?.toISOString() ?? null,
    unavailable,
  };
}

export async function explainTime(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof explainBody>>) {
  const atMs = Date.parse(body.at);
  const asked = body.userId ? { userIds: [body.userId] } : { connectionIds: [body.connectionId ?? ''] };
  const endMs = atMs + body.durationMinutes * 60_000;
  const { hosts, unavailable } = await hostsFor(ctx, asked, ownHours(body), scheduleOf(body), atMs, endMs);
  const [host] = hosts;
  if (!host) return { free: false, reasons: unavailable.map(({ reason }) => ({ rule: 'unreadable', from: iso(atMs), to: iso(endMs), source: reason })) };
  const { free, reasons } = explain(host, rulesOf(body, atMs, endMs, ctx.clock.now().getTime()), atMs);
  return { free, reasons: reasons.map(({ rule, fromMs, toMs, source }) => ({ rule, from: iso(fromMs), to: iso(toMs), source })) };
}

/** Asked of the provider itself, through somebody whose account is connected. */
export async function askColleagues(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof colleaguesBody>>) {
  const connected = await ctx.withConnection(asId<ConnectionId>(body.connectionId));
  const client = clientOf(connected.connection.provider);
  if (!client.busyOf)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'connectionId', message: 'This calendar server does not tell of others.' }] });
  const addresses = [...new Set(body.addresses.map((each) => each.toLowerCase()))];
  const found = await client.busyOf(connected.http, addresses, new Date(body.from), new Date(body.to));
  return {
    data: addresses.map((address) => {
      const told = found.get(address);
      const busy = told && 'busy' in told ? told.busy : [];
      return {
        address,
        busy: busy.toSorted((a, b) => a.startMs - b.startMs).map(({ startMs, endMs }) => ({ start: iso(startMs), end: iso(endMs) })),
        unknown: told && 'unknown' in told ? told.unknown : null,
      };
    }),
  };
}
