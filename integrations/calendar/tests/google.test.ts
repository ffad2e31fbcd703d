import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { contract } from '../../../twins/testing/contract.ts';
import { calendarEvents } from '../models.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;

interface EventRow {
  externalId: string;
  id: string;
  title: string;
  start: string;
  end: string;
  isPrivate: boolean;
  isAllDay: boolean;
  attendees: { email: string; response: string }[];
  body: string | null;
}
const DAY = 86_400_000;
const day = (offset: number, time = '') => new Date(hub.clock.now().getTime() + offset * DAY).toISOString().slice(0, 10) + time;
const put = (event: Record<string, unknown>) =>
  hub.twins.act<{ result: { events: { id: string }[] } }>('google', { verb: 'event.put', timeZone: 'UTC', ...event });
const events = async (from = -80, to = 80) =>
  (await workspace.get<{ data: EventRow[] }>(`/calendar/events?from=${day(from, 'T00:00:00Z')}&to=${day(to, 'T00:00:00Z')}`)).data;
const meetings = async () =>
  (
    await workspace.get<{
      data: {
        id: string;
        subject: string;
        status: string;
        occurredAt: string;
        participants: { address: string; contactId?: string }[];
        data: Record<string, unknown>;
      }[];
    }>('/activities?kind=meeting&limit=200')
  ).data;
beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await put({
    summary: 'Kick-off with Acme',
    start: day(-3, 'T09:00:00Z'),
    end: day(-3, 'T10:00:00Z'),
    attendees: [{ email: 'jane@customer.test', displayName: 'Jane Doe', responseStatus: 'accepted' }],
  });
  await put({
    summary: 'Weekly with Carol',
    start: day(-7, 'T13:00:00'),
    end: day(-7, 'T13:30:00'),
    timeZone: 'Europe/Berlin',
    recurrence: ['RRULE:FREQ=WEEKLY;COUNT=6'],
    attendees: [{ email: 'carol@other.test' }],
  });
  await put({
    summary: 'Surgery',
    description: 'very private',
    start: day(2, 'T08:00:00Z'),
    end: day(2, 'T12:00:00Z'),
    visibility: 'private',
    attendees: [{ email: 'doctor@clinic.test' }],
  });
  await put({ summary: 'Team lunch', start: day(1, 'T12:00:00Z'), end: day(1, 'T13:00:00Z'), attendees: [{ email: 'bob@acme.test' }] });
  await put({ summary: 'Fair', start: day(5), end: day(7) });
  ({ id: connectionId } = await workspace.connect('calendar', 'google', 'ada@acme.test'));
  await hub.settle();
});

it('lists the calendars, with push where the provider has it', async () => {
  const { data } = await workspace.get<{ data: { externalId: string; hasPush: boolean; isPrimary: boolean; readAt: string | null }[] }>('/calendar/calendars');
  expect(data.map(({ externalId, hasPush }) => [externalId, hasPush])).toEqual([
    ['ada@acme.test', true],
    ['c_ada_travel@group.calendar.google.com', true],
    ['en.german#104000000000000000001#holiday@group.v.calendar.google.com', false],
  ]);
  expect(data.every(({ readAt }) => readAt !== null)).toBe(true);
});

it('mirrors what there is: single, all day, and series resolved at the wall clock of their zone', async () => {
  const all = await events();
  expect(all.filter(({ title }) => title === 'Weekly with Carol')).toHaveLength(6);
  expect(all.find(({ title }) => title === 'Fair')).toMatchObject({ isAllDay: true, start: day(5), end: day(7) });
});

it('masks private events before it stores them', async () => {
  const all = await events();
  expect(all.find(({ isPrivate }) => isPrivate)).toMatchObject({ title: 'Busy', body: null, attendees: [] });
  const rows = await hub.database.workspace(workspace.id, (tx) => tx.select().from(calendarEvents));
  expect(rows.length).toBeGreaterThan(3);
  expect(JSON.stringify(rows)).not.toMatch(/Surgery|very private|doctor@clinic/);
});

