import { type Context, PatchbayError } from '#sdk';
import { explain, type Host, type Rules, slots } from '../availability/availability.ts';
import { type Accounts, accountsOf, type Found, look, type Wanted } from '../availability/hosts.ts';
import { rulesOf, scheduleOf } from '../availability/request.ts';
import { fullDays, hasCaps, widened } from './caps.ts';
import type { PageRow } from './store.ts';
import { type BookingRow, bookedStarts, bookedTimes, claimName, seatsTaken, sessionsOf } from './store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface OfferedSlot {
  startMs: number;
  endMs: number;
  /** Connections of those who are free. */
  hostIds: readonly string[];
  /** Of a group that meets then already. */
  sessionId?: string;
  seatsLeft?: number;
}
export interface Offer {
  slots: OfferedSlot[];
  unavailable: Found['unavailable'];
  asOf: Date | null;
  /** The zone in which each host counts days. */
  zones: ReadonlyMap<string, string>;
}
/** Who is met. A host named as a person is busy by all of their calendars; one named by a connection alone, by that. */
export interface Met extends Wanted {
  /** The person where there is one: what cannot be met twice at a time. */
  hostId: string;
  weight: number;
  name: string;
}

export function peopleOf({ connections }: Accounts, page: PageRow): Met[] {
  const all = [...connections.values()];
  return page.team.map(({ connectionId, userId: named, weight }) => {
    const connection = connections.get(connectionId);
    const own = named ? all.filter((each) => each.ownerUserId === named).map(({ id }) => id as string) : [];
    return {
      id: connectionId,
      userId: named ?? connection?.ownerUserId ?? null,
      hostId: named ?? connectionId,
      weight,
      name: connection?.label ?? 'A calendar that is gone',
      connectionIds: [...new Set([connectionId, ...own])].filter((id) => connections.has(id)),
    };
  });
}

export interface PageView {
  met: Met[];
  found: Found;
  accounts: Accounts;
}

/** The page's hosts with all that makes them busy: their calendars, what was booked here a moment ago, and caps. */
export async function lookAtPage(ctx: Context, page: PageRow, fromMs: number, toMs: number, except?: BookingRow, known?: Accounts): Promise<PageView> {
  const accounts = known ?? (await accountsOf(ctx));
  const met = peopleOf(accounts, page);
  const now = ctx.clock.now();
  const wide = widened(fromMs, toMs);
  const { booked, starts } = await ctx.db.transaction(async (tx) => ({
    booked: await bookedTimes(
      tx,
      ctx.workspaceId,
      met.map(({ hostId }) => hostId),
      new Date(fromMs - DAY_MS),
      new Date(toMs + DAY_MS),
      now,
    ),
    starts: hasCaps(page.settings.caps) ? await bookedStarts(tx, ctx.workspaceId, page.id, wide.from, wide.to, now) : [],
  }));
  const own = except && claimName(except);
  const found = await look(
    ctx,
    accounts,
    met,
    {
      schedule: page.rules.workingHours ? scheduleOf(page.rules) : undefined,
      assumed: scheduleOf(page.rules),
      ...(except?.eventExternalId ? { ignored: new Set([except.eventExternalId]) } : {}),
    },
    fromMs,
    toMs,
  );
  const byId = new Map(met.map((each) => [each.id, each]));
  const hosts = found.hosts.map((host): Host => {
    const { hostId } = byId.get(host.id) ?? { hostId: host.id };
    const mine = starts.filter(({ connectionId, claim }) => connectionId === host.id && claim !== own).map(({ startsAt }) => startsAt?.getTime() ?? 0);
    return {
      ...host,
      busy: [
        ...host.busy,
        ...booked
          .filter((each) => each.hostId === hostId && each.claim !== own)
          .map(({ startsAt, endsAt }) => ({ startMs: startsAt?.getTime() ?? 0, endMs: endsAt?.getTime() ?? 0, source: 'Booked' })),
      ],
      busyDates: [...(host.busyDates ?? []), ...fullDays(page.settings.caps, host.schedule.timeZone, mine, fromMs, toMs)],
    };
  });
  return { met, found: { ...found, hosts }, accounts };
}

export const rulesOfPage = (page: PageRow, durationMinutes: number, fromMs: number, toMs: number, nowMs: number): Rules =>
  rulesOf({ ...page.rules, durationMinutes }, fromMs, toMs, nowMs);

/** Times that a page offers between two instants, of one moment. `except`: a booking that is about to move, and stands in nobody's way. */
export const offered = (...asked: Parameters<typeof offeredNow>): Promise<Offer> => asked[0].db.transaction(() => offeredNow(...asked));

