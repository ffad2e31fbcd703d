import { createHash } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it } from 'vitest';
import { ensurePerson } from '#platform/access/people';
import { rowsOf } from '#platform/database/database';
import { storageKeyOf } from '#platform/files/driver';
import { type TestHub, type TestWorkspace, testHub } from './testing/test-hub.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
let hub: TestHub;
let workspace: TestWorkspace;
beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await workspace.connect('template', 'jotter', 'ada@acme.test');
  await hub.settle();
});

const rows = <Row>(query: SQL) => hub.database.system((tx) => rowsOf<Row>(tx, query));
const count = async (table: string) => (await rows<{ n: number }>(sql`select count(*)::int as n from ${sql.identifier(table)}`))[0]?.n ?? 0;
const ago = (ms: number) => new Date(hub.clock.now().getTime() - ms).toISOString();
const remember = (key: string) => workspace.call('POST', '/teams', { body: { name: key }, headers: { 'idempotency-key': key } });
const hash = (text: string) => createHash('sha256').update(text).digest();
/** The clock goes on, and everything that is due by it is done. */
const pass = async (ms: number) => {
  await hub.twins.clock({ advanceMs: ms });
  await hub.settle();
};

it('each chore removes exactly what is past its time', async () => {
  const user = await hub.database.system((tx) => ensurePerson(tx, { email: 'ada@example.test', name: 'Ada' }));
  const request = (at: string, id = uuidv7()) =>
    sql`insert into request_log (workspace_id, id, at, actor_kind, method, route, status, duration_ms, request_id) values (${workspace.id}, ${id}, ${at}, 'nobody', 'GET', '/made-up', 200, 1, 'x')`;
  const archived = (at: string, name: string) =>
    sql`insert into webhook_archive (workspace_id, id, request_id, event_index, integration, provider, topic, event_id, type, received_at, size)
        values (${workspace.id}, ${uuidv7()}, ${uuidv7()}, 0, 'made', 'up', '', ${name}, 'x', ${at}, 1)`;
  const file = (name: string, removed: SQL, id = uuidv7()) =>
    sql`insert into files (workspace_id, id, state, sha256, size, content_type, name, storage_key, sealed_key, sealed_sha256, removed_at)
        values (${workspace.id}, ${id}, 'stored', ${name}, 1, 'text/plain', ${name}, ${storageKeyOf(workspace.id, id)}, ''::bytea, 'x', ${removed})`;
  const ofAge: [name: string, old: SQL, young: SQL, left: SQL][] = [
    ['request log', request(ago(30 * DAY)), request(ago(30 * DAY - 2 * HOUR)), sql`select count(*)::int as n from request_log where route = '/made-up'`],
    [
      'webhook archive',
      archived(ago(30 * DAY), 'old'),
      archived(ago(30 * DAY - 2 * HOUR), 'young'),
      sql`select count(*)::int as n from webhook_archive where integration = 'made'`,
    ],
    [
      'one-time tokens',
      sql`insert into webhook_tokens values (${hash('old')}, ${hash('old')}, ${ago(5 * DAY)})`,
      sql`insert into webhook_tokens values (${hash('young')}, ${hash('young')}, ${ago(4 * DAY)})`,
      sql`select count(*)::int as n from webhook_tokens`,
    ],
    [
      'rate limits',
      sql`insert into rate_limits values ('made-up', ${hub.clock.now().getTime() - 3 * MINUTE}, 1)`,
      sql`insert into rate_limits values ('made-up', ${hub.clock.now().getTime() + 2 * HOUR}, 1)`,
      sql`select count(*)::int as n from rate_limits where subject = 'made-up'`,
    ],
    [
      'sessions',
      sql`insert into auth.sessions (id, user_id, token, expires_at) values (${uuidv7()}, ${user.id}, 'old', ${ago(0)})`,
      sql`insert into auth.sessions (id, user_id, token, expires_at) values (${uuidv7()}, ${user.id}, 'young', ${ago(-2 * HOUR)})`,
      sql`select count(*)::int as n from auth.sessions where user_id = ${user.id}`,
    ],
    [
      'set-up links',
      sql`insert into setup_links (token_hash, expires_at) values ('old', ${ago(0)})`,
      sql`insert into setup_links (token_hash, expires_at) values ('young', ${ago(-2 * HOUR)})`,
      sql`select count(*)::int as n from setup_links`,
    ],
    [
      'files',
      file('old', sql`now() - interval '2 hours'`),
      file('young', sql`now()`),
      sql`select count(*)::int as n from files where sha256 in ('old', 'young')`,
    ],
    [
      'allowances',
      sql`insert into quota_windows (key, ledger, updated_at) values ('old', '{}', now() - interval '41 days')`,
      sql`insert into quota_windows (key, ledger, updated_at) values ('young', '{}', now() - interval '39 days')`,
      sql`select count(*)::int as n from quota_windows where key in ('old', 'young')`,
    ],
  ];
  for (const [, old, young] of ofAge) for (const each of [old, young]) await rows(each);
  const left = async () => Object.fromEntries(await Promise.all(ofAge.map(async ([name, , , query]) => [name, (await rows<{ n: number }>(query))[0]?.n])));
  const all = (n: number) => Object.fromEntries(ofAge.map(([name]) => [name, n]));

  // Not before its turn.
  await pass(9 * MINUTE);
  expect(await left()).toEqual(all(2));
  await pass(2 * MINUTE);
  expect(await left()).toEqual({ ...all(2), 'rate limits': 1 });
  await pass(50 * MINUTE);
  expect(await left()).toEqual({ ...all(1), allowances: 2 });
  await pass(24 * HOUR);
  expect(await left()).toMatchObject({ allowances: 1, files: 1 });
});

