import { z } from 'zod';
import { type Context, PatchbayError, type PublicAnswer, type PublicInput, publicRoute } from '#sdk';
import { accountsOf } from '../availability/hosts.ts';
import { isZone } from '../availability/zone.ts';
import { book, hold, SlotTaken } from '../booking/book.ts';
import { tongueOf } from '../booking/languages.ts';
import { isOver, linksOf, MANAGE } from '../booking/links.ts';
import { icsOf } from '../booking/mails.ts';
import { cancel, checkPolicy, reschedule } from '../booking/moves.ts';
import { offered } from '../booking/offer.ts';
import { guestFields, holdBody, start as startTime } from '../booking/request.ts';
import { type BookingRow, bookedOf, findPage, type PageRow } from '../booking/store.ts';
import { findTeamPage, offeredBy } from '../booking/team-pages.ts';
import { documentOf } from './document.ts';
import { confirmMove, manage } from './manage.ts';
import { dateIn } from './month.ts';
import { SCRIPT, SCRIPT_NAME } from './script.ts';
import { factsOf, type Look, look, pageOf, showDetails, showTimes, tongueFor } from './steps.ts';
import { team } from './team.ts';

const DAY_MS = 86_400_000;
const byName = { by: 'name', space: 'book', param: 'slug' } as const;
const byToken = { by: 'token', purpose: MANAGE, param: 'token' } as const;

const windowQuery = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  timeZone: z.string().refine(isZone, 'This time zone is not known.').optional(),
  duration: z.coerce.number().int().optional(),
});
const slotView = ({ startMs, endMs, seatsLeft }: { startMs: number; endMs: number; seatsLeft?: number }) => ({
  start: new Date(startMs).toISOString(),
  end: new Date(endMs).toISOString(),
  ...(seatsLeft === undefined ? {} : { seatsLeft }),
});
const refused = (error: SlotTaken): PublicAnswer => ({
  status: 409,
  json: { type: 'urn:patchbay:error:slot_taken', title: error.row.title, status: 409, code: 'slot_taken', detail: error.message, nextSlots: error.nextSlots },
});

/** A form says everything as text, and what is ticked only when it is. */
const formOf = (body: Record<string, unknown>) => {
  const text = (name: string) => (typeof body[name] === 'string' ? (body[name] as string).trim() : '');
  const values = Object.fromEntries(Object.entries(body).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  const answers = Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (name.startsWith('answers.') ? [[name.slice(8), value]] : [])));
  return {
    values,
    given: {
      start: text('start'),
      duration: text('duration'),
      timeZone: text('timeZone'),
      name: text('name'),
      email: text('email'),
      ...(text('phone') ? { phone: text('phone') } : {}),
      ...(text('guests')
        ? {
            guests: text('guests')
              .split(/[\s,;]+/)
              .filter(Boolean),
          }
        : {}),
      ...(text('holdToken') ? { holdToken: text('holdToken') } : {}),
      answers,
    },
  };
};
const guest = z.strictObject(guestFields);

type Posted = PublicInput<{ lang?: string | undefined }, Record<string, unknown>>;

