import { createSecretKey, hash, randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { isUniqueViolation } from '#platform/database/database-error';
import { openRange, sealedRange } from '#platform/vault/chunks';
import { KEY_BYTES } from '#platform/vault/envelope';
import { type Clock, type FileId, type Files, isUuid, PatchbayError, type WorkspaceId } from '#sdk';
import { type FileDriver, storageKeyOf } from './driver.ts';
import { createLinks, type LinkVault } from './links.ts';
import type { FileRow } from './models.ts';
import { type Spooled, spool } from './spool.ts';
import { createFileStore, type Removal } from './store.ts';

export interface FilesPorts {
  database: Database;
  vault: LinkVault & { registerSealed?(column: { table: string; column: string; idColumn: string; form: 'bytes' }): void };
  clock: Clock;
  driver: FileDriver;
  /** Largest content of one file; uploads by the API are bounded more tightly by their route. */
  maxBytes?: number;
}

export interface FileFacts {
  size: number;
  contentType: string;
  name: string | null;
  sha256: string;
  isPrivate: boolean;
}

export interface WorkspaceFiles extends Files {
  /** @throws PatchbayError not_found */
  describe(id: FileId): Promise<FileFacts>;
}

/** Of many files that are stored together. */
const WRITTEN_AT_ONCE = 4;

const keyRef = (id: string) => ({ table: 'files', column: 'sealed_key', id });
const factsOf = ({ size, contentType, name, sha256, isPrivate }: FileRow): FileFacts => ({
  size: size ?? 0,
  contentType,
  name,
  sha256: sha256 ?? '',
  isPrivate,
});

/** Recordings and attachments, sealed: each file by a key of its own, that key by the workspace's. */
export function createFiles({ database, vault, clock, driver, maxBytes = 1024 ** 3 }: FilesPorts) {
  const store = createFileStore(database);
  const links = createLinks(vault, clock);
  vault.registerSealed?.({ table: 'files', column: 'sealed_key', idColumn: 'id', form: 'bytes' });

  const outsideTransaction = (what: string) => {
    // The object would outlive a rollback, and the embedded database would stand still meanwhile.
    if (database.current()) throw new PatchbayError('internal', { facts: { reason: `a file is ${what} inside a transaction` } });
  };
  const answer = (row: { id: string }, { sha256, size, contentType }: FileFacts) => ({ id: row.id as FileId, sha256, size, contentType });

  const put = async (
    workspaceId: WorkspaceId,
    content: Uint8Array | AsyncIterable<Uint8Array>,
    { contentType, name, isPrivate = false }: { contentType: string; name?: string; isPrivate?: boolean },
  ) => {
    outsideTransaction('written');
    const id = uuidv7() as FileId;
    const storageKey = storageKeyOf(workspaceId, id);
    const spoolPath = join(driver.spoolFolder, id);
    const key = randomBytes(KEY_BYTES);
    const sealedKey = (await vault.forWorkspace(workspaceId)).sealBytes(keyRef(id), key);
    await store.announce({ workspaceId, id, state: 'writing', contentType, name: name ?? null, isPrivate, storageKey, sealedKey });
    const giveUp = async () => {
      await rm(spoolPath, { force: true });
      await driver.remove(storageKey);
      await store.withdraw(workspaceId, id);
    };
    const heldAlready = async (spooled: Spooled) => {
      const there = (await store.hold(workspaceId, new Map([[spooled.sha256, { holders: 1, isPrivate }]]))).get(spooled.sha256);
      if (!there) return undefined;
      await giveUp();
      return answer(there, factsOf(there));
    };
    try {
      const spooled = await spool(spoolPath, key, content, maxBytes);
      const known = await heldAlready(spooled);
      if (known) return known;
      await driver.adopt(storageKey, { path: spoolPath, size: spooled.sealedSize, sha256: spooled.sealedSha256 });
      try {
        if (!(await store.finish(workspaceId, id, spooled))) throw new PatchbayError('conflict', { detail: 'Writing this file took too long.' });
      } catch (error) {
        // Somebody stored the same content in this instant: theirs stays.
        const theirs = isUniqueViolation(error) ? await heldAlready(spooled) : undefined;
        if (theirs) return theirs;
        throw error;
      }
      return { id, sha256: spooled.sha256, size: spooled.size, contentType };
    } catch (error) {
      // What this misses, the sweep finds.
      await giveUp().catch(() => {});
      throw error;
    }
  };

  type Whole = Parameters<Files['putAll']>[0][number];
  /** The logo of a signature comes with every mail: what is there already is known by its hash before anything is written. */
  const putAll = async (workspaceId: WorkspaceId, all: readonly Whole[]) => {
    outsideTransaction('written');
    const hashed = all.map((each) => ({ ...each, sha256: hash('sha256', each.content, 'hex') }));
    const wanted = new Map(
      [...Map.groupBy(hashed, ({ sha256 }) => sha256)].map(([sha256, same]) => [
        sha256,
        { holders: same.length, isPrivate: same.some(({ isPrivate }) => isPrivate) },
      ]),
    );
    const there = wanted.size === 0 ? new Map<string, FileRow>() : await store.hold(workspaceId, wanted);
    const answers: Awaited<ReturnType<typeof put>>[] = [];
    const fresh: (() => Promise<void>)[] = [];
    for (const [index, { sha256, content, ...facts }] of hashed.entries()) {
      const known = there.get(sha256);
      if (known) answers[index] = answer(known, factsOf(known));
      else
        fresh.push(async () => {
          answers[index] = await put(workspaceId, content, facts);
        });
    }
    // A few at a time: most of it is waiting for the disk.
    for (let from = 0; from < fresh.length; from += WRITTEN_AT_ONCE) await Promise.all(fresh.slice(from, from + WRITTEN_AT_ONCE).map((write) => write()));
    return answers;
  };

  const find = async (workspaceId: WorkspaceId, id: FileId): Promise<FileRow> => {
    const row = isUuid(id) ? await store.find(workspaceId, id) : undefined;
    if (!row) throw new PatchbayError('not_found');
    return row;
  };

  const open = async (workspaceId: WorkspaceId, id: FileId, range?: { start: number; end: number }) => {
    outsideTransaction('read');
    const row = await find(workspaceId, id);
    const { size, contentType, name } = factsOf(row);
    const { start, end } = range ? { start: range.start, end: Math.min(range.end, size - 1) } : { start: 0, end: Math.max(0, size - 1) };
    if (range && (start < 0 || start > end)) throw new PatchbayError('invalid_input', { detail: 'The file has no such part.' });
    const key = createSecretKey((await vault.forWorkspace(workspaceId)).openBytes(keyRef(id), row.sealedKey));
    const sealed = await driver.read(row.storageKey, sealedRange(size, start, end));
    if (!sealed) throw new PatchbayError('internal', { facts: { workspaceId, fileId: id, reason: 'the object is missing in the store' } });
    return { stream: opened(openRange(key, sealed, size, start, end)), size, contentType, name };
  };

  const sweep = async ({ writingSeconds = 24 * 3600, removedSeconds = 3600 } = {}): Promise<{ removed: number }> => {
    let removed = 0;
    for (;;) {
      const removals = await store.claimRemovals({ writingSeconds, removedSeconds, limit: 100 });
      if (removals.length === 0) break;
      const gone: Removal[] = [];
      let failure: unknown;
      for (const removal of removals) {
        try {
          await rm(join(driver.spoolFolder, removal.id), { force: true });
          await driver.remove(removal.storageKey);
          gone.push(removal);
        } catch (error) {
          // One object that the store does not let go must not keep the others.
          failure = error;
        }
      }
      await store.removed(gone);
      removed += gone.length;
      if (gone.length < removals.length) throw failure;
    }
    await clearSpool();
    return { removed };
  };

  /** Each machine clears its own spool folder: what lies there and is not being written was left by a killed process. */
  const clearSpool = async (): Promise<void> => {
    const spooled = (await readdir(driver.spoolFolder).catch(() => [] as string[])).filter(isUuid);
    const writing = await store.writing(spooled);
    for (const id of spooled) if (!writing.has(id)) await rm(join(driver.spoolFolder, id), { force: true });
  };

  return {
    forWorkspace: (workspaceId: WorkspaceId): WorkspaceFiles => ({
      put: (content, meta) => put(workspaceId, content, meta),
      putAll: (all) => putAll(workspaceId, all),
      open: (id, range) => open(workspaceId, id, range),
      describe: async (id) => factsOf(await find(workspaceId, id)),
      /** Lets go of one `put`. The content goes an hour after the last holder, unless it is put again. */
      remove: async (id) => void (await store.letGo(workspaceId, id)),
    }),
    signLink: (workspaceId: WorkspaceId, fileId: FileId, expiresAt: Date) => links.sign({ workspaceId, fileId }, expiresAt),
    verifyLink: links.verify,
    /** Removes what nobody holds and what killed writers left; to be run about every hour by one process. */
    sweep,
    clearSpool,
    /** Sealed objects as they lie in the store, for backup and restore. */
    driver,
    close: async () => driver.close?.(),
  };
}

export type FilesRoom = ReturnType<typeof createFiles>;

async function* opened(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw new PatchbayError('vault_locked', { detail: 'This file was damaged in the store.', cause });
  }
}
