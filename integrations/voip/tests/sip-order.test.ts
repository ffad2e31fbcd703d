import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import type { Call } from './voice-world.ts';

const OWN = '+14155550100';
const REP = '+14155550999';
const CUSTOMER = '+14155552671';
const SECRET = 'a-secret-of-the-sip-server';

/** What a SIP server has, and how it answers when it is asked to end something: as its JSON-RPC does. */
const server = {
  dialogs: [] as { h_entry: number; h_id: number; 'call-id': string; state: number; variables: Record<string, string>[] }[],
  ends: 0,
  ignores: 0,
};
let rpc: Server;
let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;
let userId: string;

beforeAll(async () => {
  rpc = createServer(async (incoming, outgoing) => {
    let body = '';
    for await (const part of incoming) body += part;
    const { method } = JSON.parse(body) as { method: string };
    if (method === 'dlg.end_dlg') {
      server.ends += 1;
      if (server.ends > server.ignores) server.dialogs = [];
    }
    const result = method === 'core.version' ? 'kamailio 5.6.3' : method === 'dlg.list' ? server.dialogs : null;
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify({ jsonrpc: '2.0', result, id: 1 }));
  });
  await new Promise<void>((resolve) => rpc.listen(0, '127.0.0.1', resolve));
  hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  workspace = await hub.newWorkspace();
  // In the middle of the day for a number of San Francisco.
  await hub.twins.clock({ now: '2026-11-25T19:00:00Z' });
  ({ id: connectionId } = await workspace.post<{ id: string }>('/connections', {
    integration: 'voip',
    provider: 'sip',
    credentials: {
      rpcUrl: `http://127.0.0.1:${(rpc.address() as AddressInfo).port}/RPC`,
      domain: 'pbx.test',
      proxy: 'sip:127.0.0.1:5060',
      numbers: OWN,
      webhookSecret: SECRET,
    },
    settings: { attemptsPerDay: 50 },
  }));
  await hub.settle();
  userId = (await workspace.get<{ data: { id: string }[] }>('/users')).data[0]?.id ?? '';
  await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'available', phone: REP } });
}, 120_000);
afterAll(() => rpc.close());

interface Told {
  event: string;
  callid: string;
  from?: string;
  to?: string;
  pb?: string;
  code?: number;
  dur?: number;
  /** Seconds from now. */
  after?: number;
}
const address = (number: string) => `sip:${number}@pbx.test`;
async function tell({ after = 0, from = '', to = '', pb = '', code = 0, dur = 0, ...told }: Told): Promise<void> {
  const now = Math.floor(hub.clock.now().getTime() / 1000);
  const body = new URLSearchParams({ ...told, pb, code: String(code), at: String(now + after), dur: String(dur), from, to }).toString().replaceAll('+', '%20');
  const answer = await hub.app.inject({
    method: 'POST',
    url: `/integrations/voip/webhooks/sip/calls?connection=${connectionId}`,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-patchbay-timestamp': String(now),
      'x-patchbay-signature': createHmac('sha256', SECRET).update(`${now}.${body}`).digest('base64url'),
    },
    payload: body,
  });
  expect(answer.statusCode).toBe(204);
  await hub.settle();
}
const calls = async () => (await workspace.get<{ data: Call[] }>('/voip/calls?limit=50')).data;
const toldOf = async (id: string) =>
  (await workspace.get<{ data: { type: string; data: { callId: string } }[] }>('/events?limit=200')).data
    .filter(({ data }) => data.callId === id)
    .map(({ type }) => type)
    .toSorted();

const ORDERS: readonly (readonly string[])[] = [
  ['invite', 'ringing', 'start', 'end'],
  ['end', 'start', 'ringing', 'invite'],
  ['invite', 'end', 'start'],
  ['start', 'end', 'invite', 'end', 'start'],
  ['end'],
];

