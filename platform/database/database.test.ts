import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it } from 'vitest';
import type { WorkspaceId } from '#sdk';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { applyAccessRules } from './access-rules.ts';
import { rowsOf } from './database.ts';
import { sqlState } from './database-error.ts';

let database: TestDatabase;
let a: WorkspaceId;
let b: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  a = await database.newWorkspace();
  b = await database.newWorkspace();
  await database.owner(async (tx) => {
    await tx.execute(
      sql`create table things (workspace_id uuid not null, id uuid not null, name text, at timestamptz default now(), primary key (workspace_id, id))`,
    );
    await applyAccessRules(tx, { systemTables: ['workspaces'], appendOnly: [] });
  });
  await database.workspace(a, (tx) => tx.execute(sql`insert into things (workspace_id, id, name) values (${a}, ${uuidv7()}, 'hers')`));
});

const names = (id: WorkspaceId) => database.workspace(id, (tx) => rowsOf<{ name: string }>(tx, sql`select name from things`));

it('shows a workspace its own rows and nobody else any', async () => {
  expect(await names(a)).toEqual([{ name: 'hers' }]);
  expect(await names(b)).toEqual([]);
});

it('refuses to write into another workspace', async () => {
  const attempt = database.workspace(b, (tx) => tx.execute(sql`insert into things (workspace_id, id) values (${a}, ${uuidv7()})`));
  expect(sqlState(await attempt.catch((e: unknown) => e))).toBe('42501');
  await database.workspace(b, (tx) => tx.execute(sql`update things set name = 'stolen'`));
  expect(await names(a)).toEqual([{ name: 'hers' }]);
});

it('keeps the system role out of tables that are not on its list', async () => {
  const attempt = database.system((tx) => tx.execute(sql`select * from things`));
  expect(sqlState(await attempt.catch((e: unknown) => e))).toBe('42501');
  expect(sqlState(await database.systemQuery({ text: 'select * from things' }).catch((e: unknown) => e))).toBe('42501');
});

it('refuses an id that is no UUID before it reaches SQL', async () => {
  await expect(database.workspace("x' or true --" as WorkspaceId, async () => 1)).rejects.toMatchObject({ code: 'scope_violation' });
});

it('joins an open transaction of the same workspace and refuses another', async () => {
  await database.workspace(a, async (tx) => {
    await database.workspace(a, async (inner) => expect(inner).toBe(tx));
    await expect(database.workspace(b, async () => 1)).rejects.toMatchObject({ code: 'scope_violation' });
    await expect(database.system(async () => 1)).rejects.toMatchObject({ code: 'scope_violation' });
    await expect(database.systemQuery({ text: 'select 1' })).rejects.toMatchObject({ code: 'scope_violation' });
  });
});

it('rolls everything back when the work throws, and runs afterCommit only after a commit', async () => {
  const ran: string[] = [];
  const attempt = database.workspace(a, async (tx) => {
    database.afterCommit(() => ran.push('rolled back'));
    await tx.execute(sql`delete from things`);
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  expect(await names(a)).toHaveLength(1);
  await database.workspace(a, async () => database.afterCommit(() => ran.push('committed')));
  expect(ran).toEqual(['committed']);
});

it('enters workspaces one after the other from one system transaction, a failing one alone undone', async () => {
  const add = (id: WorkspaceId, name: string) => sql`insert into things (workspace_id, id, name) values (${id}, ${uuidv7()}, ${name})`;
  await database.system(async (tx) => {
    await database.enter(tx, a, (inner) => inner.execute(add(a, 'first')));
    await database
      .enter(tx, b, async (inner) => {
        await inner.execute(add(b, 'second'));
        await inner.execute(sql`select 1/0`);
      })
      .catch(() => {});
    await database
      .enter(tx, b, async (inner) => {
        await expect(inner.execute(add(a, 'forged'))).rejects.toThrow();
      })
      .catch(() => {});
    await database.enter(tx, b, (inner) => inner.execute(add(b, 'third')));
    expect(await rowsOf(tx, sql`select name from workspaces where id = ${a}`)).toHaveLength(1);
  });
  expect((await names(a)).map((row) => row.name).sort()).toEqual(['first', 'hers']);
  expect(await names(b)).toEqual([{ name: 'third' }]);
});

it('serves others between transactions, in turn', async () => {
  const many = await Promise.all(Array.from({ length: 30 }, (_, i) => (i % 3 ? names(a) : database.systemQuery({ text: 'select 1 as one' }))));
  expect(many).toHaveLength(30);
});

it('hears what another transaction notifies', async () => {
  const heard = Promise.withResolvers<string>();
  const stop = await database.listen('test_channel', heard.resolve);
  await database.system((tx) => tx.execute(sql`select pg_notify('test_channel', 'hello')`));
  expect(await heard.promise).toBe('hello');
  await stop();
});
