import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { INSTALLATION_WORKSPACE, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import type { BackupPorts } from './backup.ts';
import { damaged, fileListName, INSTALLATION, KEYS, type Manifest, objectName, readManifest, streamName } from './manifest.ts';
import { type Row, TEXT_FORMS, writeRows } from './rows.ts';
import { foreignKeySwitch, labelOf, listTables, qualified, readMigrationTags, type Table } from './tables.ts';
import { readBatches, readFileList, verifyBackup } from './verify-backup.ts';

export interface RestoreResult {
  workspaces: number;
  rows: number;
  files: number;
  /** Workspaces that the keys do not open: erased after the backup was made. */
  closed: WorkspaceId[];
  /** Files that the backup could not read when it was made. */
  problems: string[];
}

/**
 * Fills an empty, migrated database. Everything is checked before the first row is written; a row that does not fit then
 * stops it, and it is begun again on a fresh database.
 * @throws PatchbayError file_invalid | already_exists | configuration
 */
export async function restoreBackup(
  ports: BackupPorts,
  dir: string,
  { keys = join(dir, KEYS), progress = () => {} }: { keys?: string; progress?: (state: { done: number; total: number; message: string }) => void } = {},
): Promise<RestoreResult> {
  const { database, vault, skip } = ports;
  const { manifest } = await readManifest(dir);
  await sameSchema(ports, manifest);
  const tables = await database.owner((tx) => listTables(tx, skip));
  await refuseUnlessEmpty(ports, tables);
  const archive = await readFile(keys).catch((cause: unknown) => {
    throw new PatchbayError('file_invalid', {
      detail: `The keys of the backup are not at ${keys}.`,
      remedy: 'Name the keys.sealed that belongs to it, or a later one.',
      cause,
    });
  });
  await vault.importKeys(archive);
  const total = manifest.workspaces.length;
  const { closed } = await verifyBackup(ports, dir, (message) => progress({ done: 0, total, message }));

  const byLabel = new Map(tables.map((table) => [labelOf(table), table]));
  const switches = await database.owner(foreignKeySwitch);
  const result: RestoreResult = { workspaces: 0, rows: 0, files: 0, closed, problems: [] };
  await database.owner(async (tx) => {
    for (const statement of switches.later) await tx.execute(statement);
  });
  try {
    const installation = await vault.forWorkspace(INSTALLATION_WORKSPACE);
    await database.owner(async (tx) => {
      await begin(tx);
      // What a fresh hub has put there itself gives way.
      for (const table of tables) if (!table.ofWorkspace && table.schema === 'public') await tx.execute(sql`delete from ${qualified(table)}`);
      const isOpen = (id: string | null | undefined) => !closed.includes(id as WorkspaceId);
      for await (const { table, columns, rows } of readBatches(join(dir, INSTALLATION), installation)) {
        const kept = table === 'workspaces' ? rows.filter((row) => isOpen(row[columns.indexOf('id')])) : rows;
        result.rows += await load(tx, byLabel, table, columns, kept);
      }
    });
    const open = manifest.workspaces.filter(({ id }) => !closed.includes(id as WorkspaceId));
    for (const [done, { id }] of open.entries()) {
      progress({ done, total: open.length, message: `workspace ${id}` });
      const view = await vault.forWorkspace(id as WorkspaceId);
      // Objects first: a row never names one that is not there yet.
      await restoreObjects(ports, dir, id, result);
      await database.workspace(id as WorkspaceId, async (tx) => {
        await begin(tx);
        for await (const { table, columns, rows } of readBatches(join(dir, streamName(id)), view)) result.rows += await load(tx, byLabel, table, columns, rows);
      });
      result.workspaces++;
    }
    await database.owner(async (tx) => {
      for (const { schema, name, value } of manifest.sequences)
        await tx.execute(sql`select setval(format('%I.%I', ${schema}::text, ${name}::text)::regclass, ${value}::bigint)`);
    });
  } finally {
    await database.owner(async (tx) => {
      for (const statement of switches.atOnce) await tx.execute(statement);
    });
  }
  return result;
}

async function begin(tx: Transaction): Promise<void> {
  await tx.execute(TEXT_FORMS);
  await tx.execute(sql`set constraints all deferred`);
}

async function load(tx: Transaction, tables: ReadonlyMap<string, Table>, label: string, columns: readonly string[], rows: readonly Row[]): Promise<number> {
  const table = tables.get(label);
  if (!table) throw new PatchbayError('file_invalid', { detail: `The backup has a table ${label} that this database has not.` });
  if (rows.length > 0) await writeRows(tx, table, columns, rows);
  return rows.length;
}

async function sameSchema({ database }: BackupPorts, manifest: Manifest): Promise<void> {
  const here = await database.owner(readMigrationTags);
  if (here.join() === manifest.migrations.join()) return;
  throw new PatchbayError('configuration', {
    detail: 'The backup was made by another version of Patchbay: its tables are not those of this database.',
    remedy: `Restore with the version that made it (${manifest.migrations.at(-1) ?? 'unknown'}), then start the newer one, which brings the tables up to date.`,
  });
}

async function refuseUnlessEmpty({ database }: BackupPorts, tables: readonly Table[]): Promise<void> {
  const refuse = (label: string) => {
    throw new PatchbayError('already_exists', {
      detail: `The database is not empty: there are rows in ${label}.`,
      remedy: 'Restore into a fresh database or an empty data folder.',
    });
  };
  const hasRows = async (tx: Transaction, table: Table) => {
    const own = labelOf(table) === 'workspaces' ? sql`where id <> ${INSTALLATION_WORKSPACE}` : sql``;
    const [row] = await rowsOf<{ found: boolean }>(tx, sql`select exists (select from ${qualified(table)} ${own}) as found`);
    return row?.found === true;
  };
  await database.owner(async (tx) => {
    for (const table of tables) if ((table.schema !== 'public' || labelOf(table) === 'workspaces') && (await hasRows(tx, table))) refuse(labelOf(table));
  });
  await database.workspace(INSTALLATION_WORKSPACE, async (tx) => {
    for (const table of tables) if (table.ofWorkspace && (await hasRows(tx, table))) refuse(labelOf(table));
  });
}

async function restoreObjects({ files }: BackupPorts, dir: string, workspaceId: string, result: RestoreResult): Promise<void> {
  const { driver } = files;
  await mkdir(driver.spoolFolder, { recursive: true, mode: 0o700 });
  for (const { key, sha256, problem } of await readFileList(join(dir, fileListName(workspaceId)))) {
    if (problem) {
      result.problems.push(`${key} ${problem}`);
      continue;
    }
    const path = join(driver.spoolFolder, `restore-${key.split('/').at(-1)}`);
    const hash = createHash('sha256');
    let size = 0;
    await pipeline(
      createReadStream(join(dir, objectName(key))),
      async function* (source: AsyncIterable<Uint8Array>) {
        for await (const part of source) {
          hash.update(part);
          size += part.length;
          yield part;
        }
      },
      createWriteStream(path, { mode: 0o600, flush: true }),
    );
    if (hash.digest('hex') !== sha256) throw damaged(objectName(key));
    await driver.adopt(key, { path, size, sha256 });
    result.files++;
  }
}
