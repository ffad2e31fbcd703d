import { expect, test } from 'vitest';
import { clientOf, newPkce, redirectUri, startTwinsForFile } from '../testing/client.ts';
import { microsoft } from './index.ts';

const twins = startTwinsForFile([microsoft]);
const TOKEN = '/microsoft/common/oauth2/v2.0/token';
const GRAPH = '/microsoft/v1.0';

const connect = async () => {
  const { verifier, challenge } = newPkce();
  const query = new URLSearchParams({
    client_id: 'microsoft-client',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid offline_access User.Read Calendars.ReadWrite',
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const { json } = await twins.post('/_twins/microsoft/consent', {
    authorizeUrl: `/microsoft/common/oauth2/v2.0/authorize?${query}`,
    account: 'dora@globex.test',
  });
  const code = new URL(json.redirectUrl).searchParams.get('code') ?? '';
  const { json: token } = await twins.form(TOKEN, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    ...clientOf('microsoft'),
  });
  return { headers: { authorization: `Bearer ${token.access_token}` }, token };
};
const times = { start: { dateTime: '2027-03-01T09:00:00', timeZone: 'UTC' }, end: { dateTime: '2027-03-01T10:00:00', timeZone: 'UTC' } };

test('each refresh brings a new token and leaves the old one good; refusals have Microsoft’s shape', async () => {
  const { token } = await connect();
  const refresh = () => twins.form(TOKEN, { grant_type: 'refresh_token', refresh_token: token.refresh_token, ...clientOf('microsoft') });
  const [first, second] = [await refresh(), await refresh()];
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(first.json.refresh_token).not.toBe(token.refresh_token);
  const refused = await twins.form(TOKEN, { grant_type: 'refresh_token', refresh_token: 'nothing', ...clientOf('microsoft') });
  expect(refused.json).toMatchObject({ error: 'invalid_grant', error_codes: [70000] });
});

test('delta: a frozen window, links to follow, removals, series resolved, 410 when dropped', async () => {
  const { headers } = await connect();
  const made = await twins.post(`${GRAPH}/me/events`, { subject: 'a', ...times }, headers);
  await twins.post(
    `${GRAPH}/me/events`,
    {
      subject: 's',
      ...times,
      recurrence: { pattern: { type: 'daily', interval: 1 }, range: { type: 'numbered', startDate: '2027-03-01', numberOfOccurrences: 3 } },
    },
    headers,
  );
  const path = `${GRAPH}/me/calendarView/delta`;
  expect((await twins.get(path, headers)).status).toBe(400);
  const first = await twins.get(`${path}?startDateTime=2027-02-01T00:00:00Z&endDateTime=2027-04-01T00:00:00Z`, headers);
  expect(first.json.value.map(({ type }: { type: string }) => type)).toEqual(['singleInstance', 'seriesMaster', 'occurrence', 'occurrence', 'occurrence']);
  const link = new URL(first.json['@odata.deltaLink']);
  expect((await twins.get(`${link.pathname}${link.search}&$select=id`, headers)).status).toBe(400);
  await twins.call('DELETE', `${GRAPH}/me/events/${made.json.id}`, undefined, headers);
  expect((await twins.get(link.pathname + link.search, headers)).json.value).toEqual([{ id: made.json.id, '@removed': { reason: 'deleted' } }]);
  await twins.post('/_twins/microsoft/act', { verb: 'sync.drop' });
  expect((await twins.get(link.pathname + link.search, headers)).status).toBe(410);
});

test('one transactionId is one event, and a stale etag changes nothing', async () => {
  const { headers } = await connect();
  const post = () => twins.post(`${GRAPH}/me/events`, { subject: 'once', transactionId: 't1', ...times }, headers);
  const [one, two] = [await post(), await post()];
  expect(two.json.id).toBe(one.json.id);
  const change = (etag: string) => twins.call('PATCH', `${GRAPH}/me/events/${one.json.id}`, { subject: 'x' }, { ...headers, 'if-match': etag });
  expect([(await change('W/"0"')).status, (await change(one.json['@odata.etag'])).status]).toEqual([412, 200]);
});

test('a subscription is refused to an address that does not echo its question, and beyond a week', async () => {
  const { headers } = await connect();
  const subscribe = (days: number) =>
    twins.post(
      `${GRAPH}/subscriptions`,
      {
        changeType: 'updated',
        resource: 'me/events',
        notificationUrl: 'http://127.0.0.1:9/nobody',
        clientState: 'x',
        expirationDateTime: new Date(Date.now() + days * 86_400_000).toISOString(),
      },
      headers,
    );
  expect((await subscribe(3)).json.error.code).toBe('ValidationError');
  expect((await subscribe(8)).json.error.code).toBe('ExtensionError');
});
