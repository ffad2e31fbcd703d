import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { applyAccessRules } from '#platform/database/access-rules';
import { rowsOf } from '#platform/database/database';
import { APPEND_ONLY, SYSTEM_TABLES } from '#platform/database/system-tables';
import { createFiles } from '#platform/files/files';
import { localDriver } from '#platform/files/local-driver';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import { type Ciphertext, type FileId, INSTALLATION_WORKSPACE, systemClock, type WorkspaceId } from '#sdk';
import { createBackup } from './backup.ts';
import { listTables, qualified } from './tables.ts';

const root = rootKeyOf(randomBytes(32));
let folder: string;
let source: Hub;
/** Never filled until the last test but one: everything before is refused. */
let empty: Hub;
let a: WorkspaceId;
let b: WorkspaceId;
let fileId: FileId;
let sealed: Ciphertext;
const recording = randomBytes(150_000);
const ref = { table: 'awkward', column: 'secret', id: '1' };

/** A hub's database, keys, files and backup; the table holds what does not survive careless hands. */
async function openHub(name: string) {
  const database: TestDatabase = await testDatabase();
  await database.owner(async (tx) => {
    await tx.execute(sql`create table awkward (
      workspace_id uuid not null, id uuid not null, parent_id uuid, "Odd ""name" text, amount numeric, ratio float8, at timestamptz, span interval, data jsonb, raw json,
      bytes bytea, names text[], code citext, whole text generated always as (coalesce("Odd ""name", '') || '!') stored, sequence bigint generated always as identity,
      xid xid8 not null default pg_current_xact_id(), primary key (workspace_id, id), foreign key (workspace_id, parent_id) references awkward (workspace_id, id))`);
    await applyAccessRules(tx, { systemTables: Object.keys(SYSTEM_TABLES), appendOnly: APPEND_ONLY });
  });
  const vault = createVault({ database, rootKeys: [root], clock: systemClock });
  const files = createFiles({ database, vault, clock: systemClock, driver: localDriver(join(folder, name, 'files')) });
  return { database, vault, files, ...createBackup({ database, vault, files, clock: systemClock, dataFolder: join(folder, name) }) };
}
type Hub = Awaited<ReturnType<typeof openHub>>;

async function fill({ database }: Hub, workspace: WorkspaceId, count: number): Promise<void> {
  const ids = Array.from({ length: count }, () => uuidv7());
  const texts = ['', 'NULL', 'null', '\u2028line\u2029', 'a\nb\r"\\\t', '😀', "';--", '\\x00'];
  await database.workspace(workspace, async (tx) => {
    for (const [i, id] of ids.entries()) {
      // Each row refers to a later one: no order of the rows satisfies the key at once.
      await tx.execute(sql`insert into awkward (workspace_id, id, "Odd ""name", amount, ratio, at, span, data, raw, bytes, names, code)
        values (${workspace}, ${id}, ${texts[i % texts.length]}, ${'12345678901234567890.12345678901234567890'}, ${Math.random()}, ${i % 3 ? '2026-03-29T01:59:59.123456Z' : 'infinity'},
                '1 mon -3 days 04:05:06.789', ${i % 2 ? 'null' : '{"a": 1.10, "b": [null, "\\u00e9"]}'}::jsonb, '{"b":1,  "a":2}', ${randomBytes(50)}, ${`{NULL,"a,b","{}"}`}::text[], 'Code')`);
    }
    for (const [i, id] of ids.entries()) await tx.execute(sql`update awkward set parent_id = ${ids[(i + 1) % count]} where id = ${id}`);
  });
}

