import type { Attendee, Moment, RemoteEvent } from '../remote-event.ts';
import { type Component, type Property, parameterOf, parseCalendars, printProperty, propertiesOf, propertyOf, textIn } from './components.ts';
import { compact, endOf, momentOf, type Zones, zonesOf } from './moments.ts';

export interface ReadOf {
  /** Names the object where it lies; also the name of its event. */
  href: string;
  etag?: string | undefined;
  calendarZone: string;
  account: string;
}
export type Read = { ok: true; events: RemoteEvent[]; uids: string[] } | { ok: false; reason: string };

export const keyOf = (moment: Moment): string => ('date' in moment ? moment.date : moment.at.toISOString());
const addressOf = (property: Property | undefined): string =>
  String(property?.[3] ?? '')
    .replace(/^mailto:/i, '')
    .trim()
    .toLowerCase();
const ANSWERS: Readonly<Record<string, Attendee['response']>> = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' };

const attendeeOf = (property: Property, account: string): Attendee[] => {
  const email = addressOf(property);
  if (!email.includes('@')) return [];
  const name = parameterOf(property, 'cn');
  return [
    {
      email,
      response: ANSWERS[(parameterOf(property, 'partstat') ?? '').toUpperCase()] ?? 'needs_action',
      ...(name ? { name } : {}),
      ...(parameterOf(property, 'role')?.toUpperCase() === 'OPT-PARTICIPANT' ? { optional: true } : {}),
      ...(/^(RESOURCE|ROOM)$/i.test(parameterOf(property, 'cutype') ?? '') ? { resource: true } : {}),
      ...(email === account.toLowerCase() ? { self: true } : {}),
    },
  ];
};

function busyOf(component: Component): RemoteEvent['busy'] {
  if (textIn(component, 'transp')?.toUpperCase() === 'TRANSPARENT') return 'free';
  switch (textIn(component, 'x-microsoft-cdo-busystatus')?.toUpperCase()) {
    case 'FREE':
      return 'free';
    case 'OOF':
      return 'away';
    case 'TENTATIVE':
      return 'tentative';
    default:
      return textIn(component, 'status')?.toUpperCase() === 'TENTATIVE' ? 'tentative' : 'busy';
  }
}

/** Rules as they stand; dates of exceptions in UTC, because our expander knows no other program's names of zones. */
function recurrenceOf(component: Component, zones: Zones): string[] {
  const rules = propertiesOf(component, 'rrule').map(printProperty);
  const dates = (name: 'exdate' | 'rdate') =>
    propertiesOf(component, name).flatMap((property) =>
      property.slice(3).flatMap((value) => {
        const moment = momentOf(property, zones, Array.isArray(value) ? value[0] : value);
        if (!moment) return [];
        return 'date' in moment
          ? [`${name.toUpperCase()};VALUE=DATE:${compact(moment.date)}`]
          : [`${name.toUpperCase()}:${compact(moment.at.toISOString().slice(0, 19))}Z`];
      }),
    );
  return [...rules, ...dates('rdate'), ...dates('exdate')];
}

const CONFERENCE = ['conference', 'x-google-conference', 'x-microsoft-skypeteamsmeetingurl'];

function toEvent(component: Component, of: ReadOf, zones: Zones, id: string): RemoteEvent | undefined {
  const start = momentOf(propertyOf(component, 'dtstart'), zones);
  const end = start && endOf(component, start, zones);
  const status = textIn(component, 'status')?.toUpperCase();
  const original = momentOf(propertyOf(component, 'recurrence-id'), zones);
  if (!start && status !== 'CANCELLED') return undefined;
  const organizer = propertyOf(component, 'organizer');
  const email = addressOf(organizer);
  const cn = parameterOf(organizer, 'cn');
  const joinUrl = CONFERENCE.map((name) => textIn(component, name)).find((url) => url && /^https:/i.test(url));
  const url = textIn(component, 'url');
  const recurrence = original ? [] : recurrenceOf(component, zones);
  const location = textIn(component, 'location');
  const body = textIn(component, 'description');
  return {
    externalId: original ? `${id}#${keyOf(original)}` : id,
    icalUid: textIn(component, 'uid') ?? id,
    kind: original ? 'exception' : recurrence.length > 0 ? 'master' : 'single',
    ...(original ? { masterId: id, originalStart: keyOf(original) } : {}),
    status: status === 'CANCELLED' ? 'cancelled' : status === 'TENTATIVE' ? 'tentative' : 'confirmed',
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    recurrence,
    busy: busyOf(component),
    isPrivate: /^(PRIVATE|CONFIDENTIAL)$/i.test(textIn(component, 'class') ?? ''),
    title: textIn(component, 'summary') || '(no title)',
    attendees: propertiesOf(component, 'attendee').flatMap((each) => attendeeOf(each, of.account)),
    ...(location ? { location } : {}),
    ...(body ? { body } : {}),
    ...(email.includes('@') ? { organizer: { email, ...(cn ? { name: cn } : {}), ...(email === of.account.toLowerCase() ? { self: true } : {}) } } : {}),
    ...(joinUrl ? { joinUrl } : {}),
    ...(url && /^https?:/i.test(url) ? { url } : {}),
    ...(of.etag ? { etag: of.etag } : {}),
  };
}

const sequenceOf = (component: Component): number => Number(textIn(component, 'sequence') ?? 0) || 0;

/** The events of one calendar object: masters with the meetings that differ. Several names in one object are several series. Pure. */
export function readObject(text: string, of: ReadOf): Read {
  let calendars: Component[];
  try {
    calendars = parseCalendars(text);
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message.slice(0, 200) : 'not readable' };
  }
  const found = calendars.flatMap((calendar) => {
    const zones = zonesOf(calendar, of.calendarZone);
    return calendar[2].filter(([name]) => name === 'vevent').map((component) => ({ component, zones }));
  });
  // Written twice under one name, the one that was changed more often is the event.
  const newest = new Map<string, (typeof found)[number]>();
  for (const each of found) {
    const original = momentOf(propertyOf(each.component, 'recurrence-id'), each.zones);
    const name = `${textIn(each.component, 'uid') ?? ''} ${original ? keyOf(original) : ''}`;
    const before = newest.get(name);
    if (!before || sequenceOf(before.component) <= sequenceOf(each.component)) newest.set(name, each);
  }
  const uids = [...new Set([...newest.values()].map(({ component }) => textIn(component, 'uid') ?? ''))];
  const events: RemoteEvent[] = [];
  for (const { component, zones } of newest.values()) {
    const uid = textIn(component, 'uid') ?? '';
    const event = toEvent(component, of, zones, uids.indexOf(uid) <= 0 ? of.href : `${of.href}#uid:${uid}`);
    if (!event) return { ok: false, reason: 'an event has no readable beginning' };
    events.push(event);
  }
  if (events.length === 0) return { ok: false, reason: 'it holds no event' };
  // A meeting of a series that we were invited to alone is one by itself.
  const masters = new Set(events.filter(({ kind }) => kind !== 'exception').map(({ externalId }) => externalId));
  const told = events.map((event): RemoteEvent => {
    if (event.kind !== 'exception')
      return { ...event, exceptionIds: events.filter(({ masterId }) => masterId === event.externalId).map(({ externalId }) => externalId) };
    return masters.has(event.masterId ?? '') ? event : { ...event, kind: 'single' };
  });
  return { ok: true, events: told, uids };
}
