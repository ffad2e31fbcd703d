import { z } from 'zod';
import type { Context, PublicAnswer } from '#sdk';
import type { Accounts } from '../availability/hosts.ts';
import { isZone } from '../availability/zone.ts';
import { type Tongue, tongueOf } from '../booking/languages.ts';
import { offered } from '../booking/offer.ts';
import { type BookingRow, type PageRow, pageById } from '../booking/store.ts';
import { locationText } from '../booking/texts.ts';
import { choose, type PageFacts } from './choose.ts';
import { details } from './details.ts';
import { documentOf } from './document.ts';
import { dateIn, isMonth, monthOf } from './month.ts';

const DAY_MS = 86_400_000;

const zone = z.string().max(64).optional().catch(undefined);
/** What is wrong in an address that somebody typed is left out: a page still opens. */
export const look = z.object({
  timeZone: zone,
  duration: z.coerce.number().int().optional().catch(undefined),
  month: z.string().max(10).optional().catch(undefined),
  date: z.string().max(10).optional().catch(undefined),
  start: z.string().max(40).optional().catch(undefined),
  embed: z.string().max(2).optional().catch(undefined),
  taken: z.string().max(2).optional().catch(undefined),
  lang: z.string().max(20).optional().catch(undefined),
});
export type Look = z.output<typeof look>;

export const pageOf = (ctx: Context, id: string): Promise<PageRow> => ctx.db.transaction((tx) => pageById(tx, ctx.workspaceId, id));
export const tongueFor = (query: { lang?: string | undefined }, languages: readonly string[]): Tongue =>
  tongueOf([...(query.lang ? [query.lang] : []), ...languages]);

export async function factsOf(ctx: Context, page: PageRow, accounts: Accounts, { texts }: Tongue, row?: BookingRow): Promise<PageFacts> {
  const people = await ctx.people.list();
  const hosts = page.team.map(
    ({ userId, connectionId }) => people.find((each) => each.userId === userId)?.name ?? accounts.connections.get(connectionId as never)?.label ?? page.title,
  );
  const { location } = page.settings;
  const place = row
    ? locationText(page, row)
    : location?.kind === 'phone'
      ? texts.locationPhone
      : location?.kind === 'meet' || location?.kind === 'teams'
        ? texts.locationVideo
        : location?.kind === 'in_person'
          ? location.value
          : undefined;
  return { title: page.title, description: page.settings.description, hosts: [...new Set(hosts)], place };
}

interface Showing {
  page: PageRow;
  accounts: Accounts;
  tongue: Tongue;
  base: string;
  query: Look;
  message?: string;
  except?: BookingRow;
  kept?: Record<string, string>;
  /** Only to be looked at: without a script. */
  isStill?: boolean;
}

/** Days and times. Begins at the first month that has any. */
export async function showTimes(
  ctx: Context,
  { page, accounts, tongue, base, query, message, except, kept = {}, isStill = false }: Showing,
  status = 200,
): Promise<PublicAnswer> {
  const timeZone = query.timeZone && isZone(query.timeZone) ? query.timeZone : page.rules.timeZone;
  const own = except ? (except.endsAt.getTime() - except.startsAt.getTime()) / 60_000 : undefined;
  const duration = own ?? (page.rules.durationsMinutes.includes(query.duration ?? 0) ? (query.duration ?? 0) : (page.rules.durationsMinutes[0] ?? 30));
  const nowMs = ctx.clock.now().getTime();
  const lastMs = nowMs + page.rules.horizonDays * DAY_MS;
  const asked = query.month && isMonth(query.month) ? query.month : query.date?.slice(0, 7);
  let month = monthOf(asked && isMonth(asked) ? asked : dateIn(nowMs, timeZone).slice(0, 7), timeZone, tongue.locale);
  const read = (of: typeof month) => offered(ctx, page, duration, Math.max(of.fromMs, nowMs), of.toMs, { accounts, ...(except ? { except } : {}) });
  let { slots } = await read(month);
  if (slots.length === 0 && !asked && month.toMs < lastMs) {
    month = monthOf(month.next, timeZone, tongue.locale);
    ({ slots } = await read(month));
  }
  const facts = await factsOf(ctx, page, accounts, tongue);
  const isEmbedded = query.embed === '1';
  const carried = { ...kept, ...(isEmbedded ? { embed: '1' } : {}), ...(query.lang ? { lang: query.lang } : {}) };
  const body = choose(facts, tongue, {
    base,
    kept: carried,
    month,
    date: query.date,
    duration,
    durations: own ? [] : page.rules.durationsMinutes,
    timeZone,
    slots,
    nowMs,
    lastMs,
    message,
    isStill,
  });
  return documentOf({ title: page.title, locale: tongue.locale, isEmbedded, isStill, body }, status);
}

interface Typed {
  values: Readonly<Record<string, string>>;
  wrong: Readonly<Record<string, string>>;
}
export async function showDetails(
  ctx: Context,
  showing: Omit<Showing, 'base'>,
  start: Date,
  duration: number,
  timeZone: string,
  typed: Typed,
  status = 200,
): Promise<PublicAnswer> {
  const { page, accounts, tongue, query } = showing;
  const base = `/book/${page.slug}`;
  const again = new URLSearchParams({
    timeZone,
    duration: String(duration),
    date: dateIn(start.getTime(), timeZone),
    ...(query.embed === '1' ? { embed: '1' } : {}),
    ...(query.lang ? { lang: query.lang } : {}),
  });
  const body = details(await factsOf(ctx, page, accounts, tongue), tongue, {
    action: `${base}/bookings${query.lang ? `?lang=${encodeURIComponent(query.lang)}` : ''}`,
    holdUrl: `${base}/holds`,
    againUrl: `${base}?${again}`,
    start,
    duration,
    timeZone,
    settings: page.settings,
    isEmbedded: query.embed === '1',
    ...typed,
  });
  return documentOf({ title: page.title, locale: tongue.locale, isEmbedded: query.embed === '1', body }, status);
}
