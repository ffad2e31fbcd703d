import { and, eq, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { assertVersion } from '../changes.ts';
import { contacts } from '../models.ts';
import { assertMayChange, reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import type { ContactRow } from './shape.ts';

export const contactById = ({ workspaceId }: Pick<CrmScope, 'workspaceId'>, id: string) => and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id));

/** Who was merged into somebody who was merged, and so on. */
const MAX_MERGES = 50;

/** The id that an id means now: that of the contact it was merged into. Undefined when there never was such a contact. */
export async function meantContact(tx: Transaction, { workspaceId }: CrmScope, id: string): Promise<string | undefined> {
  const [row] = await rowsOf<{ id: string }>(
    tx,
    sql`with recursive chain as (
          select id, merged_into_id, record_state, 0 as depth from contacts where workspace_id = ${workspaceId} and id = ${id}
          union all
          select c.id, c.merged_into_id, c.record_state, chain.depth + 1 from chain
          join contacts c on c.workspace_id = ${workspaceId} and c.id = chain.merged_into_id
          where chain.record_state = 'merged' and chain.depth < ${MAX_MERGES}
        ) select id from chain where record_state <> 'merged'`,
  );
  return row?.id;
}

/** The ids that lead to a contact because they were merged into it. */
export async function mergedInto(tx: Transaction, { workspaceId }: CrmScope, id: string): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`with recursive merged as (
          select id, 0 as depth from contacts where workspace_id = ${workspaceId} and merged_into_id = ${id} and record_state = 'merged'
          union all
          select c.id, merged.depth + 1 from merged join contacts c on c.workspace_id = ${workspaceId} and c.merged_into_id = merged.id
          where c.record_state = 'merged' and merged.depth < ${MAX_MERGES}
        ) select id from merged order by id`,
  );
  return rows.map((row) => row.id);
}

/**
 * A live contact that the caller reaches; an old id leads to who it is now.
 * @throws PatchbayError not_found
 */
export async function readContact(tx: Transaction, scope: CrmScope, id: string): Promise<ContactRow> {
  const meant = await meantContact(tx, scope, id);
  const [row] = meant ? await tx.select().from(contacts).where(contactById(scope, meant)) : [];
  if (row?.recordState !== 'live' || !reaches(scope.reach.read, row.ownerId)) throw new PatchbayError('not_found');
  return row;
}

/**
 * The same to be changed, held until the commit.
 * @throws PatchbayError not_found, forbidden, conflict
 */
export async function lockContact(tx: Transaction, scope: CrmScope, id: string, seen?: number): Promise<ContactRow> {
  const row = await lockMeant(tx, scope, id);
  if (row?.recordState !== 'live') throw new PatchbayError('not_found');
  assertMayChange(scope.reach, row);
  assertVersion(row, seen);
  return row;
}

/** Whoever an id means at the moment of the lock, removed ones too. */
export async function lockMeant(tx: Transaction, scope: CrmScope, id: string): Promise<ContactRow | undefined> {
  for (let tries = 0; tries < MAX_MERGES; tries++) {
    const meant = await meantContact(tx, scope, id);
    if (!meant) return undefined;
    const [row] = await tx.select().from(contacts).where(contactById(scope, meant)).for('update');
    // Merged while we waited for it: on to the next.
    if (row?.recordState !== 'merged') return row;
  }
  throw new PatchbayError('conflict');
}
