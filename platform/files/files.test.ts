import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault, type Vault } from '#platform/vault/vault';
import { type FileId, Secret, systemClock, type WorkspaceId } from '#sdk';
import type { FileDriver } from './driver.ts';
import { fakeS3 } from './fake-s3.ts';
import { createFiles, type FilesRoom } from './files.ts';
import { localDriver } from './local-driver.ts';
import { s3Driver } from './s3-driver.ts';

const s3Access = { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret/with+signs', region: 'eu-test-1', bucket: 'patchbay' };
let database: TestDatabase;
let vault: Vault;
let folder: string;
let s3: Awaited<ReturnType<typeof fakeS3>>;
beforeAll(async () => {
  database = await testDatabase();
  vault = createVault({ database, rootKeys: [rootKeyOf(randomBytes(32))], clock: systemClock, refreshMs: 50, graceMs: 300 });
  folder = await mkdtemp(join(tmpdir(), 'patchbay-files-'));
  s3 = await fakeS3(s3Access);
});
afterAll(async () => {
  vault.stop();
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}
const meta = { contentType: 'audio/wav', name: 'call.wav' };
const rowsIn = (workspace: WorkspaceId) =>
  database.workspace(workspace, (tx) =>
    rowsOf<{ id: string; state: string; holders: number; key: string }>(tx, sql`select id, state, holders, storage_key as key from files order by id`),
  );

describe.each(['local', 's3'])('in a %s store', (kind) => {
  let driver: FileDriver;
  let room: FilesRoom;
  let objects: () => Promise<string[]>;
  let damage: (key: string, change: (content: Buffer) => Buffer) => Promise<void>;
  beforeAll(() => {
    const own = join(folder, kind);
    if (kind === 'local') {
      driver = localDriver(own);
      objects = async () => (await readdir(own, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
      damage = async (key, change) => writeFile(join(own, key), change(await readFile(join(own, key))));
    } else {
      driver = s3Driver({ ...s3Access, endpoint: s3.endpoint, secretAccessKey: new Secret(s3Access.secretAccessKey), spoolFolder: join(own, 'spool') });
      objects = async () => [...s3.objects.keys(), ...(await readdir(driver.spoolFolder))].map((path) => path.split('/').at(-1) ?? '');
      damage = async (key, change) => void s3.objects.set(`/patchbay/${key}`, change(s3.objects.get(`/patchbay/${key}`) ?? Buffer.alloc(0)));
    }
    room = createFiles({ database, vault, clock: systemClock, driver, maxBytes: 1024 * 1024 });
  });
  afterAll(() => room.close());

  it('gives back content and any range of it', async () => {
    const files = room.forWorkspace(await database.newWorkspace());
    for (const size of [0, 1, 65_536, 65_537, 200_000]) {
      const content = randomBytes(size);
      const { id, ...facts } = await files.put(content, meta);
      expect(facts).toMatchObject({ size, contentType: 'audio/wav' });
      expect(await files.describe(id)).toEqual({ size, contentType: 'audio/wav', name: 'call.wav', sha256: facts.sha256, isPrivate: false });
      expect((await collect((await files.open(id)).stream)).equals(content)).toBe(true);
      if (size < 2) continue;
      await fc.assert(
        fc.asyncProperty(fc.nat(size - 1), fc.nat(size + 10), async (a, b) => {
          const [start, end] = [Math.min(a, b), Math.max(a, b)];
          const { stream } = await files.open(id, { start, end });
          expect((await collect(stream)).equals(content.subarray(start, end + 1))).toBe(true);
        }),
        { numRuns: 10 },
      );
      await expect(files.open(id, { start: size, end: size + 1 })).rejects.toMatchObject({ code: 'invalid_input' });
    }
  });

  it('keeps plain content out of the store', async () => {
    const workspace = await database.newWorkspace();
    const { id } = await room.forWorkspace(workspace).put(Buffer.from('a marked secret '.repeat(10)), meta);
    const key = (await rowsIn(workspace))[0]?.key ?? '';
    expect(key).toContain(id);
    expect((await collect((await driver.read(key)) ?? (async function* () {})())).toString('latin1')).not.toContain('marked');
  });

  it('stores the same content of a workspace once, also when it comes twice at the same instant', async () => {
    const [a, b] = [await database.newWorkspace(), await database.newWorkspace()];
    const before = (await objects()).length;
    const content = randomBytes(100_000);
    const answers = await Promise.all(Array.from({ length: 4 }, () => room.forWorkspace(a).put(content, meta)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await rowsIn(a)).toMatchObject([{ state: 'stored', holders: 4 }]);
    const other = await room.forWorkspace(b).put(content, meta);
    expect(other.id).not.toBe(answers[0]?.id);
    expect((await objects()).length).toBe(before + 2);
  });

  it('hides the files of another workspace', async () => {
    const [a, b] = [await database.newWorkspace(), await database.newWorkspace()];
    const { id } = await room.forWorkspace(a).put(Buffer.from('x'), meta);
    await expect(room.forWorkspace(b).open(id)).rejects.toMatchObject({ code: 'not_found' });
    await room.forWorkspace(b).remove(id);
    await expect(room.forWorkspace(a).describe(id)).resolves.toBeDefined();
    await expect(room.forWorkspace(a).open('no-uuid' as FileId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('removes content when its last holder has gone, unless it is put again in time', async () => {
    const workspace = await database.newWorkspace();
    const files = room.forWorkspace(workspace);
    const content = randomBytes(1000);
    const { id } = await files.put(content, meta);
    await files.put(content, meta);
    await files.remove(id);
    await expect(files.describe(id)).resolves.toBeDefined();
    await files.remove(id);
    await expect(files.open(id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await files.put(content, meta)).id).toBe(id);
    await room.sweep({ removedSeconds: 0 });
    expect((await collect((await files.open(id)).stream)).equals(content)).toBe(true);
    await files.remove(id);
    await room.sweep();
    expect(await objects()).toContain(id);
    await room.sweep({ removedSeconds: 0 });
    expect(await objects()).not.toContain(id);
    expect(await rowsIn(workspace)).toEqual([]);
    expect((await files.put(content, meta)).id).not.toBe(id);
  });

  it('one object that the store does not let go keeps none of the others', async () => {
    const workspace = await database.newWorkspace();
    const files = room.forWorkspace(workspace);
    const [stuck, ...free] = await Promise.all([1, 2, 3].map(async () => (await files.put(randomBytes(100), meta)).id));
    for (const id of [stuck, ...free]) if (id) await files.remove(id);
    const stubborn: FileDriver = {
      ...driver,
      remove: async (key) => {
        if (key.endsWith(stuck ?? '')) throw new Error('held');
        await driver.remove(key);
      },
    };
    await expect(createFiles({ database, vault, clock: systemClock, driver: stubborn }).sweep({ removedSeconds: 0 })).rejects.toThrow('held');
    expect((await rowsIn(workspace)).map(({ id, state }) => ({ id, state }))).toEqual([{ id: stuck, state: 'removing' }]);
    await room.sweep();
    expect(await rowsIn(workspace)).toEqual([]);
  });

  it('refuses what is too large and leaves nothing behind, also when the sender breaks off', async () => {
    const workspace = await database.newWorkspace();
    const before = await objects();
    const endless = (async function* () {
      for (;;) yield Buffer.alloc(60_000);
    })();
    await expect(room.forWorkspace(workspace).put(endless, meta)).rejects.toMatchObject({ code: 'payload_too_large' });
    const broken = (async function* () {
      yield Buffer.alloc(100_000);
      throw new Error('gone');
    })();
    await expect(room.forWorkspace(workspace).put(broken, meta)).rejects.toThrow('gone');
    expect(await objects()).toEqual(before);
    expect(await rowsIn(workspace)).toEqual([]);
  });

  it('killed at any step, leaves nothing that the sweep does not find', async () => {
    const workspace = await database.newWorkspace();
    const before = await objects();
    for (const step of ['while spooling', 'before the object is there', 'after the object is there']) {
      // A killed process neither goes on nor cleans up: the promise never settles, `remove` does nothing.
      const dying: FileDriver = {
        ...driver,
        adopt: async (key, spooled) => {
          if (step === 'after the object is there') await driver.adopt(key, spooled);
          reached.resolve();
          return new Promise(() => {});
        },
      };
      const reached = Promise.withResolvers<void>();
      const content = (async function* () {
        yield randomBytes(150_000);
        if (step !== 'while spooling') return;
        reached.resolve();
        await new Promise(() => {});
      })();
      void createFiles({ database, vault, clock: systemClock, driver: dying }).forWorkspace(workspace).put(content, meta);
      await reached.promise;
    }
    expect((await objects()).length).toBe(before.length + 3);
    await room.sweep();
    expect(await rowsIn(workspace)).toHaveLength(3);
    await room.sweep({ writingSeconds: 0 });
    expect((await objects()).sort()).toEqual(before.sort());
    expect(await rowsIn(workspace)).toEqual([]);
  });

  it('notices an object that was changed, cut, exchanged or lost', async () => {
    const workspace = await database.newWorkspace();
    const files = room.forWorkspace(workspace);
    const content = randomBytes(150_000);
    const { id } = await files.put(content, meta);
    const key = (await rowsIn(workspace))[0]?.key ?? '';
    const whole = await collect((await driver.read(key)) ?? (async function* () {})());
    const flipped = Buffer.from(whole);
    flipped[70_000] = (flipped[70_000] ?? 0) ^ 1;
    for (const bad of [flipped, whole.subarray(0, 65_552), whole.subarray(0, 100_000)]) {
      await damage(key, () => bad);
      await expect(files.open(id).then(({ stream }) => collect(stream))).rejects.toMatchObject({ code: expect.stringMatching(/vault_locked|configuration/) });
    }
    await damage(key, () => flipped);
    // The first chunk is whole: a range in it is served, one in the second is not.
    await expect(collect((await files.open(id, { start: 0, end: 10 })).stream)).resolves.toHaveLength(11);
    await expect(collect((await files.open(id, { start: 70_000, end: 70_010 })).stream)).rejects.toMatchObject({ code: 'vault_locked' });
    await driver.remove(key);
    await expect(files.open(id)).rejects.toMatchObject({ code: 'internal' });
  });

  it('does not write or read inside a transaction', async () => {
    const workspace = await database.newWorkspace();
    await expect(database.workspace(workspace, () => room.forWorkspace(workspace).put(Buffer.from('x'), meta))).rejects.toMatchObject({ code: 'internal' });
  });

  it('opens after the workspace key was rotated, without touching the object, and never after an erasure', async () => {
    const workspace = await database.newWorkspace();
    const files = room.forWorkspace(workspace);
    const { id } = await files.put(Buffer.from('kept'), meta);
    expect(await vault.rotateDataKey(workspace)).toMatchObject({ dropped: true, resealed: 1 });
    expect((await collect((await files.open(id)).stream)).toString()).toBe('kept');
    await vault.eraseWorkspace(workspace);
    await expect(files.open(id)).rejects.toMatchObject({ code: 'vault_locked' });
  });
});

it('opens a copied object for no other row', async () => {
  const room = createFiles({ database, vault, clock: systemClock, driver: localDriver(join(folder, 'local')) });
  const [a, b] = [await database.newWorkspace(), await database.newWorkspace()];
  const mine = await room.forWorkspace(a).put(Buffer.from('mine'), meta);
  const hers = await room.forWorkspace(b).put(Buffer.from('hers'), meta);
  const [from, to] = [(await rowsIn(b))[0]?.key ?? '', (await rowsIn(a))[0]?.key ?? ''];
  await cp(join(folder, 'local', from), join(folder, 'local', to));
  await expect(collect((await room.forWorkspace(a).open(mine.id)).stream)).rejects.toMatchObject({ code: 'vault_locked' });
  // Nor with the other row's sealed key.
  await database.system((tx) => tx.execute(sql`update files set sealed_key = (select sealed_key from files where id = ${hers.id}) where id = ${mine.id}`));
  await expect(room.forWorkspace(a).open(mine.id)).rejects.toMatchObject({ code: 'vault_locked' });
});

it('says what to check when the S3 server refuses, and tries again when it has trouble', async () => {
  const wrong = s3Driver({ ...s3Access, endpoint: s3.endpoint, secretAccessKey: new Secret('wrong'), spoolFolder: join(folder, 'wrong') });
  const room = createFiles({ database, vault, clock: systemClock, driver: wrong });
  const files = room.forWorkspace(await database.newWorkspace());
  await expect(files.put(Buffer.from('x'), meta)).rejects.toMatchObject({ code: 'configuration', details: { remedy: expect.stringContaining('S3_') } });
  expect(s3.refusals.length).toBeGreaterThan(0);
  await room.close();
  const right = s3Driver({
    ...s3Access,
    endpoint: `${s3.endpoint}/`,
    secretAccessKey: new Secret(s3Access.secretAccessKey),
    spoolFolder: join(folder, 'right'),
  });
  const good = createFiles({ database, vault, clock: systemClock, driver: right }).forWorkspace(await database.newWorkspace());
  s3.fail(2);
  await expect(good.put(Buffer.from('x'), meta)).resolves.toMatchObject({ size: 1 });
  s3.fail(20);
  await expect(good.put(Buffer.from('y'), meta)).rejects.toMatchObject({ code: 'provider_unavailable' });
  s3.fail(0);
  await right.close?.();
});

it('signs links that open one file until a time, and refuses every other text', async () => {
  let now = new Date('2026-03-01T12:00:00Z');
  const room = createFiles({ database, vault, clock: { now: () => now }, driver: localDriver(join(folder, 'local')) });
  const workspaceId = await database.newWorkspace();
  const fileId = uuidv7() as FileId;
  const token = await room.signLink(workspaceId, fileId, new Date('2026-03-01T13:00:00Z'));
  expect(await room.verifyLink(token)).toEqual({ workspaceId, fileId });
  for (let at = 0; at < token.length; at++) {
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    await expect(room.verifyLink(changed), changed).rejects.toMatchObject({ code: 'not_found' });
  }
  for (const text of ['', 'x', `${token}A`, randomBytes(70).toString('base64url')])
    await expect(room.verifyLink(text)).rejects.toMatchObject({ code: 'not_found' });
  // A forged workspace id makes no keys.
  const keys = await database.system((tx) => rowsOf(tx, sql`select 1 from vault_keys where workspace_id not in (select id from workspaces)`));
  expect(keys).toEqual([]);
  now = new Date('2026-03-01T13:00:00Z');
  await expect(room.verifyLink(token)).rejects.toMatchObject({ code: 'not_found' });
});