it('forgets invitations a month after their end, and the person stays invited', async () => {
  const { id } = await workspace.post<{ id: string }>('/users', { email: 'late@example.test', name: 'Late', role: 'viewer' });
  await pass(36 * DAY);
  expect(await count('invitations')).toBe(1);
  await pass(2 * DAY);
  expect(await count('invitations')).toBe(0);
  expect(await workspace.get(`/users/${id}`)).toMatchObject({ state: 'invited' });
});

it('keeps answers for a day, events and calls for months, acts for years', async () => {
  await remember('old');
  await hub.hub.audit.flush();
  await hub.hub.audit.seal();
  const [events, calls] = [await count('events'), await count('api_calls')];
  expect(events).toBeGreaterThan(0);
  expect(calls).toBeGreaterThan(0);

  await pass(22 * HOUR);
  await remember('young');
  await pass(3 * HOUR);
  expect(await count('idempotency_keys')).toBe(1);
  expect(await count('events')).toBeGreaterThanOrEqual(events);
  expect(await count('api_calls')).toBeGreaterThanOrEqual(calls);

  // Only what is sealed is forgotten: the seals of half a minute are made at once.
  await hub.hub.audit.flush();
  await hub.hub.audit.seal();
  await hub.twins.clock({ advanceMs: 91 * DAY });
  const { id } = (await remember('fresh')).body as { id: string };
  await rows(sql`insert into webhook_deliveries (workspace_id, id, endpoint_id, event_id, event_type, state, next_try_at, created_at)
    values (${workspace.id}, ${uuidv7()}, ${uuidv7()}, ${uuidv7()}, 'x', 'delivered', now(), ${ago(91 * DAY)}),
           (${workspace.id}, ${uuidv7()}, ${uuidv7()}, ${uuidv7()}, 'x', 'delivered', now(), ${ago(89 * DAY)})`);
  await hub.settle();
  const [oldest] = await rows<{ at: string }>(sql`select min(at) as at from events`);
  if (oldest?.at) expect(new Date(oldest.at).getTime()).toBeGreaterThan(hub.clock.now().getTime() - 90 * DAY);
  expect(await rows(sql`select at, method, url from api_calls where at < ${ago(90 * DAY)}`)).toEqual([]);
  expect(await count('webhook_deliveries')).toBe(1);
  // What people did stays for two years, and the chain has no gap.
  expect(await count('audit_acts')).toBeGreaterThan(0);
  expect(await hub.hub.audit.verify(workspace.id)).toMatchObject({ ok: true });
  expect(await workspace.get(`/teams/${id}`)).toMatchObject({ name: 'fresh' });
});

it('tries a failed chore again, and holds up no other', async () => {
  // A table that is not there for a while.
  await hub.database.owner((tx) => tx.execute(sql`alter table rate_limits rename to rate_limits_away`));
  await remember('of yesterday');
  await pass(25 * HOUR);
  await hub.database.owner((tx) => tx.execute(sql`alter table rate_limits_away rename to rate_limits`));
  expect(await count('idempotency_keys')).toBe(0);
  await rows(sql`insert into rate_limits values ('made-up', ${hub.clock.now().getTime() - 3 * MINUTE}, 1)`);
  await pass(HOUR);
  expect(await rows(sql`select 1 from rate_limits where subject = 'made-up'`)).toEqual([]);
});

it('gives the room of dead rows back, and the next statement is the system’s again', async () => {
  await hub.database.vacuum('webhook_inbox');
  const [row] = await hub.database.systemQuery<{ role: string }>({ text: 'select current_user as role' });
  expect(row?.role).toBe('patchbay_system');
});
