import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { activities, contacts, deals, identities, organizationDomains, organizations, pipelines, stages, todos } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { indexRecord } from './index-record.ts';
import { reindexAll } from './reindex.ts';
import { createSearch } from './search.ts';

let database: TestDatabase;
let scope: CrmScope;
const owner = uuidv7() as UserId;
beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
  const { workspaceId } = scope;
  const [organizationId, contactId, pipelineId] = [uuidv7(), uuidv7(), uuidv7()];
  await scope.db.transaction(async (tx) => {
    await tx.insert(organizations).values({ workspaceId, id: organizationId, name: 'Acme' });
    await tx.insert(organizationDomains).values({ workspaceId, organizationId, domain: 'acme.com' });
    await tx.insert(contacts).values({ workspaceId, id: contactId, firstName: 'Anna', lastName: 'Schmidt', organizationId });
    await tx.insert(contacts).values({ workspaceId, id: uuidv7(), firstName: 'Deleted', recordState: 'deleted' });
    await tx.insert(identities).values({ workspaceId, id: uuidv7(), contactId, kind: 'email', value: 'anna@acme.com', source: 'person' });
    await tx.insert(pipelines).values({ workspaceId, id: pipelineId, name: 'Sales' });
    await tx.insert(stages).values({ workspaceId, pipelineId, key: 'lead', title: 'Lead', probability: 10, position: 0 });
    await tx.insert(deals).values({
      workspaceId,
      id: uuidv7(),
      name: 'Renewal',
      currency: 'EUR',
      pipelineId,
      stage: 'lead',
      probability: 10,
      organizationId,
      nextStep: 'send the quote',
    });
    const activity = { workspaceId, kind: 'email' as const, direction: 'inbound' as const, occurredAt: new Date('2026-03-01T00:00:00Z'), ownerId: owner };
    for (const [subject, visibility] of [
      ['Open', 'everything'],
      ['Half', 'subject'],
      ['Closed', 'private'],
    ] as const) {
      const id = uuidv7();
      await tx.insert(activities).values({ ...activity, id, subject, body: 'pineapple', visibility, sourceKey: id });
    }
    await tx.insert(todos).values({ workspaceId, id: uuidv7(), title: 'Call back', createdBy: 'person:x' });
    // 600 more: two pages.
    await tx.execute(
      sql`insert into contacts (workspace_id, id, first_name) select ${workspaceId}::uuid, gen_random_uuid(), 'Row ' || n from generate_series(1, 600) n`,
    );
    await indexRecord(tx, scope, { entity: 'contact', recordId: uuidv7(), title: 'Ghost', text: '', ownerId: null });
    await indexRecord(tx, scope, { entity: 'contact', recordId: contactId, title: 'Stale name', text: '', ownerId: null });
  });
});

const titles = async (q: string, as = scope) => (await createSearch(as).search({ q })).flatMap(({ hits }) => hits.map(({ title }) => title)).sort();

it('makes everything findable as it stands, and nothing else', async () => {
  const progress: number[] = [];
  expect(await reindexAll(scope, { onProgress: (done) => progress.push(done) })).toBe(607);
  expect(progress).toContain(500);
  expect(await titles('acme')).toEqual(['Acme', 'Anna Schmidt', 'Renewal']);
  expect(await titles('anna@acme.com')).toEqual(['Anna Schmidt']);
  expect(await titles('quote')).toEqual(['Renewal']);
  expect(await titles('call back')).toEqual(['Call back']);
  for (const gone of ['Ghost', 'Stale', 'Deleted']) expect(await titles(gone), gone).toEqual([]);
  const again = () =>
    scope.db.transaction((tx) => rowsOf(tx, sql`select entity, record_id, title, text, folded, words::text, owner_id from search_documents order by 1, 2`));
  const before = await again();
  await reindexAll(scope);
  expect(await again()).toEqual(before);
});

it('lets others find of a mail only what they may read', async () => {
  expect(await titles('pineapple')).toEqual(['Open']);
  expect(await titles('half')).toEqual(['Half']);
  expect(await titles('closed')).toEqual([]);
  expect(await titles('pineapple', { ...scope, userId: owner })).toEqual(['Closed', 'Open']);
});

it('stops when it is told to', async () => {
  await expect(reindexAll(scope, { signal: AbortSignal.abort() })).rejects.toThrow();
});
