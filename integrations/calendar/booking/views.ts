import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, isUuid, PatchbayError, type RouteInput } from '#sdk';
import { accountsOf } from '../availability/hosts.ts';
import { writtenHours } from '../availability/request.ts';
import { calendarBookingPages as pages } from '../models.ts';
import { book, hold } from './book.ts';
import { type BookingLinks, linksOf } from './links.ts';
import { cancel, decide, markNoShow, reschedule } from './moves.ts';
import { explainPage, offered } from './offer.ts';
import type { newPage, PageHost, pageChange, pageView } from './page.ts';
import { pageRules, pageSettings } from './page.ts';
import type { bookingBody, bookingView, holdBody } from './request.ts';
import { claimSlug } from './slugs.ts';
import {
  type Booked,
  type BookingRow,
  bookedOf,
  claimName,
  hostsOfMany,
  listBookings,
  listPages,
  noShowsOf,
  type PageRow,
  pageById,
  upcomingByPage,
} from './store.ts';
import { locationText } from './texts.ts';

const iso = (ms: number) => new Date(ms).toISOString();

/** A page as programs see it. */
export function toPageView(ctx: Context, row: PageRow, names: ReadonlyMap<string, string>, upcoming: number): z.output<typeof pageView> {
  const { settings, rules } = row;
  const url = ctx.links.url(`/book/${row.slug}`);
  const { location, followUp, confirmationText, redirectUrl, ...rest } = settings;
  return {
    id: row.id,
    url,
    embed: `<iframe src="${url}?embed=1" title="${row.title.replaceAll(/[<>"&]/g, ' ')}" style="width:100%;height:760px;border:0" loading="lazy"></iframe>`,
    slug: row.slug,
    title: row.title,
    kind: row.kind as 'one_to_one',
    hosts: row.team.map((host) => ({ ...host, name: names.get(host.connectionId) ?? 'A calendar that is gone' })),
    timeZone: rules.timeZone,
    workingHours: rules.workingHours
      ? Object.fromEntries(Object.entries(rules.workingHours).flatMap(([day, windows]) => (windows ? [[day, writtenHours(windows)]] : [])))
      : null,
    overrides: (rules.overrides ?? []).map(({ date, hours }) => ({ date, hours: writtenHours(hours) })),
    durationsMinutes: rules.durationsMinutes,
    stepMinutes: rules.stepMinutes,
    bufferBeforeMinutes: rules.bufferBeforeMinutes,
    bufferAfterMinutes: rules.bufferAfterMinutes,
    minimumNoticeMinutes: rules.minimumNoticeMinutes,
    horizonDays: rules.horizonDays,
    ...rest,
    location: (location as never) ?? null,
    followUp: followUp ?? null,
    confirmationText: confirmationText ?? null,
    redirectUrl: redirectUrl ?? null,
    upcoming,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const namesOf = async (ctx: Context) => new Map([...(await accountsOf(ctx)).connections].map(([id, { label }]) => [id as string, label]));

async function teamOf(ctx: Context, hosts: z.output<typeof newPage>['hosts']): Promise<PageHost[]> {
  const team: PageHost[] = [];
  for (const { connectionId, userId, weight } of hosts) {
    // Connections of this workspace and of calendars only.
    const { connection } = await ctx.withConnection(asId<ConnectionId>(connectionId));
    if (userId && connection.ownerUserId && connection.ownerUserId !== userId)
      throw new PatchbayError('invalid_input', { errors: [{ path: 'hosts', message: `${connection.label} is not this person’s calendar.` }] });
    team.push({ userId: userId ?? null, connectionId, weight });
  }
  return team;
}

const parts = (body: Record<string, unknown>) => {
  const pick = (shape: object) => Object.fromEntries(Object.entries(body).filter(([name, value]) => name in shape && value !== undefined && value !== null));
  return { rules: pick(pageRules.shape), settings: pick(pageSettings.shape) };
};
export async function postPage(ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newPage>>) {
  const { slug, title, kind, hosts } = body;
  const team = await teamOf(ctx, hosts);
  const { rules, settings } = parts(body);
  const id = uuidv7();
  const row = await ctx.db.transaction(async (tx) => {
    await claimSlug(ctx, tx, slug, id);
    await tx.insert(pages).values({
      workspaceId: ctx.workspaceId,
      id,
      slug,
      title,
      kind,
      hosts: team.map(({ connectionId }) => connectionId),
      team,
      rules: rules as never,
      settings: settings as never,
    });
    return pageById(tx, ctx.workspaceId, id);
  });
  return toPageView(ctx, row, await namesOf(ctx), 0);
}

export async function getPages(ctx: Context) {
  const { rows, upcoming } = await ctx.db.transaction(async (tx) => ({
    rows: await listPages(tx, ctx.workspaceId),
    upcoming: await upcomingByPage(tx, ctx.workspaceId, ctx.clock.now()),
  }));
  const names = await namesOf(ctx);
  return { data: rows.map((row) => toPageView(ctx, row, names, upcoming.get(row.id) ?? 0)), nextCursor: null };
}

export async function getPage(ctx: Context, { params }: RouteInput<{ id: string }, undefined, undefined>) {
  const { row, upcoming } = await ctx.db.transaction(async (tx) => ({
    row: await pageById(tx, ctx.workspaceId, params.id),
    upcoming: await upcomingByPage(tx, ctx.workspaceId, ctx.clock.now()),
  }));
  return toPageView(ctx, row, await namesOf(ctx), upcoming.get(row.id) ?? 0);
}

export async function patchPage(ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof pageChange>>) {
  const team = body.hosts ? await teamOf(ctx, body.hosts) : undefined;
  const { rules, settings } = parts(body);
  const gone = new Set(Object.entries(body).flatMap(([name, value]) => (value === null ? [name] : [])));
  const left = <T extends object>(before: T): T => Object.fromEntries(Object.entries(before).filter(([name]) => !gone.has(name))) as T;
  await ctx.db.transaction(async (tx) => {
    const before = await pageById(tx, ctx.workspaceId, params.id, { lock: true });
    const kind = body.kind ?? before.kind;
    if (kind === 'one_to_one' && (team ?? before.team).length !== 1)
      throw new PatchbayError('invalid_input', { errors: [{ path: 'hosts', message: 'One to one has one host.' }] });
    if (body.slug && body.slug !== before.slug) {
      await claimSlug(ctx, tx, body.slug, before.id);
      await ctx.links.release('book', before.slug);
    }
    await tx
      .update(pages)
      .set({
        slug: body.slug ?? before.slug,
        title: body.title ?? before.title,
        kind,
        ...(team ? { team, hosts: team.map(({ connectionId }) => connectionId) } : {}),
        rules: { ...left(before.rules), ...rules } as never,
        settings: { ...left(before.settings), ...settings } as never,
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(pages.workspaceId, ctx.workspaceId), eq(pages.id, params.id)));
  });
  return getPage(ctx, { params, query: undefined, body: undefined });
}

/** Nobody books by it any more; bookings that stand keep standing. */
export const deletePage = (ctx: Context, { params }: RouteInput<{ id: string }, undefined, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const row = await pageById(tx, ctx.workspaceId, params.id, { lock: true });
    await ctx.links.release('book', row.slug);
    const now = ctx.clock.now();
    await tx
      .update(pages)
      .set({ removedAt: now, updatedAt: now, slug: `${row.slug}~${row.id}` })
      .where(and(eq(pages.workspaceId, ctx.workspaceId), eq(pages.id, params.id)));
  });

export async function getSlots(ctx: Context, { params, query }: RouteInput<{ id: string }, { from: string; to: string; duration: number }, undefined>) {
  const page = await ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, params.id));
  const { slots, unavailable } = await offered(ctx, page, query.duration, Date.parse(query.from), Date.parse(query.to));
  return {
    data: slots.map(({ startMs, endMs, hostIds, seatsLeft }) => ({
      start: iso(startMs),
      end: iso(endMs),
      hosts: [...hostIds],
      ...(seatsLeft === undefined ? {} : { seatsLeft }),
    })),
    unavailable,
  };
}
export async function getExplanation(ctx: Context, { params, query }: RouteInput<{ id: string }, { at: string; duration: number }, undefined>) {
  const page = await ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, params.id));
  const told = await explainPage(ctx, page, query.duration, Date.parse(query.at));
  return {
    data: told.map(({ reasons, ...each }) => ({
      ...each,
      reasons: reasons.map(({ rule, fromMs, toMs, source }) => ({ rule, from: iso(fromMs), to: iso(toMs), source })),
    })),
  };
}
export const postHold = (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof holdBody>>) =>
  hold(ctx, params.id, body.start, body.duration);

