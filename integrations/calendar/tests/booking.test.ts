import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let ada: string;
let bob: string;

const page = async (slug: string, kind: string, hosts: string[], more: Record<string, unknown> = {}) =>
  (
    await workspace.post<{ id: string }>('/calendar/booking-pages', {
      slug,
      title: 'Intro call',
      kind,
      hosts: hosts.map((connectionId) => ({ connectionId })),
      durationsMinutes: [30],
      timeZone: 'UTC',
      stepMinutes: 30,
      ...more,
    })
  ).id;
const slotsOf = async (id: string, date: string) =>
  (await workspace.get<{ data: { start: string }[] }>(`/calendar/booking-pages/${id}/slots?from=${date}T00:00:00Z&to=${date}T23:59:00Z&duration=30`)).data.map(
    ({ start }) => start.slice(11, 16),
  );
const book = (pageId: string, start: string, more: Record<string, unknown> = {}) =>
  workspace.call<{ id: string; hosts: string[]; code?: string; remedy?: string; contactId: string }>('POST', '/calendar/bookings', {
    body: { pageId, start, duration: 30, timeZone: 'Asia/Kolkata', name: 'Gus Guest', email: 'gus@guest.test', ...more },
  });
const remote = async () =>
  Object.values(
    (
      await hub.twins.state<{
        data: { events: Record<string, { summary: string; status: string; calendarId: string; start: { dateTime: string }; attendees?: { email: string }[] }> };
      }>('google')
    ).data.events,
  );

beforeAll(async () => {
  hub = await testHub();
  await hub.twins.clock({ now: '2027-02-26T08:00:00Z' });
  workspace = await hub.newWorkspace();
  ({ id: ada } = await workspace.connect('calendar', 'google', 'ada@acme.test'));
  ({ id: bob } = await workspace.connect('calendar', 'google', 'bob@acme.test'));
  await hub.settle();
});

it('gives one of many who ask for one time at once; the others hear what is still free', async () => {
  const id = await page('race', 'one_to_one', [ada]);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => book(id, '2027-03-01T09:00:00Z', { email: `guest${index}@race.test` })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const lost = answers.filter(({ status }) => status === 409);
  expect(lost).toHaveLength(19);
  expect(lost[0]?.body).toMatchObject({ code: 'slot_taken', remedy: expect.stringContaining('2027-03-01T09:30') });
  await hub.settle();
  expect(
    (await remote()).filter(({ summary, calendarId, status }) => summary.startsWith('Intro call') && calendarId === 'ada@acme.test' && status === 'confirmed'),
  ).toHaveLength(1);
});

it('a booked time becomes an event with its guest, a contact, an activity and news', async () => {
  const id = await page('all', 'one_to_one', [ada]);
  const { body } = await book(id, '2027-03-01T10:00:00Z');
  expect(body.contactId).toEqual(expect.any(String));
  await hub.settle();
  expect((await remote()).find(({ attendees }) => attendees?.some(({ email }) => email === 'gus@guest.test'))?.start.dateTime).toBe('2027-03-01T10:00:00.000Z');
  const { data } = await workspace.get<{ data: { subject: string }[] }>(`/activities?kind=meeting&contactId=${body.contactId}`);
  expect(data).toMatchObject([{ subject: 'Intro call: Gus Guest' }]);
  await expect
    .poll(async () => (await workspace.get<{ data: unknown[] }>('/events?type=meeting.booked')).data.length, { timeout: 10_000 })
    .toBeGreaterThanOrEqual(2);
  expect(await slotsOf(id, '2027-03-01')).not.toContain('10:00');
});

it('keeps a time while a guest types, and lets it go when they do not come back', async () => {
  const id = await page('hold', 'one_to_one', [ada]);
  const held = await workspace.post<{ holdToken: string }>(`/calendar/booking-pages/${id}/holds`, { start: '2027-03-01T11:00:00Z', duration: 30 });
  expect((await book(id, '2027-03-01T11:00:00Z', { email: 'other@guest.test' })).status).toBe(409);
  expect((await book(id, '2027-03-01T11:00:00Z', { holdToken: 'forged' })).status).toBe(409);
  expect((await book(id, '2027-03-01T11:00:00Z', { holdToken: held.holdToken })).status).toBe(200);
  await workspace.post(`/calendar/booking-pages/${id}/holds`, { start: '2027-03-01T12:00:00Z', duration: 30 });
  await hub.twins.clock({ advanceMs: 9 * 60_000 });
  expect((await book(id, '2027-03-01T12:00:00Z')).status).toBe(200);
});

