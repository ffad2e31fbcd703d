import { appendFileSync, mkdtempSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { INSTALLATION_WORKSPACE, PatchbayError, type WorkspaceId } from '#sdk';
import { inboxScene, prepareTables, type Scene, type SceneOptions, until } from './testing.ts';

let database: TestDatabase;
let scene: Scene;
let a: WorkspaceId;
let isAway = false;
/** The real database behind a cable that can be pulled. */
const pulled = (): Database => ({
  ...database,
  systemQuery: (statement) => (isAway ? Promise.reject(new PatchbayError('database_unavailable')) : database.systemQuery(statement)),
  system: (work) => (isAway ? Promise.reject(new PatchbayError('database_unavailable')) : database.system(work)),
});
const opened: Scene[] = [];
const open = (options: SceneOptions): Scene => {
  const one = inboxScene(options);
  opened.push(one);
  return one;
};
afterEach(async () => {
  isAway = false;
  for (const one of opened.splice(0)) await one.inbox.stop();
});
beforeAll(async () => {
  database = await testDatabase();
  await prepareTables(database);
});
beforeEach(async () => {
  isAway = false;
  scene = open({ database: pulled() });
  a = await database.newWorkspace();
  scene.connect(a, 'acct-a');
  await scene.vault.forWorkspace(a);
  await scene.vault.forWorkspace(INSTALLATION_WORKSPACE);
});
const ring = (of: Scene = scene, id = uuidv7()) => of.send([{ id, account: 'acct-a', text: 'secret words' }], { topic: 'voice' });
/** As a killed process leaves its file: the process of that pid and start is no more. */
const orphan = (folder: string) => {
  for (const name of readdirSync(folder)) renameSync(join(folder, name), join(folder, name.replace(/^webhooks-(\d+)-\d+/, 'webhooks-$1-1')));
};
const fileText = (folder = scene.journalFolder) =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');

it('answers once it is safe, and stores it once', async () => {
  scene.behaviour.reply = (ctx) => `<dial workspace="${ctx.workspaceId}"/>`;
  const id = uuidv7();
  expect(await ring(scene, id)).toEqual({ status: 200, headers: { 'content-type': 'text/xml' }, body: `<dial workspace="${a}"/>` });
  await until(async () => (await scene.states(a))[id] === 'received', 'it is stored');
  await ring(scene, id);
  await scene.inbox.drain();
  expect((await scene.handled(a)).map((row) => row.event_id)).toEqual([id]);
  expect(fileText()).not.toContain('secret words');
});

it('writes down what a slow database has not committed soon, and nothing that it has', async () => {
  const gate = Promise.withResolvers<void>();
  const slow = open({
    database: {
      ...database,
      systemQuery: async (statement) => {
        await gate.promise;
        return database.systemQuery(statement);
      },
    },
    routes: scene.routes,
  });
  await slow.vault.forWorkspace(a);
  const [quick, waiting] = [uuidv7(), uuidv7()];
  await ring(scene, quick);
  expect(fileText()).toBe('');
  expect(await scene.states(a)).toEqual({ [quick]: 'received' });
  expect((await ring(slow, waiting)).status).toBe(200);
  expect(fileText(slow.journalFolder)).toContain('entry');
  gate.resolve();
  await until(async () => (await scene.states(a))[waiting] === 'received', 'it is stored');
  await until(() => fileText(slow.journalFolder).includes('done'), 'it is crossed out');
});

it('takes no harm when it ends before a slow database has answered: the next start finds what was written down', async () => {
  const gate = Promise.withResolvers<void>();
  const slow = open({
    database: {
      ...database,
      systemQuery: async (statement) => {
        await gate.promise;
        return database.systemQuery(statement);
      },
    },
    routes: scene.routes,
  });
  await slow.vault.forWorkspace(a);
  const id = uuidv7();
  expect((await ring(slow, id)).status).toBe(200);
  await slow.inbox.stop();
  // Stored after all, and its line can no longer be crossed out.
  gate.resolve();
  await until(async () => (await scene.states(a))[id] === 'received', 'it is stored');
  orphan(slow.journalFolder);
  const next = open({ database, routes: scene.routes, journalFolder: slow.journalFolder });
  expect(await next.inbox.adopt()).toBe(1);
  await next.inbox.drain();
  expect((await next.handled(a)).map((row) => row.event_id)).toEqual([id]);
});

it('answers while the database is away, and brings the event in when it is back', async () => {
  await scene.inbox.start();
  isAway = true;
  const id = uuidv7();
  expect(await ring(scene, id)).toMatchObject({ status: 200, body: '<ok/>' });
  // Without `replyFirst` it is not accepted.
  expect((await scene.send([{ id: uuidv7(), account: 'acct-a' }])).status).toBe(503);
  isAway = false;
  await until(async () => (await scene.handled(a)).length === 1, 'it is adopted and handled');
  await scene.inbox.stop();
  expect((await scene.handled(a)).map((row) => row.event_id)).toEqual([id]);
  expect(readdirSync(scene.journalFolder)).toEqual([]);
});

it('also when the reply fails or the account cannot be looked up', async () => {
  isAway = true;
  scene.behaviour.reply = () => {
    throw new Error('no');
  };
  expect(await ring()).toMatchObject({ status: 200, body: '<wait/>' });
});

it('adopts at the next start what a killed process had answered', async () => {
  isAway = true;
  const ids = [uuidv7(), uuidv7(), uuidv7()];
  for (const id of ids) expect((await ring(scene, id)).status).toBe(200);
  // Killed while it wrote: the last line is torn.
  for (const name of readdirSync(scene.journalFolder)) appendFileSync(join(scene.journalFolder, name), '{"entry":"AAAA');
  orphan(scene.journalFolder);
  isAway = false;
  const next = open({ database, routes: scene.routes, journalFolder: scene.journalFolder });
  expect(await next.inbox.adopt()).toBe(3);
  expect(await next.inbox.adopt()).toBe(0);
  await next.inbox.drain();
  expect((await next.handled(a)).map((row) => row.event_id)).toEqual(ids);
});

it('keeps the file while adopting it fails, and takes nothing twice after a kill in between', async () => {
  isAway = true;
  const id = uuidv7();
  await ring(scene, id);
  orphan(scene.journalFolder);
  const next = open({ database: pulled(), routes: scene.routes, journalFolder: scene.journalFolder });
  await next.vault.forWorkspace(INSTALLATION_WORKSPACE).catch(() => {});
  isAway = false;
  await next.vault.forWorkspace(INSTALLATION_WORKSPACE);
  await next.vault.forWorkspace(a);
  isAway = true;
  await expect(next.inbox.adopt()).rejects.toMatchObject({ code: 'database_unavailable' });
  isAway = false;
  const copy = mkdtempSync(join(tmpdir(), 'patchbay-inbox-'));
  for (const name of readdirSync(scene.journalFolder).filter((one) => one.includes('-1-'))) {
    appendFileSync(join(copy, name), readFileSync(join(scene.journalFolder, name)));
  }
  expect(await next.inbox.adopt()).toBe(1);
  // The same file again, as after a kill before it was removed.
  const again = open({ database, routes: scene.routes, journalFolder: copy });
  expect(await again.inbox.adopt()).toBe(1);
  await again.inbox.drain();
  expect((await again.handled(a)).map((row) => row.event_id)).toEqual([id]);
});

it('leaves the file of a living process alone', async () => {
  isAway = true;
  await ring();
  isAway = false;
  const other = open({ database, routes: scene.routes, journalFolder: scene.journalFolder });
  expect(await other.inbox.adopt()).toBe(0);
});

it('insists on the database when the journal cannot be written', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'patchbay-inbox-')), 'file');
  appendFileSync(file, '');
  const blocked = open({ database: pulled(), routes: scene.routes, journalFolder: join(file, 'journal') });
  const id = uuidv7();
  expect((await ring(blocked, id)).status).toBe(200);
  expect(await scene.states(a)).toEqual({ [id]: 'received' });
  isAway = true;
  expect((await ring(blocked)).status).toBe(503);
});
