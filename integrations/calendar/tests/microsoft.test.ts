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
  await hub.until(meetings, (all) =>
    expect(all.filter(({ subject }) => subject === 'Demo')).toMatchObject([{ data: { responses: { 'ivy@customer.test': 'accepted' } } }]),
  );
  await hub.twins.clock({ advanceMs: 60_000 });
  await put({ start: at(4, '15:00:00'), end: at(4, '16:00:00') }, { id: result.events[0]?.id });
  await hub.until(meetings, (all) => expect(all.find(({ subject }) => subject === 'Demo')?.occurredAt).toBe(day(4, 'T15:00:00.000Z')));
  await hub.twins.act('microsoft', { verb: 'event.delete', id: result.events[0]?.id });
  await hub.until(meetings, (all) => expect(all.find(({ subject }) => subject === 'Demo')?.status).toBe('cancelled'));
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

it('does not make an event again that was seen here and taken away there before its answer came', async () => {
  const { data } = await workspace.get<{ data: { id: string; isPrimary: boolean }[] }>('/calendar/calendars');
  const body = {
    calendarId: data.find(({ isPrimary }) => isPrimary)?.id,
    title: 'Taken away',
    start: day(9, 'T09:00:00'),
    end: day(9, 'T09:30:00'),
    timeZone: 'Europe/Berlin',
    reference: 'taken-away',
  };
  await hub.twins.fault('microsoft', { match: { method: 'POST', path: '/microsoft/v1.0/me/calendars/*/events' }, do: 'drop_after_commit' });
  expect(await workspace.post('/calendar/events', body)).toMatchObject({ state: 'unknown' });
  // It is told of, and somebody takes it away, while nobody here knows that it is ours.
  await hub.until(events, (all) => expect(all.filter(({ title }) => title === 'Taken away')).toHaveLength(1));
  const ever = async () => (await remote()).filter(({ subject }) => subject === 'Taken away');
  await hub.twins.act('microsoft', { verb: 'event.delete', id: (await ever())[0]?.id });
  await hub.until(events, (all) => expect(all.filter(({ title }) => title === 'Taken away')).toEqual([]));
  await fetch(`${hub.twinsUrl}/_twins/microsoft/faults`, { method: 'DELETE' });
  for (let minutes = 0; minutes < 5; minutes++) {
    await hub.twins.clock({ advanceMs: 60_000 });
    await hub.settle();
  }
  expect(await workspace.post('/calendar/events', body)).toMatchObject({ state: 'done' });
  expect(await ever()).toEqual([expect.objectContaining({ isDeleted: true })]);
  expect((await events()).filter(({ title }) => title === 'Taken away')).toEqual([]);
});

const mainCalendar = async () =>
  (await workspace.get<{ data: { id: string; isPrimary: boolean }[] }>('/calendar/calendars')).data.find(({ isPrimary }) => isPrimary)?.id ?? '';
const remote = async () =>
  Object.values(
    (
      await hub.twins.state<{
        data: { events: Record<string, { id: string; subject: string; isDeleted: boolean; type: string; responseStatus: { response: string } }> };
      }>('microsoft')
    ).data.events,
  );
const read = async () => {
  await workspace.post(`/connections/${connectionId}/sync`, {});
  await hub.settle();
};

