import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { calendarBookingPages as pages } from '../models.ts';
import { book, cancel, hold, offered, reschedule } from './book.ts';
import type { bookingBody, holdBody, newPage, pageView } from './page.ts';
import { type PageRow, pageById } from './store.ts';

const toPageView = ({ id, slug, title, kind, hosts }: PageRow): z.output<typeof pageView> => ({
  id,
  slug,
  title,
  kind,
  hosts: hosts.map((connectionId) => ({ connectionId })),
});

export async function postPage(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newPage>>) {
  const { slug, title, kind, hosts, ...rules } = body;
  // Connections of this workspace and of calendars only.
  for (const { connectionId } of hosts) await ctx.withConnection(asId<ConnectionId>(connectionId));
  return ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .insert(pages)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), slug, title, kind, hosts: hosts.map(({ connectionId }) => connectionId), rules })
      .onConflictDoNothing()
      .returning();
    if (!row) throw new PatchbayError('already_exists', { detail: 'There is a page with this address already.' });
    return toPageView(row);
  });
}

export async function getSlots(ctx: Context, { params, query }: RouteInput<{ id: string }, { from: string; to: string; duration: number }, undefined>) {
  const page = await ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, params.id));
  const { slots } = await offered(ctx, page, query.duration, Date.parse(query.from), Date.parse(query.to));
  return { data: slots.map(({ startMs, endMs }) => ({ start: new Date(startMs).toISOString(), end: new Date(endMs).toISOString() })) };
}
export async function postHold(ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof holdBody>>) {
  const { bookingId, holdToken, expiresAt } = await hold(ctx, params.id, body.start, body.duration);
  return { bookingId, holdToken, expiresAt };
}
export const postBooking = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof bookingBody>>) => book(ctx, body);
export const postReschedule = (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, { start: string }>) =>
  reschedule(ctx, params.id, body.start);
export const postCancel = (ctx: Context, { params }: RouteInput<{ id: string }, undefined, unknown>) => cancel(ctx, params.id);
