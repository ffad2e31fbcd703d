import { Temporal } from 'temporal-polyfill';
import type { Attendee, EventDraft } from '../remote-event.ts';
import { type Component, type Property, parameterOf, parseCalendars, printCalendar, propertiesOf, propertyOf, setProperty, textIn } from './components.ts';
import { instantOfDraft, momentOf, propertyAt, stampProperty, zonesOf } from './moments.ts';
import { keyOf } from './read.ts';
import { zoneRules } from './zone-rules.ts';

export interface WriteOf {
  uid: string;
  now: Date;
  /** Who invites; without one an event with guests has no meaning to other programs. */
  organizer?: { email: string; name?: string };
  method?: 'REQUEST' | 'CANCEL' | 'PUBLISH';
  sequence?: number;
  url?: string;
}

const PRODUCT = '-//Patchbay//Calendar//EN';
const person = (name: string, { email, name: cn }: { email: string; name?: string | undefined }, more: Record<string, string> = {}): Property => [
  name,
  { ...(cn ? { cn } : {}), ...more },
  'cal-address',
  `mailto:${email}`,
];
const PARTSTAT = { accepted: 'ACCEPTED', declined: 'DECLINED', tentative: 'TENTATIVE', needs_action: 'NEEDS-ACTION' } as const;
const textProperty = (name: string, value: string | undefined): Property[] => (value ? [[name, {}, 'text', value]] : []);

/** `RRULE:FREQ=…` in the parser's own form, by parsing it: so that what is broken is refused before it is written. */
const rulesOf = (lines: readonly string[]): Property[] => {
  const [calendar] = parseCalendars(`BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n${lines.join('\r\n')}\r\nEND:VEVENT\r\nEND:VCALENDAR`);
  return calendar?.[2][0]?.[1] ?? [];
};

/** A calendar object with one event. Lines are folded and texts escaped by the printer. */
export function writeObject(draft: EventDraft, { uid, now, organizer, method, sequence = 0, url }: WriteOf): string {
  const isSeries = (draft.recurrence?.length ?? 0) > 0;
  const start = propertyAt('dtstart', draft.start, draft.timeZone, isSeries);
  const event: Component = [
    'vevent',
    [
      ['uid', {}, 'text', uid],
      stampProperty('dtstamp', now),
      ['sequence', {}, 'integer', sequence],
      start,
      propertyAt('dtend', draft.end, draft.timeZone, isSeries),
      ...(draft.recurrence ? rulesOf(draft.recurrence) : []),
      ['summary', {}, 'text', draft.title],
      ...textProperty('description', draft.body),
      ...textProperty('location', draft.location),
      ['status', {}, 'text', method === 'CANCEL' ? 'CANCELLED' : 'CONFIRMED'],
      ...(url ? [['url', {}, 'uri', url] as Property] : []),
      ...(organizer ? [person('organizer', organizer)] : []),
      ...draft.attendees.map((each) => person('attendee', each, { role: 'REQ-PARTICIPANT', partstat: 'NEEDS-ACTION', rsvp: 'TRUE' })),
    ],
    [],
  ];
  const zone = parameterOf(start, 'tzid');
  return printCalendar([
    'vcalendar',
    [['version', {}, 'text', '2.0'], ['prodid', {}, 'text', PRODUCT], ...(method ? [['method', {}, 'text', method] as Property] : [])],
    [...(zone ? [zoneRules(zone, instantOfDraft(draft)) as Component] : []), event],
  ]);
}

function apply(event: Component, draft: Partial<EventDraft>, now: Date): void {
  const isSeries = propertyOf(event, 'rrule') !== undefined;
  if (draft.title !== undefined) setProperty(event, 'summary', ['summary', {}, 'text', draft.title]);
  if (draft.body !== undefined) setProperty(event, 'description', textProperty('description', draft.body)[0]);
  if (draft.location !== undefined) setProperty(event, 'location', textProperty('location', draft.location)[0]);
  if (draft.start && draft.end && draft.timeZone) {
    setProperty(event, 'dtstart', propertyAt('dtstart', draft.start, draft.timeZone, isSeries));
    setProperty(event, 'dtend', propertyAt('dtend', draft.end, draft.timeZone, isSeries));
    setProperty(event, 'duration', undefined);
  }
  if (draft.attendees) {
    const before = propertiesOf(event, 'attendee');
    const known = (email: string) => before.find((each) => String(each[3]).toLowerCase() === `mailto:${email.toLowerCase()}`);
    setProperty(event, 'attendee', undefined);
    for (const each of draft.attendees)
      event[1].push(known(each.email) ?? person('attendee', each, { role: 'REQ-PARTICIPANT', partstat: 'NEEDS-ACTION', rsvp: 'TRUE' }));
  }
  if (draft.recurrence) {
    for (const name of ['rrule', 'rdate', 'exdate']) setProperty(event, name, undefined);
    event[1].push(...rulesOf(draft.recurrence));
  }
  if (draft.start || draft.recurrence) setProperty(event, 'sequence', ['sequence', {}, 'integer', (Number(textIn(event, 'sequence') ?? 0) || 0) + 1]);
  setProperty(event, 'dtstamp', stampProperty('dtstamp', now));
  setProperty(event, 'last-modified', stampProperty('last-modified', now));
}