it('writes a series in Outlook’s own words, moves one meeting of it, calls another off, and moves them all', async () => {
  const draft = {
    title: 'Stand-up',
    start: day(9, 'T09:00:00'),
    end: day(9, 'T09:15:00'),
    timeZone: 'Europe/Berlin',
    recurrence: ['RRULE:FREQ=DAILY;COUNT=4'],
  };
  await workspace.post('/calendar/events', { calendarId: await mainCalendar(), reference: 'series', ...draft });
  await read();
  const own = async () =>
    (
      await workspace.get<{ data: { id: string; title: string; start: string; occurrence: string }[] }>(
        `/calendar/events?from=${day(5, 'T00:00:00Z')}&to=${day(20, 'T00:00:00Z')}`,
      )
    ).data.filter(({ title }) => title === 'Stand-up');
  const [first, second, third] = await own();
  expect(await own()).toHaveLength(4);
  const one = { occurrence: second?.occurrence, start: day(10, 'T15:00:00'), end: day(10, 'T15:15:00'), timeZone: 'UTC' };
  expect(await workspace.call('PATCH', `/calendar/events/${second?.id}`, { body: one })).toMatchObject({ body: { state: 'done' } });
  expect(await workspace.call('DELETE', `/calendar/events/${third?.id}?occurrence=${encodeURIComponent(third?.occurrence ?? '')}`)).toMatchObject({
    body: { state: 'done' },
  });
  for (let look = 0; look < 2; look++) {
    expect((await own()).map(({ start }) => start.slice(0, 16))).toEqual([first?.start.slice(0, 16), day(10, 'T15:00'), expect.stringContaining(day(12))]);
    // As the provider says it too.
    await read();
  }
  const all = { start: day(9, 'T10:00:00'), end: day(9, 'T10:15:00'), timeZone: 'Europe/Berlin' };
  expect(await workspace.call('PATCH', `/calendar/events/${first?.id}`, { body: all })).toMatchObject({ body: { state: 'done' } });
  await read();
  const moved = await own();
  expect(moved).toHaveLength(4);
  expect(Date.parse(moved[0]?.start ?? '') - Date.parse(first?.start ?? '')).toBe(3_600_000);
  const refused = await workspace.call<{ errors: { message: string }[] }>('POST', '/calendar/events', {
    body: { calendarId: await mainCalendar(), ...draft, recurrence: ['RRULE:FREQ=HOURLY'] },
  });
  expect(refused.status).toBe(422);
  await workspace.call('DELETE', `/calendar/events/${first?.id}`);
  await read();
  expect(await own()).toEqual([]);
});

it('answers an invitation, and one meeting of a series, as the person whose calendar it is', async () => {
  const me = { emailAddress: { address: 'dora@globex.test', name: 'Dora' }, status: { response: 'none' } };
  const organizer = 'boss@customer.test';
  await put({ subject: 'Asked for', start: at(13, '09:00:00'), end: at(13, '10:00:00'), attendees: [me, guest] }, { organizer });
  await put({ subject: 'Asked weekly', start: at(13, '11:00:00'), end: at(13, '12:00:00'), attendees: [me], recurrence: weekly(13) }, { organizer });
  await read();
  const find = async (title: string) =>
    (
      await workspace.get<{ data: { id: string; title: string; occurrence: string; busy: string }[] }>(
        `/calendar/events?from=${day(12, 'T00:00:00Z')}&to=${day(40, 'T00:00:00Z')}`,
      )
    ).data.filter((each) => each.title === title);
  const [invitation] = await find('Asked for');
  for (const response of ['tentative', 'accepted', 'accepted'])
    expect(await workspace.call('POST', `/calendar/events/${invitation?.id}/respond`, { body: { response } })).toMatchObject({ body: { state: 'done' } });
  expect((await remote()).find(({ subject }) => subject === 'Asked for')?.responseStatus.response).toBe('accepted');
  const series = await find('Asked weekly');
  const declined = await workspace.call('POST', `/calendar/events/${series[1]?.id}/respond`, {
    body: { response: 'declined', occurrence: series[1]?.occurrence },
  });
  expect(declined).toMatchObject({ body: { state: 'done' } });
  await read();
  expect((await find('Asked weekly')).map(({ busy }) => busy).filter((busy) => busy === 'free')).toHaveLength(1);
  const own = await workspace.get<{ data: { id: string; title: string }[] }>(`/calendar/events?from=${day(-3, 'T00:00:00Z')}&to=${day(0, 'T00:00:00Z')}`);
  const review = own.data.find(({ title }) => title === 'Review');
  expect(await workspace.call('POST', `/calendar/events/${review?.id}/respond`, { body: { response: 'accepted' } })).toMatchObject({
    body: { state: 'failed' },
  });
});

