import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { action, defineIntegration } from '#sdk';
import { REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

/** A speech service as another integration would bring it: it fetches the sound, and answers what it heard. */
const heard: { bytes: number; status: number; url: string }[] = [];
const scribe = defineIntegration({
  name: 'scribe',
  title: 'Scribe',
  description: 'Writes recordings down.',
  env: z.object({}),
  twin: () => ({}),
  providers: () => ({}),
  features: [],
  models: {},
  urls: [],
  webhooks: [],
  tasks: [],
  schedules: [],
  streams: [],
  effects: [],
  eventTypes: [],
  on: {},
  settings: z.object({}),
  actions: [
    action({
      name: 'scribe.write-down',
      title: 'Write down a recording',
      description: 'Hears a recording and answers what was said.',
      input: z.object({ recordingId: z.uuid(), callId: z.uuid(), soundUrl: z.url(), channels: z.number(), seconds: z.number().nullable() }),
      output: z.object({ text: z.string() }),
      permission: 'scribe:write',
      effect: 'write',
      async run(_ctx, { soundUrl }) {
        const answer = await fetch(soundUrl);
        heard.push({ bytes: (await answer.arrayBuffer()).byteLength, status: answer.status, url: soundUrl });
        return { text: 'We would like forty seats by the end of June.' };
      },
    }),
  ],
});

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld({ settings: { recording: 'on', deleteAtProvider: true }, also: [scribe] });
});

interface Recording {
  id: string;
  state: string;
  reason: string | null;
  channels: number;
  firstChannel: string;
  seconds: number | null;
  peaks: number[][] | null;
  onHold: boolean;
}
const recordingsOf = async (callId: string) => (await world.workspace.get<{ data: Recording[] }>(`/voip/calls/${callId}/recordings`)).data;

async function talk(number: string, seconds: number): Promise<string> {
  const { workspace, act, rings, talks, advance, userId } = world;
  const { call } = await workspace.post<{ call: { id: string } }>('/voip/calls', { to: number, userId });
  await rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await rings(number);
  await act('call.answer', { number });
  await talks(number);
  await advance(seconds * 1000);
  return call.id;
}

it('brings a recording into the sealed store, with both sides apart, and takes it away at the provider', async () => {
  const { act, until, hub, workspace } = world;
  const callId = await talk('+14155554001', 12);
  await act('call.hangup', { number: '+14155554001' });
  const [recording] = await until(
    () => recordingsOf(callId),
    (all) => expect(all[0]).toMatchObject({ state: 'ready', channels: 2, firstChannel: 'us' }),
  );
  expect(recording?.seconds).toBeGreaterThanOrEqual(11);
  expect(recording?.peaks).toHaveLength(2);
  // They take turns: where one is loud the other is silent.
  const [first = [], second = []] = recording?.peaks ?? [];
  expect(first.some((each, at) => each > 0.1 && (second[at] ?? 0) < 0.01)).toBe(true);
  expect(second.some((each, at) => each > 0.1 && (first[at] ?? 0) < 0.01)).toBe(true);
  const part = await hub.app.inject({
    method: 'GET',
    url: `/api/v1/voip/recordings/${recording?.id}/sound`,
    headers: { authorization: `Bearer ${workspace.apiKey}`, range: 'bytes=0-43' },
  });
  expect(part.statusCode).toBe(206);
  expect(part.rawPayload.subarray(0, 4).toString()).toBe('RIFF');
  const { data } = await hub.twins.state<{ data: { recordings: Record<string, { status: string }> } }>('twilio');
  expect(Object.values(data.recordings).map(({ status }) => status)).toEqual(['deleted']);
  expect((await workspace.get<{ data: { type: string }[] }>('/events?type=recording.ready&limit=10')).data).toHaveLength(1);
});