async function offeredNow(
  ctx: Context,
  page: PageRow,
  durationMinutes: number,
  fromMs: number,
  toMs: number,
  { except, accounts }: { except?: BookingRow; accounts?: Accounts } = {},
): Promise<Offer> {
  if (!page.rules.durationsMinutes.includes(durationMinutes) && !except)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'duration', message: 'This page does not offer this length.' }] });
  const now = ctx.clock.now();
  const nowMs = now.getTime();
  const lastMs = Math.min(toMs, nowMs + page.rules.horizonDays * DAY_MS);
  if (lastMs <= fromMs || !page.settings.isActive) return { slots: [], unavailable: [], asOf: null, zones: new Map() };
  const { found, met } = await lookAtPage(ctx, page, fromMs, lastMs, except, accounts);
  const rules = rulesOfPage(page, durationMinutes, fromMs, lastMs, nowMs);
  const zones = new Map(found.hosts.map(({ id, schedule }) => [id, schedule.timeZone]));
  const needsAll = page.kind !== 'round_robin';
  const isBlind = needsAll && found.unavailable.length > 0;
  const free: OfferedSlot[] = isBlind || found.hosts.length < (needsAll ? met.length : 1) ? [] : slots(found.hosts, rules, needsAll ? 'all' : 'any');
  if (page.kind !== 'group' || isBlind) return { slots: free, unavailable: found.unavailable, asOf: found.asOf, zones };
  const joinable = await seatsOf(ctx, page, durationMinutes, fromMs, lastMs, except);
  const earliest = nowMs + rules.minimumNoticeMs;
  const sessions = joinable.filter(({ startMs, seatsLeft }) => startMs >= Math.max(fromMs, earliest) && seatsLeft > 0);
  const all = [
    ...free.map((slot) => ({ ...slot, seatsLeft: page.settings.seats })),
    ...sessions.map((each) => ({ ...each, hostIds: page.team.map(({ connectionId }) => connectionId) })),
  ];
  return { slots: all.toSorted((a, b) => a.startMs - b.startMs), unavailable: found.unavailable, asOf: found.asOf, zones };
}

async function seatsOf(ctx: Context, page: PageRow, durationMinutes: number, fromMs: number, toMs: number, except: BookingRow | undefined) {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const sessions = await sessionsOf(tx, ctx.workspaceId, page.id, new Date(fromMs), new Date(toMs));
    const ids = sessions.flatMap(({ sessionId }) => (sessionId ? [sessionId] : []));
    const taken = await seatsTaken(tx, ctx.workspaceId, ids, now);
    return sessions.flatMap(({ sessionId, startsAt, endsAt }) => {
      const seats = sessionId ? (taken.get(sessionId) ?? []).filter(({ id }) => id !== except?.id) : [];
      if (!sessionId || seats.length === 0 || endsAt.getTime() - startsAt.getTime() !== durationMinutes * MINUTE_MS) return [];
      return [{ sessionId, startMs: startsAt.getTime(), endMs: endsAt.getTime(), seatsLeft: page.settings.seats - seats.length }];
    });
  });
}

/** For each host of a page, whether it could be then, and everything that speaks against it: by the same code that offers. */
export async function explainPage(ctx: Context, page: PageRow, durationMinutes: number, atMs: number) {
  const nowMs = ctx.clock.now().getTime();
  const endMs = atMs + durationMinutes * MINUTE_MS;
  const { found, met } = await lookAtPage(ctx, page, atMs, endMs);
  const rules = rulesOfPage(page, durationMinutes, atMs, endMs, nowMs);
  const general = [
    ...(page.settings.isActive ? [] : [{ rule: 'page', fromMs: atMs, toMs: endMs, source: 'The page is switched off.' }]),
    ...(endMs > nowMs + page.rules.horizonDays * DAY_MS
      ? [{ rule: 'range', fromMs: nowMs, toMs: nowMs + page.rules.horizonDays * DAY_MS, source: `The page looks ${page.rules.horizonDays} days ahead.` }]
      : []),
  ];
  return met.map(({ id, name, userId }) => {
    const host = found.hosts.find((each) => each.id === id);
    const blind = found.unavailable.find((each) => each.id === id);
    const told = host
      ? explain(host, rules, atMs)
      : { free: false, reasons: [{ rule: 'unreadable', fromMs: atMs, toMs: endMs, source: blind?.reason ?? 'This calendar is gone.' }] };
    const reasons = [...general, ...told.reasons];
    return { connectionId: id, userId, name, free: told.free && general.length === 0, reasons };
  });
}