async function postBooking(ctx: Context, { subjectId, body, query, request }: Posted): Promise<PublicAnswer> {
  const tongue = tongueFor(query, request.languages);
  const isForm = body.form === '1';
  const { values, given }: { values: Readonly<Record<string, string>>; given: unknown } = isForm ? formOf(body) : { values: {}, given: body };
  const parsed = guest.safeParse(given);
  const shown = { tongue, query: { lang: query.lang, embed: body.embed === '1' ? '1' : undefined } as Look };
  const again = async (wrong: Record<string, string>) => {
    const [start, duration] = [new Date(values.start ?? ''), Number(values.duration)];
    const page = await pageOf(ctx, subjectId);
    const timeZone = isZone(values.timeZone ?? '') ? (values.timeZone ?? 'UTC') : page.rules.timeZone;
    const accounts = await accountsOf(ctx);
    if (Number.isNaN(start.getTime()) || !page.rules.durationsMinutes.includes(duration))
      return showTimes(ctx, { ...shown, page, accounts, base: `/book/${page.slug}` }, 422);
    return showDetails(ctx, { ...shown, page, accounts }, start, duration, timeZone, { values, wrong }, 422);
  };
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    if (!isForm) throw new PatchbayError('invalid_input', { errors });
    return again(Object.fromEntries(errors.map(({ path, message }) => [path.replace(/\.\d+$/, ''), message])));
  }
  try {
    const { row, hosts } = await book(ctx, subjectId, { ...parsed.data, locale: tongue.locale } as never);
    const links = await linksOf(ctx);
    if (isForm) return { redirect: `${links.manage(row)}?new=1${query.lang ? `&lang=${encodeURIComponent(query.lang)}` : ''}`, status: 303 };
    return {
      status: 201,
      json: {
        id: row.id,
        status: row.status,
        start: row.startsAt.toISOString(),
        end: row.endsAt.toISOString(),
        hosts,
        manageUrl: links.manage(row),
        icsUrl: links.ics(row),
      },
    };
  } catch (error) {
    if (error instanceof SlotTaken) {
      if (!isForm) return refused(error);
      const page = await pageOf(ctx, subjectId);
      const query_ = {
        ...shown.query,
        timeZone: parsed.data.timeZone,
        duration: parsed.data.duration,
        date: error.nextSlots[0] ? dateIn(Date.parse(error.nextSlots[0].start), parsed.data.timeZone) : undefined,
      };
      return showTimes(ctx, { tongue, query: query_, page, accounts: await accountsOf(ctx), base: `/book/${page.slug}`, message: tongue.texts.takenNow }, 409);
    }
    if (isForm && error instanceof PatchbayError && error.code === 'invalid_input')
      return again(Object.fromEntries((error.details.errors ?? []).map(({ path, message }) => [path, message])));
    throw error;
  }
}

const manageQuery = look.extend({
  new: z.string().max(2).optional().catch(undefined),
  moved: z.string().max(2).optional().catch(undefined),
  move: z.string().max(2).optional().catch(undefined),
  cancel: z.string().max(2).optional().catch(undefined),
});

async function mine(ctx: Context, data: Readonly<Record<string, unknown>>) {
  const booked = await bookedOf(ctx, String(data.b));
  // A week later the link leads nowhere.
  if (isOver(booked.row, ctx.clock.now())) throw new PatchbayError('not_found', { detail: 'This meeting is over.' });
  return booked;
}
const canChange = (page: PageRow, row: BookingRow, now: Date): boolean => {
  try {
    checkPolicy(page, row, now);
    return true;
  } catch {
    return false;
  }
};

async function getManage(
  ctx: Context,
  { data, query, request, params }: PublicInput<z.output<typeof manageQuery>, undefined>,
  message?: string,
  status = 200,
): Promise<PublicAnswer> {
  const { row, page } = await mine(ctx, data);
  const tongue = tongueFor(query, request.languages);
  const accounts = await accountsOf(ctx);
  const path = `/book/manage/${params.token}`;
  const now = ctx.clock.now();
  const isChangeable = (row.status === 'confirmed' || row.status === 'pending') && canChange(page, row, now);
  const timeZone = query.timeZone && isZone(query.timeZone) ? query.timeZone : row.timeZone;
  const facts = await factsOf(ctx, page, accounts, tongue, row);
  if (query.move === '1' && isChangeable) {
    const own = {
      ...page,
      team: page.kind === 'round_robin' ? page.team.filter(({ connectionId }) => accounts.connections.has(connectionId as never)) : page.team,
    };
    const start = startTime.safeParse(query.start);
    const duration = row.endsAt.getTime() - row.startsAt.getTime();
    if (start.success) {
      const at = new Date(start.data);
      return documentOf({
        title: page.title,
        locale: tongue.locale,
        body: confirmMove(facts, tongue, {
          path,
          start: at,
          end: new Date(at.getTime() + duration),
          timeZone,
          againUrl: `${path}?${new URLSearchParams({ move: '1', timeZone })}`,
        }),
      });
    }
    return showTimes(
      ctx,
      { page: own, accounts, tongue, base: path, query: { ...query, timeZone }, except: row, kept: { move: '1' }, ...(message ? { message } : {}) },
      status,
    );
  }
  const isLive = page.removedAt === null && page.settings.isActive;
  const body = manage(facts, tongue, {
    path,
    status: row.status,
    start: row.startsAt,
    end: row.endsAt,
    timeZone,
    joinUrl: row.joinUrl,
    isNew: query.new === '1',
    isMoved: query.moved === '1',
    canChange: isChangeable,
    isOver: row.endsAt <= now,
    askCancel: query.cancel === '1' && isChangeable,
    message,
    bookAgainUrl: isLive ? `/book/${page.slug}` : undefined,
    icsUrl: `${path}/event.ics`,
  });
  return documentOf({ title: page.title, locale: tongue.locale, onward: query.new === '1' ? page.settings.redirectUrl : undefined, body }, status);
}

