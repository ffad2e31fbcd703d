import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { createSearch } from './search.ts';

/**
 * Operators of full text and trigrams lose their index under row-level security, and nothing breaks then: it only gets
 * slow. So the plans of the functions' own bodies are looked at, as the role they run as, with values they cannot see.
 */
let database: TestDatabase;
let scope: CrmScope;
beforeAll(async () => {
  database = await testDatabase();
  scope = await testScope(database);
  for (const each of [scope, await testScope(database)]) {
    await each.db.transaction((tx) =>
      tx.execute(sql`
        insert into search_documents (workspace_id, entity, record_id, title, text, folded, words, updated_at)
        select ${each.workspaceId}, case when n % 10 = 0 then 'contact' else 'activity' end, gen_random_uuid(), 'name' || n, '', 'name' || n,
               to_tsvector('simple', 'name' || n || ' everybody'), now()
        from generate_series(1, 15000) n`),
    );
  }
  // What VACUUM does in life: without it the planner takes the indexes for as empty as they were when they were made.
  await database.owner(async (tx) => {
    await tx.execute(sql`reindex table search_documents`);
    await tx.execute(sql`analyze search_documents`);
  });
}, 60_000);

interface Body {
  source: string;
  types: string;
}

async function planOf(name: string, query: string, owners = 'null'): Promise<string> {
  return database.owner(async (tx) => {
    const [body] = await rowsOf<Body>(
      tx,
      sql`select prosrc as source, (select string_agg(format_type(t, null), ', ' order by n) from unnest(proargtypes) with ordinality as a (t, n)) as types
          from pg_proc where proname = ${name}`,
    );
    await tx.execute(sql.raw(`select set_config('role', 'patchbay_search', true), set_config('patchbay.workspace', '${scope.workspaceId}', true)`));
    // As inside a function: the plan is made without a look at the values.
    await tx.execute(sql.raw('set local plan_cache_mode = force_generic_plan'));
    await tx.execute(sql.raw(`prepare body (${body?.types}) as ${body?.source}`));
    const rows = await rowsOf<Record<string, string>>(
      tx,
      sql.raw(`explain (costs off) execute body ('${query.replaceAll("'", "''")}', array['contact', 'activity'], ${owners}, null, 8)`),
    );
    await tx.execute(sql.raw('deallocate body'));
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
}

it.each([
  ['search_records', "'name77':*", 'search_documents_words'],
  ['search_records', "'everybody'", 'search_documents_words'],
  ['search_alike', 'nmae77', 'search_documents_alike'],
])('%s of %s goes through %s', async (name, query, index) => {
  for (const owners of ['null', "array['0199a2f0-0000-7000-8000-00000000000a']::uuid[]"]) {
    const plan = await planOf(name, query, owners);
    expect(plan).toContain(`Bitmap Index Scan on ${index}`);
    expect(plan).not.toContain('Seq Scan');
    // The workspace is part of what the index is asked, not looked at afterwards.
    expect(plan).toMatch(/Index Cond: \(\(workspace_id = .*entity = /);
  }
});

it('would not as the application: the reason for the functions', async () => {
  const plan = await scope.db.transaction((tx) =>
    rowsOf<Record<string, string>>(tx, sql`explain (costs off) select * from search_documents where words @@ '''name77'''::tsquery`),
  );
  expect(plan.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Index Cond: .*words/);
});

it('finds what everything says although the index takes too long', async () => {
  const found = await createSearch(scope, { patienceMs: 1 }).search({ q: 'everybody', kinds: ['contact', 'activity', 'todo'], limit: 5 });
  expect(found.map(({ kind, hits }) => [kind, hits.length]).sort()).toEqual([
    ['activity', 5],
    ['contact', 5],
  ]);
  // And leaves the transaction's plans as they were.
  const [row] = await scope.db.transaction(async (tx) => {
    await createSearch(scope, { patienceMs: 1 }).search({ q: 'everybody' });
    return rowsOf(tx, sql`select current_setting('enable_bitmapscan') as bitmap, current_setting('enable_seqscan') as seq`);
  });
  expect(row).toEqual({ bitmap: 'on', seq: 'on' });
});
