import { describe, expect, it } from 'vitest';
import { PatchbayError } from '#sdk';
import { channelPlan } from '../channels.ts';
import { expand } from '../recurrence.ts';
import { fromRule, graphRecurrence, toRule } from '../serializers/graph-recurrence.ts';
import { zoneOf } from '../serializers/microsoft.ts';
import { masked, type RemoteEvent } from '../serializers/remote-event.ts';

const [from, to] = [new Date('2027-01-01T00:00:00Z'), new Date('2028-01-01T00:00:00Z')];
const berlin = (text: string) => ({ at: new Date(text), timeZone: 'Europe/Berlin' });
const starts = (recurrence: string[], start = '2027-03-14T08:00:00Z', end = '2027-03-14T08:30:00Z') => {
  const expanded = expand({ start: berlin(start), end: berlin(end), recurrence }, from, to);
  return expanded.ok ? expanded.occurrences.map(({ key }) => key) : expanded.reason;
};

describe('series', () => {
  it('stay at their wall time when the clock changes, and leave out what is excepted', () => {
    expect(starts(['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Europe/Berlin:20270321T090000'])).toEqual([
      '2027-03-14T08:00:00.000Z',
      '2027-03-28T07:00:00.000Z',
      '2027-04-04T07:00:00.000Z',
    ]);
  });
  it('of whole days are dates', () => {
    const expanded = expand(
      { start: { date: '2027-03-27' }, end: { date: '2027-03-29' }, recurrence: ['RRULE:FREQ=DAILY;INTERVAL=7;COUNT=2', 'EXDATE;VALUE=DATE:20270403'] },
      from,
      to,
    );
    expect(expanded).toMatchObject({ ok: true, occurrences: [{ key: '2027-03-27', end: { date: '2027-03-29' } }] });
  });
  it('without an end are bounded by the horizon, absurd ones by a number, broken ones say so', () => {
    expect(starts(['RRULE:FREQ=YEARLY'])).toHaveLength(1);
    const every = (frequency: string) =>
      expand({ start: berlin('2027-01-01T00:00:00Z'), end: berlin('2027-01-01T00:00:01Z'), recurrence: [`RRULE:FREQ=${frequency}`] }, from, to);
    expect(every('HOURLY')).toMatchObject({ ok: true, isCut: true });
    expect(every('MINUTELY')).toMatchObject({ ok: false });
  });
});

it('Outlook’s patterns in the words of the standard, and Windows’ zones in ours', () => {
  const range = { type: 'noEnd' };
  expect(toRule({ pattern: { type: 'relativeMonthly', interval: 2, daysOfWeek: ['friday'], index: 'last' }, range })).toBe(
    'RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1;INTERVAL=2',
  );
  expect(toRule({ pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'tuesday'] }, range: { type: 'numbered', numberOfOccurrences: 3 } })).toBe(
    'RRULE:FREQ=WEEKLY;BYDAY=MO,TU;WKST=SU;COUNT=3',
  );
  expect(['W. Europe Standard Time', 'Europe/Kyiv', 'tzone://Microsoft/Custom', undefined].map(zoneOf)).toEqual([
    'Europe/Berlin',
    'Europe/Kyiv',
    undefined,
    undefined,
  ]);
});

