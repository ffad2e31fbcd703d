import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let ada: string;
let bob: string;
let count = 0;

interface Page {
  id: string;
  slug: string;
  url: string;
}
const page = (kind: string, hosts: object[], more: Record<string, unknown> = {}) =>
  workspace.post<Page>('/calendar/booking-pages', {
    slug: `page-${++count}`,
    title: 'Intro call',
    kind,
    hosts,
    durationsMinutes: [30],
    timeZone: 'UTC',
    stepMinutes: 30,
    workingHours: { monday: [{ start: '09:00', end: '12:00' }], tuesday: [{ start: '09:00', end: '12:00' }] },
    ...more,
  });
const ask = (method: 'GET' | 'POST', url: string, payload?: object | string, headers: Record<string, string> = {}) =>
  hub.app.inject({
    method,
    url: url.replace(/^https?:\/\/[^/]+/, ''),
    headers: { ...(typeof payload === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
const guest = { duration: 30, timeZone: 'Asia/Kolkata', name: 'Gus Guest', email: 'gus@guest.test' };
const book = (slug: string, start: string, more: Record<string, unknown> = {}) => ask('POST', `/book/${slug}/bookings`, { ...guest, start, ...more });
const remote = async () =>
  Object.values(
    (
      await hub.twins.state<{
        data: {
          events: Record<
            string,
            {
              id: string;
              summary: string;
              status: string;
              calendarId: string;
              description?: string;
              start: { dateTime: string };
              attendees?: { email: string }[];
            }
          >;
        };
      }>('google')
    ).data.events,
  );
const mails = async () =>
  (await workspace.get<{ data: { kind: string; summary: string; state: string }[] }>('/effects?limit=200')).data.filter(
    ({ kind }) => kind === 'calendar.send-mail',
  );
/** Days pass at once in a test: the calendars are looked at again, as they would have been. */
const later = async (now: string) => {
  await hub.twins.clock({ now });
  for (const id of [ada, bob]) await workspace.post(`/connections/${id}/sync`, {});
  await hub.settle();
};
const booking = (id: string) =>
  workspace.get<{ status: string; start: string; pickReason: string | null; noShows: number; hosts: string[] }>(`/calendar/bookings/${id}`);

beforeAll(async () => {
  hub = await testHub();
  await hub.twins.clock({ now: '2027-02-26T08:00:00Z' });
  workspace = await hub.newWorkspace();
  ({ id: ada } = await workspace.connect('calendar', 'google', 'ada@acme.test'));
  ({ id: bob } = await workspace.connect('calendar', 'google', 'bob@acme.test'));
  await hub.settle();
});

it('is a whole page without a script: strict, small, in the guest’s language and zone', async () => {
  const { slug } = await page('one_to_one', [{ connectionId: ada }], {
    description: 'Fifteen <b>minutes</b> & more',
    questions: [{ key: 'topic', label: 'What about?', required: true }],
  });
  const shown = await ask('GET', `/book/${slug}?timeZone=Asia/Kolkata`, undefined, { 'accept-language': 'de-DE,de;q=0.9' });
  expect(shown.statusCode).toBe(200);
  expect(shown.headers['content-security-policy']).not.toContain('unsafe-inline');
  expect(shown.headers['content-security-policy']).toContain('frame-ancestors *');
  expect(shown.body.length).toBeLessThan(60_000);
  expect(shown.body).toContain('<html lang="de-DE">');
  expect(shown.body).toContain('Fifteen &lt;b&gt;minutes');
  expect(shown.body).toContain('14:30');
  const link = /href="([^"]*start=[^"]*)"/.exec(shown.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const form = await ask('GET', link, undefined, { 'accept-language': 'de' });
  expect(form.body).toContain('What about?');
  const script = /src="(\/book\/assets\/[^"]+)"/.exec(shown.body)?.[1] ?? '';
  expect((await ask('GET', script)).headers['cache-control']).toContain('immutable');
  const typed = (more: Record<string, string>) =>
    new URLSearchParams({
      form: '1',
      start: '2027-03-01T09:00:00Z',
      duration: '30',
      timeZone: 'Asia/Kolkata',
      name: 'Gus',
      email: 'form@guest.test',
      ...more,
    }).toString();
  const missing = await ask('POST', `/book/${slug}/bookings`, typed({ email: 'nonsense' }));
  expect(missing.statusCode).toBe(422);
  expect(missing.body).toContain('value="Gus"');
  expect(missing.body).toContain('aria-invalid="true"');
  expect((await ask('POST', `/book/${slug}/bookings`, typed({}))).body).toContain('What about?');
  const done = await ask('POST', `/book/${slug}/bookings`, typed({ 'answers.topic': 'Prices' }));
  expect(done.statusCode).toBe(303);
  const mine = await ask('GET', String(done.headers.location), undefined, { 'accept-language': 'fr' });
  expect(mine.body).toContain('Votre rendez-vous est réservé');
  await hub.settle();
  expect((await remote()).find(({ attendees }) => attendees?.some(({ email }) => email === 'form@guest.test'))?.description).toContain('What about?: Prices');
});

it('answers programs as the contract says: slots, a hold, a booking, and what is free when it is taken', async () => {
  const { slug } = await page('one_to_one', [{ connectionId: ada }]);
  const slots = (await ask('GET', `/book/${slug}/slots?from=2027-03-01T00:00:00Z&to=2027-03-02T00:00:00Z&duration=30&timeZone=UTC`)).json<{
    slots: { start: string }[];
  }>().slots;
  expect(slots.map(({ start }) => start.slice(11, 16))).toEqual(['09:30', '10:00', '10:30', '11:00', '11:30']);
  const held = (await ask('POST', `/book/${slug}/holds`, { start: '2027-03-01T10:00:00Z', duration: 30 })).json<{ holdToken: string }>();
  const lost = await book(slug, '2027-03-01T10:00:00Z', { email: 'late@guest.test' });
  expect(lost.statusCode).toBe(409);
  expect(lost.json()).toMatchObject({ code: 'slot_taken', nextSlots: [{ start: '2027-03-01T10:30:00.000Z' }, {}, {}, {}, {}] });
  const made = await book(slug, '2027-03-01T10:00:00Z', { holdToken: held.holdToken });
  expect(made.statusCode).toBe(201);
  expect(made.json()).toMatchObject({
    id: expect.any(String),
    hosts: [ada],
    manageUrl: expect.stringContaining('/book/manage/'),
    icsUrl: expect.stringContaining('.ics'),
  });
  expect((await book(slug, '2027-03-01T10:00:00Z')).json()).toMatchObject({ id: made.json<{ id: string }>().id });
  const ics = await ask('GET', made.json<{ icsUrl: string }>().icsUrl);
  expect(ics.headers['content-type']).toContain('text/calendar');
  expect(ics.body).toContain('DTSTART:20270301T100000Z');
  expect((await ask('GET', '/book/no-such-page')).statusCode).toBe(404);
  expect((await book(slug, '2027-02-01T10:00:00Z', { email: 'past@guest.test' })).statusCode).toBe(409);
  expect((await book(slug, '2027-03-01T11:00:00Z', { timeZone: 'Mars/Base' })).statusCode).toBe(422);
});

it('lets a guest move and cancel by their own link only, by a button and never by a look, until it is too late', async () => {
  const { slug } = await page('one_to_one', [{ connectionId: ada }], { cancelUntilMinutes: 60 });
  const { manageUrl, id } = (await book(slug, '2027-03-02T09:00:00Z', { email: 'mover@guest.test' })).json<{ manageUrl: string; id: string }>();
  await hub.settle();
  for (const query of ['', '?cancel=1', '?move=1', '?move=1&start=2027-03-02T09:30:00Z']) expect((await ask('GET', manageUrl + query)).statusCode).toBe(200);
  expect((await booking(id)).status).toBe('confirmed');
  const forged = manageUrl.slice(0, -6) + (manageUrl.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA');
  expect((await ask('POST', `${forged}/cancel`, {})).statusCode).toBe(404);
  // Half an hour on: its own event is not in the way.
  expect((await ask('POST', `${manageUrl}/reschedule`, { start: '2027-03-02T09:30:00Z' })).json()).toMatchObject({ start: '2027-03-02T09:30:00.000Z' });
  await hub.settle();
  expect((await remote()).find(({ attendees }) => attendees?.some(({ email }) => email === 'mover@guest.test'))?.start.dateTime).toContain('09:30');
  expect((await ask('POST', `${manageUrl}/cancel`, 'form=1&reason=ill')).statusCode).toBe(303);
  await hub.settle();
  expect((await remote()).find(({ attendees }) => attendees?.some(({ email }) => email === 'mover@guest.test'))?.status).toBe('cancelled');
  const late = (await book(slug, '2027-03-02T10:00:00Z', { email: 'late@guest.test' })).json<{ manageUrl: string; id: string }>();
  await hub.twins.clock({ now: '2027-03-02T09:30:00Z' });
  expect((await ask('POST', `${late.manageUrl}/cancel`, {})).statusCode).toBe(409);
  await later('2027-03-02T10:40:00Z');
  const gone = await workspace.call<{ status: string; noShows: number }>('POST', `/calendar/bookings/${late.id}/no-show`, { body: {} });
  expect(gone.body).toMatchObject({ status: 'no_show', noShows: 1 });
});

it('follows what the host does in their own calendar', async () => {
  await later('2027-03-02T11:00:00Z');
  const { slug } = await page('one_to_one', [{ connectionId: ada }]);
  const one = (await book(slug, '2027-03-08T09:00:00Z', { email: 'followed@guest.test' })).json<{ id: string }>();
  const two = (await book(slug, '2027-03-08T10:00:00Z', { email: 'dropped@guest.test' })).json<{ id: string }>();
  await hub.settle();
  const eventOf = async (email: string) =>
    (await remote()).find(({ attendees, calendarId }) => calendarId === 'ada@acme.test' && attendees?.some((each) => each.email === email));
  await hub.twins.clock({ advanceMs: 60_000 });
  await hub.twins.act('google', {
    verb: 'event.put',
    id: (await eventOf('followed@guest.test'))?.id,
    start: '2027-03-08T14:00:00Z',
    end: '2027-03-08T14:30:00Z',
  });
  await hub.twins.act('google', { verb: 'event.delete', id: (await eventOf('dropped@guest.test'))?.id });
  await expect
    .poll(
      async () => {
        await hub.settle();
        return [(await booking(one.id)).start, (await booking(two.id)).status];
      },
      { timeout: 20_000 },
    )
    .toEqual(['2027-03-08T14:00:00.000Z', 'cancelled']);
  expect((await book(slug, '2027-03-08T09:00:00Z', { email: 'other@guest.test' })).statusCode).toBe(201);
  const types = (await workspace.get<{ data: { type: string; subjectId?: string }[] }>('/events?type=meeting.rescheduled')).data;
  expect(types.length).toBeGreaterThan(0);
});

it('seats a group until it is full, in one event, without naming guests to each other', async () => {
  const { slug } = await page('group', [{ connectionId: bob }], { seats: 3 });
  const start = '2027-03-09T09:00:00Z';
  const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => book(slug, start, { email: `seat${index}@guest.test` })));
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 201, 201, 409, 409, 409]);
  await hub.settle();
  const events = (await remote()).filter(({ summary, status }) => summary.startsWith('Intro call (') && status === 'confirmed');
  expect(events).toHaveLength(1);
  expect(events[0]?.summary).toBe('Intro call (3/3)');
  expect(events[0]?.attendees ?? []).toEqual([]);
  const [first] = answers.filter(({ statusCode }) => statusCode === 201).map((answer) => answer.json<{ manageUrl: string }>());
  await ask('POST', `${first?.manageUrl}/cancel`, {});
  expect((await book(slug, start, { email: 'seat9@guest.test' })).statusCode).toBe(201);
});

