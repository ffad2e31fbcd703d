import { beforeAll, describe, expect, it } from 'vitest';
import { parseSubscription } from '../commands/subscribe.ts';
import { quietUntil } from '../rules/quiet-hours.ts';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);

interface Delivery {
  state: string;
  sentence: string;
  why: { rule: string; actor: string; conditions: string[]; changed: { field: string; from: string; to: string }[] };
}
const rule = (body: Record<string, unknown>) =>
  world.workspace.post<{ id: string }>('/slack/rules', { on: 'deal.stage_changed', to: { channelId: 'deals' }, ...body });
const deliveries = (ruleId: string) => world.workspace.get<{ data: Delivery[] }>(`/slack/deliveries?ruleId=${ruleId}`).then(({ data }) => data);
const move = async (id: string, stage: string) => {
  const { version } = await world.workspace.get<{ version: number }>(`/deals/${id}`);
  const answer = await world.workspace.call('PATCH', `/deals/${id}`, { body: { stage, version } });
  expect(answer.status).toBe(200);
};
const cards = async (name: string, channel = 'C0DEALS') =>
  (await world.messages(channel)).filter(({ blocks, threadTs, ephemeralFor }) => !threadTs && !ephemeralFor && JSON.stringify(blocks ?? '').includes(name));
const threads = async (ts: string | undefined) => (await world.messages('C0DEALS')).filter(({ threadTs }) => threadTs === ts);

it('keeps one living card per deal and channel: it is edited, and what happened stands below it', async () => {
  const { id: ruleId } = await rule({
    name: 'Deals > 10k',
    when: {
      all: [
        { field: 'amount', op: 'gt', value: 10_000 },
        { field: 'actor.kind', op: 'in', value: ['person', 'key'] },
      ],
    },
  });
  const deal = await world.deal('Acme – Enterprise plan');
  const small = await world.deal('Too small', { amount: '10.00' });
  await move(deal.id, 'qualified');
  await move(small.id, 'qualified');
  const [card] = await world.eventually(
    () => cards('Enterprise plan'),
    (all) => expect(all).toHaveLength(1),
  );
  expect(card?.text).toContain('→');
  expect(card?.metadata?.event_payload.record).toBe(`deal:${deal.id}`);
  await move(deal.id, 'negotiation');
  await world.eventually(
    () => threads(card?.ts),
    (all) => expect(all).toHaveLength(1),
  );
  const after = await cards('Enterprise plan');
  expect(after).toHaveLength(1);
  expect(after[0]?.ts).toBe(card?.ts);
  expect(JSON.stringify(after[0]?.blocks)).toContain('Negotiation');
  expect(await cards('Too small')).toEqual([]);
  expect((await deliveries(ruleId)).map(({ state }) => state)).toEqual(['edited', 'posted']);
});

it('moves the stage from the card, tells why it is there, and is muted there', async () => {
  const [card] = await cards('Enterprise plan');
  const at = { channel: 'deals', ts: card?.ts };
  const deal = () => world.workspace.get<{ data: { id: string; stage: string }[] }>('/deals?q=Enterprise').then(({ data }) => data[0]);
  await world.act('slack.click', { ...at, action: 'deal_stage', value: `qualified|${(await deal())?.id}` });
  await world.eventually(deal, (row) => expect(row).toMatchObject({ stage: 'qualified' }));
  await world.eventually(
    () => cards('Enterprise plan'),
    ([row]) => expect(JSON.stringify(row?.blocks)).toContain('Dana Scully'),
  );
  await world.act('slack.click', { ...at, action: 'deal_more', value: `why:deal:${(await deal())?.id}` });
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toContain('Because of the rule'),
  );
  await world.act('slack.click', { ...at, action: 'deal_more', value: `mute:deal:${(await deal())?.id}` });
  await world.eventually(
    () => world.messages('C0DEALS'),
    (all) => expect(JSON.stringify(all)).toContain('nothing more of this deal'),
  );
  const before = (await cards('Enterprise plan'))[0]?.text;
  await move((await deal())?.id ?? '', 'negotiation');
  await world.hub.settle();
  expect((await cards('Enterprise plan'))[0]?.text).toBe(before);
});

