import pg from 'pg';
import { type DatabaseRole, type Engine, type OpenTransaction, ROLE_NAMES, type Rows, type Statement } from './session.ts';

export interface PostgresOptions {
  url: string;
  /** Connection that bypasses a pooler, for LISTEN and migrations. Default: `url`. */
  directUrl?: string;
  poolSize?: number;
  onError?: (error: Error) => void;
}

/**
 * Two pools, each with its role from the moment it connects: RESET ROLE and DISCARD ALL fall back to it, and single
 * system statements need no BEGIN. A pooler that refuses start-up options gets the role inside every transaction instead,
 * and no named statements: what one of its servers has prepared the next one does not know.
 */
export async function openPostgres({ url, directUrl = url, poolSize = 10, onError = () => {} }: PostgresOptions): Promise<Engine> {
  let roleAtConnect = true;
  const makePool = (connectionString: string, role: DatabaseRole, max: number) => {
    const pool = new pg.Pool({
      connectionString,
      max,
      connectionTimeoutMillis: 5000,
      application_name: `patchbay-${role}`,
      ...(role !== 'owner' && roleAtConnect ? { options: `-c role=${ROLE_NAMES[role]}` } : {}),
    });
    // An idle connection that breaks must not end the process; the next query reports it.
    pool.on('error', onError);
    return pool;
  };
  const owner = makePool(directUrl, 'owner', 2);
  let app: pg.Pool | undefined;
  let system: pg.Pool | undefined;

  const poolOf = (role: DatabaseRole): pg.Pool => {
    const pool = role === 'owner' ? owner : role === 'app' ? app : system;
    if (!pool) throw new Error('the database roles are not ready: run the migrations first');
    return pool;
  };
  const toRows = (result: pg.QueryResult): Rows => ({ rows: result.rows, count: result.rowCount ?? 0 });

  const begin = async (role: DatabaseRole, settings: Readonly<Record<string, string>>): Promise<OpenTransaction> => {
    const pooled = await poolOf(role).connect();
    const client = roleAtConnect ? pooled : unnamed(pooled);
    let settled = false;
    const settle = async (word: 'COMMIT' | 'ROLLBACK') => {
      settled = true;
      try {
        const result = await client.query(word);
        // COMMIT of a failed transaction answers ROLLBACK without an error.
        if (word === 'COMMIT' && result.command === 'ROLLBACK') throw Object.assign(new Error('the transaction was rolled back'), { code: '25P02' });
        pooled.release();
      } catch (error) {
        pooled.release(error as Error);
        throw error;
      }
    };
    const setRole = role !== 'owner' ? `SET LOCAL ROLE ${ROLE_NAMES[role]};` : '';
    const locals = Object.entries(settings)
      .map(([name, value]) => `SET LOCAL ${name} = '${value}';`)
      .join(' ');
    try {
      await client.query(`BEGIN; ${setRole} ${locals}`);
    } catch (error) {
      pooled.release(error as Error);
      throw error;
    }
    return {
      client,
      query: async ({ name, text, values = [] }: Statement) => {
        if (settled) throw new Error('this transaction has ended');
        return toRows(await client.query({ ...(name ? { name } : {}), text, values: [...values] }));
      },
      run: async (script) => {
        if (settled) throw new Error('this transaction has ended');
        await client.query(script);
      },
      commit: () => settle('COMMIT'),
      rollback: () => settle('ROLLBACK'),
    };
  };

  const inSystemTransaction = async (statement: Statement): Promise<Rows> => {
    const tx = await begin('system', {});
    try {
      const rows = await tx.query(statement);
      await tx.commit();
      return rows;
    } catch (error) {
      await tx.rollback().catch(() => {});
      throw error;
    }
  };

  const listener = makeListener(directUrl, onError);
  return {
    kind: 'postgres',
    begin,
    query: async (statement) => {
      if (!roleAtConnect) return inSystemTransaction(statement);
      const { name, text, values = [] } = statement;
      return toRows(await poolOf('system').query({ ...(name ? { name } : {}), text, values: [...values] }));
    },
    async script(text) {
      const client = await poolOf('system').connect();
      try {
        if (!roleAtConnect) await client.query(`SET ROLE ${ROLE_NAMES.system}`);
        const results = (await client.query(text)) as unknown as pg.QueryResult | pg.QueryResult[];
        const rows = [results].flat().flatMap((result) => result.rows);
        if (!roleAtConnect) await client.query('RESET ROLE');
        client.release();
        return { rows, count: rows.length };
      } catch (error) {
        // It may have left a transaction open: this connection is not used again.
        client.release(error as Error);
        throw error;
      }
    },
    vacuum: async () => {},
    listen: listener.listen,
    async rolesReady() {
      const probe = makePool(url, 'system', 1);
      try {
        const { rows } = await probe.query<{ role: string }>('select current_user as role');
        roleAtConnect = rows[0]?.role === ROLE_NAMES.system;
      } catch (error) {
        // 08P01: a pooler that does not know the start-up option.
        if ((error as { code?: string }).code !== '08P01') throw error;
        roleAtConnect = false;
      } finally {
        await probe.end();
      }
      app = makePool(url, 'app', poolSize);
      system = makePool(url, 'system', Math.max(4, Math.ceil(poolSize / 2)));
    },
    async close() {
      await listener.close();
      await Promise.all([owner.end(), app?.end(), system?.end()]);
    },
  };
}

/** A connection over which statements have no names. */
const unnamed = (client: pg.PoolClient): Pick<pg.PoolClient, 'query'> => ({
  query: ((config: unknown, ...rest: unknown[]) =>
    (client.query as (...all: unknown[]) => unknown)(
      typeof config === 'object' && config !== null && 'name' in config ? { ...config, name: undefined } : config,
      ...rest,
    )) as pg.PoolClient['query'],
});

/** One connection for all LISTENs; reconnects, and tells every receiver with an empty payload that something may have been missed. */
function makeListener(connectionString: string, onError: (error: Error) => void) {
  const receivers = new Map<string, Set<(payload: string) => void>>();
  let client: pg.Client | undefined;
  let connecting: Promise<pg.Client> | undefined;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ connectionString, application_name: 'patchbay-listen', keepAlive: true });
    fresh.on('error', onError);
    fresh.on('end', () => {
      if (client === fresh) client = undefined;
      connecting = undefined;
      if (!closed && receivers.size > 0) retry = setTimeout(() => void reconnect(), 1000).unref();
    });
    fresh.on('notification', ({ channel, payload }) => {
      for (const receive of receivers.get(channel) ?? []) receive(payload ?? '');
    });
    await fresh.connect();
    client = fresh;
    return fresh;
  };
  const start = () => {
    connecting = connect();
    return connecting;
  };
  const ready = () => (client ? Promise.resolve(client) : (connecting ?? start()));
  const reconnect = async () => {
    try {
      const fresh = await ready();
      for (const [channel, set] of receivers) {
        await fresh.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
        for (const receive of set) receive('');
      }
    } catch (error) {
      connecting = undefined;
      onError(error as Error);
      if (!closed) retry = setTimeout(() => void reconnect(), 1000).unref();
    }
  };

  return {
    async listen(channel: string, receive: (payload: string) => void) {
      const set = receivers.get(channel) ?? new Set();
      receivers.set(channel, set.add(receive));
      await (await ready()).query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      return async () => {
        set.delete(receive);
        if (set.size > 0) return;
        receivers.delete(channel);
        await client?.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
