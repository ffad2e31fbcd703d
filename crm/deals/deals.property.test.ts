import { inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { deals, LOSS_REASONS } from '../models.ts';
import { DEFAULT_STAGES } from '../pipelines/default-pipeline.ts';
import { testScope } from '../testing-scope.ts';
import { createDeals } from './deals.ts';
import { DEAL_SORTS } from './list-deals.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});

const key = fc.constantFrom(...DEFAULT_STAGES.map((stage) => stage.key), 'gone');
const act = fc.oneof(
  fc.record({ kind: fc.constant('move' as const), stage: key, probability: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }) }),
  fc.record({ kind: fc.constant('move' as const), stage: key, lossReason: fc.constantFrom(...LOSS_REASONS) }),
  fc.record({ kind: fc.constant('won' as const) }),
  fc.record({ kind: fc.constant('lost' as const), lossReason: fc.constantFrom(...LOSS_REASONS) }),
  fc.record({ kind: fc.constant('remove' as const) }),
);

it('whatever is done to a deal, its history leads to where it is, and its outcome fits its stage', async () => {
  const scope = await testScope(database);
  const room = createDeals(scope);
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const { id } = await room.create({ name: 'A' });
      for (const each of acts) {
        const { kind, ...said } = each;
        const done =
          kind === 'won'
            ? room.won(id)
            : kind === 'lost'
              ? room.lost(id, { lossReason: 'price', ...said })
              : kind === 'remove'
                ? room.remove(id).then(() => room.restore(id))
                : room.update(id, said);
        // What is refused has changed nothing: the following holds all the same.
        await done.catch((error: { code?: string }) => expect(error.code).toBe('invalid_input'));
      }
      const deal = await room.get(id);
      const steps = (await room.history(id, { limit: 100 })).reverse();
      expect(steps[0]).toMatchObject({ fromStage: null, toStage: 'lead' });
      for (const [n, step] of steps.entries()) {
        if (n > 0) expect(step.fromStage).toBe(steps[n - 1]?.toStage);
        expect(step.fromStage).not.toBe(step.toStage);
      }
      expect(steps.at(-1)?.toStage).toBe(deal.stage);
      const stage = DEFAULT_STAGES.find((each) => each.key === deal.stage);
      expect(deal.status).toBe(stage?.outcome);
      expect(deal.actualCloseDate === null).toBe(deal.status === 'open');
      expect(deal.lossReason !== null).toBe(deal.status === 'lost');
      if (deal.status !== 'open') expect(deal.probability).toBe(stage?.probability);
    }),
    { numRuns: 25 },
  );
}, 60_000);

const cents = (text: string): bigint => BigInt(text.replace('.', ''));
/** Half a cent goes up, as the database rounds. */
const weigh = (sum: bigint): bigint => (sum + 50n) / 100n;
const decimal = (sum: bigint): string => `${sum.toString().padStart(3, '0').slice(0, -2)}.${sum.toString().padStart(3, '0').slice(-2)}`;

it('sums are those of a fold over the rows, per currency, to the cent', async () => {
  const deal = fc.record({
    amount: fc.option(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }).map(decimal), { nil: null }),
    currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    stage: fc.constantFrom('lead', 'qualified', 'closed_won'),
    expectedCloseDate: fc.constantFrom('2026-03-31', '2026-04-01', null),
    ownerId: fc.constantFrom(null, undefined),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(deal, { maxLength: 12 }), async (rows) => {
      const scope = await testScope(database);
      const room = createDeals({ ...scope, userId: undefined });
      for (const [n, row] of rows.entries()) {
        const { id } = await room.create({ name: `Deal ${n}`, ...row });
        if (n % 5 === 4) await room.remove(id);
      }
      const { deals: rowsLeft } = await room.list({ limit: 100 });
      for (const groupBy of ['stage', 'month', 'owner'] as const) {
        const keyOf = (each: (typeof rowsLeft)[number]) =>
          groupBy === 'stage' ? each.stage : groupBy === 'owner' ? each.ownerId : ((each.actualCloseDate ?? each.expectedCloseDate)?.slice(0, 7) ?? null);
        const folded = [...Map.groupBy(rowsLeft, (each) => `${keyOf(each)} ${each.currency}`).values()].map((group) => {
          const [first] = group;
          const amounts = group.map((each) => ({ cents: cents(each.amount ?? '0.00'), probability: BigInt(each.probability) }));
          return {
            key: first ? keyOf(first) : undefined,
            currency: first?.currency,
            count: group.length,
            amount: decimal(amounts.reduce((sum, each) => sum + each.cents, 0n)),
            weighted: decimal(weigh(amounts.reduce((sum, each) => sum + each.cents * each.probability, 0n))),
          };
        });
        const summed = (await room.summary(groupBy)).flatMap(({ key: of, sums }) => sums.map((each) => ({ key: of, ...each })));
        const sorted = (list: object[]) => list.map((each) => JSON.stringify(each, Object.keys(each).sort())).sort();
        expect(sorted(summed)).toEqual(sorted(folded));
      }
    }),
    { numRuns: 15 },
  );
}, 60_000);

