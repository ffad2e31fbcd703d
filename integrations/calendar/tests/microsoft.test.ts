import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { contract } from '../../../twins/testing/contract.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;

const DAY = 86_400_000;
const day = (offset: number, time = '') => new Date(hub.clock.now().getTime() + offset * DAY).toISOString().slice(0, 10) + time;
const at = (offset: number, time: string, timeZone = 'UTC') => ({ dateTime: day(offset, `T${time}`), timeZone });
const guest = { emailAddress: { address: 'ivy@customer.test', name: 'Ivy Hall' }, status: { response: 'accepted' } };
const put = (event: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  hub.twins.act<{ result: { events: { id: string }[] } }>('microsoft', { verb: 'event.put', event, ...more });
const events = async () =>
  (
    await workspace.get<{ data: { id: string; title: string; start: string; isAllDay: boolean; joinUrl: string | null }[] }>(
      `/calendar/events?from=${day(-80, 'T00:00:00Z')}&to=${day(80, 'T00:00:00Z')}`,
    )
  ).data;
const meetings = async () =>
  (
    await workspace.get<{ data: { subject: string; status: string; occurredAt: string; data: Record<string, unknown> }[] }>(
      '/activities?kind=meeting&limit=200',
    )
  ).data;
const eventually = async <T>(read: () => Promise<T>, check: (value: T) => void) =>
  expect
    .poll(
      async () => {
        await hub.settle();
        try {
          check(await read());
          return 'ok';
        } catch (error) {
          return String(error);
        }
      },
      { timeout: 10_000 },
    )
    .toBe('ok');

const weekly = (offset: number) => ({
  pattern: {
    type: 'weekly',
    interval: 1,
    daysOfWeek: [new Date(`${day(offset)}T12:00:00Z`).toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' }).toLowerCase()],
    firstDayOfWeek: 'monday',
  },
  range: { type: 'numbered', startDate: day(offset), numberOfOccurrences: 5 },
});

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await put({ subject: 'Review', start: at(-2, '09:00:00'), end: at(-2, '10:00:00'), attendees: [guest] });
  await put({
    subject: 'Weekly',
    start: at(-7, '13:00:00', 'Europe/Berlin'),
    end: at(-7, '13:30:00', 'Europe/Berlin'),
    recurrence: weekly(-7),
    attendees: [guest],
  });
  await put({ subject: 'Therapy', sensitivity: 'private', start: at(1, '09:00:00'), end: at(1, '10:00:00'), attendees: [guest] });
  await put({ subject: 'Conference', isAllDay: true, start: at(3, '00:00:00'), end: at(5, '00:00:00'), showAs: 'oof' });
  for (let index = 0; index < 120; index++) await put({ subject: `Filler ${index}`, start: at(20, '09:00:00'), end: at(20, '09:10:00') });
  ({ id: connectionId } = await workspace.connect('calendar', 'microsoft', 'dora@globex.test'));
  await hub.settle();
});

it('mirrors singles, whole days and resolved series over several pages; private ones without their text', async () => {
  const all = await events();
  expect(all.filter(({ title }) => title.startsWith('Filler'))).toHaveLength(120);
  expect(all.filter(({ title }) => title === 'Weekly')).toHaveLength(5);
  expect(all.find(({ title }) => title === 'Conference')).toMatchObject({ isAllDay: true, start: day(3) });
  expect(all.some(({ title }) => title === 'Therapy')).toBe(false);
  expect(all.filter(({ title }) => title === 'Busy')).toHaveLength(1);
});

it('subscribes with a validated address, and hears of changes', async () => {
  const { data } = await workspace.get<{ data: { hasPush: boolean }[] }>('/calendar/calendars');
  expect(data.every(({ hasPush }) => hasPush)).toBe(true);
  const { result } = await put({ subject: 'Demo', start: at(2, '15:00:00'), end: at(2, '16:00:00'), attendees: [guest] }, { repeat: 3 });
  await eventually(meetings, (all) =>
    expect(all.filter(({ subject }) => subject === 'Demo')).toMatchObject([{ data: { responses: { 'ivy@customer.test': 'accepted' } } }]),
  );
  await hub.twins.clock({ advanceMs: 60_000 });
  await put({ start: at(4, '15:00:00'), end: at(4, '16:00:00') }, { id: result.events[0]?.id });
  await eventually(meetings, (all) => expect(all.find(({ subject }) => subject === 'Demo')?.occurredAt).toBe(day(4, 'T15:00:00.000Z')));
  await hub.twins.act('microsoft', { verb: 'event.delete', id: result.events[0]?.id });
  await eventually(meetings, (all) => expect(all.find(({ subject }) => subject === 'Demo')?.status).toBe('cancelled'));
});

it('creates an event once though the answer is lost, with a Teams link, changes it and calls it off', async () => {
  const { data } = await workspace.get<{ data: { id: string; isPrimary: boolean }[] }>('/calendar/calendars');
  const body = {
    calendarId: data.find(({ isPrimary }) => isPrimary)?.id,
    title: 'Written here',
    start: day(8, 'T09:00:00'),
    end: day(8, 'T09:30:00'),
    timeZone: 'Europe/Berlin',
    reference: 'r1',
    withVideo: true,
  };
  await hub.twins.fault('microsoft', { match: { method: 'POST', path: '/microsoft/v1.0/me/calendars/*/events' }, next: 1, do: 'drop_after_commit' });
  await workspace.post('/calendar/events', body);
  await hub.twins.clock({ advanceMs: 60_000 });
  await hub.settle();
  expect(await workspace.post('/calendar/events', body)).toMatchObject({ state: 'done' });
  const written = (await events()).filter(({ title }) => title === 'Written here');
  expect(written).toMatchObject([{ joinUrl: expect.stringContaining('teams.microsoft.com') }]);
  expect(await workspace.call('PATCH', `/calendar/events/${written[0]?.id}`, { body: { title: 'Renamed here' } })).toMatchObject({ body: { state: 'done' } });
  expect((await events()).filter(({ title }) => title === 'Renamed here')).toHaveLength(1);
  await workspace.call('DELETE', `/calendar/events/${written[0]?.id}`);
  expect((await events()).some(({ title }) => title === 'Renamed here')).toBe(false);
});

it('makes a lost subscription anew, and reads what it missed', async () => {
  await hub.twins.act('microsoft', { verb: 'subscription.lifecycle', event: 'subscriptionRemoved' });
  await put({ subject: 'While deaf', start: at(6, '09:00:00'), end: at(6, '10:00:00') });
  await eventually(events, (all) => expect(all.filter(({ title }) => title === 'While deaf')).toHaveLength(1));
  const { data } = await hub.twins.state<{ data: { subscriptions: object } }>('microsoft');
  expect(Object.keys(data.subscriptions)).toHaveLength(2);
});

it('reads all again when the delta link is gone', async () => {
  const before = (await events()).length;
  await hub.twins.act('microsoft', { verb: 'sync.drop' });
  await workspace.post(`/connections/${connectionId}/sync`, {});
  await hub.settle();
  expect(await events()).toHaveLength(before);
});

it('sends what the published contract describes', async () => {
  const doc = contract('msgraph-v1.0.openapi.json');
  const calls = (await hub.twins.journal('microsoft')).filter(({ path, body }) => path.includes('/v1.0/') && body.startsWith('{'));
  expect(calls.length).toBeGreaterThan(3);
  for (const { path, body } of doc ? calls : [])
    expect(doc?.problemsOf(path.includes('/subscriptions') ? 'microsoft.graph.subscription' : 'microsoft.graph.event', JSON.parse(body)), path).toEqual([]);
});
