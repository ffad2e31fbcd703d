import { beforeAll, describe, expect, it } from 'vitest';
import { cut } from '../sounds/cut.ts';
import { readMp3 } from '../sounds/mp3.ts';
import { builtInMusic } from '../sounds/music.ts';
import { readWave, wave } from '../sounds/wave.ts';
import { MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

/** Every sample says which moment it is. */
const counting = (seconds: number): Uint8Array => wave(Int16Array.from({ length: seconds * 8_000 }, (_, frame) => Math.floor(frame / 800)));
const samplesOf = (sound: Uint8Array): Int16Array => {
  const { data } = readWave(sound) ?? { data: new Uint8Array() };
  return new Int16Array(Uint8Array.from(data).buffer);
};
/** Frames of MPEG 1 layer III, 128 kbit/s, 44,100 Hz: each 417 bytes long and 26 ms. */
const frames = (count: number): Buffer =>
  Buffer.concat(Array.from({ length: count }, (_, index) => Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413, index)])));

describe('sounds', () => {
  it('has music of its own, which is heard and not too loud, and goes on without a seam', () => {
    const samples = samplesOf(builtInMusic());
    expect(samples.length / 8_000).toBe(12);
    const most = samples.reduce((loudest, each) => Math.max(loudest, Math.abs(each)), 0);
    expect(most).toBeGreaterThan(6_000);
    expect(most).toBeLessThan(32_000);
    const step = (at: number) => Math.abs((samples[at % samples.length] ?? 0) - (samples[(at + 1) % samples.length] ?? 0));
    const steps = Array.from(samples, (_, at) => step(at));
    expect(step(samples.length - 1)).toBeLessThanOrEqual(steps.reduce((a, b) => Math.max(a, b), 0));
  });

  it('cuts a wave file where it is asked, round and round, swelling and fading', () => {
    const piece = cut(counting(10), 8, 4) ?? new Uint8Array();
    const samples = samplesOf(piece);
    expect(samples.length).toBe(4 * 8_000);
    expect([samples[8_000], samples[17_000], samples[24_000]]).toEqual([90, 1, 10]);
    expect([samples[0], samples.at(-1)]).toEqual([0, 0]);
    // Longer than the whole of it.
    expect(samplesOf(cut(counting(1), 0, 3) ?? new Uint8Array()).length).toBe(3 * 8_000);
  });

  it('cuts an MP3 between its frames, and knows what is no sound', () => {
    const sound = Buffer.concat([Buffer.from('ID3\u0003\u0000\u0000\u0000\u0000\u0000\u0004', 'latin1'), Buffer.alloc(4), frames(100), Buffer.from('TAG')]);
    expect(readMp3(sound)?.frames).toHaveLength(100);
    const piece = cut(sound, 2, 1) ?? Buffer.alloc(0);
    expect(piece.byteLength).toBe(Math.round(1 / (1152 / 44_100)) * 417);
    expect(piece[4]).toBe(Math.round(2 / (1152 / 44_100)));
    expect(cut(Buffer.from('not a sound at all, however long it is and whatever it says'), 0, 1)).toBeUndefined();
    expect(cut(Buffer.alloc(0), 0, 1)).toBeUndefined();
  });
});

describe('a queue', () => {
  let world: VoiceWorld;
  let queueId: string;
  const body = { name: 'Sales', members: [] as string[], maxWaitSeconds: 600, holdText: 'Sales will be with you in a moment.' };
  beforeAll(async () => {
    world = await voiceWorld();
    const { workspace, numbers, userId } = world;
    ({ id: queueId } = await workspace.post<{ id: string }>('/voip/queues', { ...body, members: [userId] }));
    await workspace.call('PATCH', `/voip/numbers/${numbers.find(({ e164 }) => e164 === MAIN)?.id}`, { body: { queueId } });
    await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'away' } });
  });
  const upload = async (content: Uint8Array): Promise<string> => {
    const form = new FormData();
    form.append('file', new Blob([content]), 'music.wav');
    const sent = new Response(form);
    const answer = await world.workspace.call<{ id: string }>('POST', '/files', {
      body: Buffer.from(await sent.arrayBuffer()),
      headers: { 'content-type': sent.headers.get('content-type') ?? '' },
    });
    return answer.body.id;
  };
  /** What a caller heard until they were played something. */
  const waits = async (from: string): Promise<{ words: string; address: string }> => {
    await world.act('call.inbound', { from, to: MAIN });
    const all = await world.until(world.legs, (now) => expect(now.find((leg) => leg.from === from)?.heard.some((each) => each.startsWith('♪'))).toBe(true));
    const heard = all.find((leg) => leg.from === from)?.heard ?? [];
    return { words: heard[0] ?? '', address: heard.find((each) => each.startsWith('♪'))?.slice(2) ?? '' };
  };

  it('says its own words to whoever waits, and plays the built-in music until somebody is free', async () => {
    const { act, rings, talks, workspace, userId, until, calls } = world;
    const { words, address } = await waits('+14155554001');
    expect(words).toBe('Sales will be with you in a moment. You are next.');
    const piece = await fetch(address);
    expect([piece.status, piece.headers.get('content-type')]).toEqual([200, 'audio/wav']);
    expect(samplesOf(new Uint8Array(await piece.arrayBuffer())).length).toBe(6 * 8_000);
    // The next look goes on where the music was.
    await world.advance(7_000);
    await until(world.legs, (now) => expect(now.find(({ from }) => from === '+14155554001')?.heard.filter((each) => each.includes('?from=6&')).length).toBe(1));
    await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'available' } });
    await world.advance(7_000);
    await rings(REP_PHONE);
    await act('call.answer', { number: REP_PHONE });
    await talks('+14155554001');
    await act('call.hangup', { number: '+14155554001' });
    const done = await until(
      async () => (await calls()).find(({ number }) => number === '+14155554001'),
      (call) => expect(call).toMatchObject({ state: 'ended', disposition: 'answered' }),
    );
    expect(done?.userId).toBe(userId);
    await workspace.call('PUT', `/voip/agents/${userId}`, { body: { state: 'away' } });
  });

  it('plays what the connection has, and rather what the queue has itself; what is no sound is refused', async () => {
    const { workspace, connectionId, userId, act } = world;
    const [ofConnection, ofQueue] = [counting(20), counting(30)];
    await workspace.call('PATCH', `/connections/${connectionId}`, { body: { settings: { holdMusicFileId: await upload(ofConnection) } } });
    const first = await waits('+14155554002');
    expect(Buffer.from(await (await fetch(first.address)).arrayBuffer()).equals(Buffer.from(cut(ofConnection, 0, 6) ?? []))).toBe(true);
    await act('call.hangup', { number: '+14155554002' });

    const set = (holdMusicFileId: string) =>
      workspace.call<{ errors?: { message: string }[] }>('PUT', `/voip/queues/${queueId}`, { body: { ...body, members: [userId], holdMusicFileId } });
    expect((await set(await upload(ofQueue))).status).toBe(200);
    const second = await waits('+14155554003');
    expect(Buffer.from(await (await fetch(second.address)).arrayBuffer()).equals(Buffer.from(cut(ofQueue, 0, 6) ?? []))).toBe(true);
    await act('call.hangup', { number: '+14155554003' });

    const wrong = await set(await upload(Buffer.from('%PDF-1.7 not a sound')));
    expect([wrong.status, wrong.body.errors?.[0]?.message]).toEqual([422, 'Telephones play WAV and MP3; this file is neither.']);
  });
});
