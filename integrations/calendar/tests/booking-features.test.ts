import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

/** What a booking page can be told, each once. What only its times depend on is in the tests of booking pages. */
let hub: TestHub;
let workspace: TestWorkspace;
let ada: string;
let count = 0;
let tests = 0;
beforeEach(() => void tests++);

interface Page {
  id: string;
  slug: string;
  url: string;
  embed: string;
}
const everyDay = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ start: '08:00', end: '18:00' }]]));
const page = (more: Record<string, unknown> = {}) =>
  workspace
    .call<Page>('POST', '/calendar/booking-pages', {
      body: {
        slug: `feature-${++count}`,
        title: 'Intro call',
        kind: 'one_to_one',
        hosts: [{ connectionId: ada }],
        durationsMinutes: [30],
        timeZone: 'UTC',
        stepMinutes: 30,
        workingHours: everyDay,
        ...more,
      },
    })
    .then(({ status, body }) => {
      expect(status, JSON.stringify(body)).toBe(200);
      return body;
    });
const ask = (method: 'GET' | 'POST', url: string, payload?: object | string, headers: Record<string, string> = {}) =>
  hub.app.inject({
    method,
    // Guests are counted by where they come from: each test has its own.
    remoteAddress: `198.51.100.${tests}`,
    url: url.replace(/^https?:\/\/[^/]+/, ''),
    headers: { ...(typeof payload === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
const book = (slug: string, start: string, more: Record<string, unknown> = {}) =>
  ask('POST', `/book/${slug}/bookings`, { duration: 30, timeZone: 'Asia/Kolkata', name: 'Gus Guest', email: `gus${++count}@guest.test`, start, ...more });
interface Booked {
  id: string;
  manageUrl: string;
}
const remote = async () =>
  Object.values(
    (
      await hub.twins.state<{
        data: {
          events: Record<
            string,
            { summary: string; status: string; location?: string; description?: string; start: { dateTime: string }; attendees?: { email: string }[] }
          >;
        };
      }>('google')
    ).data.events,
  );
const eventAt = async (start: string) =>
  (await remote()).find((event) => Date.parse(event.start.dateTime) === Date.parse(start) && event.status !== 'cancelled');

beforeAll(async () => {
  hub = await testHub();
  await hub.twins.clock({ now: '2027-02-26T08:00:00Z' });
  workspace = await hub.newWorkspace();
  ({ id: ada } = await workspace.connect('calendar', 'google', 'ada@acme.test'));
  await hub.settle();
});

it('gives no more than the daily and weekly caps allow, however many ask at once for different times', async () => {
  const daily = await page({ caps: { perDay: 2 } });
  const times = Array.from({ length: 12 }, (_, n) => `2027-03-01T${String(8 + Math.floor(n / 2)).padStart(2, '0')}:${n % 2 ? '30' : '00'}:00Z`);
  const sameDay = await Promise.all(times.map((start) => book(daily.slug, start)));
  expect(sameDay.map(({ statusCode }) => statusCode).filter((status) => status === 201)).toHaveLength(2);
  // Who comes too late hears of the next day.
  const late = sameDay.find(({ statusCode }) => statusCode === 409)?.json<{ nextSlots: { start: string }[] }>();
  expect(late?.nextSlots.every(({ start }) => !start.startsWith('2027-03-01'))).toBe(true);
  const weekly = await page({ caps: { perWeek: 3 } });
  const days = Array.from({ length: 10 }, (_, n) => `2027-03-${String(8 + (n % 5)).padStart(2, '0')}T${n < 5 ? '09' : '14'}:00:00Z`);
  const sameWeek = await Promise.all(days.map((start) => book(weekly.slug, start)));
  expect(sameWeek.map(({ statusCode }) => statusCode).filter((status) => status === 201)).toHaveLength(3);
  expect((await book(weekly.slug, '2027-03-15T09:00:00Z')).statusCode).toBe(201);
  // A guest who moves within a full week is in nobody's way; one from another week is.
  const [first] = sameWeek.filter(({ statusCode }) => statusCode === 201).map((answer) => answer.json<Booked>());
  expect((await ask('POST', `${first?.manageUrl}/reschedule`, { start: '2027-03-12T16:00:00Z' })).statusCode).toBe(200);
  const other = (await book(weekly.slug, '2027-03-16T09:00:00Z')).json<Booked>();
  expect((await ask('POST', `${other.manageUrl}/reschedule`, { start: '2027-03-12T11:00:00Z' })).statusCode).toBe(409);
});

it('a full day of a group still takes who joins a meeting that stands', async () => {
  const group = await page({ kind: 'group', seats: 3, caps: { perDay: 1 } });
  expect((await book(group.slug, '2027-03-22T09:00:00Z')).statusCode).toBe(201);
  expect((await book(group.slug, '2027-03-22T11:00:00Z')).statusCode).toBe(409);
  expect((await book(group.slug, '2027-03-22T09:00:00Z')).statusCode).toBe(201);
});

it('lets a guest bring others, as many as the page says: they stand in the event and in the booking', async () => {
  const { slug } = await page({ guestsAllowed: 2 });
  const made = await book(slug, '2027-03-23T09:00:00Z', { guests: ['Amy@guest.test', 'ben@guest.test'] });
  expect(made.statusCode).toBe(201);
  await hub.settle();
  expect((await eventAt('2027-03-23T09:00:00Z'))?.attendees?.map(({ email }) => email)).toEqual(expect.arrayContaining(['amy@guest.test', 'ben@guest.test']));
  const { guests } = await workspace.get<{ guests: string[] }>(`/calendar/bookings/${made.json<Booked>().id}`);
  expect(guests).toEqual(['amy@guest.test', 'ben@guest.test']);
  const three = await book(slug, '2027-03-23T10:00:00Z', { guests: ['a@x.test', 'b@x.test', 'c@x.test'] });
  expect(three).toMatchObject({ statusCode: 422 });
  expect((await ask('GET', `/book/${slug}?start=2027-03-23T10:00:00Z`)).body).toContain('Others who come too');
  const form = new URLSearchParams({
    form: '1',
    start: '2027-03-23T11:00:00Z',
    duration: '30',
    timeZone: 'UTC',
    name: 'F',
    email: 'f@x.test',
    guests: 'one@x.test, two@x.test',
  });
  expect((await ask('POST', `/book/${slug}/bookings`, form.toString())).statusCode).toBe(303);
});

it('speaks the guest’s language: of the browser, or as the link says, on the page and in their mail', async () => {
  const { slug } = await page();
  const shown = async (languages: string, query = '') => (await ask('GET', `/book/${slug}${query}`, undefined, { 'accept-language': languages })).body;
  expect(await shown('es-MX,es;q=0.9')).toContain('lang="es-MX"');
  expect(await shown('fr')).toContain('Fuseau horaire');
  expect(await shown('ja,de;q=0.5')).toContain('Zeitzone');
  expect(await shown('ja')).toContain('Time zone');
  expect(await shown('fr', '?lang=de')).toContain('Zeitzone');
});

it('gathers several pages under one address: of a team, or of one person', async () => {
  const [short, long, off] = [
    await page({ title: 'Short call', description: 'Ten minutes\nand no more' }),
    await page({ title: 'Long call' }),
    await page({ title: 'Gone', isActive: false }),
  ];
  const made = await workspace.post<{ id: string; url: string }>('/calendar/team-pages', {
    slug: 'sales-team',
    title: 'Meet our <team>',
    pageIds: [long.id, short.id, off.id],
  });
  const shown = await ask('GET', `${made.url}?timeZone=Asia/Kolkata&lang=de`);
  expect(shown.statusCode).toBe(200);
  expect(shown.body).toContain('Meet our &lt;team&gt;');
  expect(shown.body).toContain(`/book/${short.slug}?timeZone=Asia%2FKolkata&amp;lang=de`);
  expect(shown.body.indexOf('Long call')).toBeLessThan(shown.body.indexOf('Short call'));
  expect(shown.body).not.toContain('Gone');
  expect(shown.body).not.toContain('and no more');
  expect((await ask('GET', '/book/sales-team/slots?from=2027-03-01T00:00:00Z&to=2027-03-02T00:00:00Z')).statusCode).toBe(404);
  const taken = await workspace.call('POST', '/calendar/team-pages', { body: { slug: short.slug, title: 'x', pageIds: [short.id] } });
  expect(taken).toMatchObject({ status: 409, body: { errors: [{ path: 'slug' }] } });
  const other = await hub.newWorkspace();
  expect((await other.call('POST', '/calendar/team-pages', { body: { slug: 'theirs', title: 'x', pageIds: [short.id] } })).status).toBe(422);
  expect((await other.call('DELETE', `/calendar/team-pages/${made.id}`)).status).toBe(404);
  await workspace.call('PATCH', `/calendar/team-pages/${made.id}`, { body: { slug: 'sales', pageIds: [short.id] } });
  expect((await ask('GET', '/book/sales-team')).statusCode).toBe(404);
  expect((await ask('GET', '/book/sales')).body).not.toContain('Long call');
  expect((await workspace.call('DELETE', `/calendar/team-pages/${made.id}`)).status).toBe(204);
  expect((await ask('GET', '/book/sales')).statusCode).toBe(404);
  expect((await ask('GET', `/book/${short.slug}`)).statusCode).toBe(200);
});

it('shows a page as guests would see it while it is typed, and saves nothing', async () => {
  const before = (await workspace.get<{ data: unknown[] }>('/calendar/booking-pages')).data.length;
  const typed = {
    slug: 'typed',
    title: 'Typed <so far>',
    kind: 'one_to_one',
    hosts: [{ connectionId: ada }],
    durationsMinutes: [30],
    timeZone: 'UTC',
    workingHours: everyDay,
  };
  const { html } = await workspace.post<{ html: string }>('/calendar/booking-pages/preview', { page: typed, nonce: 'abcdefgh1234', language: 'de' });
  expect(html).toContain('Typed &lt;so far&gt;');
  expect(html).toContain('<style nonce="abcdefgh1234">');
  expect(html).not.toContain('<script');
  expect(html).toContain('Zeitzone');
  expect((await workspace.get<{ data: unknown[] }>('/calendar/booking-pages')).data).toHaveLength(before);
  expect((await ask('GET', '/book/typed')).statusCode).toBe(404);
  expect((await workspace.call('POST', '/calendar/booking-pages/preview', { body: { page: typed, nonce: '"><script>' } })).status).toBe(422);
  const other = await hub.newWorkspace();
  expect((await other.call('POST', '/calendar/booking-pages/preview', { body: { page: typed } })).status).toBe(422);
});

it('meets where the page says: by phone, at a place, at an address of ours, or by video of the calendar', async () => {
  const phone = await page({ location: { kind: 'phone' } });
  expect((await book(phone.slug, '2027-03-24T08:00:00Z')).json<{ errors: { path: string }[] }>()).toMatchObject({
    errors: [{ path: 'phone', message: 'Please give a number under which you are called.' }],
  });
  expect((await book(phone.slug, '2027-03-24T08:00:00Z', { phone: '+44 20 7946 0958' })).statusCode).toBe(201);
  const place = await page({ location: { kind: 'in_person', value: '1 Harbour Square' } });
  expect((await ask('GET', `/book/${place.slug}`)).body).toContain('1 Harbour Square');
  expect((await book(place.slug, '2027-03-24T09:00:00Z')).statusCode).toBe(201);
  const link = await page({ location: { kind: 'link', value: 'https://meet.acme.example/ada' } });
  // Only who books is let in.
  expect((await ask('GET', `/book/${link.slug}`)).body).not.toContain('meet.acme.example');
  const linked = (await book(link.slug, '2027-03-24T10:00:00Z')).json<Booked>();
  expect((await ask('GET', linked.manageUrl)).body).toContain('https://meet.acme.example/ada');
  const video = await page({ location: { kind: 'meet' } });
  const met = (await book(video.slug, '2027-03-24T11:00:00Z')).json<Booked>();
  await hub.settle();
  expect((await eventAt('2027-03-24T08:00:00Z'))?.location).toBe('Phone: +44 20 7946 0958');
  expect((await eventAt('2027-03-24T09:00:00Z'))?.location).toBe('1 Harbour Square');
  expect((await eventAt('2027-03-24T10:00:00Z'))?.location).toBe('https://meet.acme.example/ada');
  const { joinUrl } = await workspace.get<{ joinUrl: string | null }>(`/calendar/bookings/${met.id}`);
  expect(joinUrl).toMatch(/^https:\/\//);
  expect((await ask('GET', met.manageUrl)).body).toContain(joinUrl);
  for (const location of [{ kind: 'in_person' }, { kind: 'link', value: 'javascript:alert(1)' }])
    expect(
      await workspace.call('POST', '/calendar/booking-pages', {
        body: { slug: `nowhere-${++count}`, title: 'x', kind: 'one_to_one', hosts: [{ connectionId: ada }], durationsMinutes: [30], timeZone: 'UTC', location },
      }),
    ).toMatchObject({ status: 422, body: { errors: [{ path: 'location.value' }] } });
});

it('offers a tentative hour where the account says that it is free, and then gives it too', async () => {
  const { slug } = await page();
  const nine = '2027-03-26T09:00:00Z';
  const times = async () =>
    (await ask('GET', `/book/${slug}/slots?from=2027-03-26T09:00:00Z&to=2027-03-26T10:00:00Z&duration=30`)).json<{ slots: { start: string }[] }>().slots.length;
  await hub.twins.act('google', {
    verb: 'event.put',
    calendar: 'ada@acme.test',
    summary: 'Perhaps',
    start: nine,
    end: '2027-03-26T10:00:00Z',
    status: 'tentative',
  });
  await workspace.post(`/connections/${ada}/sync`, {});
  await hub.settle();
  expect(await times()).toBe(0);
  expect((await book(slug, nine)).statusCode).toBe(409);
  const changed = await workspace.call('PATCH', `/connections/${ada}`, { body: { settings: { tentativeBlocks: false } } });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  expect(await times()).toBe(2);
  expect((await book(slug, nine)).statusCode).toBe(201);
  await workspace.call('PATCH', `/connections/${ada}`, { body: { settings: { tentativeBlocks: true } } });
});

it('stands inside another site, and takes the guest on to a page of the host’s', async () => {
  const made = await page({ redirectUrl: 'https://acme.example/thanks?from=booking&x="1"' });
  expect(made.embed).toBe(`<iframe src="${made.url}?embed=1" title="Intro call" style="width:100%;height:760px;border:0" loading="lazy"></iframe>`);
  const inside = (await ask('GET', `/book/${made.slug}?embed=1&start=2027-03-25T09:00:00Z`)).body;
  expect(inside).toContain('class="embed"');
  expect(inside).toContain('name="embed" value="1"');
  const form = new URLSearchParams({ form: '1', embed: '1', start: '2027-03-25T09:00:00Z', duration: '30', timeZone: 'UTC', name: 'F', email: 'f@x.test' });
  const sent = await ask('POST', `/book/${made.slug}/bookings`, form.toString());
  expect(sent.statusCode).toBe(303);
  const onward = 'content="3;url=https://acme.example/thanks?from=booking&amp;x=&quot;1&quot;"';
  expect((await ask('GET', String(sent.headers.location))).body).toContain(onward);
  // Who comes back later by their link is not sent away.
  expect((await ask('GET', String(sent.headers.location).replace('?new=1', ''))).body).not.toContain('http-equiv="refresh"');
  const refused = await workspace.call('PATCH', `/calendar/booking-pages/${made.id}`, { body: { redirectUrl: 'javascript:alert(1)' } });
  expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'redirectUrl' }] } });
});

