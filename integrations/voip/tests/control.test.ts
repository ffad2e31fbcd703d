import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { CUSTOMER, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
});

const legOf = async (number: string) => (await legsNow()).findLast(({ to }) => to === number);
const legsNow = async () =>
  Object.values(
    (
      await world.hub.twins.state<{
        data: { legs: Record<string, { to: string; room: string | null; isMuted: boolean; coaches: string | null; heard: string[]; status: string }> };
      }>('twilio')
    ).data.legs,
  );

async function talk(number: string): Promise<string> {
  const { workspace, act, rings, talks, until, call, userId } = world;
  const placed = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: number, userId });
  await rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await rings(number);
  await act('call.answer', { number });
  await talks(number);
  await until(
    () => call(placed.call.id),
    (now) => expect(now).toMatchObject({ state: 'answered', isMuted: false, isHeld: false }),
  );
  return placed.call.id;
}

it('mutes us and is heard again, puts on hold and goes on, each at the provider', async () => {
  const { workspace, act, until, call, advance } = world;
  const id = await talk(CUSTOMER);
  const room = `call-${id}`;
  expect(await workspace.post(`/voip/calls/${id}/mute`, { muted: true })).toMatchObject({ isMuted: true, isHeld: false });
  await until(
    () => legOf(REP_PHONE),
    (leg) => expect(leg).toMatchObject({ room, isMuted: true }),
  );
  await until(
    () => legOf(CUSTOMER),
    (leg) => expect(leg).toMatchObject({ room, isMuted: false }),
  );
  // Asked twice it is the same; nobody rings, nobody is let go.
  expect(await workspace.post(`/voip/calls/${id}/mute`, { muted: true })).toMatchObject({ isMuted: true });
  expect(await workspace.post(`/voip/calls/${id}/mute`, { muted: false })).toMatchObject({ isMuted: false });
  await until(
    () => legOf(REP_PHONE),
    (leg) => expect(leg).toMatchObject({ room, isMuted: false, status: 'in-progress' }),
  );
  expect(await workspace.post(`/voip/calls/${id}/hold`, { held: true })).toMatchObject({ isHeld: true, isMuted: false });
  await until(
    () => legOf(CUSTOMER),
    (leg) => expect(leg?.heard.at(-1)).toMatch(/^♪ http.+\/voice\/sounds\//),
  );
  await advance(20_000);
  expect(await workspace.post(`/voip/calls/${id}/hold`, { held: false })).toMatchObject({ isHeld: false });
  await until(
    () => legOf(CUSTOMER),
    (leg) => expect(leg).toMatchObject({ room }),
  );
  await act('call.hangup', { number: CUSTOMER });
  await workspace.post(`/voip/calls/${id}/hangup`, {});
  const done = await until(
    () => call(id),
    (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered' }),
  );
  expect((done as unknown as { holdSeconds: number }).holdSeconds).toBeGreaterThanOrEqual(19);
  expect((await workspace.call<{ detail: string }>('POST', `/voip/calls/${id}/mute`, { body: { muted: true } })).status).toBe(409);
});

it('plays the workspace’s own music to whoever waits', async () => {
  const { workspace, act, until, connectionId } = world;
  const form = new FormData();
  form.append('file', new Blob(['RIFF....WAVEfmt ']), 'music.wav');
  const sent = new Response(form);
  const { body } = await workspace.call<{ id: string }>('POST', '/files', {
    body: Buffer.from(await sent.arrayBuffer()),
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
  });
  await workspace.call('PATCH', `/connections/${connectionId}`, { body: { settings: { holdMusicFileId: body.id } } });
  const id = await talk('+14155552677');
  await workspace.post(`/voip/calls/${id}/hold`, { held: true });
  const leg = await until(
    () => legOf('+14155552677'),
    (now) => expect(now?.heard.at(-1)).toMatch(/^♪ http.+\/voice\/sounds\//),
  );
  expect((await fetch((leg?.heard.at(-1) ?? '').slice(2))).status).toBe(200);
  await act('call.hangup', { number: '+14155552677' });
  await workspace.post(`/voip/calls/${id}/hangup`, {});
});

it('lets whoever leads hear a call, speak to one side or to both, and go; it is no side of the call', async () => {
  const { workspace, act, rings, until, call, hub, advance } = world;
  const { id: leadId } = await workspace.post<{ id: string }>('/users', { email: 'lead@example.test', name: 'Lena Lead', role: 'manager' });
  await hub.database.system((tx) => tx.execute(sql`update members set state = 'active' where user_id = ${leadId}`));
  const lead = await hub.hub.access.apiKeys.create(
    workspace.id,
    { kind: 'system', reason: 'test' },
    { name: 'lead', scopes: ['*'], role: 'manager', actAs: leadId as never },
  );
  const as = <T>(method: string, path: string, body?: unknown, apiKey = lead.key) =>
    workspace.call<T>(method, path, { apiKey, ...(body === undefined ? {} : { body }) });
  const LEAD_PHONE = '+14155550888';
  const id = await talk('+14155552690');
  const listen = (mode: string) => as<{ detail?: string }>('POST', `/voip/calls/${id}/listen`, { mode });
  expect(await listen('listen')).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/Nothing would ring for you/) } });
  await as('PUT', '/voip/agents/me', { phone: LEAD_PHONE });
  expect((await as('POST', `/voip/calls/${id}/listen`, { mode: 'listen' }, await workspace.key('salesperson'))).status).toBe(403);

  expect((await listen('listen')).status).toBe(202);
  await rings(LEAD_PHONE);
  await act('call.answer', { number: LEAD_PHONE });
  const room = `call-${id}`;
  for (const [number, isMuted] of [
    [LEAD_PHONE, true],
    [REP_PHONE, false],
    ['+14155552690', false],
  ] as const)
    await until(
      () => legOf(number),
      (leg) => expect(leg).toMatchObject({ room, isMuted, status: 'in-progress' }),
    );
  const ours = (await world.legs()).findLast(({ to }) => to === REP_PHONE)?.sid;
  expect((await listen('whisper')).status).toBe(202);
  await until(
    () => legOf(LEAD_PHONE),
    (leg) => expect(leg).toMatchObject({ isMuted: false, coaches: ours }),
  );
  expect((await listen('join')).status).toBe(202);
  await until(
    () => legOf(LEAD_PHONE),
    (leg) => expect(leg).toMatchObject({ isMuted: false, coaches: null }),
  );
  // Nobody was rung a second time.
  expect((await world.legs()).filter(({ to }) => to === LEAD_PHONE)).toHaveLength(1);
  expect((await as('DELETE', `/voip/calls/${id}/listen`)).status).toBe(200);
  await until(
    () => legOf(LEAD_PHONE),
    (leg) => expect(leg?.status).toBe('completed'),
  );
  expect(await call(id)).toMatchObject({ state: 'answered', userId: world.userId });

  // Whoever still listens when both have gone is not left alone in the room.
  expect((await listen('listen')).status).toBe(202);
  await rings(LEAD_PHONE);
  await act('call.answer', { number: LEAD_PHONE });
  await until(
    () => legOf(LEAD_PHONE),
    (leg) => expect(leg).toMatchObject({ room }),
  );
  await advance(20_000);
  await workspace.post(`/voip/calls/${id}/hangup`, {});
  const done = await until(
    () => call(id),
    (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'answered', userId: world.userId }),
  );
  expect(done.legs.map(({ role }) => role).toSorted()).toEqual(['listener', 'listener', 'them', 'us']);
  await until(
    () => legOf(LEAD_PHONE),
    (leg) => expect(leg?.status).toBe('completed'),
  );
  expect((await listen('listen')).status).toBe(409);
});