describe('rules in Outlook’s words', () => {
  const berlin = (rule: string, startDate = '2027-03-02') => fromRule([rule], startDate, 'Europe/Berlin');
  it('mean there what they mean here, and read back as what they were', () => {
    const table: [rule: string, pattern: object, range?: object][] = [
      ['RRULE:FREQ=DAILY;INTERVAL=3;COUNT=5', { type: 'daily', interval: 3 }, { type: 'numbered', numberOfOccurrences: 5 }],
      ['RRULE:FREQ=DAILY;BYDAY=MO,FR', { type: 'weekly', daysOfWeek: ['monday', 'friday'] }, { type: 'noEnd' }],
      ['RRULE:FREQ=WEEKLY', { type: 'weekly', daysOfWeek: ['tuesday'], firstDayOfWeek: 'monday' }],
      ['RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU', { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'], firstDayOfWeek: 'sunday' }],
      ['RRULE:FREQ=MONTHLY;BYMONTHDAY=15', { type: 'absoluteMonthly', dayOfMonth: 15 }],
      ['RRULE:FREQ=MONTHLY;BYDAY=2TU', { type: 'relativeMonthly', daysOfWeek: ['tuesday'], index: 'second' }],
      ['RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1', { type: 'relativeMonthly', daysOfWeek: ['friday'], index: 'last' }],
      ['RRULE:FREQ=MONTHLY;BYMONTHDAY=-1', { type: 'relativeMonthly', daysOfWeek: expect.arrayContaining(['monday', 'sunday']), index: 'last' }],
      ['RRULE:FREQ=YEARLY', { type: 'absoluteYearly', month: 3, dayOfMonth: 2 }],
      ['RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31', { type: 'absoluteYearly', month: 12, dayOfMonth: 31 }],
      ['RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH', { type: 'relativeYearly', month: 11, daysOfWeek: ['thursday'], index: 'fourth' }],
      // Half past eleven at night in UTC is the next day in Berlin.
      ['RRULE:FREQ=DAILY;UNTIL=20270310T233000Z', { type: 'daily' }, { type: 'endDate', endDate: '2027-03-11' }],
      ['RRULE:FREQ=DAILY;UNTIL=20270310', { type: 'daily' }, { type: 'endDate', endDate: '2027-03-10' }],
    ];
    for (const [rule, pattern, range = {}] of table) {
      const written = berlin(rule);
      expect(written, rule).toMatchObject({ pattern, range: { startDate: '2027-03-02', recurrenceTimeZone: 'Europe/Berlin', ...range } });
      // Read back and written again it is the same.
      expect(berlin(toRule(graphRecurrence.parse(written))), rule).toEqual(written);
    }
  });
  it('where there are none, it says so, and never writes another series than was meant', () => {
    for (const rule of [
      'RRULE:FREQ=HOURLY',
      'RRULE:FREQ=MONTHLY;BYMONTHDAY=31',
      'RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15',
      'RRULE:FREQ=MONTHLY;BYDAY=5MO',
      'RRULE:FREQ=MONTHLY;BYDAY=1MO,2TU',
      'RRULE:FREQ=MONTHLY;BYDAY=MO',
      'RRULE:FREQ=YEARLY;BYWEEKNO=20',
      'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
      'RRULE:FREQ=DAILY;COUNT=3;UNTIL=20270310',
      'RRULE:FREQ=DAILY;INTERVAL=0',
      'RRULE:FREQ=DAILY;UNTIL=soon',
      'RRULE:nonsense',
    ])
      expect(() => berlin(rule), rule).toThrow(PatchbayError);
    expect(() => fromRule(['RRULE:FREQ=DAILY', 'EXDATE:20270303T090000Z'], '2027-03-02', 'UTC')).toThrow(PatchbayError);
  });
});

it('masking leaves when, whether busy, and one’s own answer', () => {
  const event: RemoteEvent = {
    externalId: 'x',
    icalUid: 'x',
    kind: 'single',
    status: 'confirmed',
    recurrence: [],
    busy: 'busy',
    isPrivate: true,
    title: 'Secret',
    body: 'b',
    location: 'l',
    organizer: { email: 'o@x.test' },
    joinUrl: 'https://x.test',
    url: 'https://y.test',
    attendees: [
      { email: 'a@x.test', name: 'A', response: 'accepted', self: true },
      { email: 'b@x.test', response: 'declined' },
    ],
  };
  expect(JSON.stringify(masked(event))).not.toMatch(/Secret|o@x|b@x|https/);
  expect(masked(event).attendees).toEqual([{ email: 'a@x.test', response: 'accepted', self: true }]);
});

it('subscriptions are replaced before they end, never left without one, and refusals are respected', () => {
  const now = new Date('2027-03-01T00:00:00Z');
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
  const calendars = [
    { id: 'a', pushRefusedUntil: null },
    { id: 'b', pushRefusedUntil: inHours(5) },
    { id: 'c', pushRefusedUntil: null },
  ];
  const open = [
    { id: '1', calendarId: 'a', expiresAt: inHours(40) },
    { id: '2', calendarId: 'c', expiresAt: inHours(100) },
    { id: '3', calendarId: 'c', expiresAt: inHours(20) },
    { id: '4', calendarId: 'gone', expiresAt: inHours(100) },
  ];
  expect(channelPlan(calendars, open, now)).toEqual({ watch: ['a'], end: ['3', '4'] });
});
