import { timingSafeEqual } from 'node:crypto';
import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { WorkspaceVault } from '#platform/vault/workspace-vault';
import { PatchbayError } from '#sdk';

const file = z.object({ sha256: z.string(), bytes: z.number() });
const stream = z.object({ stream: file, tables: z.record(z.string(), z.number()) });

const body = z.object({
  version: z.literal(1),
  createdAt: z.string(),
  migrations: z.array(z.string()),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), value: z.string() })),
  installation: stream,
  workspaces: z.array(stream.extend({ id: z.uuid(), files: z.object({ list: file, count: z.number(), bytes: z.number(), problems: z.number() }) })),
});
export type Manifest = z.output<typeof body>;

const PURPOSE = 'backup manifest';
export const MANIFEST = 'manifest.json';
export const KEYS = 'keys.sealed';
export const INSTALLATION = 'installation.sealed';
export const streamName = (workspaceId: string): string => join('workspaces', `${workspaceId}.sealed`);
export const fileListName = (workspaceId: string): string => join('workspaces', `${workspaceId}.files`);
export const objectName = (storageKey: string): string => join('files', storageKey);

/** Written last, whole: a backup without it was not finished. Its mac keeps whole streams from being exchanged for older ones. */
export async function writeManifest(dir: string, manifest: Manifest, vault: WorkspaceVault): Promise<void> {
  const text = JSON.stringify(manifest);
  const signed = JSON.stringify({ manifest: text, mac: vault.mac(PURPOSE, text).toString('base64') }, null, 1);
  const temporary = join(dir, `${MANIFEST}.part`);
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(signed);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(dir, MANIFEST));
}

export const damaged = (name: string, cause?: unknown): PatchbayError =>
  new PatchbayError('file_invalid', {
    detail: `The backup is damaged or was changed: ${name}.`,
    remedy: 'Use another copy of it. Nothing was restored.',
    cause,
  });

/** Reads it without judging the mac: for that the keys of the backup must be there first. */
export async function readManifest(dir: string): Promise<{ manifest: Manifest; isAuthentic: (vault: WorkspaceVault) => boolean }> {
  let content: string;
  try {
    content = await readFile(join(dir, MANIFEST), 'utf8');
  } catch (cause) {
    throw new PatchbayError('file_invalid', { detail: `There is no finished backup in ${dir}.`, remedy: 'Name the folder that holds manifest.json.', cause });
  }
  try {
    const signed = z.object({ manifest: z.string(), mac: z.string() }).parse(JSON.parse(content));
    const mac = Buffer.from(signed.mac, 'base64');
    return {
      manifest: body.parse(JSON.parse(signed.manifest)),
      isAuthentic(vault) {
        const wanted = vault.mac(PURPOSE, signed.manifest);
        return mac.length === wanted.length && timingSafeEqual(mac, wanted);
      },
    };
  } catch (cause) {
    throw damaged(MANIFEST, cause);
  }
}
