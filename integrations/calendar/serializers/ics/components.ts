import ICAL from 'ical.js';

/** A property as RFC 7265 writes it: name, parameters, type, values. */
export type Property = [string, Record<string, string | string[]>, string, ...unknown[]];
export type Component = [string, Property[], Component[]];

/** Longest text of one calendar object that is read; more is no meeting but an attack or an accident. */
export const LONGEST_OBJECT = 1_000_000;

/** @throws Error with a reason in words */
export function parseCalendars(text: string): Component[] {
  if (text.length > LONGEST_OBJECT) throw new Error('it is larger than a megabyte');
  const parsed = ICAL.parse(text.replace(/^\uFEFF/, '').trim()) as unknown;
  const all = (Array.isArray(parsed) && typeof parsed[0] === 'string' ? [parsed] : parsed) as Component[];
  return all.filter(([name]) => name === 'vcalendar');
}

export const printCalendar = (calendar: Component): string =>
  `${(ICAL.stringify as (jcal: unknown) => string)(calendar).replace(/\r?\n/g, '\r\n').trimEnd()}\r\n`;
/** `RRULE:FREQ=DAILY` as one line, however long. */
export const printProperty = (property: Property): string =>
  (ICAL.stringify as unknown as { property(p: unknown, set: unknown, noFold: boolean): string }).property(
    property,
    (ICAL as unknown as { design: { icalendar: unknown } }).design.icalendar,
    true,
  );

export const propertyOf = ([, properties]: Component, name: string): Property | undefined => properties.find(([each]) => each === name);
export const propertiesOf = ([, properties]: Component, name: string): Property[] => properties.filter(([each]) => each === name);
export const textIn = (component: Component, name: string): string | undefined => {
  const value = propertyOf(component, name)?.[3];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
};
export const parameterOf = (property: Property | undefined, name: string): string | undefined => {
  const value = property?.[1][name];
  return Array.isArray(value) ? value[0] : value;
};
/** Puts a property in the place of those of its name; undefined takes them away. */
export function setProperty(component: Component, name: string, property: Property | undefined): void {
  const at = component[1].findIndex(([each]) => each === name);
  component[1] = component[1].filter(([each]) => each !== name);
  if (property) component[1].splice(at < 0 ? component[1].length : at, 0, property);
}