/** A booking as programs see it. */
export const toBookingView = (
  row: BookingRow,
  page: Pick<PageRow, 'title' | 'settings'>,
  hosts: readonly string[],
  noShows: number,
  links: BookingLinks,
): z.output<typeof bookingView> => ({
  id: row.id,
  pageId: row.pageId,
  pageTitle: page.title,
  status: row.status as 'held',
  start: row.startsAt.toISOString(),
  end: row.endsAt.toISOString(),
  timeZone: row.timeZone,
  hosts: [...hosts],
  name: row.guestName,
  email: row.guestEmail,
  phone: row.phone,
  answers: row.answers,
  guests: row.guests,
  contactId: row.contactId,
  location: locationText(page, row) ?? null,
  joinUrl: row.joinUrl,
  pickReason: row.pickReason,
  moves: row.moves,
  noShows,
  manageUrl: links.manage(row),
  icsUrl: links.ics(row),
});

async function shown(ctx: Context, { row, page, hosts }: Booked) {
  const counts = await ctx.db.transaction((tx) => noShowsOf(tx, ctx.workspaceId, [row.contactId]));
  return toBookingView(row, page, hosts, counts.get(row.contactId ?? '') ?? 0, await linksOf(ctx));
}

export const postBooking = async (ctx: Context, { body: { pageId, ...guest } }: RouteInput<undefined, undefined, z.output<typeof bookingBody>>) =>
  shown(ctx, await book(ctx, pageId, guest));
