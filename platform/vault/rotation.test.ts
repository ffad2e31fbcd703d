import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { applyAccessRules } from '#platform/database/access-rules';
import { rowsOf } from '#platform/database/database';
import { APPEND_ONLY, SYSTEM_TABLES } from '#platform/database/system-tables';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type Ciphertext, systemClock, type WorkspaceId } from '#sdk';
import { rootKeyOf } from './root-keys.ts';
import { createVault, type Vault } from './vault.ts';

let database: TestDatabase;
const root = rootKeyOf(randomBytes(32));
const open: Vault[] = [];
/** Looks often and waits shortly, in the proportion of the real thing. */
const newVault = (): Vault => {
  const vault = createVault({ database, rootKeys: [root], clock: systemClock, refreshMs: 50, graceMs: 400 });
  vault.registerSealed({ table: 'letters', column: 'body', idColumn: 'id' });
  vault.registerSealed({ table: 'letters', column: 'file', idColumn: 'id', form: 'bytes', ref: { table: 'letters', column: 'attachment' } });
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
      sql`create table letters (workspace_id uuid not null, id uuid not null, body text check (body like 'v1.%'), file bytea, data jsonb, primary key (workspace_id, id))`,
    );
    await applyAccessRules(tx, { systemTables: Object.keys(SYSTEM_TABLES), appendOnly: APPEND_ONLY });
  });
});
const body = (id: string) => ({ table: 'letters', column: 'body', id });
const attachment = (id: string) => ({ table: 'letters', column: 'attachment', id });
const keysOf = (id: WorkspaceId) =>
  database.workspace(id, (tx) => rowsOf<{ id: string; state: string }>(tx, sql`select id, state from vault_keys where use = 'seal' order by id`));

async function write(vault: Vault, workspace: WorkspaceId, id: string, text: string): Promise<void> {
  const view = await vault.forWorkspace(workspace);
  const sealed = view.seal(body(id), text);
  const file = view.sealBytes(attachment(id), Buffer.from(text));
  await database.workspace(workspace, (tx) =>
    tx.execute(sql`insert into letters (workspace_id, id, body, file) values (${workspace}, ${id}, ${sealed}, ${file})
                   on conflict (workspace_id, id) do update set body = excluded.body, file = excluded.file`),
  );
}
async function read(vault: Vault, workspace: WorkspaceId): Promise<Map<string, string>> {
  const view = await vault.forWorkspace(workspace);
  const rows = await database.workspace(workspace, (tx) => rowsOf<{ id: string; body: string; file: Uint8Array }>(tx, sql`select id, body, file from letters`));
  return new Map(
    rows.map((row) => {
      const text = view.open(body(row.id), row.body as Ciphertext).reveal();
      expect(view.openBytes(attachment(row.id), row.file).toString()).toBe(text);
      return [row.id, text];
    }),
  );
}
async function filled(vault: Vault, count: number): Promise<{ workspace: WorkspaceId; expected: Map<string, string> }> {
  const workspace = await database.newWorkspace();
  const expected = new Map(Array.from({ length: count }, () => [uuidv7(), randomBytes(8).toString('hex')]));
  for (const [id, text] of expected) await write(vault, workspace, id, text);
  return { workspace, expected };
}

it('rotates while two processes read and write, and nothing ever fails to open', async () => {
  const [vault, elsewhere] = [newVault(), newVault()];
  const { workspace, expected } = await filled(vault, 60);
  const other = await filled(vault, 1);
  const [old] = await keysOf(workspace);
  const before = (await vault.forWorkspace(workspace)).mac('chain', 'x');
  let rotating = true;
  let rounds = 0;
  const ids = [...expected.keys()];
  const load = async (mine: Vault, offset: number) => {
    for (let i = offset; rotating; i += 2, rounds++) {
      const id = ids[i % ids.length] ?? '';
      const text = `${offset}:${i}`;
      await write(mine, workspace, id, text);
      expected.set(id, text);
      await read(mine, workspace);
    }
  };
  // With an embedded database there is one process, hence one vault.
  const second = database.engine === 'postgres' ? elsewhere : vault;
  const loads = [load(vault, 0), load(second, 1)];
  const result = await vault.rotateDataKey(workspace, { batch: 7 }).finally(() => {
    rotating = false;
  });
  await Promise.all(loads);
  expect(result).toMatchObject({ resumed: false, dropped: true, unreadable: [], unregistered: [] });
  expect(rounds).toBeGreaterThan(3);
  expect(await read(second, workspace)).toEqual(expected);
  const keys = await keysOf(workspace);
  expect(keys).toHaveLength(1);
  expect(keys[0]?.id).not.toBe(old?.id);
  expect((await vault.forWorkspace(workspace)).mac('chain', 'x')).toEqual(before);
  expect(await read(vault, other.workspace)).toEqual(other.expected);
});