it('holds a wished time until somebody decides', async () => {
  const { slug } = await page('one_to_one', [{ connectionId: ada }], { confirm: 'approve' });
  const wish = (await book(slug, '2027-03-15T09:00:00Z', { email: 'wish@guest.test' })).json<{ id: string; status: string }>();
  expect(wish.status).toBe('pending');
  expect((await book(slug, '2027-03-15T09:00:00Z', { email: 'rival@guest.test' })).statusCode).toBe(409);
  await hub.settle();
  expect((await remote()).some(({ attendees }) => attendees?.some(({ email }) => email === 'wish@guest.test'))).toBe(false);
  expect(await workspace.post(`/calendar/bookings/${wish.id}/approve`, {})).toMatchObject({ status: 'confirmed' });
  await hub.settle();
  expect((await remote()).some(({ attendees }) => attendees?.some(({ email }) => email === 'wish@guest.test'))).toBe(true);
  const other = (await book(slug, '2027-03-15T10:00:00Z', { email: 'no@guest.test' })).json<{ id: string }>();
  expect(await workspace.post(`/calendar/bookings/${other.id}/decline`, {})).toMatchObject({ status: 'declined' });
  expect((await book(slug, '2027-03-15T10:00:00Z', { email: 'rival@guest.test' })).statusCode).toBe(201);
});

