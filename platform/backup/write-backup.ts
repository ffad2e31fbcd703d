import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { INSTALLATION_WORKSPACE, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import type { BackupPorts } from './backup.ts';
import { fileListName, INSTALLATION, KEYS, type Manifest, objectName, streamName, writeManifest } from './manifest.ts';
import { type Line, readRows, TEXT_FORMS } from './rows.ts';
import { writeSealed } from './sealed-file.ts';
import { labelOf, listTables, readMigrationTags, readSequences, type Table } from './tables.ts';

export interface BackupResult {
  workspaces: number;
  rows: number;
  files: number;
  bytes: number;
  /** Files whose object is missing in the store or damaged there; the backup holds their rows only. */
  problems: string[];
}
export type BackupProgress = (state: { done: number; total: number; message: string }) => void;

/** One object of the file store, as a row names it. */
interface StoredObject {
  key: string;
  sha256: string;
}

const textOf = (line: Line): string => `${JSON.stringify(line)}\n`;

/** All rows of these tables as lines; counts them, and hands over the objects that the rows of `files` name. */
async function* linesOf(tx: Transaction, tables: readonly Table[], counts: Record<string, number>, objects: StoredObject[]): AsyncGenerator<string> {
  await tx.execute(TEXT_FORMS);
  for (const table of tables) {
    const columns = table.columns.map(({ name }) => name);
    const [state, key, sha256] = ['state', 'storage_key', 'sealed_sha256'].map((name) => columns.indexOf(name)) as [number, number, number];
    yield textOf({ table: labelOf(table), columns });
    counts[labelOf(table)] = 0;
    for await (const rows of readRows(tx, table)) {
      counts[labelOf(table)] = (counts[labelOf(table)] ?? 0) + rows.length;
      yield rows.map(textOf).join('');
      if (labelOf(table) !== 'files') continue;
      for (const row of rows) if (row[state] === 'stored') objects.push({ key: row[key] ?? '', sha256: row[sha256] ?? '' });
    }
  }
}

/** Copies sealed objects as they are, comparing with the hash in their row. */
async function copyObjects({ files }: BackupPorts, dir: string, workspaceId: WorkspaceId, objects: readonly StoredObject[]) {
  const list = createHash('sha256');
  const facts = { list: { sha256: '', bytes: 0 }, count: 0, bytes: 0, problems: 0 };
  const problems: string[] = [];
  async function* lines(): AsyncGenerator<string> {
    for (const { key, sha256 } of objects) {
      const problem = await copyObject(key, sha256);
      if (problem) problems.push(`${key} ${problem}`);
      const line = `${JSON.stringify({ key, sha256, ...(problem ? { problem } : {}) })}\n`;
      list.update(line);
      facts.list.bytes += Buffer.byteLength(line);
      yield line;
    }
  }
  const copyObject = async (key: string, sha256: string): Promise<'missing' | 'damaged' | undefined> => {
    const content = await files.driver.read(key);
    if (!content) return 'missing';
    const path = join(dir, objectName(key));
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    let bytes = 0;
    await pipeline(
      content,
      async function* (source: AsyncIterable<Uint8Array>) {
        for await (const part of source) {
          hash.update(part);
          bytes += part.length;
          yield part;
        }
      },
      createWriteStream(path, { mode: 0o600, flush: true }),
    );
    if (hash.digest('hex') !== sha256) {
      await rm(path);
      return 'damaged';
    }
    facts.count++;
    facts.bytes += bytes;
    return undefined;
  };
  await pipeline(lines(), createWriteStream(join(dir, fileListName(workspaceId)), { flags: 'wx', mode: 0o600, flush: true }));
  facts.list.sha256 = list.digest('hex');
  facts.problems = problems.length;
  return { facts, problems };
}

/**
 * Writes a backup into an empty folder while the hub works on. On PostgreSQL all workspaces are read in one exported
 * snapshot; on the embedded database, which has one session, each in its own, and people and sign-in last, so that
 * nobody is named who is not there.
 */
export async function writeBackup(ports: BackupPorts, dir: string, progress: BackupProgress = () => {}): Promise<BackupResult> {
  const { database, vault, clock, dataFolder, skip } = ports;
  await prepareFolder(dir, dataFolder);
  const keysBefore = await vault.keysNow();
  const tables = await database.owner((tx) => listTables(tx, skip));
  const workspaceTables = tables.filter(({ ofWorkspace }) => ofWorkspace);
  const manifest: Manifest = {
    version: 1,
    createdAt: clock.now().toISOString(),
    migrations: await database.owner(readMigrationTags),
    sequences: [],
    installation: { stream: { sha256: '', bytes: 0 }, tables: {} },
    workspaces: [],
  };
  const result: BackupResult = { workspaces: 0, rows: 0, files: 0, bytes: 0, problems: [] };
  const installationVault = await vault.forWorkspace(INSTALLATION_WORKSPACE);

  const allWorkspaces = async (snapshot: string | undefined) => {
    const ids = await workspaceIds(ports);
    for (const [done, id] of ids.entries()) {
      progress({ done, total: ids.length, message: `workspace ${id}` });
      const view = await vault.find(id);
      // Erased while we were on the way.
      if (!view) continue;
      const counts: Record<string, number> = {};
      const objects: StoredObject[] = [];
      const stream = await database.workspace(id, async (tx) => {
        await tx.execute(sql`set transaction isolation level repeatable read, read only`);
        if (snapshot) await tx.execute(sql.raw(`set transaction snapshot '${snapshot}'`));
        return writeSealed(join(dir, streamName(id)), view, linesOf(tx, workspaceTables, counts, objects));
      });
      const { facts, problems } = await copyObjects(ports, dir, id, objects);
      manifest.workspaces.push({ id, stream, tables: counts, files: facts });
      result.workspaces++;
      result.files += facts.count;
      result.bytes += stream.bytes + facts.bytes;
      result.problems.push(...problems);
      result.rows += Object.values(counts).reduce((sum, count) => sum + count, 0);
    }
  };
  const installation = async (tx: Transaction) => {
    manifest.installation.stream = await writeSealed(
      join(dir, INSTALLATION),
      installationVault,
      linesOf(
        tx,
        tables.filter(({ ofWorkspace }) => !ofWorkspace),
        manifest.installation.tables,
        [],
      ),
    );
    manifest.sequences = await readSequences(tx);
  };

  const outside = AsyncLocalStorage.snapshot();
  const readOnly = sql`set transaction isolation level repeatable read, read only`;
  if (database.engine === 'postgres') {
    await database.owner(async (tx) => {
      await tx.execute(readOnly);
      const [row] = await rowsOf<{ snapshot: string }>(tx, sql`select pg_export_snapshot() as snapshot`);
      if (!/^[0-9A-F-]+$/.test(row?.snapshot ?? '')) throw new Error('no snapshot');
      // Out of this transaction's scope: each workspace is read in its own, on another connection.
      await outside(() => allWorkspaces(row?.snapshot));
      await installation(tx);
    });
  } else {
    await allWorkspaces(undefined);
    await database.owner(async (tx) => {
      await tx.execute(readOnly);
      await installation(tx);
    });
  }
  await writeFile(join(dir, KEYS), await vault.exportKeys(keysBefore), { flag: 'wx', mode: 0o600, flush: true });
  await writeManifest(dir, manifest, installationVault);
  result.bytes += manifest.installation.stream.bytes;
  result.rows += Object.values(manifest.installation.tables).reduce((sum, count) => sum + count, 0);
  return result;
}

async function prepareFolder(dir: string, dataFolder: string): Promise<void> {
  const inside = relative(resolve(dataFolder), resolve(dir));
  if (inside === '' || !inside.startsWith('..')) {
    throw new PatchbayError('configuration', { detail: 'A backup inside the data folder is lost with it.', remedy: 'Name a folder on another disk.' });
  }
  await mkdir(join(dir, 'workspaces'), { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 1 || (await readdir(join(dir, 'workspaces'))).length > 0) {
    throw new PatchbayError('already_exists', { detail: `The folder ${dir} is not empty.`, remedy: 'Name a new folder for each backup.' });
  }
}

/** Those that are listed, and those that have keys: the installation's own is only among the latter. */
async function workspaceIds({ database }: BackupPorts): Promise<WorkspaceId[]> {
  const rows = await database.system((tx) =>
    rowsOf<{ id: WorkspaceId }>(tx, sql`select id from workspaces union select workspace_id from vault_keys order by 1`),
  );
  return rows.map(({ id }) => id);
}