it('gives the sound out only where it is written down who heard it', async () => {
  const { workspace, hub, calls } = world;
  const id = (await recordingsOf((await calls('?show=recorded'))[0]?.id ?? ''))[0]?.id ?? '';
  const [kept] = await hub.database.workspace(workspace.id, async (tx) => {
    const answer = (await tx.execute(sql`select file_id as "fileId" from voip_recordings where id = ${id}`)) as unknown as { rows: { fileId: string }[] };
    return answer.rows;
  });
  const reader = await hub.hub.access.apiKeys.create(
    workspace.id,
    { kind: 'system', reason: 'test' },
    { name: 'files', scopes: ['files:read'], role: 'owner' },
  );
  const ask = (method: 'GET' | 'POST', path: string, key: string) =>
    hub.app.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${key}` }, ...(method === 'POST' ? { payload: {} } : {}) });
  for (const key of [reader.key, workspace.apiKey]) {
    expect((await ask('GET', `/files/${kept?.fileId}`, key)).statusCode).toBe(404);
    expect((await ask('POST', `/files/${kept?.fileId}/link`, key)).statusCode).toBe(404);
  }
  expect((await ask('GET', `/voip/recordings/${id}/sound`, reader.key)).statusCode).toBe(403);
  expect((await ask('GET', `/voip/recordings/${id}/sound`, workspace.apiKey)).statusCode).toBe(200);
  const { openedBy } = await workspace.get<{ openedBy: { who: string }[] }>(`/voip/recordings/${id}`);
  expect(openedBy.map(({ who }) => who)).toEqual([expect.stringMatching(/^key:/)]);
});

it('writes down who opened it, keeps what lies under a hold, and deletes for good', async () => {
  const { workspace, calls } = world;
  const callId = (await calls('?show=recorded'))[0]?.id ?? '';
  const id = (await recordingsOf(callId))[0]?.id ?? '';
  const opened = await workspace.get<{ openedBy: { who: string }[] }>(`/voip/recordings/${id}`);
  expect(opened.openedBy).toHaveLength(1);
  await workspace.post(`/voip/recordings/${id}/comments`, { atSeconds: 3.5, body: 'Here they say yes.' });
  await workspace.call('PATCH', `/voip/recordings/${id}`, { body: { onHold: true } });
  expect((await workspace.call<{ code: string }>('DELETE', `/voip/recordings/${id}`)).body).toMatchObject({ code: 'conflict' });
  await workspace.call('PATCH', `/voip/recordings/${id}`, { body: { onHold: false } });
  expect((await workspace.call('DELETE', `/voip/recordings/${id}`)).status).toBe(204);
  expect((await recordingsOf(callId))[0]).toMatchObject({ state: 'deleted', peaks: null });
  expect((await workspace.call('GET', `/voip/recordings/${id}/sound`)).status).toBe(404);
});

it('pauses while a card is read out, and goes on', async () => {
  const { workspace, act, until, hub } = world;
  const callId = await talk('+14155554002', 3);
  const state = async () =>
    Object.values((await hub.twins.state<{ data: { recordings: Record<string, { status: string }> } }>('twilio')).data.recordings).at(-1)?.status;
  await until(state, (now) => expect(now).toBe('in-progress'));
  await workspace.post(`/voip/calls/${callId}/recording`, { act: 'pause' });
  expect(await state()).toBe('paused');
  await workspace.post(`/voip/calls/${callId}/recording`, { act: 'resume' });
  expect(await state()).toBe('in-progress');
  await act('call.hangup', { number: '+14155554002' });
  await until(
    () => recordingsOf(callId),
    (all) => expect(all.some(({ state: now }) => now === 'ready')).toBe(true),
  );
});

it('is silent while a card is read out, whoever says that it begins, and never longer than three minutes', async () => {
  const { workspace, act, until, hub, call, advance, userId } = world;
  const callId = await talk('+14155554012', 3);
  const tape = async () =>
    Object.values((await hub.twins.state<{ data: { recordings: Record<string, { status: string }> } }>('twilio')).data.recordings).at(-1)?.status;
  const told = async () =>
    (await workspace.get<{ data: { type: string; data: { callId: string; reason: string } }[] }>('/events?limit=200')).data
      .filter(({ type, data }) => data.callId === callId && /^recording\.(paused|resumed)$/.test(type))
      .map(({ type, data }) => `${type} ${data.reason}`)
      .toSorted();
  await until(
    () => call(callId),
    (now) => expect(now).toMatchObject({ state: 'answered', recordingNow: 'running' }),
  );
  const card = (body: Record<string, unknown>) => workspace.post<{ callId: string | null; state: string }>('/voip/card', body);
  // A key that acts for nobody names the call; whoever talks need not.
  expect(await card({ state: 'begins', callId })).toEqual({ callId, state: 'paused' });
  expect(await card({ state: 'begins', callId })).toEqual({ callId, state: 'paused' });
  expect(await tape()).toBe('paused');
  expect(await call(callId)).toMatchObject({ recordingNow: 'paused' });
  expect(await card({ state: 'ends', callId })).toEqual({ callId, state: 'running' });
  expect(await tape()).toBe('in-progress');
  expect(await told()).toEqual(['recording.paused card', 'recording.resumed card']);

  // Forgotten: the tape goes on by itself.
  await card({ state: 'begins', callId });
  await advance(100_000);
  await hub.settle();
  expect(await tape()).toBe('paused');
  await advance(100_000);
  await until(tape, (now) => expect(now).toBe('in-progress'));
  await until(told, (types) => expect(types).toEqual(['recording.paused card', 'recording.paused card', 'recording.resumed card', 'recording.resumed card']));

  // A pause that a person asked for outlasts the card that is read out in it.
  await workspace.post(`/voip/calls/${callId}/recording`, { act: 'pause' });
  await card({ state: 'begins', callId });
  expect(await card({ state: 'ends', callId })).toEqual({ callId, state: 'paused' });
  await workspace.post(`/voip/calls/${callId}/recording`, { act: 'resume' });
  expect(await tape()).toBe('in-progress');
  await act('call.hangup', { number: '+14155554012' });
  await until(
    () => call(callId),
    (now) => expect(now).toMatchObject({ state: 'ended', recordingNow: 'off' }),
  );
  expect((await workspace.call<{ code: string }>('POST', '/voip/card', { body: { state: 'begins', callId } })).body).toMatchObject({ code: 'conflict' });
  expect(await card({ state: 'begins' })).toEqual({ callId: null, state: 'off' });
  expect(userId).not.toBe('');
});

it('hands a recording to the action that was chosen, keeps what it wrote, and finds it', async () => {
  const { workspace, act, until, hub, connectionId, calls } = world;
  await workspace.call('PATCH', `/connections/${connectionId}`, { body: { settings: { transcribeWith: 'scribe.write-down' } } });
  const callId = await talk('+14155554022', 8);
  await act('call.hangup', { number: '+14155554022' });
  const [row] = await until(
    () =>
      workspace
        .get<{ data: { id: string; transcript: string | null; transcribedBy: string | null }[] }>(`/voip/calls/${callId}/recordings`)
        .then(({ data }) => data),
    (all) => expect(all[0]).toMatchObject({ transcript: 'We would like forty seats by the end of June.', transcribedBy: 'scribe.write-down' }),
  );
  expect(heard).toEqual([{ bytes: expect.any(Number), status: 200, url: expect.stringContaining('/voice/sounds/') }]);
  expect(heard[0]?.bytes).toBeGreaterThan(10_000);
  // The address is nobody else's, and not for ever.
  const changed = (heard[0]?.url ?? '').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
  expect((await fetch(changed)).status).toBe(404);
  await world.advance(61 * 60_000);
  expect((await fetch(heard[0]?.url ?? '')).status).toBe(404);
  const { openedBy } = await workspace.get<{ openedBy: { who: string }[] }>(`/voip/recordings/${row?.id}`);
  expect(openedBy.map(({ who }) => who)).toContain('action:scribe.write-down');

  expect((await calls('?q=forty%20seats')).map(({ id }) => id)).toEqual([callId]);
  expect(await calls('?q=forty%25seats')).toEqual([]);
  const events = async () => (await workspace.get<{ data: { type: string }[] }>('/events?type=recording.transcribed&limit=10')).data.length;
  await until(events, (n) => expect(n).toBe(1));

  // Written anew by whoever was told of the recording; the same once more says nothing.
  const put = (text: string) =>
    workspace.call<{ transcript: string; transcribedBy: string }>('PUT', `/voip/recordings/${row?.id}/transcript`, { body: { text, by: 'a person' } });
  expect((await put('Forty seats, in July.')).body).toMatchObject({ transcript: 'Forty seats, in July.', transcribedBy: 'a person' });
  await put('Forty seats, in July.');
  await hub.settle();
  expect(await events()).toBe(2);
  expect((await put('')).status).toBe(422);
  const other = await hub.newWorkspace();
  expect((await other.call('PUT', `/voip/recordings/${row?.id}/transcript`, { body: { text: 'Not yours.' } })).status).toBe(404);
  await workspace.call('PATCH', `/connections/${connectionId}`, { body: { settings: { transcribeWith: '' } } });
});

it('finds a recording whose notice was lost', async () => {
  const { workspace, act, until, advance, call } = world;
  await act('weather.set', { lost: ['recording'] });
  const callId = await talk('+14155554003', 9);
  await act('call.hangup', { number: '+14155554003' });
  await until(
    () => call(callId),
    (now) => expect(now.state).toBe('ended'),
  );
  await act('weather.set', {});
  expect(await recordingsOf(callId)).toEqual([]);
  await advance(11 * 60_000);
  await workspace.post('/voip/completeness', {});
  await until(
    () => recordingsOf(callId),
    (all) => expect(all[0]).toMatchObject({ state: 'ready' }),
  );
  const { data } = await workspace.get<{ data: { recordingsRemote: number; recordingsHeld: number }[] }>('/voip/completeness');
  expect(data[0]?.recordingsHeld).toBe(data[0]?.recordingsRemote);
});
