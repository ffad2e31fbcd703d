import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { connections } from '#platform/connections/models';
import { testDatabase } from '#platform/testing/database';
import { prepared, type Value, type WorkspaceId } from '#sdk';

const labelled = prepared('test_labelled', (tx, value: Value<{ label: string }>) =>
  tx
    .select({ label: connections.label, at: connections.createdAt })
    .from(connections)
    .where(eq(connections.label, value('label'))),
);

it('asks the same query in many transactions, each with its own values and its own workspace', async () => {
  const database = await testDatabase();
  const insert = (workspaceId: WorkspaceId, label: string) =>
    database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`insert into connections (workspace_id, id, integration, provider, label, external_id, status) values (${workspaceId}, gen_random_uuid(), 'acme', 'acme', ${label}, ${label}, 'active')`,
      ),
    );
  const [a, b] = [await database.newWorkspace(), await database.newWorkspace()];
  await insert(a, 'one');
  await insert(a, 'two');
  await insert(b, 'three');
  const ask = (workspaceId: WorkspaceId, label: string) =>
    database.workspace(workspaceId, async (tx) => {
      const rows = await labelled(tx, { label });
      for (const { at } of rows) expect(at).toBeInstanceOf(Date);
      return rows.map((row) => row.label);
    });
  for (let round = 0; round < 8; round++) {
    const asked = await Promise.all([ask(a, 'one'), ask(a, 'two'), ask(b, 'three'), ask(b, 'one'), ask(a, 'three')]);
    expect(asked).toEqual([['one'], ['two'], ['three'], [], []]);
  }
});
