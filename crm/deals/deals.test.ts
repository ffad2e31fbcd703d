import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { createCrm } from '../crm.ts';
import { contacts, deals, organizations } from '../models.ts';
import { createPipelines } from '../pipelines/pipelines.ts';
import type { CrmScope } from '../scope.ts';
import { whileOpen } from '../testing-race.ts';
import { testScope } from '../testing-scope.ts';
import { createDeals } from './deals.ts';
import { dealEventTypes } from './event-types.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
let room: ReturnType<typeof createDeals>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  room = createDeals(scope);
});

const colleague = async (of: CrmScope = scope, zone = 'UTC'): Promise<UserId> => {
  const id = uuidv7() as UserId;
  await of.db.transaction((tx) =>
    tx.execute(
      sql`insert into members (workspace_id, user_id, role, name, email, time_zone) values (${of.workspaceId}, ${id}, 'salesperson', 'C', ${`${id}@acme.test`}, ${zone})`,
    ),
  );
  return id;
};
const contact = async (of: CrmScope = scope, more: object = {}): Promise<string> => {
  const id = uuidv7();
  await of.db.transaction((tx) => tx.insert(contacts).values({ workspaceId: of.workspaceId, id, ...more }));
  return id;
};
const organization = async (of: CrmScope = scope, more: object = {}): Promise<string> => {
  const id = uuidv7();
  await of.db.transaction((tx) => tx.insert(organizations).values({ workspaceId: of.workspaceId, id, name: 'Acme', ...more }));
  return id;
};
const steps = async (id: string) => (await room.history(id, { limit: 100 })).reverse().map(({ fromStage, toStage }) => [fromStage, toStage]);
const told = () => scope.told.map((event) => event.type);

