import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { type Collection, event, hasServices, newCollection, radicaleUrl, removeAll } from './radicale.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let work: Collection;
let connectionId: string;
let calendarId: string;

interface View {
  id: string;
  title: string;
  start: string;
  end: string;
  occurrence: string;
  isAllDay: boolean;
  isPrivate: boolean;
  attendees: { email: string; response: string }[];
}
const events = async () => (await workspace.get<{ data: View[] }>('/calendar/events?from=2027-01-01T00:00:00Z&to=2027-12-31T00:00:00Z')).data;
const titled = async (title: string) => (await events()).filter((each) => each.title === title);
const sync = async () => {
  await workspace.call('POST', `/connections/${connectionId}/sync`, { body: {} });
  await hub.settle();
};

describe.skipIf(!hasServices)('CalDAV at a real Radicale', () => {
  beforeAll(async () => {
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
    await hub.twins.clock({ now: '2027-02-26T08:00:00Z' });
    workspace = await hub.newWorkspace();
    await removeAll('ann');
    work = await newCollection('ann', 'Work');
    await work.put(
      'one.ics',
      event('one@x', 'DTSTART:20270301T090000Z\nDTEND:20270301T100000Z\nSUMMARY:Kick-off\nATTENDEE;CN=Jane;PARTSTAT=ACCEPTED:mailto:jane@customer.test'),
    );
    await work.put('floating.ics', event('floating@x', 'DTSTART:20270302T090000\nDURATION:PT1H\nSUMMARY:Floating'));
    await work.put('day.ics', event('day@x', 'DTSTART;VALUE=DATE:20270303\nSUMMARY:Fair'));
    await work.put(
      'secret.ics',
      event('secret@x', 'DTSTART:20270304T090000Z\nDTEND:20270304T093000Z\nCLASS:PRIVATE\nSUMMARY:Surgery\nATTENDEE:mailto:doctor@clinic.test'),
    );
    await work.put(
      'windows.ics',
      event('windows@x', 'DTSTART;TZID=W. Europe Standard Time:20270305T090000\nDTEND;TZID=W. Europe Standard Time:20270305T100000\nSUMMARY:From Outlook'),
    );
    await work.put(
      'series.ics',
      `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Elsewhere//EN
BEGIN:VEVENT
UID:series@x
DTSTAMP:20270101T000000Z
DTSTART;TZID=Europe/Berlin:20270315T090000
DTEND;TZID=Europe/Berlin:20270315T093000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Berlin:20270322T090000
SUMMARY:Weekly
ATTENDEE:mailto:jane@customer.test
END:VEVENT
BEGIN:VEVENT
UID:series@x
DTSTAMP:20270101T000000Z
RECURRENCE-ID;TZID=Europe/Berlin:20270329T090000
DTSTART;TZID=Europe/Berlin:20270330T140000
DTEND;TZID=Europe/Berlin:20270330T143000
SUMMARY:Weekly moved
END:VEVENT
END:VCALENDAR`,
    );
    const made = await workspace.call<{ id: string }>('POST', '/connections', {
      body: { integration: 'calendar', provider: 'caldav', credentials: { serverUrl: radicaleUrl, username: 'ann', password: 'pw', email: 'ann@acme.test' } },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    connectionId = made.body.id;
    await hub.settle();
    calendarId = (await workspace.get<{ data: { id: string }[] }>('/calendar/calendars')).data[0]?.id ?? '';
  });

  it('finds the calendars from the address alone, and says which field is wrong', async () => {
    const { data } = await workspace.get<{ data: { name: string; timeZone: string; role: string; readError: string | null }[] }>('/calendar/calendars');
    expect(data).toMatchObject([{ name: 'Work', timeZone: 'Europe/Berlin', role: 'owner', readError: null }]);
    const wrong = (credentials: Record<string, string>) =>
      workspace.call('POST', '/connections', {
        body: { integration: 'calendar', provider: 'caldav', credentials: { serverUrl: radicaleUrl, username: 'ann', password: 'pw', ...credentials } },
      });
    expect(await wrong({ password: 'no' })).toMatchObject({ status: 422, body: { code: 'credentials_rejected' } });
    expect((await wrong({ serverUrl: 'ftp://x.test/' })).status).toBe(422);
    expect(await wrong({ serverUrl: 'http://10.1.2.3/' })).toMatchObject({ status: 422, body: { code: 'host_not_allowed' } });
  });

  it('reads singles, whole days, floating and Windows times, and series with what differs in them; private ones masked', async () => {
    const all = await events();
    expect(all.find(({ title }) => title === 'Kick-off')).toMatchObject({ start: '2027-03-01T09:00:00.000Z', attendees: [{ response: 'accepted' }] });
    expect(all.find(({ title }) => title === 'Floating')).toMatchObject({ start: '2027-03-02T08:00:00.000Z', end: '2027-03-02T09:00:00.000Z' });
    expect(all.find(({ title }) => title === 'Fair')).toMatchObject({ isAllDay: true, start: '2027-03-03', end: '2027-03-04' });
    expect(all.find(({ title }) => title === 'From Outlook')?.start).toBe('2027-03-05T08:00:00.000Z');
    expect(all.find(({ isPrivate }) => isPrivate)).toMatchObject({ title: 'Busy', attendees: [] });
    expect(all.filter(({ title }) => title.startsWith('Weekly')).map(({ start }) => start)).toEqual([
      '2027-03-15T08:00:00.000Z',
      '2027-03-30T12:00:00.000Z',
      '2027-04-05T07:00:00.000Z',
    ]);
  });

  it('hears of what changed and went since, and of a series whose exception was taken back', async () => {
    await work.put('one.ics', event('one@x', 'DTSTART:20270301T110000Z\nDTEND:20270301T120000Z\nSUMMARY:Kick-off'));
    await work.remove('day.ics');
    await work.put(
      'series.ics',
      event('series@x', 'DTSTART;TZID=Europe/Berlin:20270315T090000\nDTEND;TZID=Europe/Berlin:20270315T093000\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:Weekly'),
    );
    await sync();
    const all = await events();
    expect(all.find(({ title }) => title === 'Kick-off')?.start).toBe('2027-03-01T11:00:00.000Z');
    expect(all.some(({ title }) => title === 'Fair' || title === 'Weekly moved')).toBe(false);
    expect(all.filter(({ title }) => title === 'Weekly')).toHaveLength(2);
  });

  it('writes an event once under one reference, and changes it without touching what it does not know', async () => {
    const body = { calendarId, title: 'Written here', start: '2027-03-08T09:00:00', end: '2027-03-08T09:30:00', timeZone: 'America/New_York', reference: 'r1' };
    for (let time = 0; time < 2; time++) expect(await workspace.post('/calendar/events', body)).toMatchObject({ state: 'done' });
    const [mine] = await titled('Written here');
    expect(mine?.start).toBe('2027-03-08T14:00:00.000Z');
    const [file, text = ''] = [...(await work.all())].find(([, content]) => content.includes('Written here')) ?? [];
    expect(text).toContain('DTSTART;TZID=America/New_York:20270308T090000');
    expect(text).toContain('BEGIN:VTIMEZONE');
    await work.put(file ?? '', text.replace('SUMMARY:Written here', 'SUMMARY:Written here\nX-KEPT:yes'));
    await sync();
    expect(await workspace.call('PATCH', `/calendar/events/${mine?.id}`, { body: { title: 'Renamed here' } })).toMatchObject({ body: { state: 'done' } });
    expect(await work.get(file ?? '')).toMatch(/SUMMARY:Renamed here[\s\S]*X-KEPT:yes|X-KEPT:yes[\s\S]*SUMMARY:Renamed here/);
    await workspace.call('DELETE', `/calendar/events/${mine?.id}`);
    expect(await work.get(file ?? '')).toBeUndefined();
    expect(await titled('Renamed here')).toEqual([]);
  });

  it('settles a change on both sides field by field, and keeps what was decided', async () => {
    await work.put('both.ics', event('both@x', 'DTSTART:20270309T090000Z\nDTEND:20270309T100000Z\nSUMMARY:Plan\nLOCATION:Room 1'));
    await sync();
    const [plan] = await titled('Plan');
    await work.put('both.ics', event('both@x', 'DTSTART:20270309T110000Z\nDTEND:20270309T120000Z\nSUMMARY:Plan\nLOCATION:Room 1'));
    expect(await workspace.call('PATCH', `/calendar/events/${plan?.id}`, { body: { title: 'Plan B' } })).toMatchObject({ body: { state: 'done' } });
    const text = await work.get('both.ics');
    expect(text).toContain('SUMMARY:Plan B');
    expect(text).toContain('DTSTART:20270309T110000Z');
    await work.put('both.ics', event('both@x', 'DTSTART:20270309T110000Z\nDTEND:20270309T120000Z\nSUMMARY:Plan C\nLOCATION:Room 2'));
    expect(await workspace.call('PATCH', `/calendar/events/${plan?.id}`, { body: { title: 'Plan D' } })).toMatchObject({ body: { state: 'done' } });
    const { data } = await workspace.get<{ data: { decisions: unknown[] }[] }>(`/calendar/events/${plan?.id}/decisions`);
    expect(data[0]?.decisions).toMatchObject([{ field: 'title', kept: 'ours', ours: 'Plan D', theirs: 'Plan C' }]);
  });

  it('moves and calls off one meeting of a series', async () => {
    await work.put(
      'daily.ics',
      event('daily@x', 'DTSTART;TZID=Europe/Berlin:20270412T090000\nDTEND;TZID=Europe/Berlin:20270412T093000\nRRULE:FREQ=DAILY;COUNT=4\nSUMMARY:Stand-up'),
    );
    await sync();
    const before = await titled('Stand-up');
    expect(before).toHaveLength(4);
    await workspace.call('PATCH', `/calendar/events/${before[1]?.id}`, {
      body: { occurrence: before[1]?.occurrence, start: '2027-04-13T15:00:00', end: '2027-04-13T15:30:00', timeZone: 'Europe/Berlin' },
    });
    await workspace.call('DELETE', `/calendar/events/${before[2]?.id}?occurrence=${before[2]?.occurrence}`);
    await sync();
    expect((await titled('Stand-up')).map(({ start }) => start)).toEqual(['2027-04-12T07:00:00.000Z', '2027-04-13T13:00:00.000Z', '2027-04-15T07:00:00.000Z']);
    expect(await work.get('daily.ics')).toMatch(/RECURRENCE-ID;TZID=Europe\/Berlin:20270413T090000/);
  });

  it('answers an invitation as its person', async () => {
    await work.put(
      'invited.ics',
      event(
        'invited@x',
        'DTSTART:20270310T090000Z\nDTEND:20270310T100000Z\nSUMMARY:Invited\nORGANIZER:mailto:boss@customer.test\nATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ann@acme.test',
      ),
    );
    await sync();
    const [invited] = await titled('Invited');
    expect(await workspace.post(`/calendar/events/${invited?.id}/respond`, { response: 'declined' })).toMatchObject({ state: 'done' });
    expect(await work.get('invited.ics')).toMatch(/PARTSTAT=DECLINED[^\n]*:mailto:ann@acme\.test|PARTSTAT=DECLINED/);
    const answer = await workspace.post<{ slots: { start: string }[] }>('/calendar/availability', {
      connectionIds: [connectionId],
      from: '2027-03-10T09:00:00Z',
      to: '2027-03-10T10:00:00Z',
      durationMinutes: 60,
      timeZone: 'UTC',
    });
    expect(answer.slots).toHaveLength(1);
  });

  it('names what cannot be read, bounds what is too large, and reads the rest', async () => {
    await work.put('huge.ics', event('huge@x', `DTSTART:20270311T090000Z\nDTEND:20270311T100000Z\nSUMMARY:Huge\nDESCRIPTION:${'x'.repeat(1_500_000)}`));
    await work.put('endless.ics', event('endless@x', 'DTSTART:20270311T100000Z\nDTEND:20270311T100100Z\nRRULE:FREQ=MINUTELY\nSUMMARY:Endless'));
    await work.put('backward.ics', event('backward@x', 'DTSTART:20270311T120000Z\nDTEND:20270311T110000Z\nSUMMARY:Backward'));
    await work.put('fine.ics', event('fine@x', 'DTSTART:20270311T150000Z\nDTEND:20270311T160000Z\nSUMMARY:Fine'));
    await sync();
    expect(await titled('Fine')).toHaveLength(1);
    expect((await events()).some(({ title }) => title === 'Huge' || title === 'Backward')).toBe(false);
    const { data } = await workspace.get<{ data: { skipped: Record<string, number> }[] }>(`/connections/${connectionId}/streams`);
    expect(data[0]?.skipped).toMatchObject({ unreadable: 1, times_unreadable: 1 });
    for (const name of ['huge.ics', 'endless.ics', 'backward.ics']) await work.remove(name);
    await sync();
  });

  it('asks the server at the last moment what changed since, series among it', async () => {
    const page = await workspace.post<{ id: string }>('/calendar/booking-pages', {
      slug: `caldav-${randomUUID().slice(0, 8)}`,
      title: 'Intro',
      kind: 'one_to_one',
      hosts: [{ connectionId }],
      durationsMinutes: [30],
      timeZone: 'UTC',
    });
    const book = (start: string) =>
      workspace.call('POST', '/calendar/bookings', { body: { pageId: page.id, start, duration: 30, timeZone: 'UTC', name: 'Gus', email: 'gus@guest.test' } });
    await work.put('just-now.ics', event('just-now@x', 'DTSTART:20270405T100000Z\nDTEND:20270405T103000Z\nRRULE:FREQ=WEEKLY\nSUMMARY:Just now'));
    expect((await book('2027-04-12T10:00:00Z')).status).toBe(409);
    expect((await book('2027-04-12T11:00:00Z')).status).toBeLessThan(300);
    await hub.settle();
    expect([...(await work.all()).values()].some((text) => text.includes('Intro: Gus'))).toBe(true);
  });
});

/** The same server as it would be without sync tokens, and with its people behind a redirect. */
async function oldServer(): Promise<{ url: string; close: () => Promise<unknown> }> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const body = Buffer.concat(parts).toString();
      if (request.url === '/.well-known/caldav') {
        response.writeHead(301, { location: '/ann/' }).end();
        return;
      }
      if (request.url === '/start/' || body.includes('sync-collection')) {
        response.writeHead(request.url === '/start/' ? 404 : 501).end();
        return;
      }
      const { host: _host, 'content-length': _length, connection: _connection, 'transfer-encoding': _encoding, ...headers } = request.headers;
      const answer = await fetch(radicaleUrl + request.url, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(body ? { body } : {}),
      });
      const text = (await answer.text()).replaceAll(/<sync-token>[^<]*<\/sync-token>/g, '');
      response.writeHead(answer.status, {
        'content-type': answer.headers.get('content-type') ?? 'text/plain',
        ...(answer.headers.has('etag') ? { etag: answer.headers.get('etag') ?? '' } : {}),
      });
      response.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

it.skipIf(!hasServices)('goes by versions where a server has no sync tokens, and finds people behind a redirect', async () => {
  const old = await oldServer();
  try {
    const other = await hub.newWorkspace();
    const { id } = await other.post<{ id: string }>('/connections', {
      integration: 'calendar',
      provider: 'caldav',
      credentials: { serverUrl: `${old.url}/start/`, username: 'ann', password: 'pw' },
    });
    await hub.settle();
    const titles = async () =>
      (await other.get<{ data: View[] }>('/calendar/events?from=2027-01-01T00:00:00Z&to=2027-12-31T00:00:00Z')).data.map(({ title }) => title);
    expect(await titles()).toContain('Fine');
    const look = async () => {
      await other.post(`/connections/${id}/sync`, {});
      await hub.settle();
    };
    await work.put('fine.ics', event('fine@x', 'DTSTART:20270311T150000Z\nDTEND:20270311T160000Z\nSUMMARY:Finer'));
    await work.remove('windows.ics');
    await look();
    expect(await titles()).toContain('Finer');
    expect(await titles()).not.toContain('From Outlook');
  } finally {
    await old.close();
  }
});