it('pages of every order show each deal once, in one order', async () => {
  const scope = await testScope(database);
  const room = createDeals(scope);
  for (let n = 0; n < 23; n++) {
    scope.setNow(`2026-03-0${(n % 3) + 1}T09:00:00Z`);
    await room.create({
      name: `Deal ${'ABC'[n % 3]}`,
      ...(n % 4 ? { amount: `${n % 5}.10` } : {}),
      ...(n % 3 ? { expectedCloseDate: `2026-0${(n % 3) + 1}-01` } : {}),
    });
  }
  for (const sort of DEAL_SORTS) {
    const all = (await room.list({ sort, limit: 100 })).deals.map((deal) => deal.id);
    const paged: string[] = [];
    let after: (string | number)[] | undefined;
    do {
      const page = await room.list({ sort, limit: 4, after });
      paged.push(...page.deals.map((deal) => deal.id));
      after = page.next ?? undefined;
    } while (after);
    expect(paged).toEqual(all);
    expect(new Set(all).size).toBe(23);
    for (const forged of [
      ['-name', 'x', all[0]],
      [sort, "'; drop", all[0]],
      [sort, 'x'],
      [sort, '', 'x'],
    ] as (string | number)[][]) {
      if (sort.endsWith('name') && forged.length === 3 && forged[0] === sort) continue;
      await expect(room.list({ sort: sort === '-name' ? 'position' : sort, limit: 4, after: forged })).rejects.toMatchObject({ code: 'invalid_input' });
    }
  }
  const amounts = (await room.list({ sort: '-amount', limit: 100 })).deals.map((deal) => deal.amount);
  expect(amounts.slice(0, 2)).toEqual(['4.10', '4.10']);
  expect(amounts.slice(-2)).toEqual([null, null]);
});

it('a deal that is put to the n-th place lies there, for who sees all and for who sees some', async () => {
  const scope = await testScope(database);
  const all = createDeals(scope);
  const some = createDeals({ ...scope, reach: { read: [scope.userId], write: [scope.userId] } });
  const ids: string[] = [];
  for (let n = 0; n < 8; n++) ids.push((await all.create({ name: `Deal ${n}` })).id);
  await scope.db.transaction((tx) =>
    tx
      .update(deals)
      .set({ ownerId: uuidv7() })
      .where(inArray(deals.id, ids.slice(2, 5))),
  );
  const order = async (room: typeof all) => (await room.list({ sort: 'position', limit: 100 })).deals.map((deal) => deal.id);
  expect(await order(all)).toEqual(ids.toReversed());
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...ids), fc.nat(9), fc.boolean(), async (id, position, few) => {
      const room = few ? some : all;
      if (few && ids.slice(2, 5).includes(id)) return;
      const before = (await order(room)).filter((each) => each !== id);
      await room.update(id, { position });
      expect(await order(room)).toEqual(before.toSpliced(position, 0, id));
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('there is always room between two deals', async () => {
  const scope = await testScope(database);
  const room = createDeals(scope);
  for (let n = 0; n < 5; n++) await room.create({ name: `Deal ${n}` });
  const order = async () => (await room.list({ sort: 'position', limit: 10 })).deals.map((deal) => deal.id);
  for (let n = 0; n < 20; n++) {
    const before = await order();
    const last = before.at(-1) ?? '';
    await room.update(last, { position: 1 });
    expect(await order()).toEqual(before.slice(0, -1).toSpliced(1, 0, last));
  }
});
