import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createDatabase, type Database } from '#platform/database/database';
import { createCluster, openEmbedded } from '#platform/database/embedded';
import { type FolderLock, lockFolder } from '#platform/database/folder-lock';
import { type MigrationResult, migrate, readMigrations, schemaState } from '#platform/database/migrations';
import { openPostgres } from '#platform/database/postgres';
import { APPEND_ONLY, SYSTEM_TABLES } from '#platform/database/system-tables';
import { type Log, PatchbayError } from '#sdk';
import type { Config } from './config.ts';

const migrationsFolder = join(import.meta.dirname, 'migrations');
const rules = { systemTables: Object.keys(SYSTEM_TABLES), appendOnly: APPEND_ONLY };

export interface OpenedDatabase {
  database: Database;
  /** Closes the database and gives the folder back. */
  close(): Promise<void>;
}

/** Makes the data folder. @throws PatchbayError configuration when it cannot be written */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    throw new PatchbayError('configuration', {
      detail: `The data folder ${dataDir} cannot be written.`,
      remedy: 'Give this user the right to write there, or set PATCHBAY_DATA_DIR to another folder.',
      cause: error,
    });
  }
}

/** Opens the database without looking at its schema. The embedded folder is locked first: it belongs to one process. */
export async function connectDatabase(config: Config, log: Log): Promise<OpenedDatabase> {
  prepareDataFolder(config.dataDir);
  const { databaseUrl, databaseDirectUrl } = config;
  if (databaseUrl) {
    const onError = (error: Error) => log.warn({ error: error.message }, 'a database connection broke; it is opened again when needed');
    const engine = await openPostgres({ url: databaseUrl.reveal(), ...(databaseDirectUrl ? { directUrl: databaseDirectUrl.reveal() } : {}), onError });
    const database = createDatabase(engine);
    return { database, close: () => database.close() };
  }
  const lock = lockFolder(config.dataDir);
  if ('heldBy' in lock) throw folderHeld(config.dataDir, lock.heldBy);
  try {
    const folder = join(config.dataDir, 'database');
    if (!existsSync(join(folder, 'PG_VERSION'))) log.info({}, 'making the embedded database; only the first start takes this long');
    await createCluster(folder);
    const database = createDatabase(await openEmbedded(folder));
    return { database, close: () => database.close().finally(() => lock.release()) };
  } catch (error) {
    (lock as FolderLock).release();
    throw error;
  }
}

const folderHeld = (dataDir: string, pid: number) =>
  new PatchbayError('configuration', {
    detail: `Another Patchbay (process ${pid}) is using the data folder ${dataDir}.`,
    remedy: 'Stop that one first, or give this one another folder with PATCHBAY_DATA_DIR.',
  });

/** A command asks before it opens: is a hub running on this folder? */
export function isFolderHeld(config: Config): boolean {
  if (config.databaseUrl || !existsSync(join(config.dataDir, 'lock'))) return false;
  const lock = lockFolder(config.dataDir);
  if ('heldBy' in lock) return true;
  lock.release();
  return false;
}

/** PostgreSQL that is still starting is waited for, with a word about it; a wrong password is not. */
export async function waitForDatabase(database: Database, log: Log, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (let pauseMs = 250; ; pauseMs = Math.min(pauseMs * 2, 5000)) {
    try {
      return await database.owner(async () => {});
    } catch (error) {
      if (!(error instanceof PatchbayError) || error.code !== 'database_unavailable' || Date.now() + pauseMs > until) throw unreachable(error);
      log.warn({ againInMs: pauseMs }, 'the database does not answer yet; waiting');
      await wait(pauseMs);
    }
  }
}

const unreachable = (cause: unknown) => {
  const reason = cause instanceof Error ? ((cause.cause as Error | undefined)?.message ?? cause.message) : String(cause);
  return new PatchbayError('configuration', {
    detail: `The database cannot be reached: ${reason}`,
    remedy: 'Check DATABASE_URL, that the server runs and that it accepts this user.',
    cause,
  });
};

/** Roles, tables and access rules up to date; then the roles may be used. */
export async function migrateDatabase(database: Database): Promise<MigrationResult> {
  const result = await migrate(database, await readMigrations(migrationsFolder), rules);
  if (!result.rolesMissing) await database.rolesReady();
  return result;
}

/** True when this version's schema is in place. */
export const isSchemaCurrent = async (database: Database): Promise<boolean> =>
  (await schemaState(database, await readMigrations(migrationsFolder))) === 'current';

/** @throws PatchbayError configuration */
export function requireRoles(result: MigrationResult): void {
  if (!result.rolesMissing) return;
  throw new PatchbayError('configuration', {
    detail: 'The login of DATABASE_URL may not create the two roles that keep workspaces apart.',
    remedy: `Have the database's owner run once:\n\n${result.rolesMissing.join(';\n')};\n`,
  });
}
