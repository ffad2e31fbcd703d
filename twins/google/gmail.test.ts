import { describe, expect, test } from 'vitest';
import { clientOf, newPkce, redirectUri, startTwinsForFile } from '../testing/client.ts';
import { contract } from '../testing/contract.ts';
import { google } from './index.ts';

const twins = startTwinsForFile([google]);
const ME = '/google/gmail/v1/users/me';
const SCOPE = 'https://www.googleapis.com/auth/gmail.';

const connect = async (untick: string[] = []) => {
  const { verifier, challenge } = newPkce();
  const query = new URLSearchParams({
    client_id: 'google-client',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: `openid email ${SCOPE}readonly ${SCOPE}send`,
    state: 's',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    access_type: 'offline',
    prompt: 'consent',
  });
  const { json } = await twins.post('/_twins/google/consent', { authorizeUrl: `/google/o/oauth2/v2/auth?${query}`, account: 'ada@acme.test', untick });
  const code = new URL(json.redirectUrl).searchParams.get('code') ?? '';
  const { json: token } = await twins.form('/google/token', {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    ...clientOf('google'),
  });
  return { authorization: `Bearer ${token.access_token}` };
};
const act = (verb: string, input: Record<string, unknown> = {}) => twins.post('/_twins/google/act', { verb, ...input });
const mail = 'From: ada@acme.test\r\nTo: jane@customer.test\r\nSubject: Hi\r\nMessage-ID: <hi@acme.test>\r\n\r\nHi.\r\n';
const send = (headers: Record<string, string>, raw = mail) => twins.post(`${ME}/messages/send`, { raw: Buffer.from(raw).toString('base64url') }, headers);

test('lists newest first in pages that nothing shifts, leaves out spam and bin, and finds by Message-ID', async () => {
  const headers = await connect();
  await act('mail.arrive', { count: 5 });
  const { json: spam } = await act('mail.arrive', { labels: ['SPAM'], messageId: 'spam@x.test' });
  const first = (await twins.get(`${ME}/messages?maxResults=3`, headers)).json;
  await act('mail.arrive', { subject: 'Between the pages' });
  const second = (await twins.get(`${ME}/messages?maxResults=3&pageToken=${first.nextPageToken}`, headers)).json;
  expect([first.messages.length, second.messages.length, second.nextPageToken]).toEqual([3, 2, undefined]);
  expect((await twins.get(`${ME}/messages?q=rfc822msgid:spam@x.test`, headers)).json.messages).toBeUndefined();
  expect((await twins.get(`${ME}/messages?q=rfc822msgid:spam@x.test&includeSpamTrash=true`, headers)).json.messages).toMatchObject([
    { id: spam.result.ids[0] },
  ]);
});

test('tells by its history what came, was read and went, and forgets', async () => {
  const headers = await connect();
  const { historyId } = (await twins.get(`${ME}/profile`, headers)).json;
  const id = (await act('mail.arrive', {})).json.result.ids[0];
  await act('mail.label', { id, remove: ['UNREAD'] });
  await act('mail.delete', { id });
  const { json } = await twins.get(`${ME}/history?startHistoryId=${historyId}`, headers);
  expect(json.history.flatMap((entry: Record<string, unknown>) => Object.keys(entry).filter((key) => /Added|Removed|Deleted/.test(key)))).toEqual([
    'messagesAdded',
    'labelsRemoved',
    'messagesDeleted',
  ]);
  expect((await twins.get(`${ME}/messages/${id}?format=raw`, headers)).status).toBe(404);
  expect((await twins.get(`${ME}/history?startHistoryId=${json.historyId}`, headers)).json.history).toBeUndefined();
  await act('history.expire');
  expect((await twins.get(`${ME}/history?startHistoryId=${json.historyId}`, headers)).status).toBe(404);
});

test('sends into Sent, in the conversation, and refuses a mail for nobody and a scope that was not granted', async () => {
  const headers = await connect();
  const sent = (await send(headers)).json;
  expect(sent.labelIds).toEqual(['SENT']);
  const reply = (await act('mail.arrive', { inReplyTo: 'hi@acme.test' })).json.result.ids[0];
  expect((await twins.get(`${ME}/messages/${reply}`, headers)).json.threadId).toBe(sent.threadId);
  expect((await send(headers, 'Subject: to nobody\r\n\r\nx')).status).toBe(400);
  expect((await send(await connect([`${SCOPE}send`]))).json.error.errors[0].reason).toBe('insufficientPermissions');
});

test('says with 403 that a minute is used up', async () => {
  const headers = await connect();
  await act('mail-quota.set', { limit: 1 });
  await twins.get(`${ME}/profile`, headers);
  const { status, json } = await twins.get(`${ME}/profile`, headers);
  expect([status, json.error.errors[0].reason]).toEqual([403, 'userRateLimitExceeded']);
  await act('mail-quota.set', { limit: 10_000 });
});

describe('the published contract', () => {
  const doc = contract('google-gmail-v1.discovery.json');
  test.runIf(doc)('every answer is as Google describes it', async () => {
    const headers = await connect();
    const { historyId } = (await twins.get(`${ME}/profile`, headers)).json;
    const id = (await act('mail.arrive', { count: 3 })).json.result.ids[0];
    await act('mail.label', { id, add: ['STARRED'] });
    const answers: [string, unknown][] = [
      ['Profile', (await twins.get(`${ME}/profile`, headers)).json],
      ['ListMessagesResponse', (await twins.get(`${ME}/messages?maxResults=2`, headers)).json],
      ['Message', (await twins.get(`${ME}/messages/${id}?format=raw`, headers)).json],
      ['ListHistoryResponse', (await twins.get(`${ME}/history?startHistoryId=${historyId}`, headers)).json],
      ['Message', (await send(headers)).json],
      ['WatchResponse', (await twins.post(`${ME}/watch`, { topicName: 'projects/p/topics/t' }, headers)).json],
    ];
    for (const [schema, value] of answers) expect(doc?.problemsOf(schema, value), schema).toEqual([]);
    expect(doc?.problemsOf('Message', { theadId: 'a typo' })).not.toEqual([]);
  });
});
