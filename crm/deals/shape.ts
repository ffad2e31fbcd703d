import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { customFieldsFilter } from '../fields/custom-fields.ts';
import { tagsOf } from '../fields/record-tags.ts';
import { type DEAL_CONTACT_ROLES, dealContacts, type deals } from '../models.ts';
import type { CrmScope } from '../scope.ts';

export type DealRow = typeof deals.$inferSelect;
export interface DealContact {
  contactId: string;
  role: (typeof DEAL_CONTACT_ROLES)[number];
}
export type Deal = Omit<DealRow, 'workspaceId' | 'recordState'> & { contacts: DealContact[]; tags: string[] };

export async function contactsOf(tx: Transaction, { workspaceId }: CrmScope, dealIds: readonly string[]): Promise<Map<string, DealContact[]>> {
  const found = new Map<string, DealContact[]>(dealIds.map((id) => [id, []]));
  if (dealIds.length === 0) return found;
  const rows = await tx
    .select({ dealId: dealContacts.dealId, contactId: dealContacts.contactId, role: dealContacts.role })
    .from(dealContacts)
    .where(and(eq(dealContacts.workspaceId, workspaceId), inArray(dealContacts.dealId, [...dealIds])))
    .orderBy(asc(dealContacts.contactId));
  for (const { dealId, ...contact } of rows) found.get(dealId)?.push(contact);
  return found;
}

/** Deals as they are answered: three questions for any number of them. */
export async function shapeDeals(
  tx: Transaction,
  scope: CrmScope,
  rows: readonly DealRow[],
  filterFor: typeof customFieldsFilter = customFieldsFilter,
): Promise<Deal[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const contacts = await contactsOf(tx, scope, ids);
  const tags = await tagsOf(tx, scope, ids);
  const visible = await filterFor(tx, scope, 'deal');
  return rows.map(({ workspaceId: _, recordState: __, ...row }) => ({
    ...row,
    customFields: visible(row.customFields),
    contacts: contacts.get(row.id) ?? [],
    tags: tags.get(row.id) ?? [],
  }));
}
