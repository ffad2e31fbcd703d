import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import type { IdentityKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { attachUnmatched } from './attach-unmatched.ts';
import { holdAddresses } from './participants.ts';

export interface OwnIdentity {
  kind: IdentityKind;
  value: string;
  contactId: string;
}

/** What happened with many people before they were known: one question finds the few of whom there was anything. */
export async function attachMany(tx: Transaction, scope: CrmScope, own: readonly OwnIdentity[]): Promise<void> {
  if (own.length === 0) return;
  await holdAddresses(
    tx,
    scope,
    own.map(({ kind, value }) => ({ addressKind: kind, address: value })),
    'alone',
  );
  const rows = await rowsOf<OwnIdentity>(
    tx,
    sql`select distinct w.kind, w.value, w."contactId" from json_to_recordset(${JSON.stringify(own)}::json) as w(kind text, value text, "contactId" uuid)
        join activity_participants p on p.workspace_id = ${scope.workspaceId} and p.address_kind = w.kind and p.address = w.value
          and p.contact_id is null and p.address_kind is not null and p.user_id is null
        order by w.kind, w.value`,
  );
  for (const { kind, value, contactId } of rows) await attachUnmatched(tx, scope, kind, value, contactId);
}