describe('a deal', () => {
  it('begins in the first stage of the default pipeline, is found, told of and kept', async () => {
    const [who, where] = [await contact(), await organization()];
    const deal = await room.create({
      name: 'Acme, 20 seats',
      amount: '1250.5',
      currency: 'EUR',
      organizationId: where,
      contacts: [{ contactId: who, role: 'champion' }],
      tags: ['VIP'],
    });
    expect(deal).toMatchObject({
      amount: '1250.50',
      stage: 'lead',
      status: 'open',
      probability: 10,
      ownerId: scope.userId,
      contacts: [{ contactId: who, role: 'champion' }],
      tags: ['VIP'],
      version: 1,
    });
    expect(await room.get(deal.id)).toEqual(deal);
    expect(await steps(deal.id)).toEqual([[null, 'lead']]);
    expect(await createCrm(scope).search.search({ q: 'acme seats', kinds: ['deal'] })).toMatchObject([{ hits: [{ id: deal.id }] }]);
    expect(told()).toEqual(['deal.created']);
    expect((await createPipelines(scope).list()).map((each) => each.stages.map((stage) => stage.key))).toEqual([
      ['lead', 'qualified', 'meeting_scheduled', 'proposal_sent', 'negotiation', 'closed_won', 'closed_lost'],
    ]);
  });

  it('takes amounts as decimal text to the cent, and nothing else', async () => {
    expect(await room.create({ name: 'big', amount: '9999999999999.99' })).toMatchObject({ amount: '9999999999999.99', currency: 'USD' });
    for (const amount of ['1e3', '12.505', '-1', '1,000', '99999999999999', 'a']) {
      await expect(room.create({ name: 'x', amount })).rejects.toMatchObject({ code: 'invalid_input', details: { errors: [{ path: 'amount' }] } });
    }
  });

  it('moves, is won, reopened and lost; each is told and kept', async () => {
    const { id } = await room.create({ name: 'A' });
    expect(await room.update(id, { stage: 'negotiation' })).toMatchObject({ probability: 80, version: 2 });
    expect(await room.update(id, { probability: 65 })).toMatchObject({ probability: 65, stage: 'negotiation' });
    expect(await room.won(id)).toMatchObject({ stage: 'closed_won', status: 'won', probability: 100, actualCloseDate: '2026-03-02' });
    // Twice is once.
    expect(await room.won(id)).toMatchObject({ version: 4 });
    expect(await room.update(id, { stage: 'qualified' })).toMatchObject({ status: 'open', probability: 20, actualCloseDate: null });
    await expect(room.update(id, { stage: 'closed_lost' })).rejects.toMatchObject({
      details: { errors: [{ path: 'lossReason', message: 'Say why the deal was lost.' }] },
    });
    expect(await room.lost(id, { lossReason: 'price', lossReasonDetail: 'too dear' })).toMatchObject({ status: 'lost', probability: 0, lossReason: 'price' });
    expect(await room.update(id, { stage: 'lead' })).toMatchObject({ lossReason: null, lossReasonDetail: null, actualCloseDate: null });
    expect(await steps(id)).toEqual([
      [null, 'lead'],
      ['lead', 'negotiation'],
      ['negotiation', 'closed_won'],
      ['closed_won', 'qualified'],
      ['qualified', 'closed_lost'],
      ['closed_lost', 'lead'],
    ]);
    expect(told().filter((type) => type !== 'deal.updated')).toEqual([
      'deal.created',
      'deal.stage_changed',
      'deal.stage_changed',
      'deal.won',
      'deal.stage_changed',
      'deal.stage_changed',
      'deal.lost',
      'deal.stage_changed',
    ]);
    const types = new Map(dealEventTypes.map((each) => [each.type, each.schema]));
    for (const event of scope.told) expect(types.get(event.type)?.safeParse(event.data).error).toBeUndefined();
    expect(scope.told.find((event) => event.type === 'deal.won')?.previous).toMatchObject({ stage: 'negotiation', status: 'open', probability: 65 });
  });

  it('is closed on the day it is where the caller is', async () => {
    scope.setNow('2026-03-02T03:00:00Z');
    const there = await colleague(scope, 'America/Los_Angeles');
    const { id } = await room.create({ name: 'A' });
    expect(await createDeals({ ...scope, userId: there }).won(id)).toMatchObject({ actualCloseDate: '2026-03-01' });
  });

  it('changes nothing when nothing changes, and names what is wrong', async () => {
    const deal = await room.create({ name: 'A', contacts: [{ contactId: await contact(), role: 'user' }], tags: ['x'] });
    expect(await room.update(deal.id, { name: 'A', stage: 'lead', contacts: deal.contacts, tags: ['x'], customFields: {} })).toEqual(deal);
    expect(told()).toEqual(['deal.created']);
    await expect(room.update(deal.id, { stage: 'gone' })).rejects.toMatchObject({
      details: { detail: 'The pipeline “Sales” has no stage “gone”; it may have been removed.', remedy: expect.stringContaining('lead, qualified') },
    });
    await expect(room.update(deal.id, { ownerId: uuidv7() })).rejects.toMatchObject({ details: { errors: [{ path: 'ownerId' }] } });
  });

  it('names merged contacts by who they are now', async () => {
    const winner = await contact();
    const loser = await contact(scope, { recordState: 'merged', mergedIntoId: winner });
    const first = await contact(scope, { recordState: 'merged', mergedIntoId: loser });
    expect((await room.create({ name: 'A', contacts: [{ contactId: first, role: 'user' }] })).contacts).toEqual([{ contactId: winner, role: 'user' }]);
  });

  it('can be removed and restored', async () => {
    const { id } = await room.create({ name: 'Removed once' });
    await room.remove(id);
    await expect(room.get(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(room.remove(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(room.update(id, { name: 'B' })).rejects.toMatchObject({ code: 'not_found' });
    expect((await room.list({ limit: 10 })).deals).toEqual([]);
    expect(await room.summary('stage')).toEqual([]);
    const back = await room.restore(id);
    expect(await room.restore(id)).toEqual(back);
    expect(await room.get(id)).toEqual(back);
    expect(told()).toEqual(['deal.created', 'deal.deleted', 'deal.created']);
  });
});

describe('two at a time', () => {
  it('the second waits for the first, and moves the deal on from where it is then', async () => {
    const { id } = await room.create({ name: 'A' });
    const [first, second] = await whileOpen(
      database,
      scope.db,
      () => room.update(id, { stage: 'negotiation' }),
      () => room.won(id),
    );
    expect([first.status, second.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(await steps(id)).toEqual([
      [null, 'lead'],
      ['lead', 'negotiation'],
      ['negotiation', 'closed_won'],
    ]);
  });

  it('with the same version: one moves the deal, the other is told', async () => {
    const { id, version } = await room.create({ name: 'A' });
    const done = await Promise.allSettled(['qualified', 'negotiation', 'proposal_sent'].map((stage) => room.update(id, { stage, version })));
    expect(done.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(done.find((each) => each.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(await steps(id)).toHaveLength(2);
  });

  it('without a version follow each other, and the history has no gap', async () => {
    const { id } = await room.create({ name: 'A' });
    await Promise.all([
      room.update(id, { stage: 'qualified' }),
      room.update(id, { stage: 'negotiation' }),
      room.won(id),
      room.lost(id, { lossReason: 'price' }),
    ]);
    const all = await steps(id);
    for (const [n, [from]] of all.entries()) if (n > 0) expect(from).toBe(all[n - 1]?.[1]);
    expect((await room.get(id)).stage).toBe(all.at(-1)?.[1]);
  });

  it('are the first in a workspace: its pipeline is made once', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, n) => room.create({ name: `Deal ${n}` })));
    expect(await createPipelines(scope).list()).toHaveLength(1);
  });

  it('put many deals into one place of a stage', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, async (_, n) => (await room.create({ name: `Deal ${n}` })).id));
    await Promise.all(ids.map((id) => room.update(id, { position: 1 })));
    expect((await room.list({ limit: 10, sort: 'position' })).deals.map((deal) => deal.id).sort()).toEqual([...ids].sort());
  });
});

describe('another workspace’s', () => {
  it('stage, pipeline, contact, organization, owner and deal do not exist', async () => {
    const other = await testScope(database);
    const theirs = await createDeals(other).create({ name: 'theirs' });
    const { id } = await room.create({ name: 'ours' });
    const refused: [string, object][] = [
      ['contacts.0.contactId', { contacts: [{ contactId: await contact(other), role: 'user' }] }],
      ['organizationId', { organizationId: await organization(other) }],
      ['ownerId', { ownerId: await colleague(other) }],
      ['pipelineId', { pipelineId: theirs.pipelineId, stage: 'lead' }],
      ['pipelineId', { pipelineId: theirs.pipelineId }],
    ];
    for (const [path, change] of refused) {
      await expect(room.update(id, change)).rejects.toMatchObject({ code: 'invalid_input', details: { errors: [{ path }] } });
      await expect(room.create({ name: 'x', ...change })).rejects.toMatchObject({ code: 'invalid_input', details: { errors: [{ path }] } });
    }
    for (const act of [
      () => room.get(theirs.id),
      () => room.update(theirs.id, { name: 'x' }),
      () => room.won(theirs.id),
      () => room.remove(theirs.id),
      () => room.restore(theirs.id),
      () => room.history(theirs.id, { limit: 5 }),
      () => room.board({ pipelineId: theirs.pipelineId, limit: 5 }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await room.changeMany({ ids: [theirs.id] }, { stage: 'negotiation' })).toMatchObject({ changed: 0, skipped: { not_found: 1 } });
    expect(await createDeals(other).get(theirs.id)).toEqual(theirs);
  });
});

describe('another person’s', () => {
  it.each([
    ['own', 'own'],
    ['team', 'own'],
    ['team', 'team'],
    ['all', 'own'],
    ['all', 'all'],
  ] as const)('deals are read as far as %s and changed as far as %s', async (read, write) => {
    const [me, mate, stranger] = [await colleague(), await colleague(), await colleague()];
    const owners = { own: [me], team: [me, mate], all: 'all' } as const;
    const mine = createDeals({ ...scope, userId: me, reach: { read: owners[read], write: owners[write] } });
    for (const ownerId of [me, mate, stranger, null]) {
      const { id } = await room.create({ name: `of ${ownerId}`, ownerId, amount: '1.00' });
      const within = (set: (typeof owners)[keyof typeof owners]) => set === 'all' || ownerId === null || set.some((each) => each === ownerId);
      const [mayRead, mayWrite] = [within(owners[read]), within(owners[write])];
      const code = mayRead ? 'forbidden' : 'not_found';
      const acts = [
        () => mine.update(id, { nextStep: 'call' }),
        () => mine.won(id),
        () =>
          mine
            .changeMany({ ids: [id] }, { stage: 'qualified' })
            .then((result) => (result.changed === 1 ? undefined : Promise.reject({ code: result.skipped.not_yours ? 'forbidden' : 'not_found' }))),
        () => mine.remove(id),
        () => mine.restore(id),
      ];
      for (const act of acts) {
        if (mayWrite) await act();
        else await expect(act()).rejects.toMatchObject({ code });
      }
      const found = (await mine.list({ limit: 100 })).deals.some((deal) => deal.id === id);
      expect(found).toBe(mayRead);
      if (mayRead) expect((await mine.get(id)).id).toBe(id);
      else for (const act of [() => mine.get(id), () => mine.history(id, { limit: 5 })]) await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    }
    const reached = read === 'all' ? 4 : read === 'team' ? 3 : 2;
    expect((await mine.summary('owner')).reduce((n, group) => n + group.count, 0)).toBe(reached);
    expect((await mine.board({ limit: 10 })).stages.reduce((n, stage) => n + stage.deals.length, 0)).toBe(reached);
  });

  it('organizations and contacts cannot be hung on a deal by who does not see them', async () => {
    const me = await colleague();
    const mine = createDeals({ ...scope, userId: me, reach: { read: [me], write: [me] } });
    const hidden = { ownerId: await colleague() };
    await expect(mine.create({ name: 'x', organizationId: await organization(scope, hidden) })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(mine.create({ name: 'x', contacts: [{ contactId: await contact(scope, hidden), role: 'user' }] })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

it('killed between its statements, a move leaves nothing behind', async () => {
  const { id } = await room.create({ name: 'A', tags: ['x'] });
  const broken = createDeals({
    ...scope,
    events: {
      publish: () => {
        throw new Error('killed');
      },
    },
  });
  await expect(broken.update(id, { stage: 'negotiation', tags: ['y'], name: 'B' })).rejects.toThrow('killed');
  await expect(broken.remove(id)).rejects.toThrow('killed');
  await expect(broken.changeMany({ ids: [id] }, { stage: 'qualified' })).rejects.toThrow('killed');
  await expect(broken.create({ name: 'C' })).rejects.toThrow('killed');
  expect(await room.get(id)).toMatchObject({ name: 'A', stage: 'lead', tags: ['x'], version: 1 });
  expect(await steps(id)).toEqual([[null, 'lead']]);
  expect(await scope.db.transaction((tx) => tx.$count(deals))).toBe(1);
  expect(await scope.db.transaction((tx) => rowsOf(tx, sql`select 1 from field_changes where field = 'stage'`))).toEqual([]);
});

it('changes many at once, all or none, and says what was left', async () => {
  const heir = await colleague();
  const made = await Promise.all(['a', 'b', 'c'].map((name) => room.create({ name })));
  const ids = made.map((deal) => deal.id);
  await expect(room.changeMany({ ids }, { stage: 'closed_lost' })).rejects.toMatchObject({ details: { errors: [{ path: 'lossReason' }] } });
  await expect(room.changeMany({ ids }, { ownerId: uuidv7() })).rejects.toMatchObject({ details: { errors: [{ path: 'ownerId' }] } });
  scope.told.length = 0;
  expect(await room.changeMany({ ids: [...ids, uuidv7()] }, { stage: 'closed_lost', lossReason: 'timing', ownerId: heir })).toEqual({
    changed: 3,
    skipped: { not_found: 1, not_yours: 0, unchanged: 0 },
  });
  expect(await room.changeMany({ ids }, { stage: 'closed_lost', lossReason: 'timing', ownerId: heir })).toMatchObject({
    changed: 0,
    skipped: { unchanged: 3 },
  });
  const removed = await room.create({ name: 'removed' });
  await room.remove(removed.id);
  expect(await room.changeMany({ ids: [removed.id] }, { stage: 'negotiation' })).toMatchObject({ changed: 0, skipped: { not_found: 1 } });
  for (const id of ids) {
    expect(await room.get(id)).toMatchObject({ status: 'lost', lossReason: 'timing', probability: 0, ownerId: heir, version: 2 });
    expect(await steps(id)).toEqual([
      [null, 'lead'],
      ['lead', 'closed_lost'],
    ]);
  }
  expect(
    told()
      .filter((type) => !/created|deleted/.test(type))
      .sort(),
  ).toEqual([...Array(3).fill('deal.lost'), ...Array(3).fill('deal.stage_changed'), ...Array(3).fill('deal.updated')]);
});