it('sees when colleagues are busy, twenty in one question and two months at a time, four calls at once at most', async () => {
  await put({ subject: 'Emil’s', start: at(3, '09:00:00'), end: at(3, '10:00:00') }, { account: 'emil@globex.test' });
  await put({ subject: 'Emil’s later', start: at(75, '09:00:00'), end: at(75, '10:00:00') }, { account: 'emil@globex.test' });
  const addresses = ['emil@globex.test', ...Array.from({ length: 24 }, (_, n) => `nobody${n}@globex.test`)];
  const ask = () =>
    workspace.post<{ data: { address: string; busy: { start: string }[]; unknown: string | null }[] }>('/calendar/colleagues', {
      connectionId,
      addresses,
      from: day(0, 'T00:00:00Z'),
      to: day(99, 'T00:00:00Z'),
    });
  const { data } = await ask();
  expect(data).toHaveLength(25);
  expect(data[0]).toMatchObject({ busy: [{ start: day(3, 'T09:00:00.000Z') }, { start: day(75, 'T09:00:00.000Z') }], unknown: null });
  expect(data[1]).toMatchObject({ busy: [], unknown: expect.any(String) });
  const asked = async () => (await hub.twins.journal('microsoft')).filter(({ path }) => path.endsWith('/getSchedule'));
  expect(await asked()).toHaveLength(4);
  await hub.twins.act('microsoft', { verb: 'latency.set', ms: 15 });
  await Promise.all(Array.from({ length: 12 }, ask));
  await hub.twins.act('microsoft', { verb: 'latency.set', ms: 0 });
  expect((await asked()).map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
});

it('makes a lost subscription anew, and reads what it missed', async () => {
  await hub.twins.act('microsoft', { verb: 'subscription.lifecycle', event: 'subscriptionRemoved' });
  await put({ subject: 'While deaf', start: at(6, '09:00:00'), end: at(6, '10:00:00') });
  await hub.until(events, (all) => expect(all.filter(({ title }) => title === 'While deaf')).toHaveLength(1));
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

it('asks for all calendars of a person in one batch before a booking stands, and does not trust a part that was refused', async () => {
  const { id: pageId } = await workspace.post<{ id: string }>('/calendar/booking-pages', {
    slug: 'outlook',
    title: 'Outlook',
    kind: 'one_to_one',
    hosts: [{ connectionId }],
    durationsMinutes: [30],
    timeZone: 'UTC',
    stepMinutes: 30,
    workingHours: Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((name) => [name, [{ start: '06:00', end: '23:00' }]]),
    ),
  });
  const book = (start: string, email = 'gus@guest.test') =>
    workspace.call('POST', '/calendar/bookings', { body: { pageId, start, duration: 30, timeZone: 'UTC', name: 'Gus', email } });
  const { data } = await workspace.get<{ data: { id: string }[] }>('/calendar/calendars');
  for (const { id } of data) await workspace.call('PATCH', `/calendar/calendars/${id}`, { body: { blocks: true } });
  await hub.twins.act('microsoft', { verb: 'channel.drop' });
  await put({ subject: 'Just now', start: at(16, '09:00:00'), end: at(16, '09:30:00') });
  expect((await book(day(16, 'T09:00:00Z'))).status).toBe(409);
  await hub.twins.act('microsoft', { verb: 'quota.set', limit: 0 });
  expect((await book(day(16, 'T11:00:00Z'))).status).toBe(409);
  await hub.twins.act('microsoft', { verb: 'quota.set', limit: 10_000 });
  expect((await book(day(16, 'T12:00:00Z'))).status).toBe(200);
  const batches = (await hub.twins.journal('microsoft')).filter(({ path }) => path.endsWith('/$batch'));
  expect(JSON.parse(batches[0]?.body ?? '{}').requests).toHaveLength(2);
});

it('sends what the published contract describes', async () => {
  const doc = contract('msgraph-v1.0.openapi.json');
  const calls = (await hub.twins.journal('microsoft')).filter(({ path, body }) => /\/(events|subscriptions)(\/[^/]+)?$/.test(path) && body.startsWith('{'));
  expect(calls.length).toBeGreaterThan(3);
  for (const { path, body } of doc ? calls : [])
    expect(doc?.problemsOf(path.includes('/subscriptions') ? 'microsoft.graph.subscription' : 'microsoft.graph.event', JSON.parse(body)), path).toEqual([]);
});
