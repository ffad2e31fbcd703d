import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import type { WorkspaceId } from '#sdk';

const BATCH = 250_000;

/** A PostgreSQL database of its own with a workspace, and contacts known by mail and by profile. */
export async function benchDatabase() {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return undefined;
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  const database = createDatabase(await openPostgres({ url: url.href, poolSize: 4 }));
  await database.rolesReady();
  const workspaceId = uuidv7() as WorkspaceId;
  await database.systemQuery({ text: 'insert into workspaces (id, name, slug) values ($1, $2, $3)', values: [workspaceId, 'Bench', workspaceId] });
  const analyze = async (tables: readonly string[]) => {
    const owner = new pg.Client(url.href);
    await owner.connect();
    for (const table of tables) await owner.query(`vacuum (analyze) ${table}`);
    await owner.end();
  };
  return {
    database,
    workspaceId,
    url: url.href,
    analyze,
    async fillContacts(contacts: number) {
      const id = (salt: string) => sql.raw(`md5(n::text || '${salt}')::uuid`);
      for (let from = 0; from < contacts; from += BATCH) {
        const range = sql.raw(`generate_series(${from}, ${Math.min(from + BATCH, contacts) - 1}) n`);
        await database.workspace(workspaceId, async (tx) => {
          await tx.execute(sql`insert into contacts (workspace_id, id, first_name, last_name, primary_email)
            select ${workspaceId}::uuid, ${id('c')}, 'First' || n, 'Last' || n, 'p' || n || '@house' || n % 997 || '.example' from ${range}`);
          await tx.execute(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, is_primary, source)
            select ${workspaceId}::uuid, ${id('e')}, ${id('c')}, 'email', 'p' || n || '@house' || n % 997 || '.example', true, 'bench' from ${range}`);
          await tx.execute(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, is_primary, source)
            select ${workspaceId}::uuid, ${id('l')}, ${id('c')}, 'linkedin', 'first-last-' || n, false, 'bench' from ${range}`);
        });
      }
      await analyze(['contact_identities', 'contacts']);
    },
    async close() {
      await database.close();
      await dropDatabase(admin, name);
      await admin.end();
    },
  };
}
