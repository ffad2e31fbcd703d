import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import type { Filter } from '#crm/filter/filter';
import { EVERYTHING } from '#crm/reach';
import type { CrmScope } from '#crm/scope';
import { createSegments } from '#crm/segments/segments';
import { createDatabase, type Database } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { systemClock, type UserId, type WorkspaceId } from '#sdk';
import type { BenchResult, BenchRow } from './bench.ts';

/** `SEGMENT_ROWS=200000 node bench/segment.ts` for a look at fewer. */
const CONTACTS = Number(process.env.SEGMENT_ROWS ?? 1_000_000);
const RUNS = 40;
const BAR_MS = 500;
const OWNERS = Array.from({ length: 20 }, () => uuidv7() as UserId);

const FILTERS: readonly [what: string, filter: Filter][] = [
  [
    'stage + owner',
    {
      all: [
        { field: 'lifecycleStage', op: 'in', value: ['marketing_qualified', 'sales_qualified'] },
        { field: 'ownerId', op: 'eq', value: 'me' },
      ],
    },
  ],
  [
    'country + last contact',
    {
      all: [
        { field: 'country', op: 'eq', value: 'DE' },
        { field: 'lastContactedAt', op: 'within', value: 'P30D' },
      ],
    },
  ],
  ['tag', { field: 'tag', op: 'eq', value: 'Tag 3' }],
  ['not mailed in 30 days', { not: { field: 'lastEmailedAt', op: 'within', value: 'P30D' } }],
  ['not mailed in 30 days, by the timeline', { not: { event: 'email.sent', within: 'P30D' } }],
  ['custom field', { field: 'custom.budget', op: 'gte', value: 95_000 }],
  [
    'all of it',
    {
      all: [
        { field: 'country', op: 'in', value: ['DE', 'AT'] },
        { field: 'custom.tier', op: 'eq', value: 'gold' },
        { field: 'tag', op: 'ne', value: 'Tag 3' },
        { not: { field: 'lastEmailedAt', op: 'within', value: 'P30D' } },
      ],
    },
  ],
];

