import { createHash } from 'node:crypto';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';
import type { Accounts } from '../availability/hosts.ts';
import { clientOf } from '../client/index.ts';
import type { CancelInput, ChangeInput, CreateInput } from '../effects.ts';
import { settingsOf } from '../settings.ts';
import type { CalendarRow } from '../store/calendars.ts';
import { listCalendars } from '../store/calendars.ts';
import { accountOf } from '../store/meetings.ts';
import type { BookingRow, PageRow } from './store.ts';
import { claimName } from './store.ts';
import { answersText, locationText } from './texts.ts';

export const eventKey = (claim: string): string => `booking:${claim}`;

/** Where bookings of a connection are written: the calendar that was chosen for it, else its main one. */
export const writtenInto = (calendars: readonly CalendarRow[], connectionId: string): CalendarRow | undefined => {
  const own = calendars.filter((row) => row.connectionId === connectionId && (row.role === 'owner' || row.role === 'writer'));
  return own.find(({ writes }) => writes) ?? own.find(({ isPrimary }) => isPrimary) ?? own[0];
};

/** Whether the provider itself tells guests of an event; others hear of it by our mail. */
export const providerInvites = (provider: string): boolean => provider === 'google' || provider === 'microsoft';

/** Asks the providers themselves, now: the mirror may be seconds behind. What cannot be asked counts as busy. */
export async function areFreeLive(ctx: Context, connectionIds: readonly string[], from: Date, to: Date, except?: string): Promise<boolean> {
  const all = await Promise.all(
    [...new Set(connectionIds)].map(async (id) => {
      const connected = await ctx.withConnection(asId<ConnectionId>(id));
      const own = (await ctx.db.transaction((tx) => listCalendars(tx, ctx.workspaceId, [id]))).filter(({ blocks }) => blocks);
      const account = accountOf(connected);
      return clientOf(connected.connection.provider)
        .isFree(
          connected.http,
          own.map((row) => ({ ...row, account })),
          from,
          to,
          { except, tentativeBlocks: settingsOf(connected.connection).tentativeBlocks },
        )
        .catch(() => false);
    }),
  );
  return all.every(Boolean);
}

export interface EventOf {
  page: PageRow;
  rows: readonly BookingRow[];
  calendar: CalendarRow;
  provider: string;
  accounts: Accounts;
  hosts: readonly string[];
  manageUrl: string;
}

/** The event of a booking; of a group one for all, without naming guests to each other. */
export function draftOf({ page, rows, calendar, provider, accounts, hosts, manageUrl }: EventOf): CreateInput {
  const [first] = rows as [BookingRow];
  const isGroup = page.kind === 'group';
  const others = hosts
    .filter((id) => id !== calendar.connectionId)
    .flatMap((id) => {
      const email = accounts.connections.get(id)?.data.email;
      return typeof email === 'string' ? [{ email }] : [];
    });
  const guests = isGroup
    ? []
    : [...(first.guestEmail ? [{ email: first.guestEmail, name: first.guestName ?? first.guestEmail }] : []), ...first.guests.map((email) => ({ email }))];
  const { location } = page.settings;
  const withVideo = (location?.kind === 'meet' && provider === 'google') || (location?.kind === 'teams' && provider === 'microsoft');
  const place = locationText(page, first);
  const lines = isGroup
    ? [`${rows.length} of ${page.settings.seats} places taken.`, ...rows.map(({ guestName, guestEmail }) => `${guestName ?? ''} <${guestEmail ?? ''}>`)]
    : [answersText(page, first), `Move or cancel: ${manageUrl}`];
  return {
    calendarId: calendar.id,
    draft: {
      title: isGroup ? `${page.title} (${rows.length}/${page.settings.seats})` : `${page.title}: ${first.guestName ?? ''}`,
      body: lines.filter(Boolean).join('\n\n').slice(0, 7_900),
      ...(place ? { location: place } : {}),
      start: first.startsAt.toISOString(),
      end: first.endsAt.toISOString(),
      timeZone: calendar.timeZone,
      attendees: [...guests, ...others],
      ...(withVideo ? { withVideo: true } : {}),
    },
    notify: !isGroup && providerInvites(provider),
  };
}

const connected = (ctx: Context, calendar: Pick<CalendarRow, 'connectionId'>): Promise<ConnectedContext> =>
  ctx.withConnection(asId<ConnectionId>(calendar.connectionId));

/** Reserved with the booking itself: it is written when that stands. */
export async function reserveEvent(ctx: Context, calendar: CalendarRow, claim: string, who: string, input: CreateInput): Promise<void> {
  await (await connected(ctx, calendar)).effects.reserve({
    kind: 'calendar.create-event',
    key: eventKey(claim),
    summary: `Put the booking of ${who} into the calendar`,
    input,
  });
}

/** Where the event of a booking stands, once it is written; its own effect is waited for where it is under way. */
export async function eventOf(ctx: Context, row: BookingRow, calendar: CalendarRow): Promise<string | null> {
  if (row.eventExternalId) return row.eventExternalId;
  // The same key gives the first one's outcome.
  const { externalId } = await (await connected(ctx, calendar)).effects.once({
    kind: 'calendar.create-event',
    key: eventKey(claimName(row)),
    summary: 'The event of a booking',
    input: {},
  });
  return externalId;
}

const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

export async function reserveChange(ctx: Context, calendar: CalendarRow, claim: string, input: Omit<ChangeInput, 'calendarId'>): Promise<void> {
  await (await connected(ctx, calendar)).effects.reserve({
    kind: 'calendar.change-event',
    key: `${eventKey(claim)}:change:${short(JSON.stringify(input.draft) + ctx.clock.now().toISOString())}`,
    summary: 'Change the event of a booking',
    input: { calendarId: calendar.id, ...input },
  });
}

export async function reserveCancel(ctx: Context, calendar: CalendarRow, claim: string, externalId: string, notify: boolean): Promise<void> {
  const input: CancelInput = { calendarId: calendar.id, externalId, notify };
  await (await connected(ctx, calendar)).effects.reserve({
    kind: 'calendar.cancel-event',
    key: `${eventKey(claim)}:cancel`,
    summary: 'Call a booking off',
    input,
  });
}

export function calendarFor(calendars: readonly CalendarRow[], hosts: readonly string[]): CalendarRow {
  const calendar = hosts.map((id) => writtenInto(calendars, id)).find((row) => row !== undefined);
  if (!calendar) throw new PatchbayError('conflict', { detail: 'The host has no calendar that can be written.' });
  return calendar;
}
