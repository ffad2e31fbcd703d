import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { PatchbayError, type UserId } from '#sdk';
import { contacts, customFields, customValues, dealContacts, deals, organizations, pipelines, stages } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { compileFilter } from './compile.ts';
import type { Filter } from './filter.ts';

let database: TestDatabase;
let scope: CrmScope;
beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
});

const problemsOf = (filter: unknown, as = scope) =>
  as.db
    .transaction((tx) => compileFilter(tx, as, 'contact', filter as Filter))
    .then(
      () => [],
      (error: unknown) => {
        if (!(error instanceof PatchbayError) || error.code !== 'invalid_input') throw error;
        return error.details.errors ?? [];
      },
    );
const pathsOf = async (filter: unknown) => (await problemsOf(filter)).map(({ path }) => path);

const find = (filter: Filter, as: CrmScope = scope) =>
  as.db.transaction(async (tx) => {
    const rows = await tx
      .select({ name: contacts.lastName })
      .from(contacts)
      .where(and(eq(contacts.workspaceId, as.workspaceId), await compileFilter(tx, as, 'contact', filter)));
    return rows.map(({ name }) => name).sort();
  });

describe('a filter that cannot be understood', () => {
  it('is named by its path and a sentence', async () => {
    expect(await problemsOf({ all: [{ field: 'lastname', op: 'eq', value: 'x' }] })).toEqual([
      { path: 'filter.all.0.field', message: 'There is no field “lastname” of a contact. Did you mean “lastName”?' },
    ]);
    const wrong: [unknown, string][] = [
      [[], 'filter'],
      ['lastName = x', 'filter'],
      [{ every: [] }, 'filter.every'],
      [{ all: [], any: [] }, 'filter.any'],
      [{ any: [] }, 'filter.any'],
      [{ all: {} }, 'filter.all'],
      [{ not: { field: 'city', op: 'like', value: 'x' } }, 'filter.not.op'],
      [{ field: 'constructor', op: 'eq', value: 'x' }, 'filter.field'],
      [{ field: 'organization.deal.amount', op: 'gt', value: 1 }, 'filter.field'],
      [{ field: 'custom.unheard', op: 'eq', value: 'x' }, 'filter.field'],
      [{ field: 'city', op: 'gt', value: 'x' }, 'filter.op'],
      [{ field: 'city', op: 'eq' }, 'filter.value'],
      [{ field: 'city', op: 'eq', value: '' }, 'filter.value'],
      [{ field: 'city', op: 'eq', value: 'a\0b' }, 'filter.value'],
      [{ field: 'city', op: 'eq', value: '\ud800' }, 'filter.value'],
      [{ field: 'city', op: 'eq', value: { $gt: '' } }, 'filter.value'],
      [{ field: 'city', op: 'in', value: [] }, 'filter.value'],
      [{ field: 'city', op: 'in', value: Array.from({ length: 501 }, String) }, 'filter.value'],
      [{ field: 'city', op: 'is_empty', value: 'yes' }, 'filter.value'],
      [{ field: 'lifecycleStage', op: 'eq', value: 'ceo' }, 'filter.value'],
      [{ field: 'deal.amount', op: 'gt', value: 'much' }, 'filter.value'],
      [{ field: 'deal.amount', op: 'gt', value: 1e15 }, 'filter.value'],
      [{ field: 'deal.amount', op: 'between', value: [1] }, 'filter.value'],
      [{ field: 'deal.expectedCloseDate', op: 'gt', value: '2026-02-30' }, 'filter.value'],
      [{ field: 'createdAt', op: 'lt', value: '9999-12-31' }, 'filter.value'],
      [{ field: 'createdAt', op: 'lt', value: 'yesterday' }, 'filter.value'],
      [{ field: 'createdAt', op: 'within', value: 'P0D' }, 'filter.value'],
      [{ field: 'createdAt', op: 'within', value: 'P101Y' }, 'filter.value'],
      [{ field: 'ownerId', op: 'eq', value: "x' or true --" }, 'filter.value'],
      [{ field: 'phone', op: 'contains', value: 'abc' }, 'filter.value'],
      [{ event: 'constructor', within: 'P30D' }, 'filter.event'],
      [{ event: 'deal.stage_changed', within: 'P30D' }, 'filter.event'],
      [{ event: 'email', within: '+P30D' }, 'filter.within'],
      [{ event: 'email', within: 'P30D', count: 0 }, 'filter.count'],
    ];
    for (const [filter, path] of wrong) expect(await pathsOf(filter), JSON.stringify(filter)).toEqual([path]);
  });

  it('is bounded in depth and size', async () => {
    let deep: unknown = { field: 'city', op: 'eq', value: 'x' };
    for (let n = 0; n < 1000; n++) deep = { not: deep };
    expect(await pathsOf(deep)).toEqual([`filter.${Array(8).fill('not').join('.')}`]);
    const wide = { all: Array.from({ length: 5000 }, () => ({ field: 'city', op: 'eq', value: 'x' })) };
    expect(await pathsOf(wide)).toHaveLength(1);
  });

  it('says so when “me” is nobody', async () => {
    const nobody = { ...scope, userId: undefined };
    expect(await problemsOf({ field: 'ownerId', op: 'eq', value: 'me' }, nobody)).toMatchObject([{ path: 'filter.value' }]);
  });
});

describe('other people’s records', () => {
  it('cannot be found out through a path or a field that one may not see', async () => {
    const [me, other] = [uuidv7() as UserId, uuidv7() as UserId];
    const { workspaceId } = scope;
    const [contactId, organizationId, pipelineId, fieldId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    await scope.db.transaction(async (tx) => {
      await tx.insert(organizations).values({ workspaceId, id: organizationId, name: 'Theirs', ownerId: other });
      await tx.insert(contacts).values({ workspaceId, id: contactId, lastName: 'Mine', ownerId: me, organizationId });
      await tx.insert(pipelines).values({ workspaceId, id: pipelineId, name: 'Sales' });
      await tx.insert(stages).values({ workspaceId, pipelineId, key: 'lead', title: 'Lead', probability: 10, position: 0 });
      const dealId = uuidv7();
      await tx
        .insert(deals)
        .values({ workspaceId, id: dealId, name: 'Big', amount: '9000', currency: 'EUR', pipelineId, stage: 'lead', probability: 10, ownerId: other });
      await tx.insert(dealContacts).values({ workspaceId, dealId, contactId });
      await tx
        .insert(customFields)
        .values({ workspaceId, id: fieldId, entity: 'contact', key: 'salary', label: 'Salary', type: 'number', visibleTo: ['owner'] });
      await tx.insert(customValues).values({ workspaceId, fieldId, recordId: contactId, number: 100 });
    });
    const mine: CrmScope = { ...scope, userId: me, actor: { kind: 'person', userId: me, role: 'salesperson' }, reach: { read: [me], write: [me] } };
    const theirs: Filter[] = [
      { field: 'deal.amount', op: 'gt', value: 1 },
      { field: 'organization.name', op: 'eq', value: 'theirs' },
    ];
    for (const filter of theirs) {
      expect(await find(filter)).toEqual(['Mine']);
      expect(await find(filter, mine)).toEqual([]);
    }
    const salary: Filter = { field: 'custom.salary', op: 'gt', value: 1 };
    expect(await find(salary)).toEqual(['Mine']);
    expect(await problemsOf(salary, mine)).toMatchObject([{ path: 'filter.field' }]);
    expect(await find({ field: 'ownerId', op: 'eq', value: 'me' }, mine)).toEqual(['Mine']);
  });
});
