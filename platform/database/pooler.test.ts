import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { connections } from '#platform/connections/models';
import { afterFile } from '#platform/testing/after-file';
import { testDatabase } from '#platform/testing/database';
import { prepared, type Value } from '#sdk';
import { createDatabase } from './database.ts';
import { openPostgres } from './postgres.ts';

const PARSE = 'P'.charCodeAt(0);
const REFUSED = Buffer.from('SFATAL\0C08P01\0Munsupported startup parameter: options\0\0');

/** A pooler that knows no start-up options, and writes down the names of statements that pass through it. */
async function pooler(url: string) {
  const { hostname, port } = new URL(url);
  const names: string[] = [];
  const refuse = (client: Socket) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(4 + REFUSED.length);
    client.end(Buffer.concat([Buffer.from('E'), length, REFUSED]));
  };
  const server = createServer((client) => {
    client.once('data', (start) => {
      if (start.includes('options\0')) return refuse(client);
      const database = connect(Number(port), hostname);
      database.write(start);
      let rest = Buffer.alloc(0);
      client.on('data', (data) => {
        rest = Buffer.concat([rest, data]);
        // Type, length, then what a Parse begins with: the name.
        while (rest.length > 4 && rest.length > rest.readInt32BE(1)) {
          if (rest[0] === PARSE && rest[5] !== 0) names.push(rest.toString('utf8', 5, rest.indexOf(0, 5)));
          rest = rest.subarray(1 + rest.readInt32BE(1));
        }
        database.write(data);
      });
      database.on('data', (data) => client.write(data));
      for (const [one, other] of [
        [client, database],
        [database, client],
      ] as const)
        one.on('close', () => other.destroy()).on('error', () => other.destroy());
    });
    client.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = new URL(url);
  [address.hostname, address.port] = ['127.0.0.1', String((server.address() as AddressInfo).port)];
  return { url: address.href, names, close: () => new Promise((resolve) => server.close(resolve)) };
}

it.runIf(process.env.TEST_DATABASE_URL)('goes through a pooler that takes no start-up options, and names no statement there', async () => {
  const direct = await testDatabase();
  const between = await pooler(direct.url ?? '');
  const engine = await openPostgres({ url: between.url, directUrl: direct.url ?? '' });
  const database = createDatabase(engine);
  afterFile(async () => {
    await database.close();
    await between.close();
  });
  await database.rolesReady();
  const workspaceId = await direct.newWorkspace();
  const labelled = prepared('test_pooled', (tx, value: Value<{ label: string }>) =>
    tx
      .select({ label: connections.label })
      .from(connections)
      .where(eq(connections.label, value('label'))),
  );
  await database.workspace(workspaceId, (tx) =>
    tx.execute(
      sql`insert into connections (workspace_id, id, integration, provider, label, external_id, status) values (${workspaceId}, gen_random_uuid(), 'acme', 'acme', 'one', 'one', 'active')`,
    ),
  );
  for (let round = 0; round < 3; round++) {
    expect(await database.workspace(workspaceId, (tx) => labelled(tx, { label: 'one' }))).toEqual([{ label: 'one' }]);
    expect(await database.systemQuery({ name: 'test_one', text: 'select $1::int as n', values: [1] })).toEqual([{ n: 1 }]);
  }
  expect(between.names).toEqual([]);
});
