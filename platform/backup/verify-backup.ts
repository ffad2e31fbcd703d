import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceVault } from '#platform/vault/workspace-vault';
import { INSTALLATION_WORKSPACE, PatchbayError, type WorkspaceId } from '#sdk';
import type { BackupPorts } from './backup.ts';
import { damaged, fileListName, INSTALLATION, type Manifest, objectName, readManifest, streamName } from './manifest.ts';
import type { Line, Row } from './rows.ts';
import { type FileFacts, hashFile, readSealed } from './sealed-file.ts';

export interface ListedObject {
  key: string;
  sha256: string;
  problem?: 'missing' | 'damaged';
}

/** The rows of a stream, in batches of one table. */
export async function* readBatches(path: string, vault: WorkspaceVault, limit = 500): AsyncGenerator<{ table: string; columns: string[]; rows: Row[] }> {
  let table = '';
  let columns: string[] = [];
  let rows: Row[] = [];
  let length = 0;
  for await (const text of readSealed(path, vault)) {
    const line = JSON.parse(text) as Line;
    if (Array.isArray(line)) {
      rows.push(line);
      length += text.length;
    }
    if ((!Array.isArray(line) || rows.length >= limit || length > 2 * 1024 * 1024) && rows.length > 0) {
      yield { table, columns, rows };
      rows = [];
      length = 0;
    }
    if (!Array.isArray(line)) ({ table, columns } = line);
  }
  if (rows.length > 0) yield { table, columns, rows };
}

export async function readFileList(path: string): Promise<ListedObject[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as ListedObject);
}

export interface Verified {
  manifest: Manifest;
  /** Workspaces of the backup for which there are no keys any more: erased since. Their data stays closed. */
  closed: WorkspaceId[];
}

/**
 * Reads a whole backup without changing anything: mac of the manifest, hash of each file, seal of each chunk, count of rows.
 * @throws PatchbayError file_invalid naming the first file that is not as it was written
 */
export async function verifyBackup({ vault }: BackupPorts, dir: string, progress: (message: string) => void = () => {}): Promise<Verified> {
  const { manifest, isAuthentic } = await readManifest(dir);
  const installation = await vault.find(INSTALLATION_WORKSPACE);
  if (!installation)
    throw new PatchbayError('configuration', { detail: 'There are no keys for this backup.', remedy: 'Give the keys.sealed that belongs to it.' });
  if (!isAuthentic(installation)) throw damaged('manifest.json');
  await verifyStream(dir, INSTALLATION, manifest.installation, installation);
  const closed: WorkspaceId[] = [];
  for (const workspace of manifest.workspaces) {
    progress(`checking workspace ${workspace.id}`);
    const view = await vault.find(workspace.id as WorkspaceId);
    if (!view) {
      closed.push(workspace.id as WorkspaceId);
      continue;
    }
    await verifyStream(dir, streamName(workspace.id), workspace, view);
    const listName = fileListName(workspace.id);
    await verifyHash(dir, listName, workspace.files.list);
    const objects = await readFileList(join(dir, listName));
    if (objects.filter(({ problem }) => !problem).length !== workspace.files.count) throw damaged(listName);
    for (const { key, sha256, problem } of objects) if (!problem) await verifyHash(dir, objectName(key), { sha256 });
  }
  return { manifest, closed };
}

async function verifyHash(dir: string, name: string, wanted: Partial<FileFacts>): Promise<void> {
  const found = await hashFile(join(dir, name)).catch((cause: unknown) => {
    throw damaged(name, cause);
  });
  if (found.sha256 !== wanted.sha256) throw damaged(name);
}

async function verifyStream(dir: string, name: string, wanted: { stream: FileFacts; tables: Record<string, number> }, vault: WorkspaceVault): Promise<void> {
  await verifyHash(dir, name, wanted.stream);
  const counts: Record<string, number> = {};
  try {
    for await (const { table, rows } of readBatches(join(dir, name), vault)) counts[table] = (counts[table] ?? 0) + rows.length;
  } catch (cause) {
    throw damaged(name, cause);
  }
  for (const table of new Set([...Object.keys(wanted.tables), ...Object.keys(counts)])) {
    if ((wanted.tables[table] ?? 0) !== (counts[table] ?? 0)) throw damaged(`${name}, table ${table}`);
  }
}
