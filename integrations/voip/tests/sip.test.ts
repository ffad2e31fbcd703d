import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { customerNow, hasServices, holdServer, phone, rpc, type SipPhone, sip } from './sip-phone.ts';
import type { Call } from './voice-world.ts';

const OWN = '+14155550100';
const REP = '+14155550999';
const SECRET = 'a-secret-of-the-sip-server';

describe.skipIf(!hasServices)('a real SIP server', () => {
  let hub: TestHub;
  let workspace: TestWorkspace;
  let userId: string;
  let rep: SipPhone;
  let customer: SipPhone;
  const until = <T>(read: () => Promise<T> | T, check: (value: T) => void) => hub.until(read, check, 60_000);
  const call = (id: string) => workspace.get<Call>(`/voip/calls/${id}`);
  // Not by its time: the server tells whole seconds.
  const inbound = async () => (await workspace.get<{ data: Call[] }>('/voip/calls?limit=50')).data.find(({ direction }) => direction === 'inbound');
  const told = async (id: string) =>
    (await workspace.get<{ data: { type: string; data: { callId: string } }[] }>('/events?limit=200')).data
      .filter(({ data }) => data.callId === id)
      .map(({ type }) => type)
      .toSorted();
  /** Calls of this name that the server itself still has. */
  const upAtServer = async (id: string) =>
    ((await rpc('dlg.list')) as { state: number }[]).filter((dialog) => dialog.state < 5 && JSON.stringify(dialog).includes(id));
  const place = async (to: string) => {
    const placed = await workspace.post<{ call: { id: string } | null; guard: { sentence?: string } }>('/voip/calls', { to, userId });
    if (!placed.call) throw new Error(placed.guard.sentence);
    return placed.call.id;
  };

  let letGo: () => void;

  beforeAll(async () => {
    letGo = await holdServer();
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
    workspace = await hub.newWorkspace();
    // The server signs with its own clock.
    await hub.twins.clock({ now: new Date().toISOString() });
    const { id } = await workspace.post<{ id: string }>('/connections', {
      integration: 'voip',
      provider: 'sip',
      credentials: { rpcUrl: sip.rpcUrl, domain: 'pbx.test', proxy: sip.proxy, numbers: `${OWN}, +1 415 555 0101`, webhookSecret: SECRET },
      settings: { attemptsPerDay: 50 },
    });
    await hub.settle();
    userId = (await workspace.get<{ data: { id: string }[] }>('/users')).data[0]?.id ?? '';
    await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'available', phone: REP } });
    await rpc('cfg.sets', ['pb', 'url', `${hub.url}/integrations/voip/webhooks/sip/calls?connection=${id}`]);
    await rpc('cfg.sets', ['pb', 'secret', SECRET]);
    rep = await phone(sip.rep);
    customer = await phone(sip.customer);
  }, 400_000);
  afterAll(async () => {
    for (const each of [rep, customer]) {
      each?.hangUp();
      each?.close();
    }
    await rpc('cfg.sets', ['pb', 'url', '']);
    letGo?.();
  });

  it('knows its own numbers, and shows what is not there as not there', async () => {
    await until(
      () => workspace.get<{ data: { e164: string; isConnected: string }[] }>('/voip/numbers'),
      ({ data }) =>
        expect(data.map(({ e164, isConnected }) => [e164, isConnected]).toSorted()).toEqual([
          [OWN, 'yes'],
          ['+14155550101', 'yes'],
        ]),
    );
    const wrong = await workspace.call<{ detail: string }>('POST', '/connections', {
      body: {
        integration: 'voip',
        provider: 'sip',
        credentials: { rpcUrl: 'http://127.0.0.1:9/RPC', domain: 'pbx.test', proxy: sip.proxy, numbers: OWN, webhookSecret: SECRET },
      },
    });
    expect(wrong.status).toBeGreaterThanOrEqual(400);
  });

  it('places a real call through the API: rings us, then them; is popped, answered, logged once on the timeline', { timeout: 300_000 }, async () => {
    const to = customerNow();
    const { id: contactId } = await workspace.post<{ id: string }>('/contacts', { firstName: 'Jane', lastName: 'Doe', phones: [{ value: to, label: 'work' }] });
    const id = await place(to);
    await until(
      () => rep.count('CALL_INCOMING'),
      (rings) => expect(rings).toBe(1),
    );
    rep.accept();
    await until(
      () => customer.count('CALL_INCOMING'),
      (rings) => expect(rings).toBe(1),
    );
    await until(
      () => told(id),
      (types) => expect(types).toEqual(['call.ringing']),
    );
    const accepted = Date.now();
    customer.accept();
    await until(
      () => call(id),
      (now) => expect(now).toMatchObject({ state: 'answered', contactId, userId }),
    );
    expect(await upAtServer(id)).not.toEqual([]);
    // Somebody talks for a moment: real telephones have a real clock.
    const answered = Date.now();
    await until(
      () => Date.now() - answered,
      (ms) => expect(ms).toBeGreaterThan(2_000),
    );
    customer.hangUp();
    const done = await until(
      () => call(id),
      (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered' }),
    );
    expect(done.talkSeconds).toBeGreaterThanOrEqual(1);
    // The server counts whole seconds by a clock of its own.
    expect(done.talkSeconds).toBeLessThanOrEqual((Date.now() - accepted) / 1000 + 2);
    expect(done.legs.map(({ role }) => role).toSorted()).toEqual(['them', 'us']);
    const { data } = await workspace.get<{ data: { subject: string; direction: string }[] }>(`/activities?contactId=${contactId}&kind=call`);
    expect(data).toEqual([expect.objectContaining({ subject: expect.stringMatching(/^Talked for \d+ s$/), direction: 'outbound' })]);
    expect(await told(id)).toEqual(['call.answered', 'call.completed', 'call.ringing']);
  });

  it('is ended by the hub in the very moment of the answer, and says how a call ended that nobody took', { timeout: 300_000 }, async () => {
    const id = await place(customerNow());
    await until(
      () => rep.count('CALL_INCOMING'),
      (rings) => expect(rings).toBe(2),
    );
    rep.accept();
    await until(
      () => customer.count('CALL_INCOMING'),
      (rings) => expect(rings).toBe(2),
    );
    customer.accept();
    await until(
      () => call(id),
      (now) => expect(now).toMatchObject({ state: 'answered' }),
    );
    await workspace.post(`/voip/calls/${id}/hangup`, {});
    await until(
      () => call(id),
      (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered' }),
    );
    await until(
      () => upAtServer(id),
      (dialogs) => expect(dialogs).toEqual([]),
    );

    const refused = await place(customerNow());
    await until(
      () => rep.count('CALL_INCOMING'),
      (rings) => expect(rings).toBe(3),
    );
    rep.accept();
    await until(
      () => customer.count('CALL_INCOMING'),
      (rings) => expect(rings).toBe(3),
    );
    customer.hangUp();
    await until(
      () => call(refused),
      (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'busy' }),
    );
    rep.hangUp();
  });

  it('logs and pops a call that comes in by itself, and does not believe an unsigned word', { timeout: 300_000 }, async () => {
    customer.dial(`sip:${REP}@pbx.test`);
    const missed = await until(inbound, (now) => expect(now).toMatchObject({ direction: 'inbound', state: 'ringing', userId }));
    await until(
      () => told(missed?.id ?? ''),
      (types) => expect(types).toEqual(['call.ringing']),
    );
    rep.hangUp();
    await until(inbound, (now) => expect(now).toMatchObject({ id: missed?.id, state: 'ended', disposition: 'missed' }));
    const before = (await workspace.get<{ data: Call[] }>('/voip/calls?limit=50')).data.length;
    const connection = (await workspace.get<{ data: { id: string }[] }>('/connections')).data[0]?.id;
    const answer = await hub.app.inject({
      method: 'POST',
      url: `/integrations/voip/webhooks/sip/calls?connection=${connection}`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-patchbay-timestamp': String(Math.floor(Date.now() / 1000)),
        'x-patchbay-signature': 'bm90IHRoaXM',
      },
      payload: `event=invite&callid=forged&from=sip:+14155550000%40pbx.test&to=sip:${REP}%40pbx.test&pb=&code=0&at=${Math.floor(Date.now() / 1000)}`,
    });
    expect(answer.statusCode).toBe(401);
    await hub.settle();
    expect((await workspace.get<{ data: Call[] }>('/voip/calls?limit=50')).data).toHaveLength(before);
  });
});
