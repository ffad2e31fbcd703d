import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { startTwinsForFile } from '../testing/client.ts';
import { startReceiver } from '../testing/receiver.ts';
import { slack } from './index.ts';

const client = startTwinsForFile([slack]);
const SCOPES = 'chat:write,channels:read,users:read,channels:manage,channels:history';

async function install(scope = SCOPES) {
  const authorizeUrl = `/slack/oauth/v2/authorize?${new URLSearchParams({ client_id: 'slack-client', redirect_uri: 'http://localhost:8000/cb', response_type: 'code', scope, state: 's' })}`;
  const { json } = await client.post('/_twins/slack/consent', { authorizeUrl, account: 'dana@acme.test' });
  const code = new URL(json.redirectUrl).searchParams.get('code') ?? '';
  return (
    await client.form('/slack/api/oauth.v2.access', {
      client_id: 'slack-client',
      client_secret: 'slack-secret',
      code,
      redirect_uri: 'http://localhost:8000/cb',
      grant_type: 'authorization_code',
    })
  ).json;
}
const refresh = (token: string) =>
  client
    .form('/slack/api/oauth.v2.access', { client_id: 'slack-client', client_secret: 'slack-secret', grant_type: 'refresh_token', refresh_token: token })
    .then(({ json }) => json);
const call = (token: string, method: string, args: Record<string, unknown>) => client.post(`/slack/api/${method}`, args, { authorization: `Bearer ${token}` });

it('installs with the answer that Slack gives, and rotates: a refresh token once, two tokens at a time', async () => {
  const granted = await install();
  expect(granted).toMatchObject({
    ok: true,
    token_type: 'bot',
    app_id: 'A0PATCHBAY',
    team: { id: 'T0ACME' },
    expires_in: 43_200,
    access_token: expect.stringMatching(/^xoxe\.xoxb-1-/),
    refresh_token: expect.stringMatching(/^xoxe-1-/),
  });
  const second = await refresh(granted.refresh_token);
  expect(await refresh(granted.refresh_token)).toEqual({ ok: false, error: 'invalid_refresh_token' });
  const third = await refresh(second.refresh_token);
  expect((await call(granted.access_token, 'auth.test', {})).json).toMatchObject({ ok: false, error: 'token_revoked' });
  for (const token of [second.access_token, third.access_token])
    expect((await call(token, 'auth.test', {})).json).toMatchObject({ ok: true, team_id: 'T0ACME' });
  await client.post('/_twins/clock', { advanceMs: 43_201_000 });
  expect((await call(third.access_token, 'auth.test', {})).json).toMatchObject({ error: 'token_expired' });
});

it('says which scope is missing, holds tiers and channels to their pace, and refuses blocks that are too large', async () => {
  const { access_token: token } = await install('chat:write');
  expect((await call(token, 'users.list', {})).json).toMatchObject({ ok: false, error: 'missing_scope', needed: 'users:read' });
  const posts = await Promise.all(Array.from({ length: 6 }, () => call(token, 'chat.postMessage', { channel: 'C0DEALS', text: 'x' })));
  const refused = posts.filter(({ status }) => status === 429);
  expect(refused.length).toBe(2);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'y'.repeat(151) } }];
  expect((await call(token, 'chat.postMessage', { channel: 'C0GENERAL', text: 'x', blocks })).json).toMatchObject({ ok: false, error: 'invalid_blocks' });
  expect((await call(token, 'chat.postMessage', { channel: 'C0BOARD', text: 'x' })).json).toMatchObject({ error: 'channel_not_found' });
});

it('signs what it sends, and tries events again at once, after one and after five minutes', async () => {
  const receiver = await startReceiver((count) => (count < 4 ? 500 : 200));
  try {
    await client.post('/_twins/slack/webhook-target', { url: receiver.url, topic: 'events' });
    await client.post('/_twins/slack/act', { verb: 'slack.say', text: 'hello' });
    await receiver.until(2);
    await client.post('/_twins/clock', { advanceMs: 61_000 });
    await receiver.until(3);
    await client.post('/_twins/clock', { advanceMs: 301_000 });
    await receiver.until(4);
    expect(receiver.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    for (const { headers, body } of receiver.received)
      expect(headers['x-slack-signature']).toBe(
        `v0=${createHmac('sha256', 'slack-signing-secret').update(`v0:${headers['x-slack-request-timestamp']}:${body}`).digest('hex')}`,
      );
    expect(new Set(receiver.received.map(({ body }) => JSON.parse(body).event_id)).size).toBe(1);
  } finally {
    await receiver.stop();
  }
});

it('gives a trigger three seconds and one use', async () => {
  const { access_token: token } = await install();
  const view = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] };
  const trigger = async () => (await client.post('/_twins/slack/act', { verb: 'slack.shortcut', callback: 'x' })).json.result.triggerId as string;
  const first = await trigger();
  expect((await call(token, 'views.open', { trigger_id: first, view })).json).toMatchObject({ ok: true });
  expect((await call(token, 'views.open', { trigger_id: first, view })).json).toMatchObject({ error: 'exchanged_trigger_id' });
  const late = await trigger();
  await client.post('/_twins/clock', { advanceMs: 3_500 });
  expect((await call(token, 'views.open', { trigger_id: late, view })).json).toMatchObject({ error: 'expired_trigger_id' });
});
