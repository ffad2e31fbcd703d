import { beforeAll, expect, it } from 'vitest';
import { CUSTOMER, MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
});
/** Not simply the newest: the provider tells whole seconds. */
const callOf = (number: string) => async () => (await world.calls()).find((call) => call.number === number);

it('pops who is calling before anybody answers, and puts the call on their timeline', async () => {
  const { workspace, act, rings, talks, until, call, contact, advance, userId } = world;
  const contactId = await contact('Carla', CUSTOMER, { ownerId: userId });
  await act('call.inbound', { from: CUSTOMER, to: MAIN, stirVerstat: 'TN-Validation-Passed-A' });
  await rings(REP_PHONE);
  const popped = await until(
    () =>
      workspace.get<{
        data: { type: string; data: { callId: string; contactId: string; stir: string; match: { rule: string; candidates: { name: string }[] } } }[];
      }>('/events?type=call.ringing&limit=10'),
    ({ data }) => expect(data).toHaveLength(1),
  );
  expect(popped.data[0]?.data).toMatchObject({ contactId, stir: 'TN-Validation-Passed-A', match: { rule: 'exact', candidates: [{ name: 'Carla Test' }] } });
  await advance(4_000);
  await act('call.answer', { number: REP_PHONE });
  await talks(CUSTOMER);
  await advance(42_000);
  await act('call.hangup', { number: CUSTOMER });
  const id = popped.data[0]?.data.callId ?? '';
  const done = await until(
    () => call(id),
    (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered', userId }),
  );
  expect(done.talkSeconds).toBeGreaterThanOrEqual(41);
  expect(done.talkSeconds).toBeLessThanOrEqual(44);
  const { data } = await workspace.get<{ data: { subject: string; direction: string }[] }>(`/activities?contactId=${contactId}&kind=call`);
  expect(data).toEqual([expect.objectContaining({ subject: expect.stringMatching(/^Called us for 4[2-4] s$/), direction: 'inbound' })]);
});

it('says a missed call once, and offers it to be returned until somebody does', async () => {
  const { act, rings, until, calls, advance } = world;
  await act('call.inbound', { from: '+14155553001', to: MAIN });
  await rings(REP_PHONE);
  await act('call.hangup', { number: '+14155553001' });
  await until(callOf('+14155553001'), (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'missed' }));
  expect((await calls('?show=to_return')).map(({ number }) => number)).toContain('+14155553001');
  await world.workspace.post('/voip/calls', { to: '+14155553001', userId: world.userId });
  await rings(REP_PHONE);
  await act('call.busy', { number: REP_PHONE });
  await advance(1_000);
  await until(
    () => calls('?show=to_return'),
    (rows) => expect(rows.map(({ number }) => number)).not.toContain('+14155553001'),
  );
});

it('offers a number that several have as a choice, and nobody’s is one identity and no contact', async () => {
  const { workspace, act, until } = world;
  await world.workspace.call('PUT', `/voip/agents/${world.userId}`, { body: { state: 'off' } });
  const before = (await workspace.get<{ data: unknown[] }>('/contacts?limit=200')).data.length;
  await act('call.inbound', { from: '+14155553111', to: MAIN, script: ['hangup'] });
  await act('call.inbound', { from: '+266696687', to: MAIN });
  const rows = await until(
    () => world.calls('?limit=2'),
    (all) => expect(all.map(({ match }) => match?.rule).toSorted()).toEqual(['none', 'withheld']),
  );
  expect(rows.every(({ contactId }) => contactId === null)).toBe(true);
  expect((await workspace.get<{ data: unknown[] }>('/contacts?limit=200')).data.length).toBe(before);
  await act('call.hangup', { number: '+14155553111' });
  await act('call.hangup', { number: '+266696687' });
});

it('answers by a flow: menu, person, voicemail; and takes the message into the mailbox', async () => {
  const { workspace, act, until, rings, talks, advance, numbers, userId } = world;
  const flow = {
    name: 'Front desk',
    entry: 'hello',
    nodes: {
      hello: { type: 'greeting', text: 'Welcome to Acme.', next: { done: 'menu' } },
      menu: {
        type: 'menu',
        text: 'For sales press 1, to leave a message press 2.',
        retries: 1,
        timeoutSeconds: 5,
        next: { '1': 'sales', '2': 'message', timeout: 'message', invalid: 'message' },
      },
      sales: { type: 'ring_group', userIds: [userId], ringSeconds: 15, next: { no_answer: 'message' } },
      message: { type: 'voicemail', text: 'Please leave a message.', next: {} },
    },
  };
  const made = await workspace.post<{ id: string }>('/voip/flows', flow);
  expect(await workspace.post(`/voip/flows/${made.id}/validate`, {})).toEqual({ ok: true, problems: [] });
  await workspace.post(`/voip/flows/${made.id}/publish`, {});
  await workspace.call('PATCH', `/voip/numbers/${numbers.find(({ e164 }) => e164 === MAIN)?.id}`, { body: { flowId: made.id } });
  await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'available' } });

  await act('call.inbound', { from: '+14155553200', to: MAIN, script: ['1'] });
  await rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await talks('+14155553200');
  await advance(10_000);
  await act('call.hangup', { number: REP_PHONE });
  await until(callOf('+14155553200'), (now) => expect(now).toMatchObject({ disposition: 'answered' }));

  await act('call.inbound', { from: '+14155553201', to: MAIN, script: ['2', 'talk:7'] });
  await until(world.legs, (legs) => expect(legs.find(({ from }) => from === '+14155553201')?.heard).toContain('beep'));
  await advance(8_000);
  await until(callOf('+14155553201'), (now) => expect(now).toMatchObject({ disposition: 'voicemail' }));
  const mailbox = await until(
    () => workspace.get<{ data: { seconds: number; number: string; state: string }[] }>('/voip/voicemails'),
    ({ data }) => expect(data.filter(({ number }) => number === '+14155553201')).toHaveLength(1),
  );
  expect(mailbox.data.find(({ number }) => number === '+14155553201')).toMatchObject({
    number: '+14155553201',
    seconds: expect.any(Number),
    state: 'ready',
  });
});
