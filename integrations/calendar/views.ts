import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { cancelEvent, changeEvent, createEvent } from './actions.ts';
import { explain, slots } from './availability/availability.ts';
import { hostsFor } from './availability/hosts.ts';
import { type availabilityBody, type explainBody, rulesOf, scheduleOf } from './availability/request.ts';
import { channelsOf } from './channels.ts';
import { type eventChange, type newEvent, toCalendarView, toEventView } from './serializers/views.ts';
import { calendarById, listCalendars, noteRead } from './store/calendars.ts';
import { happenings } from './store/read-events.ts';

export const getCalendars = (ctx: Context) =>
  ctx.db.transaction(async (tx) => {
    const rows = await listCalendars(tx, ctx.workspaceId);
    const now = ctx.clock.now();
    const pushed = new Set<string>();
    for (const connectionId of new Set(rows.map((row) => row.connectionId)))
      for (const { calendarId, expiresAt } of await channelsOf(tx, ctx.workspaceId, connectionId)) if (expiresAt > now) pushed.add(calendarId);
    return { data: rows.map((row) => toCalendarView(row, pushed.has(row.id))), nextCursor: null };
  });

export const patchCalendar = (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, { blocks: boolean }>) =>
  ctx.db.transaction(async (tx) => {
    const row = await calendarById(tx, ctx.workspaceId, params.id);
    await noteRead(tx, row, { blocks: body.blocks });
    return toCalendarView({ ...row, blocks: body.blocks }, false);
  });

export const getEvents = (
  ctx: Context,
  { query }: RouteInput<undefined, { from: string; to: string; calendarId?: string | undefined; limit: number }, undefined>,
) => {
  const [from, to] = [new Date(query.from), new Date(query.to)];
  if (to <= from) throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'The end must lie after the start.' }] });
  return ctx.db.transaction(async (tx) => {
    const calendars = (await listCalendars(tx, ctx.workspaceId)).filter(({ id }) => query.calendarId === undefined || id === query.calendarId);
    const rows = await happenings(tx, ctx.workspaceId, { from, to, calendarIds: calendars.map(({ id }) => id), limit: query.limit });
    return { data: rows.map(({ event, occurrence }) => toEventView(event, occurrence)), nextCursor: null };
  });
};

export const postEvent = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newEvent>>) => createEvent(ctx, body);
export const patchEvent = (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof eventChange>>) =>
  changeEvent(ctx, params.id, body);
export const deleteEvent = (ctx: Context, { params, query }: RouteInput<{ id: string }, { notify: 'none' | 'all' }, undefined>) =>
  cancelEvent(ctx, params.id, query.notify === 'all');

const iso = (ms: number) => new Date(ms).toISOString();

export async function findSlots(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof availabilityBody>>) {
  const [fromMs, toMs] = [Date.parse(body.from), Date.parse(body.to)];
  const asked = body.userIds ? { userIds: body.userIds } : { connectionIds: body.connectionIds ?? [] };
  const { hosts, unavailable, asOf } = await hostsFor(ctx, asked, scheduleOf(body), fromMs, toMs);
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
  const { hosts, unavailable } = await hostsFor(ctx, asked, scheduleOf(body), atMs, endMs);
  const [host] = hosts;
  if (!host) return { free: false, reasons: unavailable.map(({ reason }) => ({ rule: 'unreadable', from: iso(atMs), to: iso(endMs), source: reason })) };
  const { free, reasons } = explain(host, rulesOf(body, atMs, endMs, ctx.clock.now().getTime()), atMs);
  return { free, reasons: reasons.map(({ rule, fromMs, toMs, source }) => ({ rule, from: iso(fromMs), to: iso(toMs), source })) };
}
