import { and, eq, inArray } from 'drizzle-orm';
import { type FieldError, PatchbayError, type Transaction } from '#sdk';
import { colleagues } from '../colleagues.ts';
import { contacts, deals, organizations } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import type { DealContact } from './shape.ts';

interface Named {
  ownerId?: string | null | undefined;
  organizationId?: string | null | undefined;
  contacts?: readonly DealContact[] | undefined;
}
/** Who was merged into somebody who was merged, and so on. */
const MAX_MERGES = 10;

/**
 * That what a deal or to-do names is there, in this workspace and within the caller's reach.
 * @returns its contacts, those that were merged under the id of who they are now
 * @throws PatchbayError invalid_input
 */
export async function checkReferences(tx: Transaction, scope: CrmScope, named: Named): Promise<{ contacts: DealContact[] | undefined }> {
  const { workspaceId, reach } = scope;
  const errors: FieldError[] = [];
  if (named.ownerId && !(await colleagues(tx, scope, [named.ownerId])).has(named.ownerId)) {
    errors.push({ path: 'ownerId', message: 'There is no such person in this workspace.' });
  }
  if (named.organizationId) {
    const [found] = await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(
        and(
          eq(organizations.workspaceId, workspaceId),
          eq(organizations.id, named.organizationId),
          eq(organizations.recordState, 'live'),
          ownedBy(reach.read, organizations.ownerId),
        ),
      );
    if (!found) errors.push({ path: 'organizationId', message: 'There is no such organization.' });
  }
  let resolved: DealContact[] | undefined;
  if (named.contacts) {
    const winners = await liveContacts(
      tx,
      scope,
      named.contacts.map((each) => each.contactId),
    );
    const byId = new Map<string, DealContact>();
    for (const [index, { contactId, role }] of named.contacts.entries()) {
      const id = winners.get(contactId);
      if (!id) errors.push({ path: `contacts.${index}.contactId`, message: 'There is no such contact.' });
      else if (!byId.has(id)) byId.set(id, { contactId: id, role });
    }
    resolved = [...byId.values()].sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
  }
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  return { contacts: resolved };
}

/** By each id that was named the live contact it means. */
export async function liveContacts(tx: Transaction, { workspaceId, reach }: CrmScope, ids: readonly string[]): Promise<Map<string, string>> {
  const meant = new Map<string, string>();
  let asked = new Map<string, string[]>();
  for (const id of ids) asked.set(id, [id]);
  for (let depth = 0; asked.size > 0 && depth < MAX_MERGES; depth++) {
    const rows = await tx
      .select({ id: contacts.id, state: contacts.recordState, mergedIntoId: contacts.mergedIntoId })
      .from(contacts)
      .where(and(eq(contacts.workspaceId, workspaceId), inArray(contacts.id, [...asked.keys()]), ownedBy(reach.read, contacts.ownerId)));
    const next = new Map<string, string[]>();
    for (const row of rows) {
      const names = asked.get(row.id) ?? [];
      if (row.state === 'live') for (const name of names) meant.set(name, row.id);
      else if (row.state === 'merged' && row.mergedIntoId) next.set(row.mergedIntoId, [...(next.get(row.mergedIntoId) ?? []), ...names]);
    }
    asked = next;
  }
  return meant;
}

/** @throws PatchbayError invalid_input */
export async function liveDeal(tx: Transaction, { workspaceId, reach }: CrmScope, dealId: string): Promise<void> {
  const [found] = await tx
    .select({ id: deals.id })
    .from(deals)
    .where(and(eq(deals.workspaceId, workspaceId), eq(deals.id, dealId), eq(deals.recordState, 'live'), ownedBy(reach.read, deals.ownerId)));
  if (!found) throw new PatchbayError('invalid_input', { errors: [{ path: 'dealId', message: 'There is no such deal.' }] });
}
