import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '#sdk';
import voip from '../../integrations/voip/index.ts';
import type { Config } from '../config.ts';
import { type TestHub, testHub } from '../testing/test-hub.ts';
import { selfTestSignatures } from './signature-self-test.ts';

/** What a proxy in front of the hub does to what it passes on. */
interface Habits {
  path?: (path: string) => string;
  body?: (body: Buffer) => Buffer;
  drops?: string;
}
let habits: Habits = {};
let front: Server;
let hub: TestHub;
let publicUrl: string;

const read = async (message: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

beforeAll(async () => {
  front = createServer(async (incoming, outgoing) => {
    const came = await read(incoming);
    const body = habits.body && came.length > 0 ? habits.body(came) : came;
    const headers: Record<string, string | string[] | undefined> = { ...incoming.headers, 'content-length': String(body.length) };
    if (habits.drops) delete headers[habits.drops];
    const target = new URL(`http://127.0.0.1:${(hub.app.server.address() as AddressInfo).port}`);
    request(
      { host: target.hostname, port: target.port, method: incoming.method, path: habits.path?.(incoming.url ?? '/') ?? incoming.url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    ).end(body);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  publicUrl = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  hub = await testHub({ environment: { PATCHBAY_URL: publicUrl } });
}, 120_000);
afterAll(() => front.close());

const test = async (behind: Habits, { url = publicUrl, token = 'twilio-auth-token' } = {}) => {
  habits = behind;
  const config = { publicUrl: url, integrations: { voip: { TWILIO_AUTH_TOKEN: new Secret(token) } } } as unknown as Config;
  const all = await selfTestSignatures(config, [voip]);
  const status = all.find(({ name }) => name === 'voip/twilio/status');
  // What is wrong is wrong for every topic.
  expect(new Set(all.filter(({ name }) => name.startsWith('voip/twilio')).map(({ ok }) => ok)).size).toBe(1);
  return { ok: status?.ok, sentence: status?.sentence, remedy: status?.remedy };
};

it('says that all is well', async () => {
  expect(await test({})).toMatchObject({ ok: true, sentence: 'good signatures pass, others are refused' });
});

it('says which setting is wrong, or what is changed on the way', async () => {
  expect(await test({ path: (path) => path.split('?')[0] ?? '' })).toMatchObject({ ok: false, sentence: 'gets another query than was sent.' });
  expect(await test({ path: (path) => path.replace('%20', '+') })).toMatchObject({ sentence: 'gets another query than was sent.' });
  expect(await test({ body: (body) => Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8')), null, 2)) })).toMatchObject({
    ok: false,
    sentence: 'gets another body than was sent.',
  });
  expect(await test({ drops: 'x-twilio-signature' })).toMatchObject({ ok: false, remedy: expect.stringContaining('x-twilio-signature is dropped') });
  expect(await test({}, { token: 'another-token' })).toMatchObject({ ok: false, remedy: expect.stringContaining('has another secret') });
  expect(await test({ path: (path) => path.replace('/integrations', '') })).toMatchObject({ ok: false, sentence: 'is not found behind the public address.' });
});

it('says which address the hub takes for its own', async () => {
  const wanted = publicUrl.replace('127.0.0.1', 'localhost');
  const { ok, sentence, remedy } = await test({}, { url: wanted });
  expect([ok, sentence]).toEqual([false, `takes ${publicUrl} for its own address.`]);
  expect(remedy).toContain(`set PATCHBAY_URL=${wanted}`);
});

it('checks the address of a connection by its own secret, for whoever set it up in the console', async () => {
  const workspace = await hub.newWorkspace();
  const { data } = await hub.twins.state<{ data: { account: { sid: string; authToken: string } } }>('twilio');
  const { id } = await workspace.post<{ id: string }>('/connections', {
    integration: 'voip',
    provider: 'twilio',
    credentials: { accountSid: data.account.sid, authToken: data.account.authToken },
  });
  const check = async (behind: Habits) => {
    habits = behind;
    return workspace.post<{ state: string; url: string; sentence: string; remedy: string | null }>(`/connections/${id}/check-address`, {});
  };
  expect(await check({})).toMatchObject({ state: 'this_machine', url: publicUrl, remedy: expect.stringContaining('PATCHBAY_URL') });
  expect(await check({ drops: 'x-twilio-signature' })).toMatchObject({
    state: 'wrong',
    remedy: expect.stringContaining('x-twilio-signature is dropped on the way'),
  });
  expect(await check({ path: (path) => path.replace('/integrations', '') })).toMatchObject({
    state: 'wrong',
    remedy: expect.stringContaining('cuts off a part of the path'),
  });
  expect(await check({ path: (path) => path.replace('%20', '+') })).toMatchObject({
    state: 'wrong',
    sentence: 'The address gets another query than was sent.',
  });
  habits = {};
  const other = await hub.newWorkspace();
  expect((await other.call('POST', `/connections/${id}/check-address`, { body: {} })).status).toBe(404);
  expect((await workspace.call('POST', `/connections/${id}/check-address`, { body: {}, apiKey: await workspace.key('viewer') })).status).toBe(403);
});
