import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

/** What arrives broken, late or forged: said clearly, nothing lost, and no time offered that is not free. */
let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;
let calendarId: string;

interface Row {
  id: string;
  title: string;
  start: string;
}
const put = (event: Record<string, unknown>) =>
  hub.twins.act<{ result: { events: { id: string }[] } }>('google', { verb: 'event.put', timeZone: 'UTC', ...event });
const read = async () => {
  await workspace.post(`/connections/${connectionId}/sync`, {});
  await hub.settle();
};
const events = async (date: string, days = 1) =>
  (await workspace.get<{ data: Row[] }>(`/calendar/events?from=${date}T00:00:00Z&to=${new Date(Date.parse(date) + days * 86_400_000).toISOString()}&limit=200`))
    .data;
const free = async (date: string, more: Record<string, unknown> = {}) =>
  (
    await workspace.post<{ slots: { start: string }[] }>('/calendar/availability', {
      connectionIds: [connectionId],
      from: `${date}T00:00:00Z`,
      to: `${date}T23:59:00Z`,
      durationMinutes: 30,
      stepMinutes: 30,
      timeZone: 'UTC',
      ...more,
    })
  ).slots.map(({ start }) => start.slice(11, 16));

beforeAll(async () => {
  hub = await testHub();
  await hub.twins.clock({ now: '2027-02-26T08:00:00Z' });
  workspace = await hub.newWorkspace();
  ({ id: connectionId } = await workspace.connect('calendar', 'google', 'ada@acme.test'));
  await hub.settle();
  const { data } = await workspace.get<{ data: { id: string; isPrimary: boolean }[] }>('/calendar/calendars');
  calendarId = data.find(({ isPrimary }) => isPrimary)?.id ?? '';
});

it('a rule that cannot be read makes its person busy, not free, and the rest of the calendar is read', async () => {
  const { result } = await put({ summary: 'Broken', start: '2027-03-01T09:00:00Z', end: '2027-03-01T10:00:00Z', recurrence: ['RRULE:FREQ=SOMETIMES;COUNT=x'] });
  await put({ summary: 'Beside it', start: '2027-03-01T15:00:00Z', end: '2027-03-01T16:00:00Z' });
  await read();
  expect((await events('2027-03-01')).map(({ title }) => title)).toContain('Beside it');
  expect(await free('2027-03-02')).toEqual([]);
  await hub.twins.act('google', { verb: 'event.delete', id: result.events[0]?.id });
  await read();
  expect(await free('2027-03-02')).toHaveLength(16);
});

it('a rule without an end, and one of a million meetings, take neither the memory nor the calendar, and leave nothing free that is not', async () => {
  const { result } = await put({ summary: 'For ever', start: '2027-03-03T09:00:00Z', end: '2027-03-03T10:00:00Z', recurrence: ['RRULE:FREQ=DAILY'] });
  const million = await put({
    summary: 'Million',
    start: '2027-03-04T12:00:00Z',
    end: '2027-03-04T12:01:00Z',
    recurrence: ['RRULE:FREQ=MINUTELY;COUNT=1000000'],
  });
  await read();
  // Far ahead, where the millionth meeting was never resolved: not known is not free.
  expect(await free('2027-11-24')).toEqual([]);
  expect((await events('2027-06-01')).length).toBeLessThanOrEqual(200);
  await hub.twins.act('google', { verb: 'event.delete', id: million.result.events[0]?.id });
  await read();
  expect(await free('2027-11-24')).not.toContain('09:00');
  expect(await free('2027-11-24')).toContain('10:00');
  await hub.twins.act('google', { verb: 'event.delete', id: result.events[0]?.id });
  await read();
});

it('an event in a zone that nobody knows keeps its time by the zone of its calendar', async () => {
  const { result } = await put({ summary: 'Nowhere', start: '2027-03-05T09:00:00', end: '2027-03-05T10:00:00', timeZone: 'Mars/Base' });
  await read();
  // The calendar lies in Berlin.
  expect((await events('2027-03-05')).find(({ title }) => title === 'Nowhere')?.start).toBe('2027-03-05T08:00:00.000Z');
  await hub.twins.act('google', { verb: 'event.delete', id: result.events[0]?.id });
  await read();
  const answer = await workspace.call<{ errors: { path: string }[] }>('POST', '/calendar/events', {
    body: { calendarId, title: 'x', start: '2027-03-05T09:00:00', end: '2027-03-05T10:00:00', timeZone: 'Mars/Base' },
  });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'timeZone' }] } });
});