export const getBooking = async (ctx: Context, { params }: RouteInput<{ id: string }, undefined, undefined>) => shown(ctx, await bookedOf(ctx, params.id));
export const postReschedule = async (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, { start: string }>) =>
  shown(ctx, await reschedule(ctx, params.id, body.start));
export const postCancel = async (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, { reason?: string | undefined } | undefined>) =>
  shown(ctx, await cancel(ctx, params.id, body?.reason));
export const postNoShow = async (ctx: Context, { params }: RouteInput<{ id: string }, undefined, unknown>) => shown(ctx, await markNoShow(ctx, params.id));
export const postApproval = async (ctx: Context, { params }: RouteInput<{ id: string }, undefined, unknown>) => shown(ctx, await decide(ctx, params.id, true));
export const postDecline = async (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, { reason?: string | undefined } | undefined>) =>
  shown(ctx, await decide(ctx, params.id, false, body?.reason));

export interface BookingQuery {
  pageId?: string | undefined;
  contactId?: string | undefined;
  status?: string | undefined;
  upcoming?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
}
export async function getBookings(ctx: Context, { query }: RouteInput<undefined, BookingQuery, undefined>) {
  const [at = '', id = ''] = query.cursor ? Buffer.from(query.cursor, 'base64url').toString().split(' ') : [];
  if (query.cursor && (Number.isNaN(Date.parse(at)) || !isUuid(id)))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'This cursor is none of ours.' }] });
  const { rows, hosts, counts } = await ctx.db.transaction(async (tx) => {
    const found = await listBookings(tx, ctx.workspaceId, {
      limit: query.limit + 1,
      ...(query.pageId ? { pageId: query.pageId } : {}),
      ...(query.contactId ? { contactId: query.contactId } : {}),
      ...(query.status ? { status: query.status } : {}),
      ...(query.upcoming ? { from: ctx.clock.now() } : {}),
      ...(query.cursor ? { after: { at: new Date(at), id } } : {}),
    });
    return {
      rows: found,
      hosts: await hostsOfMany(tx, ctx.workspaceId, [...new Set(found.map(({ booking }) => claimName(booking)))]),
      counts: await noShowsOf(
        tx,
        ctx.workspaceId,
        found.map(({ booking }) => booking.contactId),
      ),
    };
  });
  const links = await linksOf(ctx);
  const seen = rows.slice(0, query.limit);
  const last = seen.at(-1)?.booking;
  return {
    data: seen.map(({ booking, title, settings }) =>
      toBookingView(
        booking,
        { title, settings: pageSettings.parse(settings ?? {}) },
        hosts.get(claimName(booking)) ?? [],
        counts.get(booking.contactId ?? '') ?? 0,
        links,
      ),
    ),
    nextCursor: rows.length > query.limit && last ? Buffer.from(`${last.startsAt.toISOString()} ${last.id}`).toString('base64url') : null,
  };
}