/** Random rows by SQL: one workspace of them, and a tenth as many of somebody else's in between. */
async function fill(database: Database, workspaceId: WorkspaceId, rows: number): Promise<void> {
  const owners = sql.join(
    OWNERS.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  // An id as the application makes it: time first, so that rows written together lie together.
  const id = (n: string, salt: string) =>
    sql.raw(
      `(lpad(to_hex(1760000000000 + ${n} * 1000), 12, '0') || '7' || substr(md5(${n}::text || '${salt}'), 1, 3) || '8' || substr(md5(${n}::text || '${salt}'), 4, 15))::uuid`,
    );
  await database.system((tx) => tx.execute(sql`insert into workspaces (id, name, slug) values (${workspaceId}, 'Bench', ${workspaceId})`));
  await database.workspace(workspaceId, async (tx) => {
    await tx.execute(sql`
      insert into contacts (workspace_id, id, first_name, last_name, job_title, lifecycle_stage, owner_id, country, city, primary_email, primary_phone,
                            no_email, last_contacted_at, last_emailed_at, created_at)
      select ${workspaceId}::uuid, ${id('n', 'c')}, 'First ' || n % 5000, 'Last ' || n % 70000, (array['CEO', 'Buyer', 'Engineer'])[1 + n % 3],
             (array['subscriber', 'lead', 'lead', 'lead', 'marketing_qualified', 'sales_qualified', 'opportunity', 'customer'])[1 + (random() * 7)::int],
             (array[${owners}])[1 + (random() * 19)::int], (array['US', 'US', 'US', 'DE', 'DE', 'GB', 'FR', 'AT', 'IN', 'BR'])[1 + (random() * 9)::int],
             'City ' || n % 900, case when random() < 0.9 then 'c' || n || '@example.com' end, case when random() < 0.5 then '+49170' || n end,
             random() < 0.02, case when random() < 0.7 then now() - random() * interval '365 days' end,
             case when random() < 0.6 then now() - random() * interval '200 days' end, now() - (${rows} - n) * interval '1 second'
      from generate_series(1, ${rows}) n`);
    await tx.execute(sql`insert into tags (workspace_id, id, name) select ${workspaceId}::uuid, ${id('n', 't')}, 'Tag ' || n from generate_series(1, 20) n`);
    await tx.execute(sql`
      insert into record_tags (workspace_id, tag_id, entity, record_id)
      select c.workspace_id, t.id, 'contact', c.id from contacts c join tags t on t.workspace_id = c.workspace_id
      where c.workspace_id = ${workspaceId} and random() < 0.03`);
    for (const [n, key, type] of [
      [1, 'budget', 'number'],
      [2, 'tier', 'select'],
    ] as const)
      await tx.execute(sql`
        insert into custom_fields (workspace_id, id, entity, key, label, type, options)
        values (${workspaceId}, ${id(String(n), 'f')}, 'contact', ${key}, ${key}, ${type}, '["gold", "silver", "none"]')`);
    await tx.execute(sql`
      insert into custom_values (workspace_id, field_id, record_id, number)
      select workspace_id, ${id('1', 'f')}, id, (random() * 100000)::int from contacts where workspace_id = ${workspaceId} and random() < 0.8`);
    await tx.execute(sql`
      insert into custom_values (workspace_id, field_id, record_id, text)
      select workspace_id, ${id('2', 'f')}, id, (array['gold', 'silver', 'none', 'none'])[1 + (random() * 3)::int] from contacts where workspace_id = ${workspaceId}`);
    await tx.execute(sql`
      insert into activities (workspace_id, id, kind, direction, occurred_at, source_key)
      select workspace_id, id, 'email', case when random() < 0.6 then 'outbound' else 'inbound' end, coalesce(last_emailed_at, last_contacted_at), id::text
      from contacts where workspace_id = ${workspaceId} and coalesce(last_emailed_at, last_contacted_at) is not null and random() < 0.5`);
    await tx.execute(sql`
      insert into timeline_entries (workspace_id, entity, record_id, occurred_at, activity_id, kind)
      select workspace_id, 'contact', id, occurred_at, id, kind from activities where workspace_id = ${workspaceId}`);
  });
}

async function measure(database: Database, workspaceId: WorkspaceId): Promise<BenchRow[]> {
  const [userId] = OWNERS as [UserId];
  const scope: CrmScope = {
    workspaceId,
    actor: { kind: 'person', userId, role: 'owner' },
    actorName: `person:${userId}`,
    userId,
    source: 'person',
    reach: EVERYTHING,
    db: database.forWorkspace(workspaceId),
    events: { publish: async () => {} },
    clock: systemClock,
  };
  const rows: BenchRow[] = [];
  for (const [what, filter] of FILTERS) {
    const room = createSegments(scope);
    const took: number[] = [];
    let shown = await room.preview(filter);
    for (let n = 0; n < RUNS; n++) {
      const start = performance.now();
      shown = await room.preview(filter);
      took.push(performance.now() - start);
    }
    const p95 = took.sort((x, y) => x - y)[Math.ceil(RUNS * 0.95) - 1] ?? 0;
    rows.push({
      case: `${what}: ${shown.exact ? '' : '≈ '}${shown.count.toLocaleString('en')} of ${CONTACTS.toLocaleString('en')}`,
      value: p95,
      unit: 'ms p95',
      bar: `< ${BAR_MS}`,
      pass: p95 < BAR_MS,
    });
    if (shown.exact) continue;
    const start = performance.now();
    const { count } = await room.preview(filter, { exact: true });
    rows.push({ case: `  counted when asked to: ${count.toLocaleString('en')}`, value: performance.now() - start, unit: 'ms' });
    rows.push({ case: '  what was estimated, of what there are', value: (100 * shown.count) / Math.max(count, 1), unit: '%' });
  }
  return rows;
}

/** What a person waits for who builds a filter over a million contacts on PostgreSQL. */
export async function segment(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'segment', rows: [] };
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  try {
    const database = createDatabase(await openPostgres({ url: url.href, poolSize: 2 }));
    await database.rolesReady();
    const workspaceId = uuidv7() as WorkspaceId;
    await fill(database, uuidv7() as WorkspaceId, CONTACTS / 10);
    await fill(database, workspaceId, CONTACTS);
    const owner = new pg.Client(url.href);
    await owner.connect();
    await owner.query('vacuum (analyze)');
    await owner.end();
    const rows = await measure(database, workspaceId);
    await database.close();
    return { name: 'segment', rows };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}

if (import.meta.main) console.table((await segment()).rows);