it('an event that ends before it begins is counted with its reason, and none is written', async () => {
  await put({ summary: 'Backward', start: '2027-03-08T12:00:00Z', end: '2027-03-08T11:00:00Z' });
  await read();
  const { data } = await workspace.get<{ data: { skipped: Record<string, number>; title?: string }[] }>(`/connections/${connectionId}/streams`);
  expect(data.some(({ skipped }) => (skipped.times_unreadable ?? 0) > 0)).toBe(true);
  // A stream bears the name of its calendar, not an id of the provider.
  expect(data.map(({ title }) => title)).toContain('ada@acme.test');
  expect((await events('2027-03-08')).some(({ title }) => title === 'Backward')).toBe(false);
  const answer = await workspace.call('POST', '/calendar/events', {
    body: { calendarId, title: 'x', start: '2027-03-08T12:00:00', end: '2027-03-08T11:00:00', timeZone: 'UTC' },
  });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'end' }] } });
});

it('an invitation of ten megabytes is refused before it is read, a page of them too', async () => {
  const ics = `BEGIN:VCALENDAR\n${'X-PAD:xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n'.repeat(300_000)}END:VCALENDAR`;
  const answer = await workspace.call('POST', '/actions/calendar.accept-invitation-mail', {
    body: { input: { ics, from: 'boss@customer.test', connectionId } },
  });
  expect([413, 422]).toContain(answer.status);
});

it('two events under one name are two in the calendar and one on the timeline', async () => {
  const twice = { iCalUID: 'same@x', summary: 'Same', attendees: [{ email: 'jane@customer.test' }] };
  await put({ ...twice, start: '2027-03-09T09:00:00Z', end: '2027-03-09T10:00:00Z' });
  await put({ ...twice, start: '2027-03-09T11:00:00Z', end: '2027-03-09T12:00:00Z' });
  await read();
  expect((await events('2027-03-09')).filter(({ title }) => title === 'Same')).toHaveLength(2);
  expect(await free('2027-03-09')).not.toContain('09:00');
  expect(await free('2027-03-09')).not.toContain('11:00');
  const { data } = await workspace.get<{ data: { subject: string }[] }>('/activities?kind=meeting&limit=200');
  expect(data.filter(({ subject }) => subject === 'Same')).toHaveLength(1);
});

it('a conflict on every try ends with a sentence, and leaves what stands at the provider', async () => {
  const { result } = await put({ summary: 'Contested', start: '2027-03-10T09:00:00Z', end: '2027-03-10T10:00:00Z' });
  await read();
  const [event] = (await events('2027-03-10')).filter(({ title }) => title === 'Contested');
  await hub.twins.fault('google', { match: { method: 'PATCH', path: '/calendar' }, next: 10, do: 'status', status: 412 });
  const before = (await hub.twins.journal('google')).length;
  const answer = await workspace.call<{ state?: string; detail?: string }>('PATCH', `/calendar/events/${event?.id}`, { body: { title: 'Mine' } });
  expect(answer.body.state === 'done').toBe(false);
  const tries = (await hub.twins.journal('google')).slice(before).filter(({ method }) => method === 'PATCH');
  expect(tries.length).toBeGreaterThan(1);
  expect(tries.length).toBeLessThanOrEqual(5);
  await fetch(`${hub.twinsUrl}/_twins/google/faults`, { method: 'DELETE' });
  await read();
  expect((await events('2027-03-10')).map(({ title }) => title)).toContain('Contested');
  const { data } = await hub.twins.state<{ data: { events: Record<string, { id: string; summary: string }> } }>('google');
  expect(Object.values(data.events).find(({ id }) => id === result.events[0]?.id)?.summary).toBe('Contested');
});

