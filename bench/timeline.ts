import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { createActivities } from '#crm/activities/activities';
import type { CrmScope } from '#crm/scope';
import { createDatabase, type Database } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { systemClock, type UserId, type WorkspaceId } from '#sdk';
import type { BenchResult, BenchRow } from './bench.ts';

/** `TIMELINE_ROWS=200000 node bench/timeline.ts` for a look at fewer. */
const LARGE = Number(process.env.TIMELINE_ROWS ?? 1_000_000);
const SMALL = 10_000;
/** Of each contact: as many in the small workspace as in the large one, so that only the size around them differs. */
const OF_CONTACT = 100;
const RUNS = 400;
const BAR_MS = 25;
const BAR_RATIO = 1.5;

/** By SQL: contacts in turn, so that a contact's activities lie far apart; two participants and three entries of each. */
async function fill(database: Database, workspaceId: WorkspaceId, userId: UserId, rows: number): Promise<void> {
  const contacts = rows / OF_CONTACT;
  const id = (n: string, salt: string) => sql.raw(`md5('${workspaceId}' || (${n})::text || '${salt}')::uuid`);
  await database.system((tx) => tx.execute(sql`insert into workspaces (id, name, slug) values (${workspaceId}, 'Bench', ${workspaceId})`));
  await database.workspace(workspaceId, async (tx) => {
    await tx.execute(
      sql`insert into organizations (workspace_id, id, name) select ${workspaceId}::uuid, ${id('n', 'o')}, 'House ' || n from generate_series(0, ${contacts / 10 - 1}) n`,
    );
    await tx.execute(sql`
      insert into contacts (workspace_id, id, first_name, owner_id, organization_id, primary_email)
      select ${workspaceId}::uuid, ${id('n', 'c')}, 'First ' || n, ${userId}::uuid, ${id('n / 10', 'o')}, 'c' || n || '@example.com' from generate_series(0, ${contacts - 1}) n`);
    await tx.execute(sql`
      insert into activities (workspace_id, id, kind, direction, occurred_at, subject, snippet, body, owner_id, visibility, source_key, integration, provider, external_id, thread_id)
      select ${workspaceId}::uuid, ${id('n', 'a')}, (array['email', 'email', 'email', 'call', 'meeting', 'note'])[1 + n % 6], (array['inbound', 'outbound'])[1 + n % 2],
             now() - (${rows} - n) * interval '20 seconds', 'Subject ' || n, repeat('snippet ', 20), repeat('body ', 60), ${userId}::uuid,
             (array['everything', 'everything', 'subject', 'metadata', 'everything'])[1 + n % 5], 'k' || n, 'email', 'imap', n::text, 't' || n / (4 * ${contacts}::int) || ' ' || n % ${contacts}::int
      from generate_series(0, ${rows - 1}) n`);
    await tx.execute(sql`
      insert into activity_participants (workspace_id, activity_id, position, contact_id, user_id, address, address_kind, role)
      select ${workspaceId}::uuid, ${id('n', 'a')}, p, case when p = 0 then ${id(`n % ${contacts}`, 'c')} end, case when p = 1 then ${userId}::uuid end,
             case when p = 0 then 'c' || n % ${contacts}::int else 'me' end || '@example.com', 'email', (array['from', 'to'])[1 + p]
      from generate_series(0, ${rows - 1}) n, generate_series(0, 1) p`);
    for (const [entity, record] of [
      ['contact', id(`n % ${contacts}`, 'c')],
      ['organization', id(`(n % ${contacts}) / 10`, 'o')],
    ] as const)
      await tx.execute(sql`
        insert into timeline_entries (workspace_id, entity, record_id, occurred_at, activity_id, kind)
        select ${workspaceId}::uuid, ${entity}, ${record}, a.occurred_at, a.id, a.kind
        from generate_series(0, ${rows - 1}) n join activities a on a.workspace_id = ${workspaceId} and a.id = ${id('n', 'a')}`);
  });
}

interface World {
  workspaceId: WorkspaceId;
  userId: UserId;
  contactIds: string[];
}
/** Each page of another contact, the two workspaces in turn: what the machine does besides falls on both alike. */
async function measure(database: Database, worlds: readonly World[], groupBy?: 'thread'): Promise<number[]> {
  const times = worlds.map((): number[] => []);
  for (let run = 0; run < RUNS; run++) {
    for (const [index, { workspaceId, userId, contactIds }] of worlds.entries()) {
      // Somebody who reaches their own: the reach is asked with every page.
      const scope: CrmScope = {
        workspaceId,
        actor: { kind: 'person', userId, role: 'salesperson' },
        actorName: `person:${userId}`,
        userId,
        source: 'person',
        reach: { read: [userId], write: [userId] },
        db: database.forWorkspace(workspaceId),
        events: { publish: async () => {} },
        clock: systemClock,
      };
      const contactId = contactIds[(run * 7919) % contactIds.length];
      const start = performance.now();
      const { activities } = await createActivities(scope).list({ contactId, limit: 50, groupBy });
      times[index]?.push(performance.now() - start);
      if (activities.length !== Math.min(50, groupBy ? OF_CONTACT / 4 : OF_CONTACT)) throw new Error(`a page of ${activities.length}`);
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? 0);
}

export async function timeline(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'timeline', rows: [] };
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  try {
    const database = createDatabase(await openPostgres({ url: url.href, poolSize: 4 }));
    await database.rolesReady();
    const worlds: World[] = [];
    for (const rows of [SMALL, LARGE]) {
      const [workspaceId, userId] = [uuidv7() as WorkspaceId, uuidv7() as UserId];
      await fill(database, workspaceId, userId, rows);
      const contacts = rows / OF_CONTACT;
      const contactIds = await database.workspace(workspaceId, async (tx) => {
        const found = (await tx.execute(sql`select id from contacts where workspace_id = ${workspaceId} order by id limit 2000`)) as unknown as {
          rows: { id: string }[];
        };
        return found.rows.map((row) => row.id);
      });
      if (contactIds.length !== Math.min(contacts, 2000)) throw new Error('the workspace is not as it was to be');
      worlds.push({ workspaceId, userId, contactIds });
    }
    const owner = new pg.Client(url.href);
    await owner.connect();
    await owner.query('vacuum (analyze)');
    await owner.end();
    const rows: BenchRow[] = [];
    const label = (n: number) => `${n.toLocaleString('en')} activities`;
    for (const [what, groupBy] of [
      ['first page', undefined],
      ['first page by thread', 'thread'],
    ] as const) {
      // Once before it counts: plans and pages.
      await measure(database, worlds, groupBy);
      const [small = 0, large = 0] = await measure(database, worlds, groupBy);
      rows.push({ case: `${what}, ${label(SMALL)}, p95`, value: small, unit: 'ms', bar: `< ${BAR_MS}`, pass: small < BAR_MS });
      rows.push({ case: `${what}, ${label(LARGE)}, p95`, value: large, unit: 'ms', bar: `< ${BAR_MS}`, pass: large < BAR_MS });
      rows.push({ case: `${what}, large ÷ small`, value: large / small, unit: '×', bar: `≤ ${BAR_RATIO}`, pass: large / small <= BAR_RATIO });
    }
    await database.close();
    return { name: 'timeline', rows };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}

if (import.meta.main) console.table((await timeline()).rows);