it('reminds its hosts in Slack, and in the console where Slack does not reach them', async () => {
  const { id: userId } = await workspace.post<{ id: string }>('/users', {
    email: 'dana@acme.test',
    name: 'Dana Scully',
    role: 'admin',
    password: 'a long enough password',
  });
  const { key } = await workspace.post<{ key: string }>('/api-keys', { name: 'Dana', scopes: ['*'], actAs: userId });
  const begun = await workspace.call<{ authorizeUrl: string }>('POST', '/connections/authorize', {
    apiKey: key,
    body: { integration: 'calendar', provider: 'google' },
  });
  const { redirectUrl } = await hub.twins.consent('google', { authorizeUrl: begun.body.authorizeUrl, account: 'bob@acme.test' });
  const { connection } = (await ask('GET', redirectUrl, undefined, { accept: 'application/json' })).json<{ connection: { id: string } }>();
  await hub.settle();
  const { slug } = await page({
    hosts: [{ connectionId: connection.id }],
    reminders: [{ minutesBefore: 30, channel: 'slack', text: 'Soon: {{ name }} at {{ where }}' }],
    location: { kind: 'in_person', value: 'the harbour' },
  });
  const bell = async () => (await workspace.call<{ data: { title: string }[] }>('GET', '/notifications', { apiKey: key })).body.data.map(({ title }) => title);
  const told = async () =>
    Object.values((await hub.twins.state<{ data: { messages: Record<string, { text: string }> } }>('slack')).data.messages).map(({ text }) => text);

  const eventually = <T>(read: () => Promise<T>) =>
    expect.poll(
      async () => {
        await hub.settle();
        return read();
      },
      { timeout: 60_000 },
    );
  const soon = 'Soon: Gus Guest at the harbour';

  expect((await book(slug, '2027-03-29T09:00:00Z')).statusCode).toBe(201);
  await hub.twins.clock({ now: '2027-03-29T08:31:00Z' });
  await eventually(bell).toContain(soon);
  await workspace.connect('slack', 'slack', 'dana@acme.test');
  // A month has gone by: calendars are offered again when they were read again.
  await eventually(async () => (await book(slug, '2027-03-29T10:00:00Z')).statusCode).toBe(201);
  await hub.twins.clock({ now: '2027-03-29T09:31:00Z' });
  await eventually(async () => (await told()).filter((text) => text.includes(soon)).length).toBe(1);
  expect(await bell()).toHaveLength(1);
});
