import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { createDeals } from '../deals/deals.ts';
import { whileOpen } from '../testing-race.ts';
import { testScope } from '../testing-scope.ts';

import { defaultPipeline } from './default-pipeline.ts';
import { createPipelines } from './pipelines.ts';
import { keyOf } from './stages.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
let room: ReturnType<typeof createPipelines>;
let id: string;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  room = createPipelines(scope);
  id = (await room.list())[0]?.id ?? '';
});
const keys = async () => (await room.get(id)).stages.map((stage) => stage.key);

describe('the default pipeline', () => {
  it('is made once, however many ask first', async () => {
    const fresh = createPipelines(await testScope(database));
    const seen = await Promise.all(Array.from({ length: 10 }, () => fresh.list()));
    expect(new Set(seen.map((all) => all.map((each) => each.id).join())).size).toBe(1);
    expect(seen[0]).toMatchObject([{ isDefault: true, name: 'Sales' }]);
  });

  it('that somebody is just making is waited for', async () => {
    const fresh = await testScope(database);
    const [made, seen] = await whileOpen(
      database,
      fresh.db,
      (tx) => defaultPipeline(tx, fresh),
      () => createPipelines(fresh).list(),
    );
    expect(made).toMatchObject({ status: 'fulfilled' });
    expect(seen).toMatchObject({ status: 'fulfilled', value: [{ id: made.status === 'fulfilled' && made.value, stages: { length: 7 } }] });
  });

  it('gives its place to another, and only then can be removed', async () => {
    await expect(room.remove(id)).rejects.toMatchObject({ code: 'conflict' });
    const partners = await room.create({ name: 'Partners' });
    expect(partners.stages).toHaveLength(7);
    await expect(room.create({ name: 'Partners' })).rejects.toMatchObject({ code: 'already_exists' });
    await Promise.all([room.update(partners.id, { isDefault: true }), room.update(id, { isDefault: true })].map((each) => each.catch(() => {})));
    expect((await room.list()).filter((each) => each.isDefault)).toHaveLength(1);
    await room.update(partners.id, { isDefault: true });
    const deals = createDeals(scope);
    const gone = await deals.create({ name: 'gone', pipelineId: id, stage: 'negotiation' });
    await expect(room.remove(id)).rejects.toMatchObject({ details: { detail: '1 deals are in “Sales”.' } });
    await deals.remove(gone.id);
    await room.remove(id);
    expect(await deals.restore(gone.id)).toMatchObject({ pipelineId: partners.id, stage: 'lead' });
  });
});