/** Every row of every table as text, without the transaction numbers, which belong to the server. */
async function contents({ database }: Hub, workspace: WorkspaceId | 'installation'): Promise<Record<string, string[]>> {
  const tables = await database.owner((tx) => listTables(tx, ['event_cursors']));
  const read = async (tx: Parameters<Parameters<TestDatabase['owner']>[0]>[0]) => {
    const found: Record<string, string[]> = {};
    for (const table of tables.filter(({ ofWorkspace }) => ofWorkspace === (workspace !== 'installation'))) {
      const columns = table.columns.filter(({ type }) => type !== 'xid8').map(({ name }) => sql`${sql.identifier(name)}::text`);
      const rows = await rowsOf<{ row: string }>(tx, sql`select row(${sql.join(columns, sql`, `)})::text as row from ${qualified(table)} order by 1`);
      if (rows.length > 0) found[table.name] = rows.map(({ row }) => row);
    }
    return found;
  };
  return workspace === 'installation' ? database.owner(read) : database.workspace(workspace, read);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-backup-'));
  source = await openHub('source');
  empty = await openHub('empty');
  await source.vault.check();
  a = await source.database.newWorkspace('Acme');
  b = await source.database.newWorkspace('Bolt');
  await fill(source, a, 700);
  await fill(source, b, 5);
  await fill(source, INSTALLATION_WORKSPACE, 2);
  ({ id: fileId } = await source.files.forWorkspace(a).put(recording, { contentType: 'audio/wav', name: 'Anruf.wav' }));
  await source.files.forWorkspace(b).put(recording, { contentType: 'audio/wav' });
  sealed = (await source.vault.forWorkspace(a)).seal(ref, 'token');
  await (await source.vault.forWorkspace(b)).seal(ref, 'token');
  await source.database.owner((tx) => tx.execute(sql`insert into auth.users (id, name, email) values (${uuidv7()}, 'Ann', 'ann@example.com')`));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
let dir: string;
beforeEach(() => {
  dir = join(folder, 'backups', uuidv7());
});

it('restores every row, file and secret into another database', async () => {
  const result = await source.backup(dir);
  expect(result).toMatchObject({ workspaces: 3, files: 2, problems: [] });
  const target = await openHub('target');
  // A hub that has only been started is empty.
  await target.vault.check();
  const restored = await target.restore(dir);
  expect(restored).toEqual({ workspaces: 3, files: 2, rows: result.rows, closed: [], problems: [] });
  for (const id of [a, b, INSTALLATION_WORKSPACE, 'installation'] as const) expect(await contents(target, id)).toEqual(await contents(source, id));
  expect((await contents(source, a)).awkward).toHaveLength(700);
  expect(Object.keys(await contents(source, 'installation'))).toEqual(expect.arrayContaining(['users', 'workspaces']));
  expect((await target.vault.forWorkspace(a)).open(ref, sealed).reveal()).toBe('token');
  const parts: Uint8Array[] = [];
  for await (const part of (await target.files.forWorkspace(a).open(fileId)).stream) parts.push(part);
  expect(Buffer.concat(parts).equals(recording)).toBe(true);
  // Counters go on behind the restored rows, and keys are checked at once again.
  const [last] = await source.database.workspace(INSTALLATION_WORKSPACE, (tx) =>
    rowsOf<{ top: string }>(tx, sql`select max(sequence)::text as top from awkward`),
  );
  const [next] = await target.database.workspace(a, (tx) =>
    rowsOf<{ sequence: string }>(tx, sql`insert into awkward (workspace_id, id) values (${a}, ${uuidv7()}) returning sequence::text`),
  );
  expect(Number(next?.sequence)).toBeGreaterThan(Number(last?.top));
  const later = await target.database.owner((tx) => rowsOf(tx, sql`select 1 from pg_constraint where contype = 'f' and condeferrable`));
  expect(later).toEqual([]);
  await expect(target.restore(dir)).rejects.toMatchObject({ code: 'already_exists' });
});

it('shows nothing to who has the folder but not the root key', async () => {
  await source.backup(dir);
  for (const file of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    const text = await readFile(path, 'latin1');
    for (const secret of ['Acme', 'ann@example.com', 'Anruf', Buffer.from('\u2028line').toString('latin1')])
      expect(text.includes(secret), `${secret} in ${file.name}`).toBe(false);
    expect((await stat(path)).mode & 0o077).toBe(0);
  }
  const stranger = createVault({ database: empty.database, rootKeys: [rootKeyOf(randomBytes(32))], clock: systemClock });
  await expect(createBackup({ ...empty, vault: stranger, clock: systemClock, dataFolder: join(folder, 'empty') }).restore(dir)).rejects.toMatchObject({
    code: 'configuration',
  });
});

it('keeps the data of an erased workspace closed with a later keys.sealed', async () => {
  const hub = source;
  const [kept, erased] = [await hub.database.newWorkspace('Kept'), await hub.database.newWorkspace('Erased')];
  await fill(hub, kept, 3);
  await fill(hub, erased, 3);
  await hub.files.forWorkspace(erased).put(recording, { contentType: 'audio/wav' });
  await hub.vault.forWorkspace(kept);
  await hub.backup(dir);
  await hub.vault.eraseWorkspace(erased);
  const keys = join(folder, 'later-keys.sealed');
  await writeFile(keys, await hub.vault.exportKeys());
  const target = await openHub('after-erasure');
  expect(await target.restore(dir, { keys })).toMatchObject({ workspaces: 4, closed: [erased], files: 2 });
  expect((await contents(target, kept)).awkward).toHaveLength(3);
  expect(await contents(target, erased)).toEqual({});
  expect((await contents(target, 'installation')).workspaces?.join()).not.toContain('Erased');
});

it('keeps the keys that a rotation drops while it writes', async () => {
  const before = await source.vault.keysNow();
  const old = before.filter(({ workspaceId, use }) => workspaceId === b && use === 'seal').map(({ id }) => id);
  const target = empty;
  const archive = await source.vault.exportKeys(
    before.map((row) => (old.includes(row.id) ? { ...row, id: uuidv7() } : row)).filter(({ workspaceId }) => workspaceId === b),
  );
  // The re-named row does not unwrap: what matters here is that it comes as a retired key beside the active one.
  await target.vault.importKeys(archive);
  const states = await target.database.system((tx) =>
    rowsOf<{ state: string }>(tx, sql`select state from vault_keys where workspace_id = ${b} and use = 'seal' order by 1`),
  );
  expect(states).toEqual([{ state: 'active' }, { state: 'retired' }]);
});

it('refuses a backup of which anything was changed, cut, exchanged or lost, before it writes a row', async () => {
  await source.backup(dir);
  const target = empty;
  const stream = join('workspaces', `${a}.sealed`);
  const other = join('workspaces', `${b}.sealed`);
  const object = join('files', (await readdir(join(dir, 'files'), { recursive: true })).filter((path) => path.endsWith(fileId))[0] ?? '');
  const older = join(folder, 'backups', uuidv7());
  await source.backup(older);
  const flip = async (path: string, at: number) => {
    const content = await readFile(path);
    const index = at < 0 ? content.length + at : at;
    content[index] = (content[index] ?? 0) ^ 1;
    await writeFile(path, content);
  };
  const harms: Record<string, (copy: string) => Promise<unknown>> = {
    'a byte of a stream': (copy) => flip(join(copy, stream), 5000),
    'the last byte of a stream': (copy) => flip(join(copy, stream), -1),
    'a stream cut': async (copy) => writeFile(join(copy, stream), (await readFile(join(copy, stream))).subarray(0, -100)),
    'a stream of another workspace': (copy) => cp(join(dir, other), join(copy, stream)),
    'the same stream of another backup': (copy) => cp(join(older, stream), join(copy, stream)),
    'the whole manifest of another backup': (copy) => cp(join(older, 'manifest.json'), join(copy, 'manifest.json')),
    'a stream of another backup, its hash set right in the manifest': async (copy) => {
      const [mine, theirs] = [await readFile(join(copy, stream)), await readFile(join(older, stream))];
      await writeFile(join(copy, stream), theirs);
      const [before, after] = [mine, theirs].map(
        (content) => `\\"sha256\\":\\"${createHash('sha256').update(content).digest('hex')}\\",\\"bytes\\":${content.length}`,
      );
      const manifest = await readFile(join(copy, 'manifest.json'), 'utf8');
      expect(manifest).toContain(before);
      await writeFile(join(copy, 'manifest.json'), manifest.replace(before ?? '', after ?? ''));
    },
    'a stream lost': (copy) => rm(join(copy, stream)),
    'a file changed': (copy) => flip(join(copy, object), 70_000),
    'a file lost': (copy) => rm(join(copy, object)),
    'a list of files changed': (copy) => writeFile(join(copy, 'workspaces', `${a}.files`), ''),
    'a count in the manifest': async (copy) =>
      writeFile(join(copy, 'manifest.json'), (await readFile(join(copy, 'manifest.json'), 'utf8')).replace('\\"awkward\\":700', '\\"awkward\\":701')),
    'the manifest lost': (copy) => rm(join(copy, 'manifest.json')),
    'the installation stream': (copy) => flip(join(copy, 'installation.sealed'), 400),
  };
  for (const [name, harm] of Object.entries(harms)) {
    const copy = join(folder, 'harmed');
    await cp(dir, copy, { recursive: true });
    await harm(copy);
    await expect(target.restore(copy), name).rejects.toMatchObject({ code: 'file_invalid' });
    await rm(copy, { recursive: true });
  }
  expect(await contents(target, a)).toEqual({});
  expect(await contents(target, 'installation')).toEqual({});
});

it('refuses a folder that is in use or inside the data folder, another schema, and a database with rows', async () => {
  await source.backup(dir);
  await expect(source.backup(dir)).rejects.toMatchObject({ code: 'already_exists' });
  await expect(source.backup(join(folder, 'source/backups'))).rejects.toMatchObject({ code: 'configuration' });
  await expect(source.restore(dir)).rejects.toMatchObject({ code: 'already_exists' });
  await expect(source.restore(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'file_invalid' });
  await expect(source.verify(dir)).resolves.toMatchObject({ closed: [] });
  await empty.database.owner((tx) => tx.execute(sql`insert into schema_migrations (tag, hash) values ('later', '')`));
  await expect(empty.restore(dir)).rejects.toMatchObject({ code: 'configuration' });
  await empty.database.owner((tx) => tx.execute(sql`delete from schema_migrations where tag = 'later'`));
});

it('lists what the store has lost and keeps the rest', async () => {
  const hub = source;
  const workspace = await hub.database.newWorkspace();
  const [lost, rotten, kept] = [randomBytes(10), randomBytes(11), randomBytes(12)];
  for (const content of [lost, rotten, kept]) await hub.files.forWorkspace(workspace).put(content, { contentType: 'text/plain' });
  const keys = (await hub.database.workspace(workspace, (tx) => rowsOf<{ key: string }>(tx, sql`select storage_key as key from files order by size`))).map(
    ({ key }) => key,
  );
  await hub.files.driver.remove(keys[0] ?? '');
  await writeFile(join(folder, 'source/files', keys[1] ?? ''), 'rotten');
  expect(await hub.backup(dir)).toMatchObject({ files: 3, problems: [`${keys[0]} missing`, `${keys[1]} damaged`] });
  expect(await empty.restore(dir)).toMatchObject({ files: 3, problems: [expect.any(String), expect.any(String)] });
});