it('makes many changes one, holds back what is over the budget, and leaves nothing out of the digest', async () => {
  const { id: ruleId } = await rule({ name: 'Budget', on: 'deal.created', style: 'message', dailyBudget: 2, to: { userId: world.people.mia } });
  for (let n = 0; n < 5; n++) await world.deal(`Budgeted ${n}`);
  await world.eventually(
    () => deliveries(ruleId),
    (all) => expect(all.map(({ state }) => state).sort()).toEqual(['over_budget', 'over_budget', 'over_budget', 'posted', 'posted']),
  );
  // To the next workday, after the hour of the digest.
  await world.hub.twins.clock({ now: '2027-01-12T14:00:00Z' });
  await world.workspace.post(`/connections/${world.connectionId}/verify`, {});
  await world.hub.hub.tasks
    .forWorkspace(world.workspace.id, { kind: 'system', reason: 'test' }, world.connectionId as never)
    .enqueue('slack.look-at-clock', {}, { connectionId: world.connectionId as never });
  const digest = await world.eventually(
    async () => Object.values((await world.state()).messages).filter(({ text }) => text.startsWith('3 changes')),
    (all) => expect(all).toHaveLength(1),
  );
  expect(JSON.stringify(digest[0]?.blocks)).toMatch(/Budgeted [0-4]/);
  expect((await deliveries(ruleId)).filter(({ state }) => state === 'digested')).toHaveLength(3);
});

it('sends the digest of a channel in its own zone, not on a holiday, and shows before what will stand in it', { timeout: 120_000 }, async () => {
  const { data: channels } = await world.workspace.get<{ data: { id: string; name: string }[] }>('/slack/channels');
  const general = channels.find(({ name }) => name === 'general');
  expect(await world.workspace.call('PATCH', `/slack/channels/${general?.id}`, { body: { digestAt: '09:00', timeZone: 'Asia/Tokyo' } })).toMatchObject({
    status: 200,
    body: { digestAt: '09:00', timeZone: 'Asia/Tokyo' },
  });
  expect(await world.workspace.call('PATCH', `/slack/channels/${general?.id}`, { body: { timeZone: 'Mars/Olympus' } })).toMatchObject({ status: 422 });
  await rule({ name: 'Daily', on: 'deal.created', style: 'digest', to: { channelId: 'C0GENERAL' } });
  await world.deal('For the digest');
  await world.hub.settle();
  const digests = () => world.workspace.get<{ data: { name: string; waiting: number; timeZone: string; text: string | null }[] }>('/slack/digests');
  const shown = await world.eventually(digests, ({ data }) => expect(data.find(({ name }) => name === 'general')?.waiting).toBeGreaterThan(0));
  expect(shown.data.find(({ name }) => name === 'general')).toMatchObject({ timeZone: 'Asia/Tokyo', text: expect.stringContaining('1 change') });
  const look = () =>
    world.hub.hub.tasks
      .forWorkspace(world.workspace.id, { kind: 'system', reason: 'test' }, world.connectionId as never)
      .enqueue('slack.look-at-clock', {}, { connectionId: world.connectionId as never });
  const sent = async () => (await world.messages('C0GENERAL')).filter(({ metadata }) => metadata?.event_payload.kind === 'digest');
  // A Thursday, half past eight in Tokyo.
  await world.hub.twins.clock({ now: '2027-01-13T23:30:00Z' });
  await world.workspace.post(`/connections/${world.connectionId}/verify`, {});
  await look();
  await world.hub.settle();
  expect(await sent()).toHaveLength(0);
  await world.hub.twins.clock({ now: '2027-01-14T00:01:00Z' });
  await look();
  const [digest] = await world.eventually(sent, (all) => expect(all).toHaveLength(1));
  expect(JSON.stringify(digest?.blocks)).toContain('For the digest');
  await look();
  await world.hub.settle();
  expect(await sent()).toHaveLength(1);
});