it('puts meetings with guests on their timelines, with how each has answered; those among ourselves not', async () => {
  const all = await meetings();
  const kickOff = all.find(({ subject }) => subject === 'Kick-off with Acme');
  expect(kickOff).toMatchObject({ status: 'held', data: { responses: { 'jane@customer.test': 'accepted' } } });
  expect(kickOff?.participants.find(({ address }) => address === 'jane@customer.test')?.contactId).toEqual(expect.any(String));
  expect(all.some(({ subject }) => subject === 'Team lunch' || subject === 'Surgery' || subject === 'Busy')).toBe(false);
  expect(all.filter(({ subject }) => subject === 'Weekly with Carol').length).toBe(6);
});

it('hears of a change by push, and moves the activity with the meeting', async () => {
  const { result } = await put({
    summary: 'Demo',
    start: day(3, 'T09:00:00Z'),
    end: day(3, 'T10:00:00Z'),
    attendees: [{ email: 'jane@customer.test' }],
    repeat: 3,
    shuffle: true,
  });
  await hub.until(meetings, (all) => expect(all.filter(({ subject }) => subject === 'Demo')).toHaveLength(1));
  await hub.twins.clock({ advanceMs: 60_000 });
  await put({ id: result.events[0]?.id, start: day(4, 'T15:00:00Z'), end: day(4, 'T16:00:00Z') });
  await hub.until(meetings, (all) => expect(all.find(({ subject }) => subject === 'Demo')?.occurredAt).toBe(day(4, 'T15:00:00.000Z')));
  await hub.twins.act('google', { verb: 'event.delete', id: result.events[0]?.id });
  await hub.until(meetings, (all) => expect(all.find(({ subject }) => subject === 'Demo')?.status).toBe('cancelled'));
  expect((await events()).some(({ title }) => title === 'Demo')).toBe(false);
});

it('keeps one activity for a meeting in two calendars', async () => {
  await workspace.connect('calendar', 'google', 'bob@acme.test');
  await put({
    summary: 'Joint call',
    start: day(6, 'T09:00:00Z'),
    end: day(6, 'T10:00:00Z'),
    attendees: [{ email: 'bob@acme.test' }, { email: 'jane@customer.test' }],
  });
  await hub.until(
    () => events(),
    (all) => expect(all.filter(({ title }) => title === 'Joint call')).toHaveLength(2),
  );
  expect((await meetings()).filter(({ subject }) => subject === 'Joint call')).toHaveLength(1);
});

it('moves one meeting of a series and calls another off, and the rest stays', async () => {
  const series = (await events()).filter(({ title }) => title === 'Weekly with Carol');
  const { data: state } = await hub.twins.state<{ data: { events: Record<string, { id: string; summary: string; recurrence?: string[] }> } }>('google');
  const master = Object.values(state.events).find(({ summary, recurrence }) => summary === 'Weekly with Carol' && recurrence);
  const [, , third, fourth] = series;
  await hub.twins.clock({ advanceMs: 60_000 });
  await put({
    instanceOf: master?.id,
    originalStart: third?.start.replace('.000', ''),
    start: day(9, 'T18:00:00Z'),
    end: day(9, 'T18:30:00Z'),
    summary: 'Weekly with Carol',
  });
  await hub.twins.act('google', { verb: 'event.delete', id: master?.id, originalStart: fourth?.start.replace('.000', '') });
  await hub.until(
    async () => (await events()).filter(({ title }) => title === 'Weekly with Carol').map(({ start }) => start),
    (starts) => {
      expect(starts).toHaveLength(5);
      expect(starts).toContain(day(9, 'T18:00:00.000Z'));
      expect(starts).not.toContain(fourth?.start);
    },
  );
});

