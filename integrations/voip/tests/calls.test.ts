import { beforeAll, expect, it } from 'vitest';
import { CUSTOMER, MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
});

it('brings along the numbers of the account, and leaves where their calls go alone until a person says so', () => {
  expect(world.numbers.map(({ e164, isConnected }) => [e164, isConnected]).sort()).toEqual([
    [MAIN, 'no'],
    ['+14155550101', 'no'],
    ['+442071838750', 'no'],
  ]);
});

it('calls somebody: rings us first, bridges, and is one call on the right timeline', async () => {
  const { workspace, act, rings, talks, until, call, contact, advance, userId } = world;
  const contactId = await contact('Jane', CUSTOMER);
  const placed = await workspace.post<{ call: { id: string }; guard: { allowed: boolean } }>('/voip/calls', { to: '(415) 555-2671', userId, contactId });
  expect(placed.guard).toEqual({ allowed: true });
  await rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await rings(CUSTOMER);
  await advance(6_000);
  await act('call.answer', { number: CUSTOMER });
  await talks(CUSTOMER);
  await until(
    () => call(placed.call.id),
    (now) => expect(now).toMatchObject({ state: 'answered' }),
  );
  await advance(95_000);
  await act('call.hangup', { number: CUSTOMER });
  const done = await until(
    () => call(placed.call.id),
    (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered' }),
  );
  expect(done.talkSeconds).toBeGreaterThanOrEqual(94);
  expect(done.talkSeconds).toBeLessThanOrEqual(97);
  expect(done.ringSeconds).toBeGreaterThanOrEqual(5);
  await workspace.post(`/voip/calls/${done.id}/note`, { notes: 'Wants forty seats.' });
  await workspace.post(`/voip/calls/${done.id}/disposition`, { outcome: 'Connected' });
  const timeline = await until(
    () =>
      workspace.get<{ data: { subject: string; snippet: string | null; direction: string; status: string }[] }>(`/activities?contactId=${contactId}&kind=call`),
    ({ data }) => expect(data).toHaveLength(1),
  );
  expect(timeline.data[0]).toMatchObject({
    subject: expect.stringMatching(/^Talked for 1 min 3[4-7] s · Connected$/),
    snippet: 'Wants forty seats.',
    direction: 'outbound',
    status: 'completed',
  });
  const events = await until(
    () => workspace.get<{ data: { type: string; data: { callId: string } }[] }>('/events?limit=200'),
    ({ data }) => expect(data.some(({ type }) => type === 'call.completed')).toBe(true),
  );
  const own = events.data.filter(({ data }) => data.callId === done.id).map(({ type }) => type);
  expect(own.toSorted()).toEqual(['call.answered', 'call.completed', 'call.ringing']);
});

it('never rings twice for one reference, however often it is asked', async () => {
  const { workspace, hub, rings, act, until, calls, userId } = world;
  const body = { to: '+14155552672', userId, reference: 'once' };
  const answers = await Promise.all([1, 2, 3].map(() => workspace.post<{ call: { id: string } | null }>('/voip/calls', body)));
  expect(answers.some(({ call }) => call !== null)).toBe(true);
  await rings(REP_PHONE);
  const journal = await hub.twins.journal('twilio');
  expect(journal.filter(({ method, path, body: sent }) => method === 'POST' && path.endsWith('/Calls.json') && sent.includes('14155552672')).length).toBe(1);
  await act('call.busy', { number: REP_PHONE });
  await until(
    () => calls('?limit=5'),
    (rows) => expect(rows.filter(({ number }) => number === '+14155552672').every(({ state }) => state === 'ended')).toBe(true),
  );
});

it('settles a lost answer by asking the call list, and does not call twice', async () => {
  const { workspace, hub, act, until, call, rings, userId } = world;
  await hub.twins.fault('twilio', { match: { method: 'POST', path: '*/Calls.json' }, next: 1, do: 'drop_after_commit' });
  const placed = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: '+14155552673', userId });
  await rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await rings('+14155552673');
  await act('call.busy', { number: '+14155552673' });
  const done = await until(
    () => call(placed.call.id),
    (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'busy' }),
  );
  expect(done.legs).toHaveLength(2);
  const journal = await hub.twins.journal('twilio');
  expect(journal.filter(({ method, path, body }) => method === 'POST' && path.endsWith('/Calls.json') && body.includes('14155552673'))).toHaveLength(1);
});

it('explains a call that must not be made, and asks nobody', async () => {
  const { workspace, hub, userId } = world;
  const before = (await hub.twins.journal('twilio')).length;
  const ask = async (to: string) =>
    (await workspace.post<{ call: null; guard: { allowed: boolean; rule?: string; sentence?: string } }>('/voip/calls', { to, userId })).guard;
  expect(await ask('911')).toMatchObject({ allowed: false, rule: 'emergency', sentence: expect.stringContaining('Dial 911') });
  expect(await ask('+1 900 555 0199')).toMatchObject({ rule: 'premium' });
  expect(await ask(MAIN)).toMatchObject({ rule: 'own_number' });
  expect(await ask('nonsense')).toMatchObject({ rule: 'invalid_number' });
  expect(await ask('anonymous')).toMatchObject({ rule: 'invalid_number' });
  await workspace.post('/voip/do-not-call', { number: '+14155552674', reason: 'Asked us to stop' });
  expect(await ask('+14155552674')).toMatchObject({ rule: 'do_not_call', sentence: expect.stringContaining('Asked us to stop') });
  expect((await hub.twins.journal('twilio')).length).toBe(before);
});

it('keeps a call that was made elsewhere', async () => {
  const { workspace, hub, contact } = world;
  const contactId = await contact('Hand', '+14155552690');
  const at = new Date(hub.clock.now().getTime() - 3_600_000).toISOString();
  const logged = await workspace.post<{ id: string; contactId: string; disposition: string; talkSeconds: number }>('/voip/calls/log', {
    direction: 'outbound',
    number: '415 555 2690',
    at,
    minutes: 12,
    notes: 'From the train',
  });
  expect(logged).toMatchObject({ contactId, disposition: 'answered', talkSeconds: 720 });
  const { data } = await workspace.get<{ data: { subject: string }[] }>(`/activities?contactId=${contactId}&kind=call`);
  expect(data.map(({ subject }) => subject)).toEqual(['Talked for 12 min']);
});

it('is found complete by the provider’s own list though every callback was lost', async () => {
  const { workspace, hub, act, until, calls, advance } = world;
  await act('weather.set', { lost: ['status', 'recording'] });
  const placed = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: '+14155552675', userId: world.userId });
  await world.rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await world.rings('+14155552675');
  await act('call.answer', { number: '+14155552675' });
  await world.talks('+14155552675');
  await advance(61_000);
  await act('call.hangup', { number: '+14155552675' });
  await act('weather.set', {});
  await advance(20 * 60_000);
  await workspace.post('/voip/completeness', {});
  const done = await until(calls, (rows) => expect(rows.find(({ id }) => id === placed.call.id)).toMatchObject({ state: 'ended', disposition: 'answered' }));
  expect(done.find(({ id }) => id === placed.call.id)?.talkSeconds).toBeGreaterThanOrEqual(60);
  const { data } = await workspace.get<{ data: { remote: number; held: number; unexplained: string[] }[] }>('/voip/completeness');
  expect(data[0]?.held).toBe(data[0]?.remote);
  expect(data[0]?.unexplained).toEqual([]);
  expect(hub.clock.now().getTime()).toBeGreaterThan(0);
});