it('keeps to caps, weights and the owner of a contact', async () => {
  const capped = await page('one_to_one', [{ connectionId: bob }], { caps: { perDay: 2 } });
  for (const time of ['09:30', '10:30'])
    expect((await book(capped.slug, `2027-03-16T${time}:00Z`, { email: `cap${time.slice(0, 2)}@guest.test` })).statusCode).toBe(201);
  expect((await book(capped.slug, '2027-03-16T11:30:00Z', { email: 'cap3@guest.test' })).statusCode).toBe(409);
  const told = await workspace.get<{ data: { free: boolean; reasons: { source: string }[] }[] }>(
    `/calendar/booking-pages/${capped.id}/explain?at=2027-03-16T11:30:00Z&duration=30`,
  );
  expect(told.data[0]).toMatchObject({ free: false, reasons: [{ source: '2 meetings a day are enough' }] });
  const weighted = await page('round_robin', [
    { connectionId: ada, weight: 3 },
    { connectionId: bob, weight: 1 },
  ]);
  const met: string[] = [];
  for (const [index, time] of ['09:00', '09:30', '10:00', '10:30'].entries())
    met.push((await book(weighted.slug, `2027-03-22T${time}:00Z`, { email: `w${index}@guest.test` })).json<{ hosts: string[] }>().hosts[0] ?? '');
  expect(met.filter((id) => id === ada)).toHaveLength(3);
});