it('a provider whose clock is an hour off loses nothing, in either direction', async () => {
  for (const [index, ms] of [-3_600_000, 3_600_000].entries()) {
    await hub.twins.act('google', { verb: 'clock.skew', ms });
    const date = `2027-03-1${5 + index}`;
    const { result } = await put({ summary: 'Skewed', start: `${date}T09:00:00Z`, end: `${date}T10:00:00Z` });
    await read();
    const [event] = await events(date);
    expect(await workspace.call('PATCH', `/calendar/events/${event?.id}`, { body: { title: 'Renamed here' } })).toMatchObject({ body: { state: 'done' } });
    await hub.twins.clock({ advanceMs: 60_000 });
    await put({ id: result.events[0]?.id, start: `${date}T13:00:00Z`, end: `${date}T14:00:00Z` });
    await read();
    expect(await events(date)).toMatchObject([{ title: 'Renamed here', start: `${date}T13:00:00.000Z` }]);
    await hub.twins.act('google', { verb: 'event.delete', id: result.events[0]?.id });
    await read();
    expect(await events(date)).toEqual([]);
  }
  await hub.twins.act('google', { verb: 'clock.skew', ms: 0 });
});

it('a link that was forged, or is another’s, opens nothing; a time in the past or in the gap of a clock is not offered', async () => {
  await workspace.post('/calendar/booking-pages', {
    slug: 'gap',
    title: 'Gap',
    kind: 'one_to_one',
    hosts: [{ connectionId }],
    durationsMinutes: [30],
    timeZone: 'Europe/Berlin',
    stepMinutes: 30,
    workingHours: { sunday: [{ start: '00:00', end: '24:00' }] },
  });
  const ask = (method: 'GET' | 'POST', url: string, payload?: object) => hub.app.inject({ method, url, ...(payload ? { payload } : {}) });
  for (const token of ['x', 'a'.repeat(80), '..%2f..%2fetc', Buffer.from('{"b":"00000000-0000-0000-0000-000000000000"}').toString('base64url')])
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/event.ics'],
      ['POST', '/cancel'],
      ['POST', '/reschedule'],
    ] as const)
      expect(
        (await ask(method, `/book/manage/${token}${rest}`, method === 'POST' ? { start: '2027-03-28T08:00:00Z' } : undefined)).statusCode,
        token + rest,
      ).toBe(404);
  const { slots } = (await ask('GET', '/book/gap/slots?from=2027-03-27T23:00:00Z&to=2027-03-28T22:00:00Z&duration=30&timeZone=Europe/Berlin')).json<{
    slots: { start: string }[];
  }>();
  // Twenty-three hours, and none of them from two to three.
  expect(slots).toHaveLength(46);
  const wall = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
  expect(slots.some(({ start }) => wall.format(new Date(start)).startsWith('02'))).toBe(false);
  const book = (start: string) => ask('POST', '/book/gap/bookings', { start, duration: 30, timeZone: 'Europe/Berlin', name: 'Gus', email: 'gus@guest.test' });
  const unsaid = await book('2027-03-28T02:30:00');
  expect(unsaid.statusCode).toBe(422);
  expect(unsaid.json()).toMatchObject({ errors: [{ path: 'start' }] });
  const past = await book('2027-02-21T10:00:00Z');
  expect(past.statusCode).toBe(409);
  expect(past.json()).toMatchObject({ code: 'slot_taken' });
  expect((await book('2027-03-28T08:15:00Z')).statusCode).toBe(409);
  expect((await book('2027-03-28T08:00:00Z')).statusCode).toBe(201);
});

it('a second page under an address that is taken is refused in words, here and in another workspace', async () => {
  const page = (slug: string) => ({ slug, title: 'x', kind: 'one_to_one', hosts: [{ connectionId }], durationsMinutes: [30], timeZone: 'UTC' });
  await workspace.post('/calendar/booking-pages', page('once'));
  expect(await workspace.call('POST', '/calendar/booking-pages', { body: page('once') })).toMatchObject({ status: 409, body: { errors: [{ path: 'slug' }] } });
  const { id } = await workspace.post<{ id: string }>('/calendar/booking-pages', page('twice'));
  expect((await workspace.call('PATCH', `/calendar/booking-pages/${id}`, { body: { slug: 'once' } })).status).toBe(409);
  expect((await hub.app.inject({ url: '/book/once' })).statusCode).toBe(200);
});
