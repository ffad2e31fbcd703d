import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { type DrizzleTransactionLike, fromDrizzle, PgBoss } from 'pg-boss';
import { type Database, rowsOf } from '#platform/database/database';
import { ROLE_NAMES } from '#platform/database/session';
import type { Transaction } from '#sdk';
import { type Claim, LANES, type Lane, queueName, singletonOf, type TaskItem } from './task-item.ts';

const SCHEMA = 'pgboss';

export interface QueueOptions {
  database: Database;
  onError: (error: unknown) => void;
  /** A worker that is silent for this long has died; its tasks are given to another. At least 10. */
  heartbeatSeconds?: number;
  /** Looks for the dead and cleans up. Only processes that work need it. */
  supervise: boolean;
}

/** The only file that knows pg-boss. It queues immediate work; times, retries and schedules are ours. */
export interface Queue {
  /** Adds tasks; what has a singleton key that is already waiting is dropped. Returns how many were added. */
  add(lane: Lane, items: readonly TaskItem[], expireInSeconds: number, tx?: Transaction): Promise<number>;
  claim(lane: Lane, limit: number): Promise<Claim[]>;
  /** Takes finished attempts out; returns the ids that were still ours. */
  finish(lane: Lane, claims: readonly Claim[], tx?: Transaction): Promise<ReadonlySet<string>>;
  /** Gives attempts back at once: the process is stopping. */
  handBack(lane: Lane, claims: readonly Claim[]): Promise<void>;
  /** Renews the lease; returns the ids that are still ours. */
  renew(lane: Lane, claims: readonly Claim[]): Promise<ReadonlySet<string>>;
  isWaiting(tx: Transaction, lane: Lane, item: TaskItem): Promise<boolean>;
  /** Takes over what dead workers held. Happens by itself every 10 s. */
  supervise(): Promise<void>;
  stop(): Promise<void>;
}

/** Until a task is given up as deadly: it took its process down (or was handed back at a stop) this often. */
export const MOST_TAKEOVERS = 10;

export async function openQueue({ database, onError, supervise, heartbeatSeconds = 25 }: QueueOptions): Promise<Queue> {
  await prepareSchema(database);
  const boss = new PgBoss({
    schema: SCHEMA,
    createSchema: false,
    backend: database.engine === 'embedded' ? 'pglite' : 'postgres',
    db: {
      // Scripts with BEGIN and COMMIT of their own come without values.
      executeSql: async (text, values) => ({
        rows: values?.length ? await database.systemQuery({ text, values }) : await database.systemScript(text),
      }),
    },
    schedule: false,
    supervise,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    maintenanceIntervalSeconds: 300,
    warningQueueSize: 1_000_000,
    monitorVacuum: false,
    reindex: supervise && database.engine === 'postgres',
  });
  boss.on('error', onError);
  await boss.start();
  for (const lane of LANES) {
    // Never failed by the queue itself (retryLimit): giving up is our decision and leaves a row that people see.
    await boss.createQueue(queueName(lane), {
      policy: lane === 'quick' ? 'standard' : 'short',
      partition: true,
      retryLimit: 1000,
      retryDelay: 0,
      heartbeatSeconds,
      retentionSeconds: 60 * 86_400,
      deleteAfterSeconds: 3600,
    });
    // A cold cache would be filled from inside the first caller's transaction.
    await boss.getQueue(queueName(lane));
    await boss.findJobs(queueName(lane), { id: randomUUID() });
  }
  await grantToApp(database);

  const over = (tx: Transaction | undefined) => (tx ? { db: fromDrizzle(tx as unknown as DrizzleTransactionLike, sql) } : {});
  const settledOf = (response: { settled?: string[] | undefined }) => new Set(response.settled ?? []);
  const attempts = (claims: readonly Claim[]) => claims.map(({ id, retryCount }) => ({ id, retryCount }));
  return {
    async add(lane, items, expireInSeconds, tx) {
      const added = await boss.insert(
        queueName(lane),
        items.map((item) => ({
          data: item,
          expireInSeconds,
          // `long` is a lane with unique keys too: a task without one gets its own.
          ...(lane === 'quick' ? {} : { singletonKey: item.singletonKey === undefined ? randomUUID() : singletonOf(item) }),
        })),
        { returnId: true, ...over(tx) },
      );
      return added?.length ?? 0;
    },
    async claim(lane, limit) {
      const claimed = await boss.fetch<TaskItem>(queueName(lane), { batchSize: limit });
      return claimed.map(({ id, retryCount, data }) => ({ id, retryCount, lane, item: data }));
    },
    // Finished tasks are deleted, not marked: a queue that stays small keeps its plans, whatever the statistics say.
    finish: async (lane, claims, tx) => settledOf(await boss.deleteJob(queueName(lane), attempts(claims), over(tx))),
    handBack: async (lane, claims) => void (await boss.fail(queueName(lane), attempts(claims))),
    renew: async (lane, claims) => settledOf(await boss.touch(queueName(lane), attempts(claims))),
    async isWaiting(tx, lane, item) {
      const rows = await rowsOf(
        tx,
        sql`select 1 from pgboss.job where name = ${queueName(lane)} and singleton_key = ${singletonOf(item)} and state = 'created' limit 1`,
      );
      return rows.length > 0;
    },
    supervise: () => boss.supervise(),
    stop: () => boss.stop({ graceful: false }),
  };
}

/** The schema belongs to the system role; made by the owner, because the role may lack CREATE in a restored database. */
async function prepareSchema(database: Database): Promise<void> {
  const [found] = await database.systemQuery<{ there: boolean }>({ text: `select to_regnamespace('${SCHEMA}') is not null as there` });
  if (found?.there) return;
  await database.owner(async (tx) => {
    // "if not exists" does not keep two that start together apart.
    await tx.execute(sql`select pg_advisory_xact_lock(727304, 5)`);
    await tx.execute(sql.raw(`create schema if not exists ${SCHEMA} authorization ${ROLE_NAMES.system}`));
  });
}

/** A task is queued inside the caller's own transaction, and that runs as the app role. */
async function grantToApp(database: Database): Promise<void> {
  const { app } = ROLE_NAMES;
  // Grants of two processes that start together would fail on the same catalogue row.
  await database.system(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(727304, 5)`);
    for (const statement of [
      `grant usage on schema ${SCHEMA} to ${app}`,
      `grant select, insert on all tables in schema ${SCHEMA} to ${app}`,
      `grant execute on all functions in schema ${SCHEMA} to ${app}`,
      `alter default privileges in schema ${SCHEMA} grant select, insert on tables to ${app}`,
      `alter default privileges in schema ${SCHEMA} grant execute on functions to ${app}`,
    ]) {
      await tx.execute(sql.raw(statement));
    }
  });
}
