import { and, eq } from 'drizzle-orm';
import { eraseContact } from '#crm/erasure/erase-contact';
import { erasures } from '#crm/models';
import { actorName } from '#platform/access/roles';
import type { Audit } from '#platform/audit/audit';
import type { Database } from '#platform/database/database';
import type { FilesRoom } from '#platform/files/files';
import type { Actor, FileId, Integration, Transaction, WorkspaceId } from '#sdk';
import type { CrmScopes } from '../crm-scope.ts';
import { eraseFromEvents, eraseNotifications } from './own-tables.ts';

export interface ErasureView {
  id: string;
  erasedAt: Date;
  actor: string;
  proof: Record<string, number>;
}

/** Forgets people: in the record, in the tables of every integration, in files; in one transaction, with an entry in the audit. */
export function createEraser({
  database,
  crm,
  files,
  audit,
  integrations,
}: {
  database: Database;
  crm: CrmScopes;
  files: Pick<FilesRoom, 'forWorkspace'>;
  audit: Pick<Audit, 'act'>;
  integrations: ReadonlyMap<string, Pick<Integration, 'forget'>>;
}) {
  return async (workspaceId: WorkspaceId, actor: Actor, contactId: string): Promise<ErasureView> => {
    const { scope } = await crm.crmFor({ workspaceId, actor });
    const inWorkspace = async (tx: Transaction) => {
      const erased = await eraseContact(tx, scope, contactId);
      const person = { ...erased, at: scope.clock.now() };
      await eraseNotifications(tx, workspaceId, person);
      const fileIds = new Set(erased.fileIds);
      for (const { forget } of integrations.values()) for (const id of (await forget?.(tx, workspaceId, person)) ?? []) fileIds.add(id);
      for (const id of fileIds) await files.forWorkspace(workspaceId).remove(id as FileId);
      const [row] = await tx
        .select()
        .from(erasures)
        .where(and(eq(erasures.workspaceId, workspaceId), eq(erasures.id, erased.erasureId)));
      const proof = { ...row?.proof, files: fileIds.size };
      await tx
        .update(erasures)
        .set({ proof })
        .where(and(eq(erasures.workspaceId, workspaceId), eq(erasures.id, erased.erasureId)));
      // The entry names the erasure, not the person.
      await audit.act({
        workspaceId,
        actor: actorName(actor),
        act: 'contact.erased',
        target: { type: 'erasure', id: erased.erasureId },
        after: Object.entries(proof).map(([what, count]) => `${what}:${count}`),
      });
      return { person, view: { id: erased.erasureId, erasedAt: person.at, actor: scope.actorName, proof } };
    };
    return database.system(async (tx) => {
      const { person, view } = await database.enter(tx, workspaceId, inWorkspace);
      await eraseFromEvents(tx, workspaceId, person);
      return view;
    });
  };
}