it('notices an answering machine, and leaves the prepared message on it while whoever called is free', async () => {
  const { workspace, act, rings, until, call, connectionId, userId, legs } = world;
  await workspace.call('PATCH', `/connections/${connectionId}`, { body: { settings: { detectMachines: true } } });
  const MACHINE = '+14155552710';
  await act('phone.set', { number: MACHINE, mode: 'machine' });
  const dial = async () => {
    const placed = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: MACHINE, userId });
    await rings(REP_PHONE);
    await act('call.answer', { number: REP_PHONE });
    await until(
      () => call(placed.call.id),
      (now) => expect(now).toMatchObject({ state: 'answered', answeredBy: 'machine_start' }),
    );
    return placed.call.id;
  };
  const id = await dial();
  const none = await workspace.call<{ detail: string; remedy: string }>('POST', `/voip/calls/${id}/leave-message`);
  expect([none.status, none.body.detail]).toEqual([409, 'There is no message to leave yet.']);
  const set = (owner: string) => workspace.call('PUT', `/voip/greetings/${owner}/machine`, { body: { text: 'This is Ada of Acme. Please call me back.' } });
  expect((await set(`number/${world.numbers[0]?.id}`)).status).toBe(422);
  expect((await set(`person/${userId}`)).status).toBe(200);
  expect((await workspace.call('POST', `/voip/calls/${id}/leave-message`)).status).toBe(200);
  const done = await until(
    () => call(id),
    (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'machine' }),
  );
  expect(done.events.map(({ type }) => type)).toContain('message_left');
  expect((await legs()).findLast(({ to }) => to === MACHINE)?.heard).toEqual(['This is Ada of Acme. Please call me back.']);
  expect((await workspace.call('POST', `/voip/calls/${id}/leave-message`)).status).toBe(409);
});
