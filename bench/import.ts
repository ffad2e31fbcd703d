import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { createImports } from '#crm/imports/imports';
import { EVERYTHING } from '#crm/reach';
import type { CrmScope } from '#crm/scope';
import { createDatabase } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { dropDatabase } from '#platform/testing/drop-database';
import { prepareTemplate } from '#platform/testing/template';
import { systemClock, type UserId, type WorkspaceId } from '#sdk';
import { statisticsAlong } from '../server/record-files.ts';
import type { BenchResult } from './bench.ts';

const ROWS = Number(process.env.IMPORT_ROWS ?? 100_000);
/** Every tenth row speaks of somebody of a row before it. */
const SAME = 10;
const BAR = 3_000;
/** What the heap may grow from the first to the last fifth of the rows, garbage collected. */
const FLAT_MB = 40;

/** A list as a CRM exports it; made as it is read, so that the file itself is in nobody's memory. */
async function* file(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('First name,Last name,Email,Phone,Job title,Company,City,Country,Tags\n');
  for (let from = 0; from < ROWS; from += 500) {
    let text = '';
    for (let n = from; n < Math.min(from + 500, ROWS); n++) {
      const who = n % SAME === SAME - 1 ? n - 7 : n;
      text += `First${who},Last${who},p${who}@house${who % 5_000}.example,+49 30 ${String(1_000_000 + who)},Engineer,House ${who % 5_000},Berlin,DE,imported\n`;
    }
    yield Buffer.from(text);
  }
}

const heapMb = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

/** A CSV of contacts with duplicates on PostgreSQL: rows per second into the record, and whether memory stays flat. */
export async function importFile(): Promise<BenchResult> {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) return { name: 'import', rows: [{ case: 'PostgreSQL skipped: TEST_DATABASE_URL is not set', value: 0, unit: '', pass: false }] };
  const template = (await prepareTemplate()).name;
  const admin = new pg.Client(server);
  await admin.connect();
  const name = `patchbay_bench_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  await admin.query(`create database ${name} template ${template}`);
  try {
    const database = createDatabase(await openPostgres({ url: url.href, poolSize: 4 }));
    await database.rolesReady();
    const [workspaceId, userId] = [uuidv7() as WorkspaceId, uuidv7() as UserId];
    await database.systemQuery({ text: 'insert into workspaces (id, name, slug) values ($1, $2, $3)', values: [workspaceId, 'Bench', workspaceId] });
    const scope: CrmScope = {
      workspaceId,
      actor: { kind: 'person', userId, role: 'owner' },
      actorName: `person:${userId}`,
      userId,
      source: 'person',
      reach: EVERYTHING,
      db: database.forWorkspace(workspaceId),
      events: { publish: async () => {} },
      clock: systemClock,
    };
    const imports = createImports(scope);
    const nobody = async () => undefined;
    const { id } = await imports.add({ kind: 'contacts', fileId: uuidv7(), fileName: 'bench.csv' }, nobody);
    await imports.read(id, file);
    await imports.map(id, { mapping: (await imports.get(id)).mapping }, nobody);
    await imports.startApplying(id, nobody);
    const heaps: number[] = [];
    const begun = performance.now();
    let pauses = 0;
    const look = statisticsAlong(database);
    await imports.apply(id, file, async ({ done }) => {
      await look(done);
      if (done % (ROWS / 10) !== 0) return;
      const from = performance.now();
      heaps.push(heapMb());
      pauses += performance.now() - from;
    });
    const seconds = (performance.now() - begun - pauses) / 1000;
    const { counts } = await imports.get(id);
    await database.close();
    const speed = ROWS / seconds;
    const growth = (heaps.at(-1) ?? 0) - (heaps[1] ?? 0);
    const added = counts.created + counts.updated;
    return {
      name: 'import',
      rows: [
        { case: `PostgreSQL: ${ROWS.toLocaleString('en')} rows of contacts`, value: Math.round(speed), unit: 'rows/s', bar: `≥ ${BAR}`, pass: speed >= BAR },
        {
          case: 'rows that were added or met somebody',
          value: added + Object.values(counts.skipped).reduce((a, b) => a + b, 0),
          unit: 'rows',
          bar: `${ROWS}`,
          pass: added <= ROWS && counts.created === ROWS - ROWS / SAME,
        },
        { case: 'heap from 20 % to 100 % of the rows', value: Math.round(growth * 10) / 10, unit: 'MB', bar: `≤ ${FLAT_MB} MB`, pass: growth <= FLAT_MB },
      ],
    };
  } finally {
    await dropDatabase(admin, name);
    await admin.end();
  }
}
