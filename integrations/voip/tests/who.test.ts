import { beforeAll, expect, it } from 'vitest';
import { MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
});
const callOf = (number: string) => async () => (await world.calls('?limit=200')).find((call) => call.number === number);

/** Somebody calls, and nobody takes it. */
async function missed(from: string): Promise<string> {
  const { act, rings, until, calls } = world;
  const before = (await calls('?limit=200')).filter(({ number }) => number === from).length;
  await act('call.inbound', { from, to: MAIN });
  await rings(REP_PHONE);
  await act('call.hangup', { number: from });
  const rows = await until(
    async () => (await calls('?limit=200')).filter(({ number, state }) => number === from && state === 'ended'),
    (all) => expect(all).toHaveLength(before + 1),
  );
  return rows[0]?.id ?? '';
}

it('makes a stranger’s number somebody’s when a person says who it was: this call, those before, and the next', async () => {
  const { workspace, contact, act, rings, until, call } = world;
  const [first, second] = [await missed('+14155557001'), await missed('+14155557001')];
  const jane = await contact('Jane', '+14155557999');
  const chosen = await workspace.post<{ contactId: string; match: { rule: string } }>(`/voip/calls/${second}/contact`, { contactId: jane, keepsNumber: true });
  expect(chosen).toMatchObject({ contactId: jane, match: { rule: 'chosen' } });
  expect(await call(first)).toMatchObject({ contactId: jane });
  const { phones } = await workspace.get<{ phones: { value: string }[] }>(`/contacts/${jane}`);
  expect(phones.map(({ value }) => value).toSorted()).toEqual(['+14155557001', '+14155557999']);
  const { data } = await workspace.get<{ data: unknown[] }>(`/activities?contactId=${jane}&kind=call`);
  expect(data).toHaveLength(2);
  await act('call.inbound', { from: '+14155557001', to: MAIN });
  await rings(REP_PHONE);
  await until(
    async () => (await world.calls('?show=live')).find(({ number }) => number === '+14155557001'),
    (now) => expect(now).toMatchObject({ contactId: jane, match: { rule: 'exact' } }),
  );
  await act('call.hangup', { number: '+14155557001' });
  // Said twice, it is once.
  await workspace.post(`/voip/calls/${second}/contact`, { contactId: jane, keepsNumber: true });
  expect((await workspace.get<{ phones: unknown[] }>(`/contacts/${jane}`)).phones).toHaveLength(2);
});

it('does not take a number away from those who have it, and gives nobody a hidden one', async () => {
  const { workspace, contact } = world;
  const ada = await contact('Ada', '+14155557100');
  const bob = await contact('Bob', '+14155557101');
  const known = await missed('+14155557100');
  expect(await world.call(known)).toMatchObject({ contactId: ada });
  await workspace.post(`/voip/calls/${known}/contact`, { contactId: bob, keepsNumber: true });
  expect(await world.call(known)).toMatchObject({ contactId: bob });
  expect((await workspace.get<{ phones: unknown[] }>(`/contacts/${bob}`)).phones).toHaveLength(1);
  const other = await world.hub.newWorkspace();
  const [theirs] = [await other.post<{ id: string }>('/contacts', { firstName: 'Eve', lastName: 'Elsewhere' })];
  expect((await workspace.call('POST', `/voip/calls/${known}/contact`, { body: { contactId: theirs?.id, keepsNumber: true } })).status).toBe(404);
  expect((await other.call('POST', `/voip/calls/${known}/contact`, { body: { contactId: theirs?.id } })).status).toBe(404);
});

it('keeps it when a caller asks to be called back, and offers it until somebody does', async () => {
  const { workspace, act, until, rings, numbers, userId, calls } = world;
  const queue = await workspace.post<{ id: string }>('/voip/queues', { name: 'Support', members: [userId] });
  const flow = await workspace.post<{ id: string }>('/voip/flows', {
    name: 'Support',
    entry: 'wait',
    nodes: { wait: { type: 'queue', queueId: queue.id, offersCallback: true, next: { timeout: 'bye' } }, bye: { type: 'hangup', text: 'Goodbye.', next: {} } },
  });
  await workspace.post(`/voip/flows/${flow.id}/publish`, {});
  await workspace.call('PATCH', `/voip/numbers/${numbers.find(({ e164 }) => e164 === MAIN)?.id}`, { body: { flowId: flow.id } });
  await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'away' } });
  await act('call.inbound', { from: '+14155557200', to: MAIN, script: ['1'] });
  const asked = await until(callOf('+14155557200'), (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'callback' }));
  const heard = (await world.legs()).find(({ from }) => from === '+14155557200')?.heard ?? [];
  expect(heard[0]).toMatch(/To be called back instead, press 1\.$/);
  expect(heard.at(-1)).toBe('We will call you back. Goodbye.');
  expect((await calls('?show=to_return')).map(({ id }) => id)).toContain(asked?.id);
  // Another key is none: they go on waiting.
  await act('call.inbound', { from: '+14155557201', to: MAIN, script: ['5'] });
  await until(world.legs, (legs) =>
    expect(legs.find(({ from }) => from === '+14155557201')?.heard.filter((each) => each.startsWith('♪')).length).toBeGreaterThan(1),
  );
  await act('call.hangup', { number: '+14155557201' });
  await until(callOf('+14155557201'), (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'abandoned' }));
  await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'available' } });
  await workspace.post('/voip/calls', { to: '+14155557200', userId });
  await rings(REP_PHONE);
  await act('call.busy', { number: REP_PHONE });
  await until(
    () => calls('?show=to_return'),
    (rows) => expect(rows.map(({ id }) => id)).not.toContain(asked?.id),
  );
});
