import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { applyAccessRules } from '#platform/database/access-rules';
import { rowsOf } from '#platform/database/database';
import { APPEND_ONLY, SYSTEM_TABLES } from '#platform/database/system-tables';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type Ciphertext, Secret, systemClock, type WorkspaceId } from '#sdk';
import { rootKeyOf } from './root-keys.ts';
import { createVault, type Vault, type VaultPorts } from './vault.ts';

let database: TestDatabase;
const root = rootKeyOf(randomBytes(32));
const open: Vault[] = [];
const newVault = (ports: Partial<VaultPorts> = {}): Vault => {
  const vault = createVault({ database, rootKeys: [root], clock: systemClock, ...ports });
  open.push(vault);
  return vault;
};
afterEach(() => {
  for (const vault of open.splice(0)) vault.stop();
});
beforeAll(async () => {
  database = await testDatabase();
  await database.owner(async (tx) => {
    await tx.execute(
      sql`create table notes (workspace_id uuid not null, id uuid not null, body text check (body like 'v1.%'), file bytea, data jsonb, primary key (workspace_id, id))`,
    );
    await applyAccessRules(tx, { systemTables: Object.keys(SYSTEM_TABLES), appendOnly: APPEND_ONLY });
  });
});
const ref = (id: string) => ({ table: 'notes', column: 'body', id });
const keysOf = (id: WorkspaceId) =>
  database.workspace(id, (tx) =>
    rowsOf<{ id: string; use: string; state: string; root: string }>(tx, sql`select id, use, state, root_key_id as root from vault_keys order by id`),
  );

it('makes the keys of a workspace once, however many ask at the same instant', async () => {
  const workspace = await database.newWorkspace();
  const vaults = Array.from({ length: 4 }, () => newVault());
  const views = await Promise.all(vaults.flatMap((vault) => [vault.forWorkspace(workspace), vault.forWorkspace(workspace)]));
  expect(await keysOf(workspace)).toHaveLength(2);
  const [first] = views;
  const sealed = first?.seal(ref('1'), 'shared') as Ciphertext;
  for (const view of views) {
    expect(view.open(ref('1'), sealed).reveal()).toBe('shared');
    expect(view.mac('links', 'x')).toEqual(first?.mac('links', 'x'));
  }
});

it('opens for no other workspace, and gives each purpose and workspace its own mac', async () => {
  const vault = newVault();
  const a = await vault.forWorkspace(await database.newWorkspace());
  const b = await vault.forWorkspace(await database.newWorkspace());
  const sealed = a.seal(ref('1'), new Secret('hers'));
  expect(a.open(ref('1'), sealed).reveal()).toBe('hers');
  expect(() => b.open(ref('1'), sealed)).toThrow(expect.objectContaining({ code: 'vault_locked' }));
  expect(() => a.open(ref('2'), sealed)).toThrow(expect.objectContaining({ code: 'vault_locked' }));
  expect(() => b.openBytes(ref('1'), a.sealBytes(ref('1'), Buffer.from('x')))).toThrow(expect.objectContaining({ code: 'vault_locked' }));
  const macs = [a.mac('p', 'x'), a.mac('q', 'x'), b.mac('p', 'x'), a.mac('p', 'y')].map((mac) => mac.toString('hex'));
  expect(new Set(macs).size).toBe(4);
  expect(a.mac('p', 'x')).toHaveLength(32);
});

it('shows no key and no secret when printed', async () => {
  const { inspect } = await import('node:util');
  const vault = newVault();
  const view = await vault.forWorkspace(await database.newWorkspace());
  const text = inspect({ vault, view, opened: view.open(ref('1'), view.seal(ref('1'), 'marked-secret')) }, { depth: 9, showHidden: true });
  expect(text).not.toContain('marked-secret');
  expect(text).not.toContain(root.key.toString('hex'));
});

it('says at boot when the root key is missing or another one', async () => {
  await newVault().check();
  await newVault().check();
  const other = rootKeyOf(randomBytes(32));
  const missing = await newVault({ rootKeys: [other] })
    .check()
    .catch((e: unknown) => e);
  expect(missing).toMatchObject({ code: 'configuration', details: { remedy: expect.stringContaining('PATCHBAY_SECRET_KEY') } });
  await expect(newVault({ rootKeys: [{ ...other, id: root.id }] }).check()).rejects.toMatchObject({ code: 'configuration' });
  expect(() => newVault({ rootKeys: [] })).toThrow(expect.objectContaining({ code: 'configuration' }));
  await expect(newVault({ rootKeys: [other, root] }).check()).resolves.toBeUndefined();
});

