import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { cancelEvent, changeEvent, createEvent } from './actions.ts';
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