interface Place {
  calendarZone: string;
  /** One meeting of the series; absent: the whole. */
  occurrence?: string | undefined;
}

const masterOf = (calendar: Component) => calendar[2].find((each) => each[0] === 'vevent' && !propertyOf(each, 'recurrence-id'));
const overrideOf = (calendar: Component, key: string, calendarZone: string) =>
  calendar[2].find((each) => {
    const original = each[0] === 'vevent' ? momentOf(propertyOf(each, 'recurrence-id'), zonesOf(calendar, calendarZone)) : undefined;
    return original !== undefined && keyOf(original) === key;
  });

function momentProperty(master: Component, name: string, key: string): Property {
  const start = propertyOf(master, 'dtstart');
  if (/^\d{4}-\d\d-\d\d$/.test(key)) return [name, {}, 'date', key];
  const tzid = parameterOf(start, 'tzid');
  const zone = tzid ?? 'UTC';
  try {
    return propertyAt(name, key, zone, true);
  } catch {
    return propertyAt(name, key, 'UTC', true);
  }
}

/** Changes an object in place: what we do not know in it stays as it is. Undefined where the event is not in it. */
export function changeObject(text: string, draft: Partial<EventDraft>, now: Date, { calendarZone, occurrence }: Place): string | undefined {
  const [calendar] = parseCalendars(text);
  if (!calendar) return undefined;
  const master = masterOf(calendar);
  let target = occurrence ? overrideOf(calendar, occurrence, calendarZone) : master;
  if (!target && occurrence && master) {
    const start = momentOf(propertyOf(master, 'dtstart'), zonesOf(calendar, calendarZone));
    const end = momentOf(propertyOf(master, 'dtend'), zonesOf(calendar, calendarZone));
    target = structuredClone(master);
    for (const name of ['rrule', 'rdate', 'exdate', 'duration']) setProperty(target, name, undefined);
    setProperty(target, 'dtstart', momentProperty(master, 'dtstart', occurrence));
    if (start && end) {
      const moved =
        'date' in start && 'date' in end
          ? Temporal.PlainDate.from(occurrence)
              .add(Temporal.PlainDate.from(start.date).until(Temporal.PlainDate.from(end.date)))
              .toString()
          : 'at' in start && 'at' in end
            ? new Date(Date.parse(occurrence) + end.at.getTime() - start.at.getTime()).toISOString()
            : occurrence;
      setProperty(target, 'dtend', momentProperty(master, 'dtend', moved));
    }
    target[1].push(momentProperty(master, 'recurrence-id', occurrence));
    calendar[2].push(target);
  }
  if (!target) return undefined;
  apply(target, draft, now);
  ensureZones(calendar, draft);
  return printCalendar(calendar);
}

/** A zone that was not in the object before needs its rules beside it. */
function ensureZones(calendar: Component, { start, timeZone }: Partial<EventDraft>): void {
  if (!start || !timeZone || timeZone === 'UTC') return;
  const has = calendar[2].some((each) => each[0] === 'vtimezone' && textIn(each, 'tzid') === timeZone);
  const uses = calendar[2].some((each) => each[0] === 'vevent' && parameterOf(propertyOf(each, 'dtstart'), 'tzid') === timeZone);
  if (uses && !has) calendar[2].unshift(zoneRules(timeZone, instantOfDraft({ start, timeZone })) as Component);
}

/** One meeting of a series is called off: its date is excepted. Undefined: the object has no series. */
export function exceptOccurrence(text: string, occurrence: string, now: Date, calendarZone: string): string | undefined {
  const [calendar] = parseCalendars(text);
  const master = calendar && masterOf(calendar);
  if (!calendar || !master) return undefined;
  const override = overrideOf(calendar, occurrence, calendarZone);
  calendar[2] = calendar[2].filter((each) => each !== override);
  master[1].push(momentProperty(master, 'exdate', occurrence));
  apply(master, {}, now);
  return printCalendar(calendar);
}

/** The person's own answer to an invitation; undefined where they were not invited. */
export function answerObject(
  text: string,
  account: string,
  response: Attendee['response'],
  now: Date,
  { calendarZone, occurrence }: Place,
): string | undefined {
  const changed = occurrence ? changeObject(text, {}, now, { calendarZone, occurrence }) : text;
  const [calendar] = parseCalendars(changed ?? text);
  if (!calendar) return undefined;
  const targets = occurrence ? [overrideOf(calendar, occurrence, calendarZone)] : calendar[2].filter(([name]) => name === 'vevent');
  let isInvited = false;
  for (const target of targets) {
    for (const attendee of target ? propertiesOf(target, 'attendee') : []) {
      if (String(attendee[3]).toLowerCase() !== `mailto:${account.toLowerCase()}`) continue;
      attendee[1].partstat = PARTSTAT[response];
      delete attendee[1].rsvp;
      isInvited = true;
    }
    if (target) setProperty(target, 'last-modified', stampProperty('last-modified', now));
  }
  return isInvited ? printCalendar(calendar) : undefined;
}
