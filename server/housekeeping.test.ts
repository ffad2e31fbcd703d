import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestHub, type TestWorkspace, testHub } from './testing/test-hub.ts';

const DAY = 86_400_000;
let hub: TestHub;
let workspace: TestWorkspace;
beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await workspace.connect('template', 'acme', 'ada@acme.test');
  await hub.settle();
});

const count = async (table: string) =>
  (await hub.database.system((tx) => rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from ${sql.identifier(table)}`)))[0]?.n ?? 0;
const remember = (key: string) => workspace.call('POST', '/teams', { body: { name: key }, headers: { 'idempotency-key': key } });

it('throws away what is old, leaves what is young, and does neither before its time', async () => {
  await remember('old');
  await hub.hub.audit.flush();
  await hub.hub.audit.seal();
  const [events, calls] = [await count('events'), await count('api_calls')];
  expect(events).toBeGreaterThan(0);
  expect(calls).toBeGreaterThan(0);

  await hub.twins.clock({ advanceMs: 2 * DAY });
  await remember('young');
  await hub.hub.housekeeping.look();
  // An answer is remembered for a day; events and calls for months.
  expect(await count('idempotency_keys')).toBe(1);
  expect(await count('events')).toBeGreaterThanOrEqual(events);
  expect(await count('api_calls')).toBeGreaterThanOrEqual(calls);

  await hub.twins.clock({ advanceMs: 91 * DAY });
  const { id } = (await remember('fresh')).body as { id: string };
  await hub.hub.housekeeping.look();
  expect(await count('events')).toBe(0);
  expect(await count('api_calls')).toBe(0);
  // What people did stays for two years, and the chain has no gap.
  expect(await count('audit_acts')).toBeGreaterThan(0);
  expect(await hub.hub.audit.verify(workspace.id)).toMatchObject({ ok: true });
  expect(await workspace.get(`/teams/${id}`)).toMatchObject({ name: 'fresh' });
});

it('gives the room of dead rows back, and the next statement is the system’s again', async () => {
  await hub.database.vacuum('webhook_inbox');
  const [row] = await hub.database.systemQuery<{ role: string }>({ text: 'select current_user as role' });
  expect(row?.role).toBe('patchbay_system');
});
