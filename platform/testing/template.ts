import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { createDatabase } from '../database/database.ts';
import { createCluster, openEmbedded } from '../database/embedded.ts';
import { migrate, readMigrations } from '../database/migrations.ts';
import { openPostgres } from '../database/postgres.ts';
import { APPEND_ONLY, SEARCH_TABLES, SYSTEM_TABLES } from '../database/system-tables.ts';

const root = join(import.meta.dirname, '../..');
const rules = { systemTables: Object.keys(SYSTEM_TABLES), appendOnly: APPEND_ONLY, searchTables: Object.keys(SEARCH_TABLES) };

/** The committed migrations, or (before the first is generated) the schema as it stands. */
async function migrations() {
  const folder = join(root, 'server/migrations');
  if (existsSync(join(folder, 'meta/_journal.json'))) return readMigrations(folder);
  const { generateDrizzleJson, generateMigration } = await import('drizzle-kit/api');
  const schema = (await import('../../server/schema.ts')) as Record<string, unknown>;
  const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(schema));
  return [{ tag: 'live', hash: '', statements }];
}

/** Builds the template database once per schema and rules of access; every test file gets a copy of it. */
export async function prepareTemplate(): Promise<{ name: string; folder: string }> {
  const wanted = await migrations();
  const name = createHash('sha256')
    .update(JSON.stringify([wanted, rules, await readFile(join(root, 'platform/database/access-rules.ts'), 'utf8')]))
    .digest('hex')
    .slice(0, 12);
  const url = process.env.TEST_DATABASE_URL;
  if (url) {
    await preparePostgres(url, `patchbay_template_${name}`, wanted);
    return { name: `patchbay_template_${name}`, folder: '' };
  }
  const folder = join(root, 'node_modules/.cache/patchbay', name);
  if (existsSync(folder)) return { name, folder };
  const building = `${folder}.${process.pid}`;
  await mkdir(building, { recursive: true });
  await createCluster(building);
  const engine = await openEmbedded(building);
  const database = createDatabase(engine);
  await migrate(database, wanted, rules);
  await database.close();
  // Somebody else may have built the same one meanwhile.
  await rename(building, folder).catch(() => rm(building, { recursive: true, force: true }));
  return { name, folder };
}

async function preparePostgres(url: string, name: string, wanted: Awaited<ReturnType<typeof migrations>>) {
  const admin = new pg.Client(url);
  await admin.connect();
  await admin.query('select pg_advisory_lock(727304, 2)');
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (!rowCount) {
    await admin.query(`create database ${name}_building`);
    const target = new URL(url);
    target.pathname = `/${name}_building`;
    const database = createDatabase(await openPostgres({ url: target.href }));
    await migrate(database, wanted, rules);
    await database.close();
    await admin.query(`alter database ${name}_building rename to ${name}`);
  }
  await admin.end();
}
