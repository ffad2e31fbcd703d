import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { matchContact, matchQuery } from './match-contact.ts';

let database: TestDatabase;
let scope: CrmScope;
const ROWS = 20_000;
beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
  await scope.db.transaction(async (tx) => {
    await tx.execute(
      sql`insert into contacts (workspace_id, id, first_name) select ${scope.workspaceId}::uuid, lpad(to_hex(n), 32, '0')::uuid, 'P' || n from generate_series(1, ${ROWS}) n`,
    );
    await tx.execute(sql`
      insert into contact_identities (workspace_id, id, contact_id, kind, value, source)
      select ${scope.workspaceId}::uuid, gen_random_uuid(), lpad(to_hex(n), 32, '0')::uuid, 'email', 'p' || n || '@acme.com', 'import' from generate_series(1, ${ROWS}) n`);
  });
  await database.owner((tx) => tx.execute(sql`analyze contacts, contact_identities`));
}, 60_000);

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: Plan[];
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

it('is one probe of its index and one of the contact’s key, under row-level security', async () => {
  const [row] = await scope.db.transaction(async (tx) => {
    const [role] = await rowsOf<{ role: string }>(tx, sql`select current_user as role`);
    expect(role?.role).toBe('patchbay_app');
    return rowsOf<{ 'QUERY PLAN': [{ Plan: Plan }] }>(tx, sql`explain (format json) ${matchQuery(scope, { kind: 'email', value: 'p777@acme.com' })}`);
  });
  const plan = nodes(row?.['QUERY PLAN'][0].Plan ?? { 'Node Type': 'none' });
  expect(plan.map((node) => node['Index Name']).filter((name) => name)).toEqual(['contact_identities_match', expect.stringMatching(/^contacts_.*pk$/)]);
  expect(plan.filter((node) => /Seq|Bitmap/.test(node['Node Type']))).toEqual([]);
});

it('finds who it is, however it is written', async () => {
  const found = await scope.db.transaction((tx) => matchContact(tx, scope, { kind: 'email', value: ' P777@ACME.com' }));
  expect(found).toMatchObject({ firstName: 'P777', ownerId: null });
  const other = await testScope(database);
  expect(await other.db.transaction((tx) => matchContact(tx, other, { kind: 'email', value: 'p777@acme.com' }))).toBeUndefined();
});
