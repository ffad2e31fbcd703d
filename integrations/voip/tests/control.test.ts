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
      await world.hub.twins.state<{ data: { legs: Record<string, { to: string; room: string | null; isMuted: boolean; heard: string[]; status: string }> } }>(
        'twilio',
      )
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
    (leg) => expect(leg?.heard.at(-1)).toMatch(/^♪ https/),
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
