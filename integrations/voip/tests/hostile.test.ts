import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { Transaction } from '#sdk';
import { MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

const CALLS = 1_000;
const WAVE = 100;
/** How callbacks travel, wave by wave: thrice, late and overtaking each other, never. */
const WEATHER = [
  { repeat: 3 },
  { repeat: 2, lateMs: 40_000 },
  { lost: ['status'] },
  { lost: ['recording'] },
  { lost: ['status', 'recording'], lateMs: 20_000 },
];
const WITHHELD = ['+266696687', 'anonymous'];
/** What a caller does: hang up while the menu is still speaking, press what is no choice, leave a message, say nothing. */
const SCRIPTS: readonly (readonly string[])[] = [
  ['hangup'],
  ['hangup'],
  ['2', 'talk:4'],
  ['9', 'hangup'],
  ['1', 'talk:3'],
  [],
  ['timeout', 'hangup'],
  ['timeout', 'talk:2'],
];

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
  const { workspace, numbers, userId, act, contact } = world;
  const flow = await workspace.post<{ id: string }>('/voip/flows', {
    name: 'Front desk',
    entry: 'menu',
    nodes: {
      menu: {
        type: 'menu',
        text: 'For sales press 1, to leave a message press 2.',
        retries: 1,
        timeoutSeconds: 5,
        next: { '1': 'sales', '2': 'message', timeout: 'message', invalid: 'message' },
      },
      sales: { type: 'ring_group', userIds: [userId], ringSeconds: 15, next: { no_answer: 'message' } },
      message: { type: 'voicemail', text: 'Please leave a message.', maxSeconds: 10, next: {} },
    },
  });
  await workspace.post(`/voip/flows/${flow.id}/publish`, {});
  await workspace.call('PATCH', `/voip/numbers/${numbers.find(({ e164 }) => e164 === MAIN)?.id}`, { body: { flowId: flow.id } });
  await act('phone.set', { number: REP_PHONE, mode: 'busy' });
  for (let n = 0; n < 20; n++) await contact(`Known ${n}`, numberOf(n));
});

/** Each number calls twice, in waves far apart. */
function numberOf(n: number): string {
  return `+1415556${String(n % (CALLS / 2)).padStart(4, '0')}`;
}

type Forgery = 'unsigned' | 'secret' | 'body' | 'elsewhere';
function statusPost(form: Record<string, string>, { forged, path = '/status' }: { forged?: Forgery; path?: string } = {}) {
  const { hub, credentials } = world;
  const told = `/integrations/voip/webhooks/twilio${path}`;
  const params = new URLSearchParams({ AccountSid: credentials.accountSid, From: '+14155560000', To: MAIN, Direction: 'inbound', ...form });
  const signedUrl = forged === 'elsewhere' ? `https://somebody.else.test${told}` : `${hub.url}${told}`;
  const text =
    signedUrl +
    [...params]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => name + value)
      .join('');
  const key = forged === 'secret' ? 'not-the-token' : credentials.authToken;
  if (forged === 'body') params.set('CallStatus', 'failed');
  return hub.app.inject({
    method: 'POST',
    url: told,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      // What a proxy in between makes of it is not what the provider signed.
      host: 'internal-7.cluster.local:8080',
      'x-forwarded-host': 'proxy.example.test',
      'x-forwarded-proto': 'http',
      ...(forged === 'unsigned' ? {} : { 'x-twilio-signature': createHmac('sha1', key).update(text).digest('base64') }),
    },
    payload: params.toString(),
  });
}

const rows = <T>(query: (tx: Transaction) => Promise<unknown>): Promise<T[]> =>
  world.hub.database.workspace(world.workspace.id, async (tx) => ((await query(tx)) as { rows: T[] }).rows);

/** Everybody's telephone is down again, and what travels late has arrived. */
async function calm() {
  const { hub, advance, legs } = world;
  for (let rounds = 0; rounds < 60; rounds++) {
    await advance(20_000);
    await hub.settle();
    if ((await legs()).every(({ status }) => !['queued', 'initiated', 'ringing', 'in-progress'].includes(status))) break;
  }
  await advance(60_000);
  await hub.settle();
}

