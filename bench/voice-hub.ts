import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { createDatabase, type Database } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { type ConnectionId, systemClock, type WorkspaceId } from '#sdk';
import voip from '../integrations/voip/index.ts';
import { parseConfig } from '../server/config.ts';
import { buildApp } from '../server/http/app.ts';
import { openHub } from '../server/open-hub.ts';
import { ACCOUNT, TOKEN, type VoiceOrder, type VoiceResult } from './voice-load.ts';

export interface VoiceHub {
  url: string;
  database: Database;
  workspaceId: WorkspaceId;
  connectionId: ConnectionId;
  hub: Awaited<ReturnType<typeof openHub>>;
  vacuum(): Promise<void>;
}

/** A hub on a PostgreSQL database of its own with one connected telephone account, for as long as `run` lasts. Nothing without a server. */
export async function withVoiceHub<T>(run: (world: VoiceHub) => Promise<T>): Promise<T | undefined> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return undefined;
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const address = new URL(server);
  address.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-bench-'));
  const database = createDatabase(await openPostgres({ url: address.href, poolSize: 10 }));
  await database.rolesReady();
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PATCHBAY_URL: url,
    PATCHBAY_DATA_DIR: dataDir,
    PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'error',
    TWILIO_AUTH_TOKEN: TOKEN,
  };
  const hub = await openHub(parseConfig(environment, [voip]), { integrations: [voip], database, clock: systemClock });
  await hub.start(new Set(['api', 'worker']));
  const app = await buildApp(hub);
  await app.listen({ host: '127.0.0.1', port });
  try {
    const [workspaceId, connectionId] = [uuidv7() as WorkspaceId, uuidv7() as ConnectionId];
    await database.system((tx) => tx.execute(sql`insert into workspaces (id, name, slug) values (${workspaceId}, 'Bench', ${workspaceId})`));
    await database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`insert into connections (workspace_id, id, integration, provider, label, external_id, status) values (${workspaceId}, ${connectionId}, 'voip', 'twilio', 'Bench', ${ACCOUNT}, 'active')`,
      ),
    );
    await database.system((tx) =>
      tx.execute(
        sql`insert into connection_routes (workspace_id, id, integration, provider, external_id, status) values (${workspaceId}, ${connectionId}, 'voip', 'twilio', ${ACCOUNT}, 'active')`,
      ),
    );
    const vacuum = async () => {
      const owner = new pg.Client(address.href);
      await owner.connect();
      await owner.query('vacuum (analyze)');
      await owner.end();
    };
    return await run({ url, database, workspaceId, connectionId, hub, vacuum });
  } finally {
    await app.close();
    await hub.close();
    await database.close().catch(() => undefined);
    await rm(dataDir, { recursive: true, force: true });
    await dropDatabase(admin, name);
    await admin.end();
  }
}

/** Has the telephone company call, in a process of its own. */
export async function sendCalls(order: VoiceOrder): Promise<VoiceResult> {
  const company = fork(new URL('./voice-load.ts', import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    company.send(order);
    const [result] = await Promise.race([
      once(company, 'message'),
      once(company, 'exit').then(([code]) => Promise.reject(new Error(`the load ended with ${code}`))),
    ]);
    return result as VoiceResult;
  } finally {
    company.kill();
  }
}