it('answers an invitation as the person whose calendar it is, and leaves the other guests as they were', async () => {
  const attendees = [
    { email: 'ada@acme.test', self: true, responseStatus: 'needsAction' },
    { email: 'jane@customer.test', displayName: 'Jane Doe', responseStatus: 'accepted' },
  ];
  await put({ summary: 'Invited', start: day(11, 'T09:00:00Z'), end: day(11, 'T10:00:00Z'), organizer: 'jane@customer.test', attendees });
  const invited = async () => (await events()).find(({ title }) => title === 'Invited');
  await hub.until(invited, (found) => expect(found).toBeDefined());
  const id = (await invited())?.id;
  expect(await workspace.call('POST', `/calendar/events/${id}/respond`, { body: { response: 'accepted', notify: 'none' } })).toMatchObject({
    body: { state: 'done' },
  });
  expect((await invited())?.attendees).toMatchObject([
    { email: 'ada@acme.test', response: 'accepted' },
    { email: 'jane@customer.test', response: 'accepted' },
  ]);
  expect(await workspace.call('POST', `/calendar/events/${id}/respond`, { body: { response: 'declined', notify: 'none' } })).toMatchObject({
    body: { state: 'done' },
  });
  const state = await hub.twins.state<{
    data: { events: Record<string, { summary: string; attendees?: { email: string; responseStatus: string; displayName?: string }[] }> };
  }>('google');
  expect(Object.values(state.data.events).find(({ summary }) => summary === 'Invited')?.attendees).toMatchObject([
    { email: 'ada@acme.test', responseStatus: 'declined' },
    { email: 'jane@customer.test', displayName: 'Jane Doe', responseStatus: 'accepted' },
  ]);
  const own = (await events()).find(({ title }) => title === 'Offsite');
  if (own)
    expect((await workspace.call('POST', `/calendar/events/${own.id}/respond`, { body: { response: 'accepted' } })).body).toMatchObject({ state: 'failed' });
});

it('sees when colleagues are busy, fifty in one question and ninety days at a time', async () => {
  const addresses = ['ada@acme.test', ...Array.from({ length: 54 }, (_, n) => `nobody${n}@acme.test`)];
  const before = (await hub.twins.journal('google')).length;
  const { data } = await workspace.post<{ data: { busy: unknown[]; unknown: string | null }[] }>('/calendar/colleagues', {
    connectionId,
    addresses,
    from: day(0, 'T00:00:00Z'),
    to: day(99, 'T00:00:00Z'),
  });
  expect((await hub.twins.journal('google')).slice(before).filter(({ path, status }) => path.includes('/freeBusy') && status === 200)).toHaveLength(4);
  expect(data[0]?.busy.length).toBeGreaterThan(0);
  expect(data[54]).toMatchObject({ busy: [], unknown: expect.any(String) });
});

it('creates an event once, though the answer is lost, and sends no invitation unasked', async () => {
  const { data } = await workspace.get<{ data: { id: string; isPrimary: boolean }[] }>('/calendar/calendars');
  const calendarId = data.find(({ isPrimary }) => isPrimary)?.id;
  await hub.twins.fault('google', { match: { method: 'POST', path: '/google/calendar/v3/calendars/*/events' }, next: 1, do: 'drop_after_commit' });
  const body = {
    calendarId,
    title: 'Written here',
    start: day(8, 'T09:00:00'),
    end: day(8, 'T09:30:00'),
    timeZone: 'Europe/Berlin',
    attendees: [{ email: 'jane@customer.test' }],
    reference: 'r1',
    withVideo: true,
  };
  await workspace.post('/calendar/events', body);
  await hub.twins.clock({ advanceMs: 60_000 });
  await hub.settle();
  expect(await workspace.post('/calendar/events', body)).toMatchObject({ state: 'done', eventId: expect.any(String) });
  const { data: state } = await hub.twins.state<{ data: { events: Record<string, { summary: string; calendarId: string }>; invitations: unknown[] } }>(
    'google',
  );
  expect(Object.values(state.events).filter(({ summary }) => summary === 'Written here')).toHaveLength(1);
  expect(state.invitations).toEqual([]);
  expect((await events()).filter(({ title }) => title === 'Written here')).toHaveLength(1);
});

