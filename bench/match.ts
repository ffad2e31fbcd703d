import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { matchContact } from '#crm/identities/match-contact';
import { EVERYTHING } from '#crm/reach';
import type { CrmScope } from '#crm/scope';
import { createDatabase, type Database } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { systemClock, type UserId, type WorkspaceId } from '#sdk';
import type { BenchResult } from './bench.ts';

const IDENTITIES = Number(process.env.MATCH_IDENTITIES ?? 5_000_000);
/** Of each contact an address and a number. */
const OF_CONTACT = 2;
const PER_SECOND = 200;
const SECONDS = 15;
const BAR_MS = 5;
const BATCH = 500_000;

async function fill(database: Database, workspaceId: WorkspaceId): Promise<void> {
  const contacts = IDENTITIES / OF_CONTACT;
  const id = (salt: string) => sql.raw(`md5(n::text || '${salt}')::uuid`);
  for (let from = 0; from < contacts; from += BATCH) {
    const range = sql.raw(`generate_series(${from}, ${Math.min(from + BATCH, contacts) - 1}) n`);
    await database.workspace(workspaceId, async (tx) => {
      await tx.execute(sql`insert into contacts (workspace_id, id, first_name, last_name, primary_email)
        select ${workspaceId}::uuid, ${id('c')}, 'First' || n, 'Last' || n, 'p' || n || '@house' || n % 9973 || '.example' from ${range}`);
      await tx.execute(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, is_primary, source)
        select ${workspaceId}::uuid, ${id('e')}, ${id('c')}, 'email', 'p' || n || '@house' || n % 9973 || '.example', true, 'bench' from ${range}`);
      await tx.execute(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, is_primary, source)
        select ${workspaceId}::uuid, ${id('p')}, ${id('c')}, 'phone', '+49170' || lpad(n::text, 8, '0'), true, 'bench' from ${range}`);
    });
  }
}

/** Who is this? By address or number, at a steady rate: the time from when it was due, so that what waits behind something slow counts. */
async function measure(scope: CrmScope): Promise<{ p50: number; p99: number; missed: number }> {
  const times: number[] = [];
  let missed = 0;
  const contacts = IDENTITIES / OF_CONTACT;
  const begun = performance.now();
  const all: Promise<void>[] = [];
  for (let n = 0; n < PER_SECOND * SECONDS; n++) {
    const due = begun + (n * 1000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const from = performance.now();
    const who = (n * 7_919_131) % contacts;
    const identity =
      n % 2
        ? { kind: 'email' as const, value: `P${who}@house${who % 9973}.example` }
        : { kind: 'phone' as const, value: `+49170${String(who).padStart(8, '0')}` };
    all.push(
      scope.db
        .transaction((tx) => matchContact(tx, scope, identity))
        .then((match) => {
          times.push(performance.now() - Math.max(due, from));
          if (!match) missed++;
        }),
    );
  }
  await Promise.all(all);
  times.sort((a, b) => a - b);
  return { p50: times[times.length >> 1] ?? 0, p99: times[Math.floor(times.length * 0.99)] ?? 0, missed };
}

export async function match(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'match', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
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
    const [workspaceId, userId] = [uuidv7() as WorkspaceId, uuidv7() as UserId];
    await database.systemQuery({ text: 'insert into workspaces (id, name, slug) values ($1, $2, $3)', values: [workspaceId, 'Bench', workspaceId] });
    await fill(database, workspaceId);
    const owner = new pg.Client(url.href);
    await owner.connect();
    await owner.query('vacuum (analyze) contact_identities');
    await owner.query('vacuum (analyze) contacts');
    // Where the role may: what was written is not written out while it is measured.
    await owner.query('checkpoint').catch(() => {});
    await owner.end();
    const scope: CrmScope = {
      workspaceId,
      actor: { kind: 'system', reason: 'bench' },
      actorName: 'system:bench',
      userId,
      source: 'bench',
      reach: EVERYTHING,
      db: database.forWorkspace(workspaceId),
      events: { publish: async () => {} },
      clock: systemClock,
    };
    await measure(scope);
    const { p50, p99, missed } = await measure(scope);
    await database.close();
    return {
      name: 'match',
      rows: [
        { case: `e-mail or phone over ${IDENTITIES.toLocaleString('en')} identities at ${PER_SECOND}/s: p50`, value: Math.round(p50 * 100) / 100, unit: 'ms' },
        { case: 'p99', value: Math.round(p99 * 100) / 100, unit: 'ms', bar: `< ${BAR_MS} ms`, pass: p99 < BAR_MS },
        { case: 'not found', value: missed, unit: 'of all', bar: '0', pass: missed === 0 },
      ],
    };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}
