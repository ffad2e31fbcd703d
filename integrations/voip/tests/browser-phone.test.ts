import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { accessToken } from '../browser/access-token.ts';
import { ephemeralPassword } from '../browser/ephemeral.ts';
import { browserHosts } from '../browser/hosts.ts';
import { browserTarget, personAt } from '../browser/identity.ts';
import { telephonesOf } from '../routing/agents.ts';
import { CUSTOMER, MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

const API_KEY = `SK${'1'.repeat(32)}`;
const API_SECRET = 'twilio-api-secret';
let world: VoiceWorld;
/** As the person whose browser it is: keys of programs are nobody's telephone. */
let person: string;
let client: string;
interface Agent {
  rings: string[];
  browserIsThere: boolean;
  testResult: string | null;
}

beforeAll(async () => {
  world = await voiceWorld({ apiKey: { apiKey: API_KEY, apiSecret: API_SECRET }, environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  client = browserTarget(world.userId);
  const made = await world.hub.hub.access.apiKeys.create(
    world.workspace.id,
    { kind: 'system', reason: 'test' },
    { name: 'as a person', scopes: ['*'], role: 'salesperson', actAs: world.userId as never },
  );
  person = made.key;
});

const as = <T>(method: string, path: string, body?: unknown, apiKey = person) =>
  world.workspace.call<T>(method, path, { apiKey, ...(body === undefined ? {} : { body }) });
const own = async () =>
  (await world.workspace.get<{ data: (Agent & { userId: string })[] }>('/voip/agents')).data.find(({ userId }) => userId === world.userId);
const beat = (connectionId: string | null = world.connectionId) => as<Agent>('POST', '/voip/agents/me/heartbeat', { connectionId });
/** What a browser does when its telephone is switched on. */
async function register(): Promise<void> {
  const { body } = await as<{ token: string }>('POST', '/voip/browser-token', {});
  await world.act('client.register', { token: body.token });
  expect((await beat()).status).toBe(200);
}
const callOf = (number: string) => async () => (await world.calls()).find((call) => call.number === number);

it('makes an access token with the claims that Twilio asks for, and a password that Kamailio and coturn work out alike', async () => {
  const token = accessToken({
    accountSid: `AC${'0'.repeat(32)}`,
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    identity: 'grace',
    issuedAt: new Date('2026-11-25T19:00:00.900Z'),
    lifetimeSeconds: 3600,
  });
  const iat = Date.parse('2026-11-25T19:00:00Z') / 1000;
  const { protectedHeader, payload } = await jwtVerify(token, Buffer.from(API_SECRET), { currentDate: new Date('2026-11-25T19:30:00Z') });
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'HS256', cty: 'twilio-fpa;v=1' });
  expect(payload).toEqual({
    jti: `${API_KEY}-${iat}`,
    iss: API_KEY,
    sub: `AC${'0'.repeat(32)}`,
    iat,
    exp: iat + 3600,
    grants: { identity: 'grace', voice: { incoming: { allow: true } } },
  });
  // By openssl: printf '<username>' | openssl dgst -sha1 -hmac '<secret>' -binary | base64
  expect(ephemeralPassword('a-secret-that-both-sides-know', '0199a2f0_0000_7000_8000_000000000001', new Date(1_700_000_000_999))).toEqual({
    username: '1700000000:0199a2f0_0000_7000_8000_000000000001',
    password: '36qCAGyxpNX46BIFOJFOGkI8Htw=',
  });
});

it('knows whose browser an address is, and takes nothing else for one', () => {
  const id = '0199a2f0-0000-7000-8000-000000000001';
  expect(browserTarget(id)).toMatch(/^client:\w+$/);
  for (const address of [browserTarget(id), `sip:${browserTarget(id).slice(7)}@pbx.test`, `sip:${id}@pbx.test`]) expect(personAt(address)).toBe(id);
  for (const address of ['client:grace', 'sip:+14155550999@pbx.test', id, `${id}@pbx.test`, `sip:x${id}@pbx.test`]) expect(personAt(address)).toBeUndefined();
});

it('names what a page must be able to open, and nothing where nothing is set up', () => {
  expect(browserHosts({ provider: 'sip', data: { webSocketUrl: 'wss://pbx.example.com:7443/ws' } })).toEqual(['wss://pbx.example.com:7443']);
  expect(browserHosts({ provider: 'sip', data: {} })).toEqual([]);
  expect(browserHosts({ provider: 'twilio', data: {} }).every((host) => /^(wss|https):\/\/[a-z-]+(\.[a-z]+)*\.twilio\.com$/.test(host))).toBe(true);
});

it('gives whoever asks what their own browser needs: to be called, not to call; nobody else’s, and no program’s', async () => {
  const { workspace, hub, act, userId, connectionId } = world;
  const { status, body } = await as<{ provider: string; connectionId: string; identity: string; token: string }>('POST', '/voip/browser-token', {});
  expect(status).toBe(200);
  expect(body).toMatchObject({ provider: 'twilio', connectionId, identity: client.slice('client:'.length), lifetimeSeconds: 3600 });
  // The twin reads tokens by itself.
  expect((await act<{ result: unknown }>('client.register', { token: body.token })).result).toMatchObject({
    identity: browserTarget(userId).slice('client:'.length),
    canBeCalled: true,
    canCall: false,
  });
  const [first = '', second = ''] = body.token.split('.');
  await expect(act('client.register', { token: `${first}.${second}.${'A'.repeat(43)}` })).rejects.toThrow('31202');
  expect((await as<{ code: string }>('POST', '/voip/browser-token', {}, await workspace.key('owner'))).body.code).toBe('person_needed');
  expect((await as<{ code: string }>('POST', '/voip/browser-token', {}, await workspace.key('viewer'))).status).toBe(403);

  // Another workspace's connection is not there: neither for its credentials, nor to be rung by.
  const other = await hub.newWorkspace();
  const [stranger] = (await other.get<{ data: { id: string }[] }>('/users')).data;
  const { key } = await hub.hub.access.apiKeys.create(
    other.id,
    { kind: 'system', reason: 'test' },
    { name: 'a stranger', scopes: ['*'], role: 'owner', actAs: stranger?.id as never },
  );
  for (const path of ['/voip/browser-token', '/voip/agents/me/heartbeat'])
    expect((await other.call('POST', path, { body: { connectionId }, apiKey: key })).status).toBe(404);
  expect((await other.call<{ detail: string }>('POST', '/voip/browser-token', { body: {}, apiKey: key })).body.detail).toMatch(/No telephone provider/);
});

it('says in a sentence what a connection lacks', async () => {
  const { hub } = world;
  const { workspace, userId } = await voiceWorldBeside();
  const { key } = await hub.hub.access.apiKeys.create(
    workspace.id,
    { kind: 'system', reason: 'test' },
    { name: 'as a person', scopes: ['*'], role: 'owner', actAs: userId as never },
  );
  const refused = await workspace.call<{ code: string; detail: string; remedy: string }>('POST', '/voip/browser-token', { body: {}, apiKey: key });
  expect(refused).toMatchObject({ status: 409, body: { code: 'provider_not_configured', detail: expect.stringMatching(/API key/) } });
});

it('rings the browser in place of the telephone while it is there, first for a call of one’s own', async () => {
  const { workspace, act, rings, talks, until, call, userId } = world;
  expect((await as('PUT', '/voip/agents/me', { device: 'browser' })).status).toBe(200);
  expect(await own()).toMatchObject({ rings: [REP_PHONE], browserIsThere: false });
  await register();
  expect(await own()).toMatchObject({ rings: ['browser'], browserIsThere: true });
  const placed = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: CUSTOMER, userId });
  await rings(client);
  await act('call.answer', { number: client });
  await rings(CUSTOMER);
  await act('call.answer', { number: CUSTOMER });
  await talks(CUSTOMER);
  await act('call.hangup', { number: client });
  const done = await until(
    () => call(placed.call.id),
    (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered', userId }),
  );
  expect(done.legs.map(({ to }) => to).toSorted()).toEqual([CUSTOMER, client]);
  // Whoever asks for the other device gets it.
  const byPhone = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: '+14155552672', userId, via: 'phone' });
  await rings(REP_PHONE);
  await act('call.busy', { number: REP_PHONE });
  await until(
    () => call(byPhone.call.id),
    (now) => expect(now.legs.map(({ to }) => to)).toEqual([REP_PHONE]),
  );
});

