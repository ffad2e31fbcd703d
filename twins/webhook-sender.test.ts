import { createHmac } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { connect, startTwinsForFile } from './testing/client.ts';
import { type Received, startReceiver } from './testing/receiver.ts';

const twins = startTwinsForFile();
const act = (input: Record<string, unknown>) => twins.post('/_twins/jotter/act', { verb: 'note.put', ...input });
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const listen = async (answer?: (count: number) => number, secret?: string) => {
  const receiver = await startReceiver(answer);
  stops.push(receiver.stop);
  await twins.post('/_twins/jotter/webhook-target', { url: receiver.url, secret });
  return receiver;
};

/** Written anew from Jotter's documentation, so that a mistake of the twin's signer cannot hide in its own code. */
const isSigned = ({ headers, body }: Received, secret = 'jotter-signing-secret') =>
  headers['x-jotter-signature'] === `v1=${createHmac('sha256', secret).update(`${headers['x-jotter-timestamp']}.${body}`, 'utf8').digest('hex')}`;
const age = async ({ headers }: Received) => Date.parse((await twins.get('/_twins/clock')).json.now) / 1000 - Number(headers['x-jotter-timestamp']);

test('every change of a note is told, signed, with a growing sequence', async () => {
  const receiver = await listen();
  const { json } = await act({ title: 'Grüße', edits: 1 });
  await twins.post('/_twins/jotter/act', { verb: 'note.delete', id: json.result.notes[0].id });
  const bodies = receiver.received.map(({ body }) => JSON.parse(body));
  expect(bodies.map(({ type, sequence, account_id }) => [type, sequence, account_id])).toEqual([
    ['note.created', 1, 'acct_ada'],
    ['note.updated', 2, 'acct_ada'],
    ['note.deleted', 3, 'acct_ada'],
  ]);
  expect(Object.keys(bodies[0])).toEqual(['id', 'type', 'account_id', 'sequence', 'at', 'note']);
  for (const received of receiver.received) {
    expect(isSigned(received)).toBe(true);
    expect(Math.abs(await age(received))).toBeLessThan(5);
  }
});

test('a change by the API is told as well', async () => {
  const receiver = await listen();
  const { headers } = await connect(twins);
  await twins.post('/jotter/api/notes', { title: 'by API' }, headers);
  await receiver.until(1);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ type: 'note.created', note: { title: 'by API' } });
});

test('its own secret is used when one is registered', async () => {
  const receiver = await listen(undefined, 'other');
  await act({ title: 'x' });
  expect(receiver.received.map((received) => [isSigned(received), isSigned(received, 'other')])).toEqual([[false, true]]);
});

test('repeat sends the same bytes again', async () => {
  const receiver = await listen();
  await act({ title: 'x', repeat: 3 });
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  expect(receiver.received).toHaveLength(3);
});

test('shuffle changes the order, not the set', async () => {
  const receiver = await listen();
  await act({ title: 'x', edits: 19, shuffle: true });
  const sequences = receiver.received.map(({ body }) => Number(JSON.parse(body).sequence));
  const sorted = [...sequences].sort((a, b) => a - b);
  expect(sorted).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(sequences).not.toEqual(sorted);
});

test('lateMs waits on the virtual clock', async () => {
  const receiver = await listen();
  const { json } = await act({ title: 'late', lateMs: 3_600_000 });
  expect([json.deliveries[0].state, receiver.received.length]).toEqual(['scheduled', 0]);
  await twins.post('/_twins/clock', { advanceMs: 3_600_001 });
  await receiver.until(1);
  const [received] = receiver.received;
  expect(received && isSigned(received)).toBe(true);
});

test.each(['unsigned', 'signature', 'body', 'secret'])('forge %s: the signature does not fit, and nothing happened at the provider', async (forge) => {
  const receiver = await listen(() => 401);
  const { json } = await act({ title: 'forged', forge });
  expect(receiver.received.map((received) => isSigned(received))).toEqual([false]);
  expect(json.deliveries[0]).toMatchObject({ forged: forge, state: 'given_up', attempts: [{ status: 401 }] });
  expect((await twins.get('/_twins/jotter/state')).json.counts.notes).toBe(0);
});

test.each([
  ['stale', 3_600],
  ['future', -3_600],
])('forge %s: signed rightly at the wrong time', async (forge, seconds) => {
  const receiver = await listen();
  await act({ title: 'forged', forge });
  const [received] = receiver.received;
  if (!received) throw new Error('nothing came');
  expect(isSigned(received)).toBe(true);
  expect(Math.abs((await age(received)) - seconds)).toBeLessThan(5);
});

test('anything but 2xx is tried again on the provider’s plan, signed anew, and given up at its end', async () => {
  const receiver = await listen((count) => (count === 3 ? 204 : 500));
  const delivery = async () => (await twins.get('/_twins/jotter/state')).json.webhooks.deliveries.at(-1);
  await act({ title: 'again' });
  for (const [advanceMs, state] of [
    [1_000, 'retrying'],
    [5_000, 'delivered'],
  ] as const) {
    const tries = (await delivery()).attempts.length;
    await twins.post('/_twins/clock', { advanceMs });
    await expect.poll(async () => [(await delivery()).attempts.length, (await delivery()).state]).toEqual([tries + 1, state]);
  }
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  expect(receiver.received.map((received) => isSigned(received))).toEqual([true, true, true]);
  expect(receiver.received[0]?.headers['x-jotter-timestamp']).not.toBe(receiver.received[1]?.headers['x-jotter-timestamp']);

  await act({ title: 'never' });
  for (let tries = 2; tries <= 6; tries += 1) {
    await twins.post('/_twins/clock', { advanceMs: 600_000 });
    await expect.poll(async () => (await delivery()).attempts.length === tries && (await delivery()).state !== 'sending').toBe(true);
  }
  expect((await delivery()).state).toBe('given_up');
});

test('410 ends the retries; an unreachable hub is an error in the delivery', async () => {
  await listen(() => 410);
  expect((await act({ title: 'gone' })).json.deliveries[0].state).toBe('given_up');
  await twins.post('/_twins/jotter/webhook-target', { url: 'http://127.0.0.1:9/hook' });
  const [delivery] = (await act({ title: 'away' })).json.deliveries;
  expect(delivery).toMatchObject({ state: 'retrying', attempts: [{ status: null }] });
  expect(delivery.attempts[0].error).toBeTruthy();
});

test('a reset drops what was still to be sent, late ones and retries', async () => {
  const receiver = await listen((count) => (count === 1 ? 500 : 200));
  await act({ title: 'refused' });
  await act({ title: 'late', lateMs: 1_000 });
  await twins.post('/_twins/reset', { provider: 'jotter' });
  await twins.post('/_twins/clock', { advanceMs: 2_000 });
  await act({ title: 'after' });
  expect(receiver.received.map(({ body }) => JSON.parse(body).note.title)).toEqual(['refused', 'after']);
});

test('webhooks leave this machine for nobody who was not named', async () => {
  for (const url of ['https://example.com/hook', 'http://169.254.169.254/', 'ftp://localhost/', 'http://localhost.evil.example/'])
    expect((await twins.post('/_twins/jotter/webhook-target', { url })).status).toBe(422);
  expect((await act({ title: 'x' })).json.deliveries[0].state).toBe('no_target');
});