/** Not one page but an address for several: what can be booked, each with its own. */
async function showTeam(ctx: Context, id: string, query: Look, tongue: ReturnType<typeof tongueFor>): Promise<PublicAnswer> {
  const { row, pages } = await ctx.db.transaction(async (tx) => {
    const found = await findTeamPage(tx, ctx.workspaceId, id);
    return { row: found, pages: found ? await offeredBy(tx, found) : [] };
  });
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such booking page.' });
  const accounts = await accountsOf(ctx);
  const facts = await Promise.all(pages.map((page) => factsOf(ctx, page, accounts, tongue)));
  const carried = new URLSearchParams(
    Object.entries(query).filter((pair): pair is [string, string] => ['timeZone', 'lang', 'embed'].includes(pair[0]) && typeof pair[1] === 'string'),
  );
  const body = team(
    row,
    tongue,
    pages.map((page, index) => ({
      url: `/book/${page.slug}${carried.size > 0 ? `?${carried}` : ''}`,
      title: page.title,
      description: page.settings.description,
      hosts: facts[index]?.hosts ?? [],
      place: facts[index]?.place,
      durations: page.rules.durationsMinutes,
    })),
  );
  return documentOf({ title: row.title, locale: tongue.locale, isEmbedded: query.embed === '1', body });
}

const formOrJson = z.record(z.string(), z.unknown());
const isForm = (body: Record<string, unknown>): boolean => body.form === '1';