it('killed at any step, the next call finishes it', async () => {
  const { workspace, expected } = await filled(newVault(), 30);
  for (const step of ['announcing', 'resealing', 'dropping'] as const) {
    const dying = newVault();
    let steps = 0;
    await expect(
      dying.rotateDataKey(workspace, {
        batch: 10,
        force: true,
        progress: (state) => {
          if (state.step === step && (step !== 'resealing' || ++steps === 2)) throw new Error('killed');
        },
      }),
    ).rejects.toThrow('killed');
    expect(await read(newVault(), workspace)).toEqual(expected);
    const result = await newVault().rotateDataKey(workspace);
    expect(result).toMatchObject({ resumed: step !== 'announcing', dropped: true });
    expect(await keysOf(workspace)).toHaveLength(1);
    expect(await read(newVault(), workspace)).toEqual(expected);
  }
});

it('two rotations at once do no harm', async () => {
  const vault = newVault();
  const { workspace, expected } = await filled(vault, 20);
  await Promise.all([vault.rotateDataKey(workspace), newVault().rotateDataKey(workspace)]);
  expect(await read(newVault(), workspace)).toEqual(expected);
});

it('keeps the old key while something that nobody registered, or that is damaged, still names it', async () => {
  const vault = newVault();
  const { workspace } = await filled(vault, 3);
  const view = await vault.forWorkspace(workspace);
  const id = uuidv7();
  const moved = view.seal(body('elsewhere'), 'y');
  const token = view.seal({ table: 'letters', column: 'data', id }, 'x');
  await database.workspace(workspace, (tx) =>
    tx.execute(sql`insert into letters (workspace_id, id, data) values (${workspace}, ${id}, ${JSON.stringify({ a: [token] })}::jsonb)`),
  );
  expect(await vault.rotateDataKey(workspace)).toMatchObject({ dropped: false, unregistered: ['letters.data'] });
  expect((await vault.forWorkspace(workspace)).open({ table: 'letters', column: 'data', id }, token).reveal()).toBe('x');
  await database.workspace(workspace, (tx) => tx.execute(sql`update letters set data = null, body = ${moved} where id = ${id}`));
  expect(await vault.rotateDataKey(workspace)).toMatchObject({ resumed: true, dropped: false, unreadable: [`letters.body ${id}`], unregistered: [] });
  await database.workspace(workspace, (tx) => tx.execute(sql`delete from letters where id = ${id}`));
  expect(await vault.rotateDataKey(workspace)).toMatchObject({ resumed: true, dropped: true });
  expect(await keysOf(workspace)).toHaveLength(1);
});

it('names an unknown key as locked and knows it at the next look', async () => {
  const [vault, elsewhere] = [newVault(), newVault()];
  const { workspace } = await filled(vault, 1);
  const stale = await elsewhere.forWorkspace(workspace);
  await vault.rotateDataKey(workspace);
  const sealed = (await vault.forWorkspace(workspace)).seal(body('1'), 'new');
  if (database.engine === 'embedded') expect(() => stale.open(body('1'), sealed)).toThrow(expect.objectContaining({ code: 'vault_locked' }));
  expect((await elsewhere.forWorkspace(workspace)).open(body('1'), sealed).reveal()).toBe('new');
});
