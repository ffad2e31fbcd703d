import { beforeAll, expect, it } from 'vitest';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
const set = (settings: object) => world.workspace.call('PATCH', `/connections/${world.connectionId}`, { body: { settings } });
beforeAll(async () => {
  world = await slackWorld();
  expect(await set({ claimChannelId: 'C0DEALS', claimMinutes: 10 })).toMatchObject({ status: 200 });
}, 120_000);

interface Claim {
  contactId: string;
  state: string;
  claimedBy: string | null;
}
const lead = (firstName: string, more: object = {}) =>
  world.workspace.post<{ id: string }>('/contacts', { firstName, lifecycleStage: 'lead', ownerId: null, ...more }).then(({ id }) => id);
const claimOf = async (contactId: string) => (await world.workspace.get<{ data: Claim[] }>('/slack/claims')).data.find((each) => each.contactId === contactId);
const cardOf = async (name: string) =>
  (await world.messages('C0DEALS')).find(({ metadata, blocks }) => metadata?.event_payload.kind === 'claim' && JSON.stringify(blocks).includes(name));
const at = async (name: string) => ({ channel: 'deals', ts: (await cardOf(name))?.ts });
const ownerOf = async (id: string) => (await world.workspace.get<{ ownerId: string | null }>(`/contacts/${id}`)).ownerId;
const look = async () => {
  await world.hub.hub.tasks
    .forWorkspace(world.workspace.id, { kind: 'system', reason: 'test' }, world.connectionId as never)
    .enqueue('slack.look-at-clock', {}, { connectionId: world.connectionId as never });
  await world.hub.settle();
};

it('offers a fresh lead that belongs to nobody, once, and none that is somebody’s', async () => {
  const free = await lead('Freya');
  await lead('Owen', { ownerId: world.people.sam });
  await lead('Carla', { lifecycleStage: 'customer' });
  await world.eventually(
    () => cardOf('Freya'),
    (card) => expect(JSON.stringify(card?.blocks)).toContain('claim_lead'),
  );
  await world.hub.settle();
  expect(await claimOf(free)).toMatchObject({ state: 'open', claimedBy: null });
  expect([await cardOf('Owen'), await cardOf('Carla')]).toEqual([undefined, undefined]);
});

it('is given back and handed over by whoever has it, or by a manager, and by nobody else', { timeout: 120_000 }, async () => {
  const id = await lead('Greta');
  await world.eventually(
    () => cardOf('Greta'),
    (card) => expect(card).toBeDefined(),
  );
  await world.act('slack.click', { ...(await at('Greta')), user: 'sam', action: 'claim_lead' });
  await world.eventually(
    () => cardOf('Greta'),
    (card) => expect(JSON.stringify(card?.blocks)).toContain('<@U0SAM>'),
  );
  expect(await ownerOf(id)).toBe(world.people.sam);
  // Mia may only look.
  await world.act('slack.click', { ...(await at('Greta')), user: 'mia', action: 'claim_release' });
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toContain('Only whoever has this lead'),
  );
  await world.act('slack.click', { ...(await at('Greta')), user: 'sam', action: 'claim_reassign', value: 'U0DANA' });
  await world.eventually(
    () => claimOf(id),
    (claim) => expect(claim).toMatchObject({ state: 'claimed', claimedBy: world.people.dana }),
  );
  expect(await ownerOf(id)).toBe(world.people.dana);
  await world.act('slack.click', { ...(await at('Greta')), user: 'dana', action: 'claim_reassign', value: 'U0GUEST' });
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toContain('no account in the CRM'),
  );
  await world.act('slack.click', { ...(await at('Greta')), user: 'dana', action: 'claim_release' });
  await world.eventually(
    () => claimOf(id),
    (claim) => expect(claim).toMatchObject({ state: 'open', claimedBy: null }),
  );
  expect(await ownerOf(id)).toBeNull();
});

it('runs a clock: reminded three times, then somebody gets it; untouched in time, it is on offer again', { timeout: 240_000 }, async () => {
  await set({ claimFallbackUserId: world.people.mia, claimTouchMinutes: 60 });
  const id = await lead('Hugo');
  await world.eventually(
    () => cardOf('Hugo'),
    (card) => expect(card?.ts).toBeDefined(),
  );
  for (const words of ['Still free', 'Nobody has taken this lead', 'Overdue']) {
    await world.hub.twins.clock({ advanceMs: 11 * 60_000 });
    await look();
    await world.eventually(
      () => cardOf('Hugo'),
      (card) => expect(JSON.stringify(card?.blocks)).toContain(words),
    );
  }
  await world.hub.twins.clock({ advanceMs: 11 * 60_000 });
  await look();
  await world.eventually(
    () => claimOf(id),
    (claim) => expect(claim).toMatchObject({ state: 'claimed', claimedBy: world.people.mia }),
  );
  expect(await ownerOf(id)).toBe(world.people.mia);
  // Nobody was in touch within the hour.
  await world.hub.twins.clock({ advanceMs: 61 * 60_000 });
  await look();
  await world.eventually(
    () => claimOf(id),
    (claim) => expect(claim).toMatchObject({ state: 'open', claimedBy: null }),
  );
  expect(await ownerOf(id)).toBeNull();
  const reminders = (await world.messages('C0DEALS')).filter(({ metadata, threadTs }) => metadata?.event_payload.kind === 'reminder' && threadTs);
  expect(reminders.length).toBeGreaterThanOrEqual(4);
});
