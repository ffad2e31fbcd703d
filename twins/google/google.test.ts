import { describe, expect, test } from 'vitest';
import { clientOf, newPkce, redirectUri, startTwinsForFile } from '../testing/client.ts';
import { contract } from '../testing/contract.ts';
import { google } from './index.ts';

const twins = startTwinsForFile([google]);
const CAL = '/google/calendar/v3';
const scope =
  'openid email https://www.googleapis.com/auth/calendar.events https://www.googleapis.com/auth/calendar.calendarlist.readonly https://www.googleapis.com/auth/calendar.freebusy';

const connect = async (account = 'ada@acme.test', extra: Record<string, string> = { access_type: 'offline', prompt: 'consent' }, untick?: string[]) => {
  const { verifier, challenge } = newPkce();
  const query = new URLSearchParams({
    client_id: 'google-client',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...extra,
  });
  const { json } = await twins.post('/_twins/google/consent', { authorizeUrl: `/google/o/oauth2/v2/auth?${query}`, account, untick });
  const code = new URL(json.redirectUrl).searchParams.get('code') ?? '';
  const { json: token } = await twins.form('/google/token', {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    ...clientOf('google'),
  });
  return { headers: { authorization: `Bearer ${token.access_token}` }, token };
};
const put = (event: Record<string, unknown>) => twins.post('/_twins/google/act', { verb: 'event.put', timeZone: 'UTC', ...event });
const times = { start: { dateTime: '2027-03-01T09:00:00Z' }, end: { dateTime: '2027-03-01T10:00:00Z' } };
const EVENTS = `${CAL}/calendars/primary/events`;

test('signs in as Google does: a refresh token only offline and asked anew, scopes that can be unticked', async () => {
  expect((await connect()).token.refresh_token).toEqual(expect.any(String));
  expect((await connect('ada@acme.test', { access_type: 'offline' })).token.refresh_token).toBeUndefined();
  const { headers, token } = await connect('bob@acme.test', {}, ['https://www.googleapis.com/auth/calendar.events']);
  expect(token.scope).not.toContain('calendar.events');
  expect((await twins.get(EVENTS, headers)).json.error.errors[0].reason).toBe('insufficientPermissions');
  expect((await twins.get('/google/v1/userinfo', headers)).json).toMatchObject({ email: 'bob@acme.test', sub: '104000000000000000002' });
});

test('sync tokens: on the last page only, deletions told, parameters bound, 410 when dropped', async () => {
  const { headers } = await connect();
  await put({ summary: 'M', start: '2027-03-01T09:00:00Z', end: '2027-03-01T10:00:00Z', count: 5 });
  const first = await twins.get(`${EVENTS}?maxResults=3`, headers);
  expect([first.json.items.length, first.json.nextSyncToken]).toEqual([3, undefined]);
  const last = await twins.get(`${EVENTS}?maxResults=3&pageToken=${first.json.nextPageToken}`, headers);
  expect([last.json.items.length, last.json.nextPageToken]).toEqual([2, undefined]);
  const sync = (token: string, more = '') => twins.get(`${EVENTS}?maxResults=3&syncToken=${token}${more}`, headers);
  expect((await sync(last.json.nextSyncToken)).json.items).toEqual([]);
  await twins.call('DELETE', `${EVENTS}/${first.json.items[0].id}`, undefined, headers);
  const since = await sync(last.json.nextSyncToken);
  expect(since.json.items).toMatchObject([{ id: first.json.items[0].id, status: 'cancelled' }]);
  expect((await sync(last.json.nextSyncToken, '&timeMin=2027-01-01T00:00:00Z')).status).toBe(400);
  expect((await twins.get(`${EVENTS}?syncToken=${last.json.nextSyncToken}`, headers)).status).toBe(400);
  await twins.post('/_twins/google/act', { verb: 'sync.drop' });
  expect((await sync(since.json.nextSyncToken)).json.error).toMatchObject({ code: 410, errors: [{ reason: 'fullSyncRequired' }] });
});

