import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { type AccessRules, accessStatements, ROLE_STATEMENTS } from './access-rules.ts';
import { type Database, rowsOf } from './database.ts';
import { sqlState } from './database-error.ts';

interface Migration {
  tag: string;
  hash: string;
  statements: string[];
}

/** Reads what drizzle-kit generated: `meta/_journal.json` and one SQL file per tag. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const journal = JSON.parse(await readFile(join(folder, 'meta/_journal.json'), 'utf8')) as { entries: { tag: string }[] };
  return Promise.all(
    journal.entries.map(async ({ tag }) => {
      const text = await readFile(join(folder, `${tag}.sql`), 'utf8');
      return {
        tag,
        hash: createHash('sha256').update(text).digest('hex'),
        statements: text
          .split('--> statement-breakpoint')
          .map((s) => s.trim())
          .filter(Boolean),
      };
    }),
  );
}

export interface MigrationResult {
  applied: string[];
  /** Statements for the database's owner, when our login may not create the roles. */
  rolesMissing?: readonly string[];
}

/** True when the schema is exactly what this version brings; `older` needs `migrate`, `newer` a newer hub. */
export async function schemaState(database: Database, migrations: readonly Migration[]): Promise<'current' | 'older' | 'newer' | 'empty'> {
  const done = await database.owner(async (tx) => {
    const [found] = await rowsOf<{ there: boolean }>(tx, sql`select to_regclass('public.schema_migrations') is not null as there`);
    return found?.there ? rowsOf<{ tag: string }>(tx, sql`select tag from public.schema_migrations`) : [];
  });
  if (done.length === 0) return 'empty';
  const ours = new Set(migrations.map((m) => m.tag));
  if (done.some(({ tag }) => !ours.has(tag))) return 'newer';
  return done.length < migrations.length ? 'older' : 'current';
}

/** Processes that start together do this one after the other. The number is arbitrary; it only has to be ours. */
const QUEUE_UP = sql`select pg_advisory_xact_lock(727304, 1)`;

/** Applies the access rules when they are not those that stand, remembered as the comment of `schema_migrations`. */
async function bringAccessRules(tx: Transaction, rules: AccessRules): Promise<void> {
  const statements = await accessStatements(tx, rules);
  const wanted = `access rules ${createHash('sha256').update(statements.join(';')).digest('hex')}`;
  const [standing] = await rowsOf<{ comment: string | null }>(tx, sql`select obj_description('public.schema_migrations'::regclass, 'pg_class') as comment`);
  if (standing?.comment === wanted) return;
  for (const statement of [...statements, `COMMENT ON TABLE public.schema_migrations IS '${wanted}'`]) await tx.execute(sql.raw(statement));
}

/**
 * Brings roles, tables and access rules up to date in one transaction; processes that start together queue on an
 * advisory lock. A database that is newer than this version is left alone.
 * @throws PatchbayError configuration
 */
export async function migrate(database: Database, migrations: readonly Migration[], rules: AccessRules): Promise<MigrationResult> {
  if ((await schemaState(database, migrations)) === 'newer') {
    throw new PatchbayError('configuration', {
      detail: 'The database was made by a newer version of Patchbay.',
      remedy: 'Start the newer version, or restore a backup made by this one.',
    });
  }
  try {
    await database.owner(async (tx) => {
      await tx.execute(QUEUE_UP);
      for (const statement of ROLE_STATEMENTS) await tx.execute(sql.raw(statement));
    });
  } catch (error) {
    if (sqlState(error) === '42501') return { applied: [], rolesMissing: ROLE_STATEMENTS };
    throw error;
  }
  const applied = await database.owner(async (tx) => {
    await tx.execute(QUEUE_UP);
    await tx.execute(
      sql`create table if not exists public.schema_migrations (tag text primary key, hash text not null, applied_at timestamptz not null default now())`,
    );
    for (const extension of ['citext', 'pg_trgm', 'btree_gin', 'btree_gist', 'unaccent'])
      await tx.execute(sql.raw(`create extension if not exists ${extension}`));
    const done = new Set((await rowsOf<{ tag: string }>(tx, sql`select tag from public.schema_migrations`)).map((row) => row.tag));
    const fresh = migrations.filter(({ tag }) => !done.has(tag));
    for (const { tag, hash, statements } of fresh) {
      for (const statement of statements) await tx.execute(sql.raw(statement));
      await tx.execute(sql`insert into public.schema_migrations (tag, hash) values (${tag}, ${hash})`);
    }
    await bringAccessRules(tx, rules);
    return fresh.map(({ tag }) => tag);
  });
  return { applied };
}