it('reminds by mail, and not of what was moved', async () => {
  const { slug } = await page('one_to_one', [{ connectionId: ada }], {
    reminders: [{ minutesBefore: 60, channel: 'email', text: 'See you {{when}}, {{name}}' }],
    followUp: { minutesAfter: 30, text: 'Thanks, {{name}}' },
  });
  const { id, manageUrl } = (await book(slug, '2027-03-23T09:00:00Z', { email: 'reminded@guest.test' })).json<{ id: string; manageUrl: string }>();
  await hub.settle();
  await ask('POST', `${manageUrl}/reschedule`, { start: '2027-03-23T11:00:00Z' });
  await hub.settle();
  const mine = async () => {
    await hub.settle();
    return (await mails()).filter(({ summary }) => summary.includes('Reminder') || summary.includes('Thank you')).length;
  };
  await later('2027-03-23T08:30:00Z');
  expect(await mine()).toBe(0);
  await hub.twins.clock({ now: '2027-03-23T10:01:00Z' });
  await expect.poll(mine, { timeout: 20_000 }).toBe(1);
  await hub.twins.clock({ now: '2027-03-23T12:01:00Z' });
  await expect.poll(mine, { timeout: 20_000 }).toBe(2);
  expect((await booking(id)).status).toBe('confirmed');
});

it('is changed, listed and taken away; its address is one of the installation', async () => {
  const made = await page('one_to_one', [{ connectionId: ada }], { redirectUrl: 'https://acme.test/thanks' });
  const other = await hub.newWorkspace();
  const changed = await workspace.call<{ slug: string; workingHours: object | null; redirectUrl: string | null; title: string }>(
    'PATCH',
    `/calendar/booking-pages/${made.id}`,
    {
      body: { slug: 'renamed-page', title: 'Renamed', workingHours: null, redirectUrl: null },
    },
  );
  expect(changed.body).toMatchObject({ slug: 'renamed-page', title: 'Renamed', workingHours: null, redirectUrl: null });
  expect((await ask('GET', `/book/${made.slug}`)).statusCode).toBe(404);
  expect((await ask('GET', '/book/renamed-page')).statusCode).toBe(200);
  expect((await other.call('GET', `/calendar/booking-pages/${made.id}`)).status).toBe(404);
  const bad = await workspace.call('PATCH', `/calendar/booking-pages/${made.id}`, { body: { hosts: [{ connectionId: ada }, { connectionId: bob }] } });
  expect(bad.status).toBe(422);
  expect((await workspace.call('DELETE', `/calendar/booking-pages/${made.id}`)).status).toBe(204);
  expect((await ask('GET', '/book/renamed-page')).statusCode).toBe(404);
  expect((await workspace.get<{ data: { id: string }[] }>('/calendar/booking-pages')).data.some(({ id }) => id === made.id)).toBe(false);
  const { data } = await workspace.get<{ data: { status: string }[] }>('/calendar/bookings?limit=3');
  expect(data).toHaveLength(3);
});

it('keeps people’s own hours', async () => {
  const { id } = await workspace.post<{ id: string }>('/users', { email: 'hours@acme.test', name: 'Hours', role: 'salesperson' });
  expect(await workspace.get(`/users/${id}/schedule`)).toMatchObject({ isDefault: true });
  const said = { timeZone: 'America/New_York', workingHours: { friday: [{ start: '10:00', end: '11:00' }] }, overrides: [{ date: '2027-03-19', hours: [] }] };
  expect((await workspace.call('PUT', `/users/${id}/schedule`, { body: said })).body).toMatchObject({ isDefault: false, ...said });
  expect(
    (await workspace.call('PUT', `/users/${id}/schedule`, { body: { ...said, workingHours: { friday: [{ start: '11:00', end: '10:00' }] } } })).status,
  ).toBe(422);
});