test('a client’s id makes one event; etags guard changes; a deleted one is 410', async () => {
  const { headers } = await connect();
  const made = await twins.post(EVENTS, { id: 'abcde01', summary: 'once', ...times }, headers);
  expect((await twins.post(EVENTS, { id: 'abcde01', summary: 'once', ...times }, headers)).json.error.errors[0].reason).toBe('duplicate');
  const change = (etag: string) => twins.call('PATCH', `${EVENTS}/abcde01`, { summary: 'twice' }, { ...headers, 'if-match': etag });
  expect((await change('"0"')).status).toBe(412);
  expect((await change(made.json.etag)).json.summary).toBe('twice');
  expect((await twins.call('DELETE', `${EVENTS}/abcde01`, undefined, headers)).status).toBe(204);
  expect((await twins.call('DELETE', `${EVENTS}/abcde01`, undefined, headers)).status).toBe(410);
  expect((await twins.post(EVENTS, { summary: 'backwards', start: times.end, end: times.start }, headers)).json.error.errors[0].reason).toBe('timeRangeEmpty');
});

test('freeBusy joins what overlaps, resolves series, leaves out free times, and says what it cannot read', async () => {
  const { headers } = await connect();
  await put({ start: '2027-03-01T09:00:00Z', end: '2027-03-01T10:00:00Z' });
  await put({ start: '2027-03-01T09:30:00Z', end: '2027-03-01T11:00:00Z' });
  await put({ start: '2027-03-01T12:00:00Z', end: '2027-03-01T13:00:00Z', transparency: 'transparent' });
  await put({ start: '2027-02-22T15:00:00', end: '2027-02-22T15:30:00', timeZone: 'Europe/Berlin', recurrence: ['RRULE:FREQ=WEEKLY'] });
  const ask = (timeMax: string, id = 'primary') => twins.post(`${CAL}/freeBusy`, { timeMin: '2027-03-01T00:00:00Z', timeMax, items: [{ id }] }, headers);
  expect((await ask('2027-03-02T00:00:00Z')).json.calendars.primary.busy).toEqual([
    { start: '2027-03-01T09:00:00Z', end: '2027-03-01T11:00:00Z' },
    { start: '2027-03-01T14:00:00Z', end: '2027-03-01T14:30:00Z' },
  ]);
  expect((await ask('2027-07-02T00:00:00Z')).status).toBe(400);
  expect((await ask('2027-03-02T00:00:00Z', 'nobody@x.test')).json.calendars['nobody@x.test'].errors[0].reason).toBe('notFound');
});

describe('against the published contract', () => {
  const doc = contract('google-calendar-v3.discovery.json');
  test.runIf(doc)('every answer is as Google describes it', async () => {
    const { headers } = await connect();
    await put({
      summary: 'Weekly',
      start: '2027-02-22T15:00:00',
      end: '2027-02-22T15:30:00',
      recurrence: ['RRULE:FREQ=WEEKLY'],
      attendees: [{ email: 'x@y.test' }],
    });
    const made = await twins.post(
      `${EVENTS}?conferenceDataVersion=1`,
      { summary: 'call', ...times, conferenceData: { createRequest: { requestId: 'r', conferenceSolutionKey: { type: 'hangoutsMeet' } } } },
      headers,
    );
    const watch = await twins.post(`${EVENTS}/watch`, { id: 'c1', type: 'web_hook', address: 'http://127.0.0.1:9/x', token: 't' }, headers);
    const answers: [string, unknown][] = [
      ['CalendarList', (await twins.get(`${CAL}/users/me/calendarList`, headers)).json],
      ['Events', (await twins.get(EVENTS, headers)).json],
      ['Event', made.json],
      ['Channel', watch.json],
      [
        'FreeBusyResponse',
        (await twins.post(`${CAL}/freeBusy`, { timeMin: '2027-03-01T00:00:00Z', timeMax: '2027-03-02T00:00:00Z', items: [{ id: 'primary' }] }, headers)).json,
      ],
    ];
    for (const [schema, value] of answers) expect(doc?.problemsOf(schema, value), schema).toEqual([]);
    expect(doc?.problemsOf('Event', { sumary: 'a typo' })).not.toEqual([]);
  });
});