it('rings the browser for who calls in, and the telephone once the browser has not been heard of for a minute', async () => {
  const { act, rings, talks, until, advance, legs, workspace, userId } = world;
  await register();
  await act('call.inbound', { from: '+14155553301', to: MAIN });
  await rings(client);
  expect((await legs()).filter(({ to, status }) => to === REP_PHONE && status === 'ringing')).toEqual([]);
  await act('call.answer', { number: client });
  await talks('+14155553301');
  await act('call.hangup', { number: '+14155553301' });
  await until(callOf('+14155553301'), (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered', userId }));

  await beat();
  await advance(59_000);
  expect(await own()).toMatchObject({ rings: ['browser'] });
  await advance(2_000);
  expect(await own()).toMatchObject({ rings: [REP_PHONE], browserIsThere: false });
  await act('call.inbound', { from: '+14155553302', to: MAIN });
  await rings(REP_PHONE);
  await act('call.hangup', { number: '+14155553302' });

  // Without a telephone to fall back on, nobody can be reached, and it is said so.
  await as('PUT', '/voip/agents/me', { phone: null });
  const refused = await workspace.post<{ call: null; guard: { rule: string; sentence: string } }>('/voip/calls', { to: '+14155552673', userId });
  expect(refused).toMatchObject({ call: null, guard: { rule: 'no_phone', sentence: expect.stringMatching(/browser phone is not ready/) } });
  await as('PUT', '/voip/agents/me', { phone: REP_PHONE });
});

it('is gone at once when the page says that it goes, and is rung by its own connection only', async () => {
  await register();
  expect((await beat(null)).body).toMatchObject({ browserIsThere: false, rings: [REP_PHONE] });
  const now = new Date();
  const agent = { userId: world.userId, phone: REP_PHONE, device: 'browser' as const, browserSeenAt: now, browserConnectionId: world.connectionId };
  const rung = (connectionId?: string) => telephonesOf(agent, now, connectionId).map(({ to }) => to);
  expect([rung(), rung(world.connectionId), rung(crypto.randomUUID())]).toEqual([[client], [client], [REP_PHONE]]);
});

it('rings the browser by the connection that it is registered at, though calls are usually made by another', async () => {
  const { workspace, userId, connectionId } = world;
  const bridged: string[][] = [];
  const server = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const part of incoming) body += part;
    const { method, params } = JSON.parse(body) as { method: string; params: string[] };
    if (method === 'dlg.bridge_dlg') bridged.push(params);
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify({ jsonrpc: '2.0', result: method === 'core.version' ? 'kamailio 5.6.3' : method === 'dlg.list' ? [] : null, id: 1 }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const sip = await workspace.post<{ id: string }>('/connections', {
    integration: 'voip',
    provider: 'sip',
    credentials: {
      rpcUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/RPC`,
      domain: 'pbx.test',
      proxy: 'sip:127.0.0.1:5060',
      numbers: '+14155550777',
      webhookSecret: 'a-secret-of-the-sip-server',
      webSocketUrl: 'ws://127.0.0.1:7443',
      browserSecret: 'a-secret-for-browsers',
    },
  });
  await world.hub.settle();
  const place = async (to: string, more: Record<string, unknown> = {}) =>
    (await workspace.post<{ call: { ownNumber: string } | null; guard: { sentence?: string } }>('/voip/calls', { to, userId, ...more })).call?.ownNumber;
  expect((await beat(sip.id)).status).toBe(200);
  expect(await place('+14155552801')).toBe('+14155550777');
  expect(bridged).toEqual([
    [expect.stringContaining(`sip:${client.slice('client:'.length)}@pbx.test`), expect.stringContaining('+14155552801@pbx.test'), 'sip:127.0.0.1:5060'],
  ]);
  // Whoever says what rings, which number is shown or by which connection, gets that.
  expect(await place('+14155552802', { via: 'phone' })).toBe(MAIN);
  expect(await place('+14155552803', { connectionId })).toBe(MAIN);
  expect(await place('+14155552804', { from: MAIN })).toBe(MAIN);
  expect(bridged).toHaveLength(1);
  // Gone, it is as it was.
  await beat(null);
  expect(await place('+14155552805')).toBe(MAIN);
  await workspace.call('DELETE', `/connections/${sip.id}`);
});

it('really rings to show that it can be rung, and that is no call of anybody', async () => {
  const { act, rings, until, calls, advance } = world;
  await register();
  const before = (await calls('?limit=200')).length;
  expect((await as<Agent>('POST', '/voip/agents/me/test-ring')).body).toMatchObject({ testResult: 'ringing' });
  await rings(client);
  await act('call.answer', { number: client });
  await until(own, (now) => expect(now).toMatchObject({ testResult: 'answered' }));
  await until(
    async () => (await world.legs()).find(({ to, heard }) => to === client && heard.some((words) => words.includes('test call'))),
    (leg) => expect(leg).toBeDefined(),
  );
  expect(await calls('?limit=200')).toHaveLength(before);
  // A browser that left without a word: the ring says what is true.
  await act('client.leave', { identity: client.slice('client:'.length) });
  await advance(1_000);
  await as('POST', '/voip/agents/me/test-ring');
  await until(own, (now) => expect(now).toMatchObject({ testResult: 'no_answer' }));
});

async function voiceWorldBeside() {
  const workspace = await world.hub.newWorkspace();
  await workspace.call('POST', '/connections', { body: { integration: 'voip', provider: 'twilio', credentials: { ...world.credentials } } });
  await world.hub.settle();
  const [user] = (await workspace.get<{ data: { id: string }[] }>('/users')).data;
  return { workspace, userId: user?.id ?? '' };
}
