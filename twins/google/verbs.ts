import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { lookUp, type Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import { pushMessages } from './channels.ts';
import { accounts, type Calendar, type CalendarEvent, eventKey, type GoogleData } from './store.ts';
import { changeEvent, insertEvent, keepEvent } from './write-event.ts';

const times = { start: z.string().optional(), end: z.string().optional(), timeZone: z.string().default('Europe/Berlin') };
const toTime = (text: string | undefined, timeZone: string) =>
  text === undefined ? undefined : /^\d{4}-\d\d-\d\d$/.test(text) ? { date: text } : { dateTime: text, timeZone };

/** What people do in Google Calendar itself. */
export const googleVerbs = (store: Store<GoogleData>, clock: VirtualClock, onQuota: () => void): Record<string, Verb> => {
  const at = () => new Date(clock.nowMs() + store.data.skewMs).toISOString();
  const calendarOf = (key: string): Calendar => {
    const calendar = lookUp(store.data.calendars, key);
    if (!calendar) throw new RangeError(`No calendar “${key}”. There are: ${Object.keys(store.data.calendars).join(', ')}.`);
    return calendar;
  };
  const deed = (events: readonly CalendarEvent[]) => ({
    result: { events },
    webhooks: pushMessages(
      store.data,
      events.map(({ calendarId }) => calendarId),
      clock.nowMs(),
    ),
  });

  return {
    'event.put': verb(
      'Write an event, or change one by id',
      z.strictObject({
        calendar: z.string().default('ada@acme.test'),
        id: z.string().optional(),
        summary: z.string().optional(),
        description: z.string().optional(),
        location: z.string().optional(),
        ...times,
        recurrence: z.array(z.string()).optional(),
        attendees: z.array(z.looseObject({ email: z.string() })).optional(),
        organizer: z.string().optional(),
        visibility: z.enum(['default', 'public', 'private', 'confidential']).optional(),
        transparency: z.enum(['opaque', 'transparent']).optional(),
        status: z.enum(['confirmed', 'tentative']).optional(),
        eventType: z.enum(['default', 'outOfOffice', 'focusTime', 'workingLocation']).optional(),
        iCalUID: z.string().optional(),
        /** Moves one meeting of a series: its original start. */
        instanceOf: z.string().optional(),
        originalStart: z.string().optional(),
        count: z.number().int().min(1).max(30_000).default(1),
      }),
      ({ calendar: key, id, start, end, timeZone, organizer, eventType, instanceOf, originalStart, count, ...fields }) => {
        const calendar = calendarOf(key);
        const account = accounts.find(({ id: accountId }) => accountId === calendar.accountId) ?? accounts[0];
        if (!account) throw new RangeError('No account.');
        const existing = id === undefined ? undefined : lookUp(store.data.events, eventKey(calendar.id, id));
        const [from, to] = [toTime(start, timeZone), toTime(end, timeZone)];
        const given = { ...fields, ...(from ? { start: from } : {}), ...(to ? { end: to } : {}) } as never;
        if (existing) return deed(changeEvent(store.data, existing, given, at()));
        if (instanceOf && originalStart) {
          const master = lookUp(store.data.events, eventKey(calendar.id, instanceOf));
          if (!master) throw new RangeError(`No event “${instanceOf}”.`);
          const original = toTime(originalStart, timeZone);
          const stamp = originalStart.replaceAll(/[-:]|\.\d+/g, '');
          const { recurrence: _recurrence, change: _change, updated: _updated, ...rest } = master;
          return deed([
            keepEvent(
              store.data,
              {
                ...rest,
                ...(given as object),
                id: `${instanceOf}_${stamp}`,
                recurringEventId: instanceOf,
                ...(original ? { originalStartTime: original } : {}),
              },
              at(),
            ),
          ]);
        }
        if (!from || !to) throw new RangeError('An event needs start and end.');
        const written = Array.from({ length: count }, (_, index) =>
          insertEvent(
            store.data,
            calendar,
            account,
            { ...(given as object), ...(count > 1 ? { summary: `${fields.summary ?? 'Meeting'} ${index + 1}` } : {}), ...(id ? { id } : {}) },
            at(),
          ),
        ).flat();
        const shaped = written.map((event) =>
          organizer || eventType
            ? keepEvent(
                store.data,
                { ...event, ...(eventType ? { eventType } : {}), ...(organizer ? { organizer: { email: organizer, self: organizer === account.email } } : {}) },
                at(),
              )
            : event,
        );
        return deed(shaped);
      },
    ),
    'event.delete': verb(
      'Delete an event, or call off one meeting of a series',
      z.strictObject({ calendar: z.string().default('ada@acme.test'), id: z.string(), originalStart: z.string().optional() }),
      ({ calendar, id, originalStart }) => {
        const event = lookUp(store.data.events, eventKey(calendarOf(calendar).id, id));
        if (!event) throw new RangeError(`No event “${id}”.`);
        if (originalStart === undefined) {
          const gone = Object.values(store.data.events).filter((row) => row.iCalUID === event.iCalUID && (row.id === id || row.recurringEventId === id));
          return deed(gone.map((row) => keepEvent(store.data, { ...row, status: 'cancelled' }, at())));
        }
        const { recurrence: _recurrence, change: _change, updated: _updated, ...rest } = event;
        const original = { dateTime: originalStart, timeZone: event.start.timeZone ?? 'UTC' };
        const stamp = originalStart.replaceAll(/[-:]|\.\d+/g, '');
        return deed([keepEvent(store.data, { ...rest, id: `${id}_${stamp}`, recurringEventId: id, originalStartTime: original, status: 'cancelled' }, at())]);
      },
    ),
    'event.respond': verb(
      'An attendee answers',
      z.strictObject({
        calendar: z.string().default('ada@acme.test'),
        id: z.string(),
        attendee: z.string(),
        response: z.enum(['accepted', 'declined', 'tentative', 'needsAction']),
      }),
      ({ calendar, id, attendee, response }) => {
        const event = lookUp(store.data.events, eventKey(calendarOf(calendar).id, id));
        if (!event) throw new RangeError(`No event “${id}”.`);
        const attendees = event.attendees?.map((each) => (each.email === attendee ? { ...each, responseStatus: response } : each)) ?? [];
        return deed(changeEvent(store.data, event, { attendees }, at()));
      },
    ),
    'channel.drop': verb('Forget all push channels, silently', z.strictObject({}), () => {
      const dropped = Object.keys(store.data.channels).length;
      store.data.channels = {};
      return { result: { dropped } };
    }),
    'sync.drop': verb('Forget all sync tokens: the next read by one gets 410', z.strictObject({}), () => {
      store.data.syncEpoch += 1;
      return { result: { epoch: store.data.syncEpoch } };
    }),
    'calendar.unreadable': verb('freeBusy can no longer read these calendars', z.strictObject({ calendars: z.array(z.string()) }), ({ calendars }) => {
      store.data.unreadable = calendars;
      return { result: { calendars } };
    }),
    'clock.skew': verb('This provider’s clock is off by so much', z.strictObject({ ms: z.number().int().min(-86_400_000).max(86_400_000) }), ({ ms }) => {
      store.data.skewMs = ms;
      return { result: { ms } };
    }),
    'quota.set': verb('Change the calls a minute and account', z.strictObject({ limit: z.number().int().min(0).max(1_000_000) }), ({ limit }) => {
      store.data.allowance = { ...store.data.allowance, limit };
      onQuota();
      return { result: store.data.allowance };
    }),
  };
};