it('two hosts in turn, both at once for a collective page', async () => {
  const turn = await page('turn', 'round_robin', [ada, bob]);
  const met = [];
  for (const time of ['13:00', '13:30']) met.push((await book(turn, `2027-03-02T${time}:00Z`)).body.hosts[0]);
  expect(new Set(met).size).toBe(2);
  const [first, second, third] = await Promise.all([1, 2, 3].map(() => book(turn, '2027-03-02T15:00:00Z')));
  expect([first, second, third].map((each) => each?.status).sort()).toEqual([200, 200, 409]);
  const both = await page('both', 'collective', [ada, bob]);
  expect((await book(both, '2027-03-03T09:00:00Z')).body.hosts.toSorted()).toEqual([ada, bob].toSorted());
  await hub.settle();
  expect((await book(turn, '2027-03-03T09:00:00Z')).status).toBe(409);
});

it('asks the provider at the last moment, and does not trust a silence', async () => {
  const id = await page('live', 'one_to_one', [ada], { minimumNoticeMinutes: 0 });
  await hub.twins.act('google', { verb: 'channel.drop' });
  await hub.twins.act('google', { verb: 'event.put', timeZone: 'UTC', summary: 'Just now', start: '2027-03-04T09:00:00Z', end: '2027-03-04T09:30:00Z' });
  expect((await book(id, '2027-03-04T09:00:00Z')).status).toBe(409);
  await hub.twins.act('google', { verb: 'calendar.unreadable', calendars: ['ada@acme.test'] });
  expect((await book(id, '2027-03-04T14:00:00Z')).status).toBe(409);
  await hub.twins.act('google', { verb: 'calendar.unreadable', calendars: [] });
  expect((await book(id, '2027-03-04T14:00:00Z')).status).toBe(200);
});

it('moves and cancels: the event follows, the old time is free, and a second cancel changes nothing', async () => {
  const id = await page('move', 'one_to_one', [ada]);
  const { body } = await book(id, '2027-03-05T09:00:00Z', { email: 'mover@guest.test' });
  await hub.settle();
  const mine = async () =>
    (await remote()).find(({ attendees, calendarId }) => calendarId === 'ada@acme.test' && attendees?.some(({ email }) => email === 'mover@guest.test'));
  expect(await workspace.call('POST', `/calendar/bookings/${body.id}/reschedule`, { body: { start: '2027-03-05T11:00:00Z' } })).toMatchObject({
    status: 200,
    body: { start: '2027-03-05T11:00:00.000Z' },
  });
  await hub.settle();
  expect((await mine())?.start.dateTime).toBe('2027-03-05T11:00:00.000Z');
  expect(await slotsOf(id, '2027-03-05')).toContain('09:00');
  for (let time = 0; time < 2; time++)
    expect(await workspace.call('POST', `/calendar/bookings/${body.id}/cancel`, { body: {} })).toMatchObject({ status: 200, body: { status: 'cancelled' } });
  await hub.settle();
  expect((await mine())?.status).toBe('cancelled');
  expect(await slotsOf(id, '2027-03-05')).toContain('11:00');
});

it('offers nothing in the past, and knows no page of another workspace', async () => {
  const id = await page('past', 'one_to_one', [ada]);
  expect((await book(id, '2027-02-01T09:00:00Z')).status).toBe(409);
  const other = await hub.newWorkspace();
  expect((await other.call('POST', `/calendar/booking-pages/${id}/holds`, { body: { start: '2027-03-08T09:00:00Z', duration: 30 } })).status).toBe(404);
  expect(
    (
      await other.call('POST', '/calendar/booking-pages', {
        body: { slug: 'theirs', title: 'x', kind: 'one_to_one', hosts: [{ connectionId: ada }], durationsMinutes: [30], timeZone: 'UTC' },
      })
    ).status,
  ).toBe(404);
});
