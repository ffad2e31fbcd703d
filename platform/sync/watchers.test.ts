import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { ConnectedContext, ConnectionId, StreamDefinition, WorkspaceId } from '#sdk';
import { ensureStream } from './stream-store.ts';
import { createWatchers } from './watchers.ts';

let database: TestDatabase;
let workspaceId: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  workspaceId = await database.newWorkspace();
});

/** One process that watches; `lines` are those it holds. */
function processOf(lines: string[][]) {
  const watch: StreamDefinition<ConnectedContext>['watch'] = async ({ signal }, { names }) => {
    lines.push([...names].sort());
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    lines.splice(0, 1);
  };
  const watchers = createWatchers({
    database,
    definitions: new Map([['x mail', { watch } as StreamDefinition<ConnectedContext>]]),
    contextOf: async (_row, signal) => ({ signal, connection: { status: 'active' } }) as unknown as ConnectedContext,
    onError: (error) => expect.fail(String(error)),
    lookEveryMs: 50,
  });
  onTestFinished(() => watchers.stop());
  return watchers;
}

it('holds one line for a connection in one process, and another takes it over when that one stops', async () => {
  const connectionId = uuidv7() as ConnectionId;
  await database.workspace(workspaceId, async (tx) => {
    for (const name of ['INBOX', 'Sent']) await ensureStream(tx, { workspaceId, connectionId, integration: 'x', definition: 'mail', name }, new Date());
  });
  const [one, two]: string[][][] = [[], []];
  const first = processOf(one ?? []);
  await expect.poll(() => one).toEqual([['INBOX', 'Sent']]);
  const second = processOf(two ?? []);
  await first.stop();
  expect(one).toEqual([]);
  await expect.poll(() => two).toEqual([['INBOX', 'Sent']]);
  // The connection is removed: nobody holds a line for it.
  await database.owner((tx) => tx.execute(sql`delete from streams`));
  await expect.poll(() => two).toEqual([]);
  await second.stop();
});
