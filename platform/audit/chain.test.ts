import { type SQL, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { sqlState } from '#platform/database/database-error';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { WorkspaceId } from '#sdk';
import { auditFor, callOf } from './testing.ts';

let database: TestDatabase;
let hub: ReturnType<typeof auditFor>;
let workspaceId: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  hub = auditFor(database);
});
afterAll(() => hub.audit.stop());

const body = { request: { headers: { accept: 'application/json' }, body: null }, response: { headers: {}, body: '{"items":[]}' } };
const record = () => {
  const start = callOf(workspaceId);
  hub.audit.apiCall(start)({ outcome: 'ok', status: 200, durationMs: 12.4, responseBytes: 12, body });
  return start.id;
};
const owner = (statement: SQL) => database.owner((tx) => tx.execute(statement));
const verify = () => hub.audit.verify(workspaceId);

let calls: string[];
let act: string;
beforeEach(async () => {
  workspaceId = await database.newWorkspace();
  calls = [record(), record(), record()];
  act = (await hub.audit.act({ workspaceId, actor: 'person:1', act: 'connection.removed', target: { type: 'connection', id: 'c' }, before: ['label'] })).id;
  await hub.audit.seal();
});

it('seals all rows once and finds nothing wrong with them', async () => {
  expect(await verify()).toEqual({ ok: true, findings: [], sealed: 4, unsealed: 0, purged: 0, bodiesRemoved: 0 });
  record();
  await hub.audit.flush();
  expect(await verify()).toMatchObject({ ok: true, sealed: 4, unsealed: 1 });
  await hub.audit.seal();
  await hub.audit.seal();
  expect(await verify()).toMatchObject({ ok: true, sealed: 5, unsealed: 0 });
});

describe('names a changed row', () => {
  // Every column that the application can write; each is flipped on its own.
  const flips: [string, string, () => string][] = [
    ...['operation', 'provider', 'integration', 'method', 'url', 'lane', 'actor', 'outcome', 'code'].map((column): [string, string, () => string] => [
      'api_calls',
      `${column} = coalesce(${column}, '') || 'x'`,
      () => calls[1] ?? '',
    ]),
    ...['attempt', 'status', 'duration_ms', 'request_bytes', 'response_bytes', 'redirects'].map((column): [string, string, () => string] => [
      'api_calls',
      `${column} = coalesce(${column}, 0) + 1`,
      () => calls[1] ?? '',
    ]),
    ['api_calls', "at = at + interval '1 millisecond'", () => calls[1] ?? ''],
    ['api_calls', 'mac = set_byte(mac, 3, 255 - get_byte(mac, 3))', () => calls[1] ?? ''],
    ['api_calls', 'body_mac = set_byte(body_mac, 0, 255 - get_byte(body_mac, 0))', () => calls[1] ?? ''],
    ['api_call_bodies', 'content = set_byte(content, 40, 255 - get_byte(content, 40))', () => calls[1] ?? ''],
    ...['actor', 'act', 'target_id', 'ip', 'request_id', 'before_fields', 'after_fields'].map((column): [string, string, () => string] => [
      'audit_acts',
      `${column} = coalesce(${column}, '') || 'x'`,
      () => act,
    ]),
  ];
  it.each(flips)('%s: %s', async (table, set, id) => {
    await owner(sql`update ${sql.raw(table)} set ${sql.raw(set)} where id = ${id()}`);
    const { ok, findings } = await verify();
    expect(ok).toBe(false);
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'changed', table, id: id() }));
    // Its neighbours are not accused.
    expect(new Set(findings.map((finding) => finding.id))).toEqual(new Set([id()]));
  });
});

it('names a removed row, alone or with its link', async () => {
  await owner(sql`delete from api_calls where id = ${calls[1]}`);
  // The act is the oldest row, so the second call stands in third place.
  expect((await verify()).findings).toContainEqual({ kind: 'removed', table: 'api_calls', id: calls[1], position: 3 });
  await owner(sql`delete from audit_chain where workspace_id = ${workspaceId} and position = 3`);
  expect((await verify()).findings).toContainEqual({ kind: 'removed', table: 'audit_chain', position: 3 });
});

it('names a removed end of a range', async () => {
  await owner(sql`delete from audit_chain where workspace_id = ${workspaceId} and position >= 3`);
  expect((await verify()).findings).toContainEqual({ kind: 'removed', table: 'audit_chain', position: 3 });
});

