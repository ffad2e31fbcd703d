import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { testHub } from './testing/test-hub.ts';

it('finds duplicates at night, in every workspace', async () => {
  const hub = await testHub();
  const workspaces = [await hub.newWorkspace(), await hub.newWorkspace()];
  const pairs = async (workspace: (typeof workspaces)[number]) => (await workspace.get<{ data: { reasons: unknown[] }[] }>('/contacts/duplicates')).data;
  for (const workspace of workspaces) {
    for (const email of ['ada@acme.com', 'ada.l@acme.com'])
      await workspace.post('/contacts', { firstName: 'Ada', lastName: 'Lovelace', emails: [{ value: email }] });
    expect(await pairs(workspace)).toHaveLength(1);
  }
  await hub.settle();
  // As if they had come in where it is not looked at once.
  for (const { id } of workspaces) await hub.database.workspace(id, (tx) => tx.execute(sql`delete from duplicate_pairs where workspace_id = ${id}`));
  for (const workspace of workspaces) expect(await pairs(workspace)).toEqual([]);
  await hub.twins.clock({ advanceMs: 24 * 60 * 60_000 });
  await hub.settle();
  for (const workspace of workspaces) expect(await pairs(workspace)).toMatchObject([{ reasons: [{ kind: 'name_and_domain' }] }]);
});
