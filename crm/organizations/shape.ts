import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { type Address, addressOfRow } from '../contacts/address.ts';
import { customFieldsFilter } from '../fields/custom-fields.ts';
import { tagsOf } from '../fields/record-tags.ts';
import { organizationDomains, type organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';

export type OrganizationRow = typeof organizations.$inferSelect;
type Plain = Omit<
  OrganizationRow,
  'workspaceId' | 'recordState' | 'annualRevenue' | 'annualRevenueCurrency' | 'addressLine1' | 'addressLine2' | 'city' | 'region' | 'postalCode' | 'country'
>;
export interface Money {
  amount: string;
  currency: string;
}
export interface Organization extends Plain {
  /** The primary one first. */
  domains: string[];
  annualRevenue: Money | null;
  address: Address;
  tags: string[];
}

/** Domains of many organizations, primary ones first; one question. */
export async function domainsOf(tx: Transaction, { workspaceId }: CrmScope, ids: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return found;
  const rows = await tx
    .select({ id: organizationDomains.organizationId, domain: organizationDomains.domain })
    .from(organizationDomains)
    .where(and(eq(organizationDomains.workspaceId, workspaceId), inArray(organizationDomains.organizationId, [...ids])))
    .orderBy(desc(organizationDomains.isPrimary), asc(organizationDomains.domain));
  for (const { id, domain } of rows) found.get(id)?.push(domain);
  return found;
}

/** Organizations as they are answered: three questions for any number of them. */
export async function shapeOrganizations(
  tx: Transaction,
  scope: CrmScope,
  rows: readonly OrganizationRow[],
  filterFor: typeof customFieldsFilter = customFieldsFilter,
): Promise<Organization[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const domains = await domainsOf(tx, scope, ids);
  const tags = await tagsOf(tx, scope, ids);
  const visible = await filterFor(tx, scope, 'organization');
  return rows.map((row) => {
    const { workspaceId: _, recordState: __, annualRevenue: amount, annualRevenueCurrency: currency, ...rest } = row;
    const { addressLine1: _1, addressLine2: _2, city: _3, region: _4, postalCode: _5, country: _6, ...plain } = rest;
    return {
      ...plain,
      domains: domains.get(row.id) ?? [],
      annualRevenue: amount !== null && currency !== null ? { amount, currency } : null,
      address: addressOfRow(row),
      tags: tags.get(row.id) ?? [],
      customFields: visible(row.customFields),
    };
  });
}
