import { AsyncLocalStorage } from 'node:async_hooks';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { drizzle as drizzleEmbedded } from 'drizzle-orm/pglite';
import { isUuid, PatchbayError, type Transaction, type WorkspaceDatabase, type WorkspaceId } from '#sdk';
import { databaseError } from './database-error.ts';
import { type DatabaseRole, type Engine, type OpenTransaction, ROLE_NAMES, type Statement } from './session.ts';

interface Open {
  scope: WorkspaceId | 'system' | 'owner';
  tx: Transaction;
  session: OpenTransaction;
  settled: boolean;
  afterCommit: (() => void)[];
}

/** Transactions bound to a workspace, to the system, or (migrations) to the owner. The same on both engines. */
export interface Database {
  readonly engine: Engine['kind'];
  /** One transaction as `patchbay_app`, seeing one workspace. Joins an open one of the same workspace. */
  workspace<T>(id: WorkspaceId, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /**
   * One transaction as `patchbay_system`: only the tables of `system-tables.ts`, all workspaces. From inside a system
   * transaction it joins it; from inside a workspace's it is a `scope_violation`. `timeoutMs`: how long one statement of it
   * may take or wait.
   */
  system<T>(work: (tx: Transaction) => Promise<T>, options?: { timeoutMs?: number }): Promise<T>;
  /** One transaction as the login role. Migrations, roles and backup only. */
  owner<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** One hot statement as `patchbay_system` without BEGIN, prepared where the engine can. Not inside a transaction. */
  systemQuery<Row = Record<string, unknown>>(statement: Statement): Promise<Row[]>;
  /** One hot statement in the open transaction, as whoever it is; prepared where the engine can. */
  openQuery<Row = Record<string, unknown>>(statement: Statement): Promise<Row[]>;
  /** A script of several statements as `patchbay_system`, with its own BEGIN and COMMIT if it has any. Not inside a transaction. */
  systemScript<Row = Record<string, unknown>>(text: string): Promise<Row[]>;
  /** The port that a context hands to an integration. */
  forWorkspace(id: WorkspaceId): WorkspaceDatabase;
  /** The open transaction of this asynchronous call chain. */
  current(): { scope: WorkspaceId | 'system' | 'owner'; tx: Transaction } | undefined;
  /** Runs when the open transaction has committed; at once when there is none. Must not throw. */
  afterCommit(callback: () => void): void;
  /** Moves from `system` into one workspace inside the same transaction, with a savepoint; used by the drain. */
  enter<T>(tx: Transaction, id: WorkspaceId, work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Gives the room of dead rows of a table back where the engine does not do it by itself. Not inside a transaction. */
  vacuum(table: string): Promise<void>;
  /**
   * Tells the planner how large tables have become, for work that fills them faster than the database looks by itself: a
   * table that is thought empty is read whole for each row. Not inside a transaction.
   */
  analyze(tables: readonly string[]): Promise<void>;
  listen(channel: string, receive: (payload: string) => void): Promise<() => Promise<void>>;
  rolesReady(): Promise<void>;
  close(): Promise<void>;
}

export function createDatabase(engine: Engine): Database {
  const storage = new AsyncLocalStorage<Open>();
  const openNow = () => {
    const open = storage.getStore();
    return open && !open.settled ? open : undefined;
  };
  // Building it is a few microseconds: no schema is passed, so there are no relations to work out.
  const drizzleOver = (client: unknown): Transaction => {
    const tx = (engine.kind === 'embedded'
      ? drizzleEmbedded({ client: client as never })
      : drizzlePostgres({ client: client as never })) as unknown as Transaction;
    // Drizzle believes this is a connection and would say BEGIN: a nested transaction is a savepoint.
    let depth = 0;
    const nested = async <T>(work: (inner: Transaction) => Promise<T>): Promise<T> => {
      const savepoint = sql.raw(`nested_${depth++}`);
      await tx.execute(sql`savepoint ${savepoint}`);
      try {
        const result = await work(tx);
        await tx.execute(sql`release savepoint ${savepoint}`);
        return result;
      } catch (error) {
        await tx.execute(sql`rollback to savepoint ${savepoint}`);
        throw error;
      } finally {
        depth--;
      }
    };
    return Object.assign(tx, { transaction: nested });
  };

  const run = async <T>(role: DatabaseRole, scope: Open['scope'], settings: Record<string, string>, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const around = openNow();
    if (around) {
      if (around.scope === scope) return work(around.tx);
      throw new PatchbayError('scope_violation', { facts: { open: around.scope, wanted: scope } });
    }
    const session = await engine.begin(role, settings).catch((error: unknown) => {
      throw databaseError(error);
    });
    const open: Open = { scope, tx: drizzleOver(session.client), session, settled: false, afterCommit: [] };
    let result: T;
    try {
      result = await storage.run(open, () => work(open.tx));
    } catch (error) {
      open.settled = true;
      await session.rollback().catch(() => {});
      throw databaseError(error);
    }
    open.settled = true;
    await session.commit().catch((error: unknown) => {
      throw databaseError(error);
    });
    for (const callback of open.afterCommit) callback();
    return result;
  };

  const checked = (id: WorkspaceId): WorkspaceId => {
    if (!isUuid(id)) throw new PatchbayError('scope_violation', { facts: { workspaceId: String(id) } });
    return id;
  };
  const workspace: Database['workspace'] = async (id, work) => run('app', checked(id), { 'patchbay.workspace': id }, work);

  return {
    engine: engine.kind,
    workspace,
    system: (work, { timeoutMs } = {}) => run('system', 'system', timeoutMs === undefined ? {} : { statement_timeout: String(timeoutMs) }, work),
    owner: (work) => run('owner', 'owner', {}, work),
    async systemQuery<Row>(statement: Statement) {
      const around = openNow();
      if (around) throw new PatchbayError('scope_violation', { facts: { open: around.scope, wanted: 'a statement of its own' } });
      try {
        return (await engine.query(statement)).rows as Row[];
      } catch (error) {
        throw databaseError(error);
      }
    },
    async openQuery<Row>(statement: Statement) {
      const open = openNow();
      if (!open) throw new PatchbayError('scope_violation', { facts: { wanted: 'an open transaction' } });
      return (await open.session.query(statement)).rows as Row[];
    },
    async systemScript<Row>(text: string) {
      const around = openNow();
      if (around) throw new PatchbayError('scope_violation', { facts: { open: around.scope, wanted: 'a script of its own' } });
      try {
        return (await engine.script(text)).rows as Row[];
      } catch (error) {
        throw databaseError(error);
      }
    },
    forWorkspace: (id) => ({ transaction: (work) => workspace(id, work) }),
    current: () => openNow(),
    afterCommit(callback) {
      const open = openNow();
      if (open) open.afterCommit.push(callback);
      else callback();
    },
    async enter(tx, id, work) {
      const around = openNow();
      if (around?.scope !== 'system') throw new PatchbayError('scope_violation', { facts: { wanted: id } });
      checked(id);
      const { session, afterCommit } = around;
      const open: Open = { scope: id, tx, session, settled: false, afterCommit };
      await session.run(`savepoint entered; set local role ${ROLE_NAMES.app}; set local patchbay.workspace = '${id}'`);
      try {
        const result = await storage.run(open, () => work(tx));
        await session.run(`set local patchbay.workspace = ''; set local role ${ROLE_NAMES.system}; release savepoint entered`);
        return result;
      } catch (error) {
        // It takes back what was set since, too.
        await session.run('rollback to savepoint entered');
        throw error;
      } finally {
        open.settled = true;
      }
    },
    vacuum: (table) => engine.vacuum(table),
    analyze: (tables) =>
      run(
        'owner',
        'owner',
        {},
        async (tx) =>
          void (await tx.execute(
            sql`analyze ${sql.join(
              tables.map((table) => sql.identifier(table)),
              sql`, `,
            )}`,
          )),
      ),
    listen: (channel, receive) => engine.listen(channel, receive),
    rolesReady: () => engine.rolesReady(),
    close: () => engine.close(),
  };
}

/** Rows of a raw statement, alike on both engines. Times arrive as text: `new Date(row.at)`. */
export async function rowsOf<Row = Record<string, unknown>>(tx: Transaction, statement: SQL): Promise<Row[]> {
  return ((await tx.execute(statement)) as unknown as { rows: Row[] }).rows;
}