describe('stages', () => {
  it('are added before those that end deals, renamed, and put in order', async () => {
    expect((await room.addStage(id, { title: 'Legal check', probability: 90 })).stages.map((stage) => stage.key).slice(4)).toEqual([
      'negotiation',
      'legal_check',
      'closed_won',
      'closed_lost',
    ]);
    await room.updateStage(id, 'legal_check', { title: 'Lawyers', probability: 85, position: 0 });
    expect((await room.get(id)).stages[0]).toEqual({ key: 'legal_check', title: 'Lawyers', probability: 85, outcome: 'open', position: 0 });
    const order = (await keys()).toReversed();
    await room.orderStages(id, order);
    expect(await keys()).toEqual(order);
    await expect(room.orderStages(id, ['lead'])).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(
      room.orderStages(
        id,
        order.map(() => 'lead'),
      ),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(room.addStage(id, { title: 'x', key: 'lead', probability: 5 })).rejects.toMatchObject({ code: 'already_exists' });
    await expect(room.updateStage(id, 'closed_won', { probability: 50 })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('of two added at a time both stay', async () => {
    await Promise.all([room.addStage(id, { title: 'Same', probability: 5 }), room.addStage(id, { title: 'Same', probability: 5 })]);
    expect((await keys()).filter((key) => key.startsWith('same')).sort()).toEqual(['same', 'same_2']);
    const positions = (await room.get(id)).stages.map((stage) => stage.position);
    expect(positions).toEqual(positions.map((_, n) => n));
  });

  it('with deals in them are removed only for another, which gets the deals and their history', async () => {
    const deals = createDeals(scope);
    const [one, two] = [await deals.create({ name: 'one', stage: 'negotiation' }), await deals.create({ name: 'two', stage: 'negotiation' })];
    await deals.remove(two.id);
    await expect(room.removeStage(id, 'negotiation')).rejects.toMatchObject({ code: 'conflict', details: { detail: 'One deal is in “Negotiation”.' } });
    await expect(room.removeStage(id, 'negotiation', 'closed_won')).rejects.toMatchObject({ details: { errors: [{ path: 'replacement' }] } });
    await expect(room.removeStage(id, 'negotiation', 'nowhere')).rejects.toMatchObject({ code: 'invalid_input' });
    scope.told.length = 0;
    await room.removeStage(id, 'negotiation', 'proposal_sent');
    expect(await keys()).not.toContain('negotiation');
    expect(await deals.get(one.id)).toMatchObject({ stage: 'proposal_sent', probability: 60, version: 2 });
    expect((await deals.history(one.id, { limit: 5 })).map((step) => step.toStage)).toEqual(['proposal_sent', 'negotiation']);
    expect(scope.told.map((event) => event.type)).toEqual(['deal.updated', 'deal.stage_changed']);
    expect(await deals.restore(two.id)).toMatchObject({ stage: 'proposal_sent' });
    await expect(room.removeStage(id, 'negotiation')).rejects.toMatchObject({ code: 'not_found' });
    await expect(deals.update(one.id, { stage: 'negotiation' })).rejects.toMatchObject({
      details: { detail: expect.stringContaining('no stage “negotiation”') },
    });
    await expect(room.removeStage(id, 'closed_won')).rejects.toMatchObject({ details: { detail: '“Closed won” is the only stage for won deals.' } });
  });

  it('that are just being removed take no deal, and say so', async () => {
    const deals = createDeals(scope);
    const { id: deal } = await deals.create({ name: 'A' });
    const [removed, moved] = await whileOpen(
      database,
      scope.db,
      () => room.removeStage(id, 'negotiation'),
      () => deals.update(deal, { stage: 'negotiation' }),
    );
    expect(removed.status).toBe('fulfilled');
    expect(moved).toMatchObject({ status: 'rejected', reason: { code: 'invalid_input', details: { errors: [{ path: 'stage' }] } } });
    expect(await deals.get(deal)).toMatchObject({ stage: 'lead', version: 1 });
  });

  it('wait for the deal that is just moving into them', async () => {
    const deals = createDeals(scope);
    const { id: deal } = await deals.create({ name: 'A' });
    const [moved, removed] = await whileOpen(
      database,
      scope.db,
      () => deals.update(deal, { stage: 'negotiation' }),
      () => room.removeStage(id, 'negotiation', 'qualified'),
    );
    expect([moved.status, removed.status]).toEqual(['fulfilled', 'fulfilled']);
    expect((await deals.history(deal, { limit: 5 })).map((step) => step.toStage)).toEqual(['qualified', 'negotiation', 'lead']);
  });

  it('of a thousand deals are emptied in one go', async () => {
    await createDeals(scope).create({ name: 'first', stage: 'qualified' });
    await scope.db.transaction((tx) =>
      rowsOf(
        tx,
        sql`insert into deals (workspace_id, id, name, currency, pipeline_id, stage, probability)
          select workspace_id, gen_random_uuid(), 'Deal ' || n, currency, pipeline_id, stage, 20 from deals, generate_series(1, 1199) n where workspace_id = ${scope.workspaceId}`,
      ),
    );
    await room.removeStage(id, 'qualified', 'lead');
    expect(await createDeals(scope).summary('stage')).toMatchObject([{ key: 'lead', count: 1200 }]);
  });

  it('and pipelines of another workspace do not exist', async () => {
    const other = createPipelines(await testScope(database));
    for (const act of [
      () => other.get(id),
      () => other.update(id, { name: 'x' }),
      () => other.remove(id),
      () => other.addStage(id, { title: 'x', probability: 5 }),
      () => other.removeStage(id, 'lead', 'qualified'),
      () => other.orderStages(id, []),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await keys()).toHaveLength(7);
  });
});

it('makes keys of titles', () => {
  expect(keyOf('Größe & Preis', new Set())).toBe('gro_e_preis');
  expect(keyOf('商談', new Set(['stage']))).toBe('stage_2');
  expect(keyOf('x'.repeat(90), new Set())).toHaveLength(50);
});