it('changes and calls off from here, and does not overwrite what was changed there', async () => {
  const event = (await events()).find(({ title }) => title === 'Written here');
  expect(await workspace.call('PATCH', `/calendar/events/${event?.id}`, { body: { title: 'Renamed here' } })).toMatchObject({
    status: 200,
    body: { state: 'done' },
  });
  const renamed = (await events()).find(({ title }) => title === 'Renamed here');
  expect(renamed?.id).toBe(event?.id);
  await workspace.call('DELETE', `/calendar/events/${event?.id}`);
  expect((await events()).some(({ title }) => title === 'Renamed here')).toBe(false);
  expect((await meetings()).find(({ subject }) => subject === 'Renamed here')?.status).toBe('cancelled');
});

it('reads all again when the provider has dropped its tokens, and loses nothing', async () => {
  const before = (await events()).length;
  await hub.twins.act('google', { verb: 'sync.drop' });
  await hub.twins.act('google', { verb: 'channel.drop' });
  await put({ summary: 'While deaf', start: day(10, 'T09:00:00Z'), end: day(10, 'T10:00:00Z') });
  await workspace.post(`/connections/${connectionId}/sync`, {});
  await hub.until(
    () => events(),
    (all) => expect(all).toHaveLength(before + 1),
  );
});

it('lets go of what was written here and taken away there before any page had told of it', async () => {
  const { data } = await workspace.get<{ data: { id: string; isPrimary: boolean }[] }>('/calendar/calendars');
  await hub.twins.act('google', { verb: 'channel.drop' });
  await workspace.post('/calendar/events', {
    calendarId: data.find(({ isPrimary }) => isPrimary)?.id,
    title: 'Never told',
    start: day(11, 'T09:00:00Z'),
    end: day(11, 'T10:00:00Z'),
    timeZone: 'UTC',
    reference: 'never-told',
  });
  const id = (await events()).find(({ title }) => title === 'Never told')?.externalId;
  await hub.twins.act('google', { verb: 'sync.drop' });
  await hub.twins.act('google', { verb: 'event.delete', calendar: 'ada@acme.test', id });
  await workspace.post(`/connections/${connectionId}/sync`, {});
  await hub.until(
    () => events(),
    (all) => expect(all.map(({ title }) => title)).not.toContain('Never told'),
  );
});

it('refuses what makes no sense, in words', async () => {
  const { data } = await workspace.get<{ data: { id: string }[] }>('/calendar/calendars');
  const answer = await workspace.call('POST', '/calendar/events', {
    body: { calendarId: data[0]?.id, title: 'x', start: '2027-01-01T10:00:00', end: '2027-01-01T09:00:00', timeZone: 'Mars/Base' },
  });
  expect(answer).toMatchObject({ status: 422 });
  expect(JSON.stringify(answer.body)).toContain('This time zone is not known');
});

it('sends what the provider’s published contract describes', async () => {
  const doc = contract('google-calendar-v3.discovery.json');
  const calls = (await hub.twins.journal('google')).filter(({ path, body }) => path.startsWith('/google/calendar/v3') && body.startsWith('{'));
  const schemaOf = (path: string) => (path.endsWith('/freeBusy') ? 'FreeBusyRequest' : /\/(watch|stop)$/.test(path.split('?')[0] ?? '') ? 'Channel' : 'Event');
  expect(calls.length).toBeGreaterThan(5);
  for (const { path, body } of doc ? calls : []) expect(doc?.problemsOf(schemaOf(path), JSON.parse(body)), path).toEqual([]);
});