it(`keeps every invariant through ${CALLS} hostile calls`, { timeout: 240_000 }, async () => {
  const { workspace, hub, act, advance, legs } = world;
  const contacts = (await workspace.get<{ data: unknown[] }>('/contacts?limit=200')).data.length;

  for (let wave = 0; wave * WAVE < CALLS; wave++) {
    await act('weather.set', WEATHER[wave % WEATHER.length]);
    const ids = Array.from({ length: WAVE }, (_, index) => wave * WAVE + index);
    for (const n of ids) {
      // One call in ten nobody tells us of at all; one in ten hides its number.
      if (n % 10 === 9)
        await act('call.past', {
          from: numberOf(n),
          to: MAIN,
          at: new Date(hub.clock.now().getTime() - 3_600_000 - n * 1000).toISOString(),
          seconds: n % 20 === 9 ? 0 : 60,
        });
      else if (n % 10 === 8) await act('call.inbound', { from: WITHHELD[(n / 10) % 2 < 1 ? 0 : 1], to: MAIN });
      else await act('call.inbound', { from: numberOf(n), to: MAIN, script: [...(SCRIPTS[n % 8] ?? [])] });
    }
    const sids = (await legs()).slice(-WAVE).map(({ sid }) => sid);
    for (const [index, forged] of (['unsigned', 'secret', 'body', 'elsewhere'] as const).entries()) {
      const form = { CallSid: sids[index] ?? '', CallStatus: forged === 'body' ? 'completed' : 'failed', SequenceNumber: '7' };
      expect((await statusPost(form, { forged })).statusCode).toBe(403);
    }
    expect((await statusPost({ CallSid: sids[5] ?? '', CallStatus: 'ringing' })).statusCode).toBe(204);
    await calm();
  }

  // What never arrived is asked for.
  await act('weather.set', {});
  for (let rounds = 0; rounds < 2; rounds++) {
    await advance(16 * 60_000);
    await workspace.post('/voip/completeness', {});
    await hub.settle();
  }

  const all = await hub.twins.state<{
    data: { legs: Record<string, { sid: string; parentSid: string | null; from: string }>; recordings: Record<string, { sid: string; status: string }> };
  }>('twilio');
  const roots = Object.values(all.data.legs).filter(({ parentSid }) => parentSid === null);
  expect(roots).toHaveLength(CALLS);
  const calls = await rows<{
    id: string;
    external_id: string;
    state: string;
    disposition: string | null;
    contact_id: string | null;
    counterpart: string | null;
  }>((tx) => tx.execute(sql`select id, external_id, state, disposition, contact_id, counterpart from voip_calls`));
  // One row per call, whatever was told how often; every one has ended, and says how.
  expect(calls.map(({ external_id }) => external_id).toSorted()).toEqual(roots.map(({ sid }) => sid).toSorted());
  expect(calls.filter(({ state, disposition }) => state !== 'ended' || disposition === null)).toEqual([]);
  expect(calls.filter(({ disposition }) => disposition === 'failed')).toEqual([]);

  // One activity per call.
  const activities = await rows<{ n: number; ids: number }>((tx) =>
    tx.execute(sql`select count(*)::int n, count(distinct data->>'callId')::int ids from activities where kind = 'call'`),
  );
  expect(activities).toEqual([{ n: CALLS, ids: CALLS }]);

  // Each thing is told once, and the last word is what happened.
  const told = await rows<{ subject_id: string; type: string; n: number }>((tx) =>
    tx.execute(sql`select subject_id, type, count(*)::int n from events where subject_type = 'call' and type like 'call.%' group by 1, 2`),
  );
  expect(told.filter(({ n }) => n > 1)).toEqual([]);
  const ends = new Set(told.map(({ subject_id, type }) => `${subject_id} ${type}`));
  expect(calls.filter(({ id, disposition }) => !ends.has(`${id} ${disposition === 'answered' ? 'call.completed' : 'call.missed'}`))).toEqual([]);

  // Nobody became a contact; each stranger is one identity; who hides has none.
  expect((await workspace.get<{ data: unknown[] }>('/contacts?limit=200')).data.length).toBe(contacts);
  const strangers = new Set(calls.filter(({ contact_id, counterpart }) => contact_id === null && counterpart).map(({ counterpart }) => counterpart));
  const identities = await rows<{ e164: string }>((tx) => tx.execute(sql`select e164 from voip_identities`));
  expect(identities.map(({ e164 }) => e164).toSorted()).toEqual([...strangers].toSorted());
  expect(identities.some(({ e164 }) => WITHHELD.includes(e164))).toBe(false);

  // Every message that was left is here, whether it was announced or not.
  const messages = Object.values(all.data.recordings).filter(({ status }) => status === 'completed');
  const kept = await rows<{ external_id: string }>((tx) => tx.execute(sql`select external_id from voip_recordings where state = 'ready'`));
  expect(kept.map(({ external_id }) => external_id).toSorted()).toEqual(messages.map(({ sid }) => sid).toSorted());

  // Nothing waits, nothing was parked, and the ledger explains every leg.
  expect(await rows((tx) => tx.execute(sql`select type, error from webhook_inbox where state not in ('processed', 'overtaken')`)).catch(() => [])).toEqual([]);
  const { data } = await workspace.get<{ data: { remote: number; held: number; unexplained: string[]; recordingsRemote: number; recordingsHeld: number }[] }>(
    '/voip/completeness',
  );
  expect(data[0]).toMatchObject({ remote: Object.keys(all.data.legs).length, held: Object.keys(all.data.legs).length, unexplained: [] });
  expect(data[0]?.recordingsHeld).toBe(data[0]?.recordingsRemote);
});
