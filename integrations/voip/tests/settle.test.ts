import { beforeAll, expect, it } from 'vitest';
import { isCertain } from '../calls/certain.ts';
import { callIdOf } from '../calls/identity.ts';
import { chance, type Script, scripts, type Word, wordsOf } from './hostile-calls.ts';
import { sayWord } from './say-word.ts';
import { type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
  // Nothing is looked into before the test says that time has passed.
  await world.hub.twins.clock({ freeze: true });
});

/** A call that was: the provider has it, and what it says of it is said here as the test likes. */
async function happened(index: number): Promise<{ id: string; words: Word[]; script: Script }> {
  const { act, hub, connectionId, userId, credentials } = world;
  const script = scripts(index + 1, hub.clock.now())[index] as Script;
  const { from, to, direction, seconds, legs, at } = script;
  const { result } = await act<{ result: { sid: string; legs: { sid: string }[] } }>('call.past', { from, to, direction, seconds, legs, at: at.toISOString() });
  const sids = { sid: result.sid, legs: result.legs.map(({ sid }) => sid) };
  return { id: callIdOf(connectionId, result.sid), script, words: wordsOf(script, sids, { accountSid: credentials.accountSid, connectionId, userId }) };
}
const told = async (id: string) =>
  (await world.workspace.get<{ data: { type: string; data: { callId: string; disposition: string | null } }[] }>('/events?limit=200')).data
    // Whether it is told that it rings depends on how quickly it is over.
    .filter(({ type, data }) => data.callId === id && type.startsWith('call.') && type !== 'call.ringing')
    .map(({ type }) => type)
    .toSorted();
const say = async (...words: (Word | undefined)[]) => {
  for (const word of words) if (word) expect(await sayWord(world, word)).toBeLessThan(300);
  await world.hub.settle();
};
const ANSWERED = 0;
const MISSED = 1;

it('does not call missed who was answered, though the end of the first leg comes first', async () => {
  const { id, words } = await happened(ANSWERED);
  const [ring, ...rest] = words;
  await say(ring, words.at(-1));
  // It looks missed, and nobody is told so.
  expect(await world.call(id)).toMatchObject({ state: 'ended', disposition: 'missed' });
  expect(await told(id)).toEqual([]);
  await say(...rest.slice(0, -1).reverse());
  expect(await world.call(id)).toMatchObject({ state: 'ended', disposition: 'answered', talkSeconds: 40 });
  expect(await told(id)).toEqual(['call.answered', 'call.completed']);
  await world.advance(60_000);
  await say(...words);
  expect(await told(id)).toEqual(['call.answered', 'call.completed']);
});

it('asks the provider where nothing else is told, and says then what is true: answered', async () => {
  const { id, words } = await happened(ANSWERED);
  await say(words[0], words.at(-1));
  expect(await told(id)).toEqual([]);
  await world.advance(6_000);
  await world.until(
    () => told(id),
    (types) => expect(types).toEqual(['call.answered', 'call.completed']),
  );
  expect(await world.call(id)).toMatchObject({ disposition: 'answered', talkSeconds: 40 });
});

it('says of a missed call that it was missed, once the provider has no other leg', async () => {
  const { id, words } = await happened(MISSED);
  await say(...words);
  expect(await told(id)).toEqual([]);
  await world.advance(6_000);
  await world.until(
    () => told(id),
    (types) => expect(types).toEqual(['call.missed']),
  );
  await say(...words);
  expect(await told(id)).toEqual(['call.missed']);
});

it('waits while the provider does not answer, and asks again', async () => {
  const { id, words } = await happened(ANSWERED);
  await world.hub.twins.fault('twilio', { match: { method: 'GET', path: '*/Calls*' }, next: 4, do: 'status', status: 503 });
  await say(words[0], words.at(-1));
  await world.advance(5_000);
  await world.hub.settle();
  expect(await told(id)).toEqual([]);
  for (let round = 0; round < 10; round++) {
    await world.advance(60_000);
    await world.hub.settle();
  }
  await world.until(
    () => told(id),
    (types) => expect(types).toEqual(['call.answered', 'call.completed']),
  );
});

it('never says missed of who was answered, in whatever order each word comes, and says its end once', async () => {
  // Somebody answers at once, or the second who is rung does.
  const calls = await Promise.all(Array.from({ length: 12 }, (_, index) => happened(10 * (index + 5) + (index % 2 === 0 ? 0 : 3))));
  const orders = calls.map(({ words }, call) => words.map((word, index) => ({ word, at: chance('order', call, index) })).sort((a, b) => a.at - b.at));
  for (let step = 0; step < Math.max(...orders.map(({ length }) => length)); step++) {
    await say(...orders.map((order) => order[step]?.word));
    for (const { id } of calls) expect((await told(id)).filter((type) => type === 'call.missed')).toEqual([]);
  }
  await world.advance(6_000);
  for (const { id, script } of calls) {
    await world.until(
      () => told(id),
      (types) => expect(types).toEqual(['call.answered', 'call.completed']),
    );
    expect(await world.call(id)).toMatchObject({ state: 'ended', disposition: 'answered', talkSeconds: script.truth.talkSeconds });
  }
});

it('knows which ends cannot turn out otherwise', () => {
  const leg = (role: 'us' | 'them', end: 'completed' | 'no_answer', endedAt: string, parentLegId?: string) => ({
    legId: `${role}${endedAt}`,
    role,
    end,
    endedAt: `2026-11-25T19:00:${endedAt}Z`,
    ...(parentLegId ? { parentLegId } : {}),
  });
  const call = (disposition: 'answered' | 'missed', ...legs: ReturnType<typeof leg>[]) =>
    isCertain({ provider: 'twilio', externalId: 'CA1', disposition, legs });
  expect(call('missed', leg('them', 'completed', '30'))).toBe(false);
  expect(call('missed', leg('them', 'no_answer', '30'))).toBe(true);
  expect(call('answered', leg('them', 'completed', '30'), leg('us', 'completed', '29', 'CA1'))).toBe(true);
  // Handed on: whoever talked between the two ends is not known yet.
  expect(call('answered', leg('them', 'completed', '50'), leg('us', 'completed', '29', 'CA1'))).toBe(false);
  expect(call('answered', leg('us', 'completed', '29', 'CA1'))).toBe(false);
  expect(isCertain({ provider: 'sip', externalId: 'x', disposition: 'missed', legs: [] })).toBe(true);
});