it('counts beforehand what a rule would do, over what really happened', async () => {
  const body = { rule: { name: 'Loud', on: 'deal.*', to: { channelId: 'deals' }, style: 'message' }, days: 90 };
  const loud = await world.workspace.post<{ events: number; matched: number; posts: number; byDay: unknown[]; sample: { sentence: string }[] }>(
    '/slack/rules/simulate',
    body,
  );
  expect(loud.events).toBeGreaterThan(4);
  expect(loud.matched).toBe(loud.events);
  expect(loud.sample[0]?.sentence).toBeTruthy();
  const card = await world.workspace.post<{ posts: number; edits: number }>('/slack/rules/simulate', { ...body, rule: { ...body.rule, style: 'card' } });
  expect(card.posts).toBeLessThan(loud.posts);
  expect(card.edits).toBe(loud.posts - card.posts);
});

it('rests when its channel does not take its messages, and shows nothing where outsiders read along', async () => {
  const { id } = await rule({ name: 'To the partners', on: 'deal.created', to: { channelId: 'acme-partner' } });
  await world.deal('Confidential');
  await world.eventually(
    () => world.workspace.get<{ pausedReason: string | null }>(`/slack/rules/${id}`),
    (row) => expect(row.pausedReason).toContain('other companies'),
  );
  expect(JSON.stringify(await world.messages('C0PARTNER'))).not.toContain('Confidential');
});

it('refuses what cannot be understood, by its path', async () => {
  const errors = async (body: Record<string, unknown>) =>
    (
      (
        await world.workspace.call<{ errors?: { path: string }[] }>('POST', '/slack/rules', {
          body: { name: 'x', on: 'deal.won', to: { owner: true }, ...body },
        })
      ).body.errors ?? []
    ).map(({ path }) => path);
  expect(await errors({ when: { any: [] } })).toEqual(['when.any']);
  expect(await errors({ template: 'Hello {nmae}' })).toEqual(['template']);
  expect(await errors({ on: 'deal.exploded' })).toEqual(['on']);
  expect(await errors({ quietHours: { from: '25:00', to: '08:00' } })).toEqual(['quietHours.from']);
});

it('shows a card as it would be, from a template', async () => {
  const preview = await world.workspace.post<{ blocks: unknown[] }>('/slack/rules/preview', { name: 'P', template: '*{link}* is worth {amount} <!channel>' });
  expect(JSON.stringify(preview.blocks)).toContain('is worth');
});

describe('quiet hours', () => {
  const night = { from: '18:30', to: '08:00' };
  it('end at the wall clock, across midnight and a change to summer time', () => {
    expect(quietUntil(night, new Date('2026-11-24T12:00:00Z'), 'Europe/Berlin')).toBeUndefined();
    expect(quietUntil(night, new Date('2026-11-24T20:00:00Z'), 'Europe/Berlin')?.toISOString()).toBe('2026-11-25T07:00:00.000Z');
    expect(quietUntil(night, new Date('2026-03-28T22:00:00Z'), 'Europe/Berlin')?.toISOString()).toBe('2026-03-29T06:00:00.000Z');
    expect(quietUntil({ ...night, weekends: true }, new Date('2026-11-27T20:00:00Z'), 'UTC')?.toISOString()).toBe('2026-11-30T08:00:00.000Z');
  });
});

it('reads a subscription from a line', () => {
  expect(parseSubscription('deals won > 10k')).toMatchObject({ on: 'deal.won', when: { field: 'amount', op: 'gt', value: 10_000 } });
  expect(parseSubscription('Deals moved')).toMatchObject({ on: 'deal.stage_changed', when: {} });
  expect(parseSubscription('deal new >= 1.5m')).toMatchObject({ on: 'deal.created', when: { op: 'gte', value: 1_500_000 } });
  expect(parseSubscription('everything')).toBeUndefined();
});