export const publicRoutes = [
  publicRoute({
    method: 'GET',
    path: '/book/assets/:file',
    workspace: { by: 'nobody' },
    perMinute: 240,
    handler: async (_ctx, { params }) => {
      if (params.file !== SCRIPT_NAME) throw new PatchbayError('not_found');
      return { bytes: SCRIPT, contentType: 'text/javascript; charset=utf-8', headers: { 'cache-control': 'public, max-age=31536000, immutable' } };
    },
  }),
  publicRoute({
    method: 'GET',
    path: '/book/:slug',
    workspace: byName,
    perMinute: 120,
    framable: true,
    query: look,
    handler: async (ctx, { subjectId, query, request }) => {
      const page = await ctx.db.transaction((tx) => findPage(tx, ctx.workspaceId, subjectId));
      const tongue = tongueFor(query, request.languages);
      if (!page) return showTeam(ctx, subjectId, query, tongue);
      const accounts = await accountsOf(ctx);
      const start = startTime.safeParse(query.start);
      const duration = query.duration ?? page.rules.durationsMinutes[0] ?? 30;
      if (start.success && page.rules.durationsMinutes.includes(duration)) {
        const timeZone = query.timeZone && isZone(query.timeZone) ? query.timeZone : page.rules.timeZone;
        return showDetails(ctx, { page, accounts, tongue, query }, new Date(start.data), duration, timeZone, { values: {}, wrong: {} });
      }
      return showTimes(ctx, { page, accounts, tongue, base: `/book/${page.slug}`, query, ...(query.taken === '1' ? { message: tongue.texts.takenNow } : {}) });
    },
  }),
  publicRoute({
    method: 'GET',
    path: '/book/:slug/slots',
    workspace: byName,
    perMinute: 240,
    framable: true,
    query: windowQuery,
    handler: async (ctx, { subjectId, query }) => {
      const page = await pageOf(ctx, subjectId);
      const [fromMs, toMs] = [Date.parse(query.from), Date.parse(query.to)];
      if (toMs <= fromMs || toMs - fromMs > 100 * DAY_MS)
        throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'Ask for at most 100 days, and forward.' }] });
      const duration = query.duration ?? page.rules.durationsMinutes[0] ?? 30;
      const { slots, asOf } = await offered(ctx, page, duration, fromMs, toMs);
      return { json: { slots: slots.map(slotView), timeZone: query.timeZone ?? page.rules.timeZone, asOf: asOf?.toISOString() ?? null } };
    },
  }),
  publicRoute({
    method: 'POST',
    path: '/book/:slug/holds',
    workspace: byName,
    perMinute: 30,
    body: holdBody,
    handler: async (ctx, { subjectId, body }) => {
      try {
        const { holdToken, expiresAt } = await hold(ctx, subjectId, body.start, body.duration);
        return { status: 201, json: { holdToken, expiresAt } };
      } catch (error) {
        if (error instanceof SlotTaken) return refused(error);
        throw error;
      }
    },
  }),
  publicRoute({
    method: 'POST',
    path: '/book/:slug/bookings',
    workspace: byName,
    perMinute: 30,
    query: z.object({ lang: z.string().max(20).optional() }),
    body: formOrJson,
    handler: postBooking,
  }),
  publicRoute({
    method: 'GET',
    path: '/book/manage/:token',
    workspace: byToken,
    perMinute: 120,
    query: manageQuery,
    handler: (ctx, input) => getManage(ctx, input as never),
  }),
  publicRoute({
    method: 'GET',
    path: '/book/manage/:token/event.ics',
    workspace: byToken,
    perMinute: 60,
    handler: async (ctx, { data }) => {
      const { row, page, hosts } = await mine(ctx, data);
      const text = icsOf(page, row, await accountsOf(ctx), hosts, await linksOf(ctx), ctx.clock.now());
      return { bytes: text, contentType: 'text/calendar; charset=utf-8', headers: { 'content-disposition': 'attachment; filename="meeting.ics"' } };
    },
  }),
  publicRoute({
    method: 'POST',
    path: '/book/manage/:token/reschedule',
    workspace: byToken,
    perMinute: 30,
    body: formOrJson,
    handler: async (ctx, input) => {
      const { row, page } = await mine(ctx, input.data);
      const start = startTime.safeParse(input.body.start);
      if (!start.success) throw new PatchbayError('invalid_input', { errors: [{ path: 'start', message: start.error.issues[0]?.message ?? 'Give a time.' }] });
      checkPolicy(page, row, ctx.clock.now());
      try {
        const moved = await reschedule(ctx, row.id, start.data);
        if (isForm(input.body)) return { redirect: `/book/manage/${input.params.token}?moved=1`, status: 303 };
        return { json: { id: row.id, status: moved.row.status, start: moved.row.startsAt.toISOString(), end: moved.row.endsAt.toISOString() } };
      } catch (error) {
        if (!(error instanceof SlotTaken)) throw error;
        if (!isForm(input.body)) return refused(error);
        const tongue = tongueOf(input.request.languages);
        return getManage(ctx, { ...input, query: { move: '1', timeZone: row.timeZone } as never, body: undefined }, tongue.texts.takenNow, 409);
      }
    },
  }),
  publicRoute({
    method: 'POST',
    path: '/book/manage/:token/cancel',
    workspace: byToken,
    perMinute: 30,
    body: formOrJson,
    handler: async (ctx, { data, params, body }) => {
      const { row, page } = await mine(ctx, data);
      if (row.status === 'confirmed' || row.status === 'pending') checkPolicy(page, row, ctx.clock.now());
      const gone = await cancel(ctx, row.id, typeof body.reason === 'string' && body.reason.trim() ? body.reason.trim() : undefined);
      if (isForm(body)) return { redirect: `/book/manage/${params.token}`, status: 303 };
      return { json: { id: row.id, status: gone.row.status } };
    },
  }),
];
