import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { contacts, deals, ENTITIES, type Entity, organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { compileFilter } from './compile.ts';
import type { Filter } from './filter.ts';
import { anyFilter, fillWorld, QUESTIONS, type World, type WorldRecord } from './filter-world.fixture.ts';
import { passes } from './interpret.ts';

let database: TestDatabase;
let scope: CrmScope;
let world: World;
const SEED = 20260302;
const TABLES = { contact: contacts, organization: organizations, deal: deals } as const;

beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
  const numbers = fc.sample(fc.double({ min: 0, max: 0.999999, noNaN: true }), { numRuns: 20_000, seed: SEED });
  let next = 0;
  const random = () => numbers[next++ % numbers.length] ?? 0;
  world = await scope.db.transaction((tx) => fillWorld(tx, scope, random));
}, 120_000);

function inMemory(entity: Entity, filter: Filter): string[] {
  const subject = ({ values, times }: WorldRecord) => ({
    field: (name: string) => {
      const asked = QUESTIONS[entity][name];
      return { type: asked?.type ?? ('text' as const), ...(asked?.options ? { options: asked.options } : {}), values: values[name] ?? [] };
    },
    times: (event: string) => times[event] ?? [],
    now: scope.clock.now(),
    me: scope.userId,
  });
  return world.records[entity].filter((record) => passes(filter, subject(record))).map(({ id }) => id);
}

const inSql = (entity: Entity, filter: Filter): Promise<string[]> =>
  scope.db.transaction(async (tx) => {
    const table = TABLES[entity];
    const condition = await compileFilter(tx, scope, entity, filter);
    const rows = await tx
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.workspaceId, scope.workspaceId), eq(table.recordState, 'live'), condition));
    return rows.map(({ id }) => id);
  });

it.each(ENTITIES)(
  'finds in SQL the %ss that it finds in memory',
  async (entity) => {
    let some = 0;
    await fc.assert(
      fc.asyncProperty(anyFilter(entity), async (filter) => {
        const expected = inMemory(entity, filter).sort();
        if (expected.length > 0 && expected.length < world.records[entity].length) some++;
        expect((await inSql(entity, filter)).sort()).toEqual(expected);
      }),
      { numRuns: 300, seed: SEED, ...(process.env.FUZZ ? { numRuns: Number(process.env.FUZZ), seed: Date.now() } : {}) },
    );
    // Filters that all or nobody passes would prove little.
    expect(some).toBeGreaterThan(20);
  },
  120_000,
);
