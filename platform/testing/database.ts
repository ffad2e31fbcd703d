import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { inject } from 'vitest';
import type { WorkspaceId } from '#sdk';
import { createDatabase, type Database } from '../database/database.ts';
import { openEmbedded } from '../database/embedded.ts';
import { openPostgres } from '../database/postgres.ts';
import { afterFile } from './after-file.ts';
import { dropDatabase } from './drop-database.ts';

export interface TestDatabase extends Database {
  /** Where it is, to be opened by other processes (PostgreSQL only). */
  url: string | undefined;
  /** Adds a workspace and gives its id. */
  newWorkspace(name?: string): Promise<WorkspaceId>;
}

/**
 * A database of its own for one test file: a copy of the migrated template, on PGlite or, with `TEST_DATABASE_URL`,
 * on PostgreSQL. Closed and removed after the file.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { database, url, remove } = process.env.TEST_DATABASE_URL ? await onPostgres(process.env.TEST_DATABASE_URL) : await onEmbedded();
  await database.rolesReady();
  afterFile(async () => {
    await database.close();
    await remove();
  });
  return Object.assign(database, {
    url,
    async newWorkspace(name = 'Test') {
      const id = uuidv7() as WorkspaceId;
      await database.system((tx) => tx.execute(sql`insert into workspaces (id, name, slug) values (${id}, ${name}, ${id})`));
      return id;
    },
  });
}

async function onEmbedded() {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  await cp(inject('template').folder, folder, { recursive: true });
  const database = createDatabase(await openEmbedded(folder));
  return { database, url: undefined, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function onPostgres(server: string) {
  const name = `patchbay_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  // A template cannot be copied by two at once.
  await admin.query('select pg_advisory_lock(727304, 3)');
  await admin.query(`create database ${name} template ${inject('template').name}`);
  await admin.query('select pg_advisory_unlock(727304, 3)');
  const url = new URL(server);
  url.pathname = `/${name}`;
  const database = createDatabase(await openPostgres({ url: url.href, poolSize: 6 }));
  return {
    database,
    url: url.href,
    async remove() {
      await dropDatabase(admin, name);
      await admin.end();
    },
  };
}