it('names a removed or changed seal', async () => {
  record();
  await hub.audit.seal();
  await owner(sql`update audit_seals set until = until + interval '1 day' where workspace_id = ${workspaceId} and first_position = 5`);
  expect((await verify()).findings).toContainEqual({ kind: 'changed', table: 'audit_seals', position: 5 });
  await owner(sql`delete from audit_seals where workspace_id = ${workspaceId} and first_position = 1`);
  expect((await verify()).findings).toContainEqual({ kind: 'changed', table: 'audit_seals', position: 5 });
});

it('names an inserted row before and after the next seal', async () => {
  const forged = uuidv7();
  await owner(sql`
    insert into api_calls select workspace_id, ${forged}::uuid, at, recorded_at, series_id, attempt, connection_id, integration, provider, operation,
      method, url, lane, actor, outcome, status, code, duration_ms, request_bytes, response_bytes, redirects, body_mac, mac
    from api_calls where id = ${calls[0]}`);
  const finding = { kind: 'inserted', table: 'api_calls', id: forged };
  expect((await verify()).findings).toEqual([finding]);
  record();
  await hub.audit.seal();
  expect(await verify()).toMatchObject({ findings: [finding], sealed: 5, unsealed: 0 });
});

it('names two rows whose places were swapped', async () => {
  await owner(sql`update audit_chain set position = position + 100 where workspace_id = ${workspaceId} and position = 1`);
  await owner(sql`update audit_chain set position = 1 where workspace_id = ${workspaceId} and position = 2`);
  await owner(sql`update audit_chain set position = 2 where workspace_id = ${workspaceId} and position = 101`);
  expect((await verify()).findings).toContainEqual(expect.objectContaining({ kind: 'changed', table: 'audit_chain', position: 1 }));
});

it('stays valid when a body is removed', async () => {
  await hub.audit.removeBody(workspaceId, calls[0] ?? '');
  expect(await verify()).toMatchObject({ ok: true, bodiesRemoved: 1 });
});

it('drops old ranges without a gap, and believes nobody else who drops them', async () => {
  hub.clock.at = new Date('2026-03-05T10:00:00.000Z');
  const young = callOf(workspaceId, { at: hub.clock.now() });
  hub.audit.apiCall(young)({ outcome: 'ok' });
  await hub.audit.seal();
  await hub.audit.purgeBefore({ calls: new Date('2026-03-03T00:00:00Z') });
  expect(await verify()).toMatchObject({ ok: true, sealed: 2, purged: 3 });
  await hub.audit.purgeBefore({ calls: new Date('2026-03-03T00:00:00Z'), acts: new Date('2026-03-03T00:00:00Z') });
  expect(await verify()).toMatchObject({ ok: true, sealed: 1, purged: 4 });
  await owner(sql`delete from api_calls where id = ${young.id}`);
  await owner(sql`update audit_seals set calls_purged_at = now(), acts_purged_at = now() where workspace_id = ${workspaceId} and first_position = 5`);
  expect((await verify()).findings).toContainEqual({ kind: 'removed', table: 'api_calls', id: young.id, position: 5 });
});

it('is append-only for the workspace, and closed to another', async () => {
  const other = await database.newWorkspace();
  for (const table of ['api_calls', 'api_call_bodies', 'audit_acts', 'audit_chain', 'audit_seals']) {
    for (const statement of [`update ${table} set workspace_id = workspace_id`, `delete from ${table}`]) {
      const refused = await database.workspace(workspaceId, (tx) => tx.execute(sql.raw(statement))).catch((error: unknown) => error);
      expect(sqlState(refused)).toBe('42501');
    }
    expect(await database.workspace(other, (tx) => rowsOf(tx, sql.raw(`select 1 from ${table}`)))).toEqual([]);
  }
});

it('is sealed by one of several that try at once', async () => {
  for (let i = 0; i < 30; i++) record();
  await hub.audit.flush();
  const second = auditFor(database, hub.journalFolder);
  await Promise.all([hub.audit.seal(), second.audit.seal(), hub.audit.seal()]).catch(() => {});
  await hub.audit.seal();
  expect(await verify()).toMatchObject({ ok: true, sealed: 34, unsealed: 0 });
});
