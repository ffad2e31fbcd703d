import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import type { Clock, Log, WorkspaceId } from '#sdk';
import { orphanedJournals, readJournalFile, removeJournalFile } from './adopt.ts';
import type { ActRecord, AuditVault, CallEnd, CallStart, StoredAct } from './call-record.ts';
import { createJournal } from './journal.ts';
import { apiCallBodies, auditActs } from './models.ts';
import { createPurge } from './purge.ts';
import { createReader } from './read.ts';
import { rowOfAct } from './rows.ts';
import { createSealer } from './seal.ts';
import { verifyChain } from './verify.ts';
import { createWriter } from './writer.ts';

const SEAL_EVERY_MS = 20_000;

export interface AuditDeps {
  database: Database;
  vault: AuditVault;
  clock: Clock;
  log: Log;
  /** Folder of this machine; every process has files of its own in it. */
  journalFolder: string;
}

/**
 * Who did what, here and at the providers. A line in the process's journal before the call leaves, the row within 200 ms,
 * the seal within a minute.
 */
export function createAudit({ database, vault, clock, log, journalFolder }: AuditDeps) {
  vault.registerSealed?.({ table: 'api_call_bodies', column: 'content', idColumn: 'id', form: 'bytes' });
  const journal = createJournal(journalFolder);
  const writer = createWriter({ database, vault, journal, log });
  const sealOnce = createSealer({ database, vault, clock });
  const purgeBefore = createPurge({ database, vault, clock });
  let sealing: Promise<{ rows: number }> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const seal = async () => {
    await writer.flush();
    sealing ??= sealOnce().finally(() => {
      sealing = undefined;
    });
    return sealing;
  };

  return {
    /** Writes the journal line and gives what to call when the request has ended, once. */
    apiCall(start: CallStart): (end: CallEnd) => void {
      journal.begin(start.id, { begin: start });
      let ended = false;
      return (end) => {
        if (ended) return;
        ended = true;
        const { body: _body, ...line } = end;
        journal.append(start.id, { end: line, id: start.id });
        writer.add({ call: { start, end } });
      };
    },

    /** Inside an open transaction of the workspace the act stands or falls with it; else it is batched. */
    async act(record: ActRecord): Promise<{ id: string }> {
      const act: StoredAct = { ...record, id: uuidv7(), at: clock.now() };
      if (database.current()?.scope === act.workspaceId) {
        // Keys come before the statement: only SQL is awaited inside a transaction, and the vault has them in memory by now.
        const row = rowOfAct(act, await vault.forWorkspace(act.workspaceId));
        await database.workspace(act.workspaceId, (tx) => tx.insert(auditActs).values(row));
      } else {
        journal.begin(act.id, { act });
        writer.add({ act });
      }
      return { id: act.id };
    },

    flush: writer.flush,

    /** Takes over what processes that were killed left behind. Safe to repeat; run at start. */
    async adopt(): Promise<{ rows: number; interrupted: number }> {
      let rows = 0;
      let interrupted = 0;
      for (const path of orphanedJournals(journalFolder)) {
        const found = readJournalFile(path);
        await writer.insert([...found.calls.map((call) => ({ call })), ...found.acts.map((act) => ({ act }))]);
        removeJournalFile(path);
        rows += found.calls.length + found.acts.length;
        interrupted += found.interrupted;
      }
      return { rows, interrupted };
    },

    seal,
    verify: (workspaceId: WorkspaceId) => verifyChain(database, vault, workspaceId),
    purgeBefore,
    /** Removes a call's stored headers and bodies; the chain holds only their mac and stays valid. */
    removeBody: (workspaceId: WorkspaceId, id: string): Promise<unknown> =>
      database.system((tx) => tx.delete(apiCallBodies).where(and(eq(apiCallBodies.workspaceId, workspaceId), eq(apiCallBodies.id, id)))),
    ...createReader({ database, vault }),

    /** Seals every 20 seconds until `stop`. */
    start() {
      const next = () => {
        timer = setTimeout(() => {
          seal()
            .catch((error: unknown) => log.warn({ error: String(error) }, 'audit could not be sealed'))
            .finally(() => timer && next());
        }, SEAL_EVERY_MS).unref();
      };
      next();
    },
    /** Brings what waits into the tables; what cannot be written stays in the journal for the next start. */
    async stop() {
      clearTimeout(timer);
      timer = undefined;
      await sealing?.catch(() => {});
      await writer.flush().catch((error: unknown) => log.warn({ error: String(error) }, 'audit rows stay in the journal'));
      writer.stop();
      journal.close();
    },
  };
}
export type Audit = ReturnType<typeof createAudit>;