it('is the same call, and told once, in whatever order the words of the server come', async () => {
  for (const [index, order] of ORDERS.entries()) {
    const callid = `order-${index}`;
    const from = `+1415555810${index}`;
    for (const event of order)
      await tell({
        event,
        callid,
        from: address(from),
        to: address(REP),
        code: event === 'start' ? 200 : 0,
        dur: event === 'end' ? 30 : 0,
        after: { invite: -40, ringing: -39, start: -30, end: 0 }[event] ?? 0,
      });
    const call = (await calls()).find(({ number }) => number === from);
    expect(call).toMatchObject({ direction: 'inbound', state: 'ended', disposition: 'answered', userId });
    expect(call?.talkSeconds).toBeGreaterThanOrEqual(29);
    expect(call?.talkSeconds).toBeLessThanOrEqual(31);
    expect((await toldOf(call?.id ?? '')).filter((type) => type !== 'call.ringing')).toEqual(['call.answered', 'call.completed']);
  }
});

it('is missed, and told so once, where nobody took it', async () => {
  for (const event of ['failed', 'invite', 'ringing', 'failed'])
    await tell({ event, callid: 'missed', from: address('+14155558120'), to: address(REP), code: event === 'failed' ? 487 : 0 });
  const call = (await calls()).find(({ number }) => number === '+14155558120');
  expect(call).toMatchObject({ state: 'ended', disposition: 'missed' });
  expect((await toldOf(call?.id ?? '')).filter((type) => type !== 'call.ringing')).toEqual(['call.missed']);
});

/** Placed through the hub, and answered by both. */
async function talking(): Promise<string> {
  const { call, guard } = await workspace.post<{ call: { id: string } | null; guard: { sentence?: string } }>('/voip/calls', { to: CUSTOMER, userId });
  const id = call?.id ?? '';
  expect(id, guard.sentence).not.toBe('');
  await tell({ event: 'invite', callid: `${id}-1`, from: 'sip:patchbay@pbx.test', to: address(REP), pb: id });
  await tell({ event: 'start', callid: `${id}-1`, from: 'sip:patchbay@pbx.test', to: address(REP), pb: id, code: 200 });
  await tell({ event: 'invite', callid: `${id}-2`, from: address(REP), to: address(CUSTOMER), pb: id });
  await tell({ event: 'start', callid: `${id}-2`, from: address(REP), to: address(CUSTOMER), pb: id, code: 200 });
  server.dialogs = [{ h_entry: 1, h_id: 2, 'call-id': `${id}-2`, state: 3, variables: [{ pb: id }] }];
  expect(await workspace.get<Call>(`/voip/calls/${id}`)).toMatchObject({ state: 'answered' });
  return id;
}
const passes = async (seconds: number) => {
  for (let passed = 0; passed < seconds; passed++) {
    await hub.twins.clock({ advanceMs: 1_000 });
    await hub.settle();
  }
};

it('is ended though the server did not hear it at first, and though it never says so', async () => {
  const id = await talking();
  server.ends = 0;
  server.ignores = 2;
  await workspace.post(`/voip/calls/${id}/hangup`, {});
  expect(server.ends).toBe(1);
  expect(await workspace.get<Call>(`/voip/calls/${id}`)).toMatchObject({ state: 'answered' });
  await passes(10);
  expect(server.ends).toBe(3);
  expect(await workspace.get<Call>(`/voip/calls/${id}`)).toMatchObject({ state: 'ended', disposition: 'answered' });
  expect((await toldOf(id)).filter((type) => type !== 'call.ringing')).toEqual(['call.answered', 'call.completed']);
  // The server's own word comes late: it counts, and is told to nobody twice.
  await tell({ event: 'end', callid: `${id}-2`, from: address(REP), to: address(CUSTOMER), pb: id, code: 200, dur: 5, after: -5 });
  expect((await toldOf(id)).filter((type) => type !== 'call.ringing')).toEqual(['call.answered', 'call.completed']);
  // Asked once more, a call that is over is left alone.
  await passes(5);
  expect(server.ends).toBe(3);
});

it('does not end what only rings, and says where to hang up', async () => {
  const { call } = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: CUSTOMER, userId });
  server.dialogs = [{ h_entry: 1, h_id: 3, 'call-id': `${call.id}-1`, state: 2, variables: [{ pb: call.id }] }];
  const refused = await workspace.call<{ detail: string }>('POST', `/voip/calls/${call.id}/hangup`, {});
  expect([refused.status, refused.body.detail]).toEqual([409, 'A SIP server ends a call only once it was answered. Hang up at your telephone.']);
});
