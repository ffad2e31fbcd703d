import { beforeAll, expect, it } from 'vitest';
import { conversation } from '../../../twins/twilio/audio.ts';
import { soundKind } from '../sounds/kind.ts';
import { MAIN, type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
  await world.workspace.call('PUT', `/voip/agents/${world.userId}`, { body: { state: 'off' } });
});
let callers = 0;

/** Calls, and answers what was heard until the tone. */
async function hears(): Promise<string[]> {
  const { act, until, legs } = world;
  const from = `+1415555${7000 + callers++}`;
  await act('call.inbound', { from, to: MAIN });
  const all = await until(legs, (now) => expect(now.find((leg) => leg.from === from)?.heard).toContain('beep'));
  const heard = all.find((leg) => leg.from === from)?.heard ?? [];
  await act('call.hangup', { number: from });
  return heard.filter((each) => each !== 'beep');
}
const upload = async (content: Uint8Array): Promise<string> => {
  const form = new FormData();
  form.append('file', new Blob([content]), 'greeting.wav');
  const sent = new Response(form);
  const answer = await world.workspace.call<{ id: string }>('POST', '/files', {
    body: Buffer.from(await sent.arrayBuffer()),
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
  });
  return answer.body.id;
};
const put = (path: string, body: unknown) => world.workspace.call<{ errors?: { message: string }[] }>('PUT', `/voip/greetings/${path}`, { body });

it('plays what was set for the number, by its hours; spoken, recorded, or the standard words', async () => {
  const { workspace, numbers, hub } = world;
  const number = numbers.find(({ e164 }) => e164 === MAIN)?.id ?? '';
  expect(await hears()).toEqual(['Nobody can take your call right now. Please leave a message after the tone.']);

  await put(`number/${number}/always`, { text: 'This is Acme. Leave a message.' });
  expect(await hears()).toEqual(['This is Acme. Leave a message.']);

  // It is a Wednesday, eleven in the morning in San Francisco and eight in the evening in Berlin.
  const hours = { wednesday: [{ start: '09:00', end: '17:00' }] };
  const open = (timeZone: string) => workspace.call('PATCH', `/voip/numbers/${number}`, { body: { openHours: { timeZone, hours } } });
  expect((await open('Europe/Atlantis')).status).toBe(422);
  expect((await open('Europe/Berlin')).status).toBe(200);
  const sound = conversation(2, 1);
  const fileId = await upload(sound);
  expect((await put(`number/${number}/closed`, { fileId })).status).toBe(200);
  const [played] = await hears();
  expect(played).toMatch(/^♪ http.+\/voice\/sounds\/[\w-]+$/);
  const heard = await fetch((played ?? '').slice(2));
  expect([heard.status, heard.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  expect(Buffer.from(await heard.arrayBuffer()).equals(Buffer.from(sound))).toBe(true);
  await open('America/Los_Angeles');
  expect(await hears()).toEqual(['This is Acme. Leave a message.']);
  expect(hub.clock.now().toISOString().slice(0, 10)).toBe('2026-11-25');
});

it('a person’s own greeting is heard wherever their mailbox is, and is theirs to set', async () => {
  const { workspace, numbers, userId } = world;
  const number = numbers.find(({ e164 }) => e164 === MAIN)?.id ?? '';
  await workspace.call('PATCH', `/voip/numbers/${number}`, { body: { userId } });
  await put(`person/${userId}/always`, { text: 'Hello, this is Ada.' });
  expect(await hears()).toEqual(['Hello, this is Ada.']);
  expect((await workspace.call('DELETE', `/voip/greetings/person/${userId}/always`)).status).toBe(204);
  expect(await hears()).toEqual(['This is Acme. Leave a message.']);
  // Nobody sets another's who does not lead.
  const key = await workspace.key('salesperson');
  const asOther = await workspace.call('PUT', `/voip/greetings/person/${userId}/always`, { body: { text: 'I am away for ever.' }, apiKey: key });
  expect(asOther.status).toBe(403);
});

it('refuses what telephones cannot play, and what is not there', async () => {
  const { numbers } = world;
  const number = numbers[0]?.id ?? '';
  const wrong = await put(`number/${number}/always`, { fileId: await upload(Buffer.from('%PDF-1.7 not a sound')) });
  expect([wrong.status, wrong.body.errors?.[0]?.message]).toEqual([422, 'Telephones play WAV and MP3; this file is neither.']);
  expect((await put(`number/${number}/always`, {})).status).toBe(422);
  expect((await put(`number/${world.userId}/always`, { text: 'Nowhere' })).status).toBe(404);
  expect((await put(`number/${number}/always`, { fileId: '0199a2f0-0000-7000-8000-000000000001' })).status).toBe(404);
  expect(soundKind(Buffer.from([0xff, 0xfb, 0x90, 0x00]))).toBe('audio/mpeg');
  expect(soundKind(Buffer.from('ID3\u0004'))).toBe('audio/mpeg');
  expect(soundKind(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBeUndefined();
});
