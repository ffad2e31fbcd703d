import type { CrmActivity, CrmParticipant } from '#sdk';
import type { Attendee } from './serializers/remote-event.ts';
import type { EventRow } from './store/events.ts';
import type { Meeting } from './store/occurrences.ts';

/** Where everybody has an address: it names nobody's employer, so its users are not colleagues of each other. */
const PUBLIC_DOMAINS = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'msn.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'yahoo.com',
  'aol.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'proton.me',
  'protonmail.com',
  'mail.com',
  'yandex.ru',
  'qq.com',
  '163.com',
]);
const NOBODY = /^(?:no-?reply|do-?not-?reply|calendar-notification|notifications?)@|@(?:group|resource)\.calendar\.google\.com$/i;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

export interface House {
  /** The connected account's own address. */
  account: string;
  /** Domains beside its own whose people are colleagues. */
  internalDomains: readonly string[];
}

export function isInternal(address: string, { account, internalDomains }: House): boolean {
  const domain = domainOf(address);
  if (address.toLowerCase() === account.toLowerCase() || internalDomains.includes(domain)) return true;
  return domain === domainOf(account) && !PUBLIC_DOMAINS.has(domain);
}

/** The people in it who are not of the house. */
export const guestsOf = (event: Pick<EventRow, 'attendees' | 'organizer'>, house: House): Attendee[] => {
  const organizer: Attendee[] =
    event.organizer && !event.attendees.some(({ email }) => email === event.organizer?.email.toLowerCase())
      ? [{ ...event.organizer, response: 'accepted' }]
      : [];
  return [...event.attendees, ...organizer].filter(({ email, resource }) => !resource && !NOBODY.test(email) && !isInternal(email, house));
};

/** One name for a meeting in everybody's calendars. Exchange writes the same name in capitals or small letters. */
export const meetingKey = (icalUid: string, key: string): string => `ical:${/^[0-9a-f]{40,}$/i.test(icalUid) ? icalUid.toLowerCase() : icalUid.trim()}:${key}`;

const at = (moment: Meeting['start'], calendarZone: string, startOfDate: (date: string, zone: string) => number): Date =>
  'date' in moment ? new Date(startOfDate(moment.date, calendarZone)) : moment.at;

export interface ActivityOf extends House {
  provider: string;
  connectionId: string;
  ownerUserId: string | null;
  calendarZone: string;
  now: Date;
  startOfDate: (date: string, zone: string) => number;
}

/** The activity that a meeting is. Pure. */
export function activityOf({ event, key, start, end }: Meeting, of: ActivityOf): CrmActivity & { startsAt: Date; endsAt: Date } {
  const [startsAt, endsAt] = [at(start, of.calendarZone, of.startOfDate), at(end, of.calendarZone, of.startOfDate)];
  const guests = guestsOf(event, of);
  const participants: CrmParticipant[] = event.attendees
    .filter(({ resource }) => !resource)
    .map(({ email, name }) => ({
      address: email,
      kind: 'email',
      role: email === event.organizer?.email.toLowerCase() ? 'organizer' : 'attendee',
      ...(name ? { name } : {}),
    }));
  if (event.organizer && !participants.some(({ address }) => address === event.organizer?.email.toLowerCase()))
    participants.push({
      address: event.organizer.email.toLowerCase(),
      kind: 'email',
      role: 'organizer',
      ...(event.organizer.name ? { name: event.organizer.name } : {}),
    });
  return {
    startsAt,
    endsAt,
    kind: 'meeting',
    direction: guests.length === 0 ? 'internal' : event.organizer && !isInternal(event.organizer.email, of) ? 'inbound' : 'outbound',
    occurredAt: startsAt,
    provider: of.provider,
    externalId: key ? `${event.externalId}#${key}` : event.externalId,
    sourceKey: meetingKey(event.icalUid, key),
    connectionId: of.connectionId as never,
    url: event.url,
    subject: event.title,
    snippet: event.body?.slice(0, 300) ?? null,
    body: event.body,
    status: endsAt <= of.now ? 'held' : 'scheduled',
    ...(of.ownerUserId ? { ownerId: of.ownerUserId as never } : {}),
    participants,
    data: {
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      isAllDay: 'date' in start,
      timeZone: 'date' in start ? of.calendarZone : start.timeZone,
      ...(event.location ? { location: event.location } : {}),
      ...(event.joinUrl ? { joinUrl: event.joinUrl } : {}),
      responses: Object.fromEntries(
        event.attendees
          .filter(({ resource }) => !resource)
          .slice(0, 50)
          .map(({ email, response }) => [email, response]),
      ),
    },
    toldAt: event.toldAt,
  };
}
