import { beforeAll, expect, it } from 'vitest';
import type { TestDatabase } from '#platform/testing/database';
import { PatchbayError } from '#sdk';
import { CUSTOMER, MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
});

/** The cable to the database, pulled while `work` runs. */
async function withoutDatabase(database: TestDatabase, work: () => Promise<void>): Promise<void> {
  const away = () => Promise.reject(new PatchbayError('database_unavailable'));
  const plugged = { ...database };
  Object.assign(database, {
    workspace: away,
    system: away,
    systemQuery: away,
    systemScript: away,
    openQuery: away,
    forWorkspace: () => ({ transaction: away }),
  });
  try {
    await work();
  } finally {
    Object.assign(database, plugged);
  }
}
const soon = (look: () => Promise<boolean>) => expect.poll(look, { timeout: 30_000 }).toBe(true);
const heardBy = async (number: string) => (await world.legs()).filter(({ from }) => from === number).flatMap(({ heard }) => heard);

it('lets callers reach a person while the database is away, and knows of their calls when it is back', async () => {
  const { hub, workspace, act, until, rings, talks, numbers, userId } = world;
  const menu = (text: string, next: Record<string, string>) => ({ type: 'menu', text, retries: 1, timeoutSeconds: 30, next });
  const flow = await workspace.post<{ id: string }>('/voip/flows', {
    name: 'Two menus',
    entry: 'first',
    nodes: {
      first: menu('First menu.', { '1': 'second', timeout: 'message', invalid: 'message' }),
      second: menu('Second menu.', { '1': 'people', timeout: 'message', invalid: 'message' }),
      people: { type: 'ring_group', userIds: [userId], ringSeconds: 15, next: { no_answer: 'message' } },
      message: { type: 'voicemail', text: 'Please leave a message.', next: {} },
    },
  });
  await workspace.post(`/voip/flows/${flow.id}/publish`, {});
  await workspace.call('PATCH', `/voip/numbers/${numbers.find(({ e164 }) => e164 === MAIN)?.id}`, { body: { flowId: flow.id } });
  await act('call.inbound', { from: CUSTOMER, to: MAIN });
  await until(
    () => heardBy(CUSTOMER),
    (heard) => expect(heard).toContain('First menu.'),
  );

  const isRinging = async () => (await world.legs()).some(({ to, status }) => to === REP_PHONE && status === 'ringing');
  // The twin alone is looked at: the hub cannot come to rest without its database.
  await withoutDatabase(hub.database, async () => {
    // A key in a menu needs nobody.
    await act('call.press', { number: CUSTOMER, keys: '1' });
    await soon(async () => (await heardBy(CUSTOMER)).includes('Second menu.'));
    expect(await heardBy(CUSTOMER)).not.toContain('One moment, please.');
    // Who is free is not known now: whoever was there is rung.
    await act('call.press', { number: CUSTOMER, keys: '1' });
    await soon(isRinging);
    expect(await heardBy(CUSTOMER)).toContain('One moment, please.');
    await act('call.answer', { number: REP_PHONE });
    await soon(async () => (await world.legs()).some(({ from, bridgedWith }) => from === CUSTOMER && bridgedWith !== null));
    await act('call.hangup', { number: REP_PHONE });
    // And whoever calls only now.
    await act('call.inbound', { from: '+14155553400', to: MAIN });
    await soon(isRinging);
    expect(await heardBy('+14155553400')).toContain('One moment, please.');
  });
  await rings(REP_PHONE);
  await act('call.answer', { number: REP_PHONE });
  await talks('+14155553400');
  await act('call.hangup', { number: REP_PHONE });
  await until(
    () => world.calls(),
    (calls) => expect(calls.map(({ number }) => number)).toEqual(expect.arrayContaining([CUSTOMER, '+14155553400'])),
  );
});
