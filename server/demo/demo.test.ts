import { type SQL, sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import type { Actor, UserId } from '#sdk';
import { type TestHub, testHub } from '../testing/test-hub.ts';
import { DEALS, ORGANIZATIONS, PEOPLE } from './cast.ts';
import { createDemo } from './demo.ts';

let hub: TestHub;
let owner: Actor;
beforeAll(async () => {
  hub = await testHub();
  const { setupUrl } = await hub.hub.access.firstOwner.ensureFirstOwner({});
  const who = { name: 'Grace Hopper', email: 'grace@example.test', password: 'a long enough password', workspaceName: 'Compilers Ltd' };
  const { userId } = await hub.hub.access.firstOwner.setUp(setupUrl?.split('/').at(-1) ?? '', who);
  owner = { kind: 'person', userId: userId as UserId, role: 'owner' };
}, 120_000);

const until = async (isSo: () => boolean | Promise<boolean>) => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
};

it('fills a workspace by the doors that everybody has, lives, goes on after a restart and is removed whole', { timeout: 240_000 }, async () => {
  const demo = createDemo({ hub: hub.hub, hubUrl: hub.url, twinsUrl: hub.twinsUrl });
  expect(demo.state().state).toBe('none');
  const begun = await demo.begin(owner);
  expect(begun.state).toBe('filling');
  const workspaceId = begun.workspaceId as never;
  await until(() => demo.state().state === 'alive');
  expect(demo.state().failed).toEqual([]);

  const count = async (table: string): Promise<number> => {
    const rows = await hub.hub.database.workspace(workspaceId, (tx) =>
      tx.execute(`select count(*)::int as n from ${table} where workspace_id = '${workspaceId}'`),
    );
    return Number((rows as unknown as { rows: { n: number }[] }).rows[0]?.n ?? (rows as unknown as { n: number }[])[0]?.n);
  };
  // The cast is there whole and once; leads have brought other people and companies by now.
  const cast = async (table: SQL, column: SQL, names: readonly string[]) => {
    const listed = sql.join(
      names.map((name) => sql`${name}`),
      sql`, `,
    );
    const [row] = await hub.hub.database.workspace(workspaceId, (tx) =>
      rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from ${table} where workspace_id = ${workspaceId} and ${column} in (${listed})`),
    );
    return row?.n;
  };
  const organizationNames = ORGANIZATIONS.map(({ name }) => name);
  const addresses = PEOPLE.map(({ email }) => email);
  expect([
    await cast(sql`organizations`, sql`name`, organizationNames),
    await cast(sql`contacts`, sql`primary_email`, addresses),
    await count('deals'),
  ]).toEqual([ORGANIZATIONS.length, PEOPLE.length, DEALS.length]);
  // Each channel brings its past by its own door: by being read, or by telling.
  const kinds = async () => {
    const found = await hub.hub.database.workspace(workspaceId, (tx) =>
      rowsOf<{ kind: string; n: number }>(
        tx,
        sql`select kind, count(*)::int as n from activities where workspace_id = ${workspaceId} and occurred_at < now() - interval '7 days' group by kind`,
      ),
    );
    return new Map(found.map(({ kind, n }) => [kind, n]));
  };
  await until(async () => {
    const found = await kinds();
    return ['call', 'email', 'meeting', 'message'].every((kind) => (found.get(kind) ?? 0) >= 5);
  });
  const { data: connected } = await hub.hub.connections.list(workspaceId, owner, { limit: 50 }).then(({ rows }) => ({ data: rows }));
  expect(connected.length).toBeGreaterThanOrEqual(2);

  await demo.stop();
  const again = createDemo({ hub: hub.hub, hubUrl: hub.url, twinsUrl: hub.twinsUrl });
  expect(await again.goOn()).toBe(true);
  await until(() => again.state().state === 'alive');
  await again.remove(owner);
  expect(again.state().state).toBe('none');
  expect(await count('contacts')).toBe(0);
  const left = await hub.hub.access.workspaces.list({ limit: 10 });
  expect(left.map(({ name }) => name)).toEqual(['Compilers Ltd']);
});
