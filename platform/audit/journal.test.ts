import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { WorkspaceId } from '#sdk';
import { readJournal } from './adopt.ts';
import { auditFor, callOf } from './testing.ts';

let database: TestDatabase;
let workspaceId: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.newWorkspace();
});
const outcomes = () =>
  database.workspace(workspaceId, (tx) => rowsOf<{ id: string; outcome: string; status: number | null }>(tx, sql`select id, outcome, status from api_calls`));

/** A process that begins what it is told and is killed when it says so. */
async function killedProcess(folder: string, script: string) {
  const source = `import { createJournal } from ${JSON.stringify(join(import.meta.dirname, 'journal.ts'))};
    const journal = createJournal(${JSON.stringify(folder)}); ${script}; console.log('ready'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    kill: () => {
      child.kill('SIGKILL');
      return once(child, 'exit');
    },
  };
}

it('adopts what a killed process left: ended calls as they ended, others as interrupted; each once', async () => {
  const { audit, journalFolder } = auditFor(database);
  const [ended, cut] = [callOf(workspaceId), callOf(workspaceId)];
  const act = { id: callOf(workspaceId).id, workspaceId, at: new Date('2026-03-01T10:00:00Z'), actor: 'person:1', act: 'key.created' };
  const child = await killedProcess(
    journalFolder,
    `journal.begin('${ended.id}', { begin: ${JSON.stringify(ended)} });
     journal.append('${ended.id}', { end: { outcome: 'ok', status: 201 }, id: '${ended.id}' });
     journal.begin('${cut.id}', { begin: ${JSON.stringify(cut)} });
     journal.begin('${act.id}', { act: ${JSON.stringify(act)} })`,
  );
  expect(await audit.adopt()).toEqual({ rows: 0, interrupted: 0 });
  await child.kill();
  expect(await audit.adopt()).toEqual({ rows: 3, interrupted: 1 });
  expect(await audit.adopt()).toEqual({ rows: 0, interrupted: 0 });
  expect(await outcomes()).toEqual(
    expect.arrayContaining([
      { id: ended.id, outcome: 'ok', status: 201 },
      { id: cut.id, outcome: 'interrupted', status: null },
    ]),
  );
  expect(await audit.listActs(workspaceId, { limit: 10 })).toMatchObject([{ id: act.id, act: 'key.created' }]);
  await audit.seal();
  expect(await audit.verify(workspaceId)).toMatchObject({ ok: true, sealed: 3 });
  await audit.stop();
});

it('does not repeat rows that reached the table before the kill', async () => {
  const { audit, journalFolder } = auditFor(database, mkdtempSync(join(tmpdir(), 'patchbay-journal-')));
  const start = callOf(workspaceId);
  audit.apiCall(start)({ outcome: 'ok', status: 200 });
  await audit.flush();
  const before = (await outcomes()).length;
  await (await killedProcess(journalFolder, `journal.begin('${start.id}', { begin: ${JSON.stringify(start)} })`)).kill();
  await audit.adopt();
  expect(await outcomes()).toHaveLength(before);
  expect((await outcomes()).find((row) => row.id === start.id)).toMatchObject({ outcome: 'ok' });
  await audit.stop();
});

it('has a line on disk before the call leaves, and no file once every row is in the table', async () => {
  const { audit, journalFolder } = auditFor(database, mkdtempSync(join(tmpdir(), 'patchbay-journal-')));
  const end = audit.apiCall(callOf(workspaceId));
  expect(readdirSync(journalFolder)).toHaveLength(1);
  end({ outcome: 'failed' });
  end({ outcome: 'ok' });
  await audit.stop();
  expect(readdirSync(journalFolder)).toEqual([]);
});

it('reads a journal that was cut off in the middle of a line', () => {
  const start = callOf(workspaceId);
  const text = `${JSON.stringify({ begin: start })}\n${JSON.stringify({ end: { outcome: 'ok' }, id: start.id }).slice(0, 20)}`;
  expect(readJournal(text)).toEqual({ calls: [{ start, end: { outcome: 'interrupted' } }], acts: [], interrupted: 1 });
});

it('writes an act in the transaction it belongs to: no commit, no act', async () => {
  const { audit } = auditFor(database);
  const before = (await audit.listActs(workspaceId, { limit: 200 })).length;
  const write = (fail: boolean) =>
    database.workspace(workspaceId, async () => {
      await audit.act({ workspaceId, actor: 'person:1', act: 'user.removed' });
      if (fail) throw new Error('no');
    });
  await expect(write(true)).rejects.toThrow('no');
  await audit.flush();
  expect(await audit.listActs(workspaceId, { limit: 200 })).toHaveLength(before);
  await write(false);
  expect(await audit.listActs(workspaceId, { limit: 200 })).toHaveLength(before + 1);
  await audit.stop();
});
