import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { instantOfWall, isZone } from '../../availability/zone.ts';
import type { EventDraft, Moment } from '../remote-event.ts';
import { type Component, type Property, parameterOf, propertyOf, textIn } from './components.ts';
import { zoneNamed } from './zone-names.ts';

const DATE = /^\d{4}-\d\d-\d\d$/;
const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** What the zones of one calendar object mean. */
export interface Zones {
  /** Where floating times stand, and where UTC ones are shown. */
  calendarZone: string;
  definitions: ReadonlyMap<string, Component>;
}
export const zonesOf = (calendar: Component, calendarZone: string): Zones => ({
  calendarZone,
  definitions: new Map(calendar[2].filter(([name]) => name === 'vtimezone').map((each) => [textIn(each, 'tzid') ?? '', each])),
});

/** A zone that only its own rules explain: the offset they give at that wall time. */
function byRules(definition: Component, wall: string): Date | undefined {
  const zone = new (ICAL as unknown as { Timezone: new (c: unknown) => { utcOffset(time: unknown): number } }).Timezone(
    new (ICAL as unknown as { Component: new (j: unknown) => unknown }).Component(definition),
  );
  const time = (ICAL as unknown as { Time: { fromDateTimeString(text: string): unknown } }).Time.fromDateTimeString(wall);
  const seconds = zone.utcOffset(time);
  return Number.isFinite(seconds) ? new Date(Date.parse(`${wall}Z`) - seconds * 1000) : undefined;
}

/** Never by the reader's own dates: those take a zone without rules for none, and then the machine's. */
export function momentOf(property: Property | undefined, zones: Zones, value = property?.[3]): Moment | undefined {
  if (!property || typeof value !== 'string') return undefined;
  if (DATE.test(value)) return Number.isNaN(Date.parse(value)) ? undefined : { date: value };
  const isUtc = value.endsWith('Z');
  const wall = isUtc ? value.slice(0, -1) : value;
  if (!WALL.test(wall)) return undefined;
  try {
    if (isUtc) {
      const at = new Date(`${wall}Z`);
      return Number.isNaN(at.getTime()) ? undefined : { at, timeZone: 'UTC' };
    }
    const tzid = parameterOf(property, 'tzid');
    const definition = tzid === undefined ? undefined : zones.definitions.get(tzid);
    const named = tzid && (zoneNamed(tzid) ?? zoneNamed((definition && textIn(definition, 'x-lic-location')) ?? ''));
    if (tzid && !named && definition) {
      const at = byRules(definition, wall);
      if (at) return { at, timeZone: zones.calendarZone };
    }
    const timeZone = named || zones.calendarZone;
    return { at: instantOfWall(wall, timeZone), timeZone };
  } catch {
    return undefined;
  }
}

/** The end, which may be said as a length, or not at all: then a day, or nothing. */
export function endOf(component: Component, start: Moment, zones: Zones): Moment | undefined {
  const said = propertyOf(component, 'dtend');
  if (said) return momentOf(said, zones);
  const length = textIn(component, 'duration');
  const seconds = length
    ? (ICAL as unknown as { Duration: { fromString(text: string): { toSeconds(): number } } }).Duration.fromString(length).toSeconds()
    : undefined;
  if ('date' in start) {
    const days = seconds === undefined ? 1 : Math.max(1, Math.round(seconds / 86_400));
    return { date: Temporal.PlainDate.from(start.date).add({ days }).toString() };
  }
  return { at: new Date(start.at.getTime() + (seconds ?? 0) * 1000), timeZone: start.timeZone };
}

const utc = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
export const compact = (text: string): string => text.replaceAll(/[-:]/g, '');

/** A time as it is written: a date, a wall time with its zone, or an instant. A series always keeps to a wall. */
export function propertyAt(name: string, text: string, timeZone: string, isSeries: boolean): Property {
  if (DATE.test(text)) return [name, {}, 'date', text];
  const isInstant = /(?:Z|[+-]\d\d:\d\d)$/.test(text);
  if (isInstant && (!isSeries || !isZone(timeZone) || timeZone === 'UTC')) return [name, {}, 'date-time', utc(new Date(text))];
  const wall = isInstant
    ? Temporal.Instant.from(text).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' })
    : Temporal.PlainDateTime.from(text).toString({ smallestUnit: 'second' });
  return timeZone === 'UTC' ? [name, {}, 'date-time', `${wall}Z`] : [name, { tzid: timeZone }, 'date-time', wall];
}

export const instantOfDraft = ({ start, timeZone }: Pick<EventDraft, 'start' | 'timeZone'>): Date =>
  DATE.test(start) ? new Date(start) : /(?:Z|[+-]\d\d:\d\d)$/.test(start) ? new Date(start) : instantOfWall(start.slice(0, 19), timeZone);
export const stampProperty = (name: string, at: Date): Property => [name, {}, 'date-time', utc(at)];
