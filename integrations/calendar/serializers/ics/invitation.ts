import type { Attendee, RemoteEvent } from '../remote-event.ts';
import { parameterOf, parseCalendars, propertiesOf, propertyOf, textIn } from './components.ts';
import { momentOf, zonesOf } from './moments.ts';
import { keyOf, readObject } from './read.ts';

/** What a `text/calendar` part of a mail asks for (RFC 5546), told in one form. */
export type Invitation =
  | { kind: 'request'; uid: string; sequence: number; stamp: Date | null; event: RemoteEvent }
  | { kind: 'cancel'; uid: string; sequence: number; stamp: Date | null; occurrence: string | null }
  /** The answer of one guest; whose it is must be proven by the mail's sender. */
  | { kind: 'reply'; uid: string; sequence: number; stamp: Date | null; occurrence: string | null; attendee: string; response: Attendee['response'] }
  | { kind: 'counter'; uid: string; sequence: number; stamp: Date | null; attendee: string; event: RemoteEvent }
  | { kind: 'unknown'; reason: string };

const PARTSTAT: Readonly<Record<string, Attendee['response']>> = { ACCEPTED: 'accepted', DECLINED: 'declined', TENTATIVE: 'tentative' };

/** Reads an invitation. What cannot be read says why. Pure. */
export function readInvitation(text: string, { account, timeZone }: { account: string; timeZone: string }): Invitation {
  try {
    const [calendar] = parseCalendars(text);
    if (!calendar) return { kind: 'unknown', reason: 'it is no calendar' };
    const component = calendar[2].find(([name]) => name === 'vevent');
    const uid = component && textIn(component, 'uid');
    if (!component || !uid) return { kind: 'unknown', reason: 'it holds no event' };
    const method = (textIn(calendar, 'method') ?? 'PUBLISH').toUpperCase();
    const zones = zonesOf(calendar, timeZone);
    const original = momentOf(propertyOf(component, 'recurrence-id'), zones);
    const stamp = momentOf(propertyOf(component, 'dtstamp'), zones);
    const of = { uid, sequence: Number(textIn(component, 'sequence') ?? 0) || 0, stamp: stamp && 'at' in stamp ? stamp.at : null };
    const occurrence = original ? keyOf(original) : null;
    if (method === 'CANCEL') return { kind: 'cancel', ...of, occurrence };
    const attendee = propertiesOf(component, 'attendee')[0];
    const address = String(attendee?.[3] ?? '')
      .replace(/^mailto:/i, '')
      .toLowerCase();
    if (method === 'REPLY') {
      if (!address.includes('@')) return { kind: 'unknown', reason: 'the answer names nobody' };
      return {
        kind: 'reply',
        ...of,
        occurrence,
        attendee: address,
        response: PARTSTAT[(parameterOf(attendee, 'partstat') ?? '').toUpperCase()] ?? 'needs_action',
      };
    }
    const read = readObject(text, { href: `ical:${uid}`, calendarZone: timeZone, account });
    if (!read.ok) return { kind: 'unknown', reason: read.reason };
    const event = read.events.find(({ icalUid }) => icalUid === uid);
    if (!event) return { kind: 'unknown', reason: 'it holds no event' };
    if (method === 'COUNTER') return { kind: 'counter', ...of, attendee: address, event };
    if (method === 'REQUEST' || method === 'PUBLISH') return { kind: 'request', ...of, event };
    return { kind: 'unknown', reason: `it asks for ${method}` };
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.message.slice(0, 200) : 'not readable' };
  }
}

/** Whether it says something newer than what is known (RFC 5546 §2.1.5). Pure. */
export const isNewer = (told: { sequence: number; stamp: Date | null }, known: { sequence: number; stamp: Date | null } | undefined): boolean =>
  known === undefined ||
  told.sequence > known.sequence ||
  (told.sequence === known.sequence && (told.stamp === null || known.stamp === null || told.stamp > known.stamp));