it('keeps a key only if the transaction that made it commits', async () => {
  const vault = newVault();
  const workspace = await database.newWorkspace();
  const attempt = database.workspace(workspace, async (tx) => {
    const view = await vault.forWorkspace(workspace);
    await tx.execute(sql`insert into notes (workspace_id, id, body) values (${workspace}, ${uuidv7()}, ${view.seal(ref('1'), 'x')})`);
    throw new Error('rolled back');
  });
  await expect(attempt).rejects.toThrow('rolled back');
  expect(await keysOf(workspace)).toEqual([]);
  const view = await vault.forWorkspace(workspace);
  const sealed = view.seal(ref('1'), 'kept');
  expect((await newVault().forWorkspace(workspace)).open(ref('1'), sealed).reveal()).toBe('kept');
  await database.system(async () => expect((await newVault().forWorkspace(workspace)).open(ref('1'), sealed).reveal()).toBe('kept'));
});

it('closes everything of an erased workspace, in the processes that had it open too', async () => {
  const [vault, elsewhere] = [newVault(), newVault()];
  const workspace = await database.newWorkspace();
  const [view, other] = [await vault.forWorkspace(workspace), await elsewhere.forWorkspace(workspace)];
  const sealed = view.seal(ref('1'), 'gone');
  await vault.eraseWorkspace(workspace);
  expect(() => view.open(ref('1'), sealed)).toThrow(expect.objectContaining({ code: 'vault_locked' }));
  await elsewhere.refresh();
  expect(() => other.open(ref('1'), sealed)).toThrow(expect.objectContaining({ code: 'vault_locked' }));
  // Somebody late may make a new key; the old content stays closed.
  expect(() => other.mac('p', 'x')).toThrow();
  const anew = await vault.forWorkspace(workspace);
  expect(() => anew.open(ref('1'), sealed)).toThrow(expect.objectContaining({ code: 'vault_locked' }));
});

it('re-wraps all keys by a new root key, after which the old one is not needed; killed half-way it goes on', async () => {
  const workspaces = await Promise.all(Array.from({ length: 3 }, () => database.newWorkspace()));
  const before = newVault();
  const sealed = await Promise.all(workspaces.map(async (id) => (await before.forWorkspace(id)).seal(ref(id), id)));
  const next = rootKeyOf(randomBytes(32));
  const rotating = newVault({ rootKeys: [next, root] });
  await expect(
    rotating.rotateRoot(() => {
      throw new Error('killed');
    }),
  ).rejects.toThrow('killed');
  await rotating.rotateRoot();
  expect(await rotating.rotateRoot()).toEqual({ rewrapped: 0 });
  const after = newVault({ rootKeys: [next] });
  await after.check();
  for (const [i, id] of workspaces.entries()) expect((await after.forWorkspace(id)).open(ref(id), sealed[i] as Ciphertext).reveal()).toBe(id);
  await expect(newVault().check()).rejects.toMatchObject({ code: 'configuration' });
  await newVault({ rootKeys: [root, next] }).rotateRoot();
  await newVault().check();
});

it('exports the wrapped keys as one file and takes them back, refusing a changed one', async () => {
  const vault = newVault();
  const workspace = await database.newWorkspace();
  const sealed = (await vault.forWorkspace(workspace)).seal(ref('1'), 'archived');
  const archive = await vault.exportKeys();
  await vault.eraseWorkspace(workspace);
  const without = await vault.exportKeys();
  for (const at of [3, 40, archive.length - 5]) {
    const changed = Buffer.from(archive);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await expect(vault.importKeys(changed)).rejects.toMatchObject({ code: 'configuration' });
  }
  expect(await vault.importKeys(archive)).toContain(workspace);
  expect((await vault.forWorkspace(workspace)).open(ref('1'), sealed).reveal()).toBe('archived');
  expect(await vault.importKeys(without)).not.toContain(workspace);
});
