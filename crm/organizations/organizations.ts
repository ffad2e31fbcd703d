import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import type { BulkResult } from '../bulk-change.ts';
import { type Provenance, provenanceOf } from '../changes.ts';
import { isTold } from '../event-data.ts';
import { customFieldsFilter } from '../fields/custom-fields.ts';
import { organizations } from '../models.ts';
import { ownedBy, reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { changeOrganizations, type OrganizationsChange } from './change-many.ts';
import { listOrganizations, type OrganizationPage } from './list-organizations.ts';
import type { OrganizationChange } from './organization-input.ts';
import { LINKS, removeOrganization, restoreOrganization } from './remove-organization.ts';
import { type Organization, type OrganizationRow, shapeOrganizations } from './shape.ts';
import { createOrganization, organizationById, updateOrganization } from './write-organization.ts';

/** Where a filter is compiled for the transaction in which it is asked. */
type Compile = (tx: Transaction) => Promise<Pick<OrganizationPage, 'filter'>>;

/** The houses that people work for. */
export function createOrganizations(scope: CrmScope) {
  const { db } = scope;
  const answer = async (tx: Transaction, row: OrganizationRow): Promise<Organization> => {
    const [organization] = await shapeOrganizations(tx, scope, [row]);
    if (!organization) throw new PatchbayError('internal');
    return organization;
  };
  const readable = async (tx: Transaction, id: string): Promise<OrganizationRow> => {
    const [row] = await tx
      .select()
      .from(organizations)
      .where(and(organizationById(scope, id), eq(organizations.recordState, 'live')));
    if (!row || !reaches(scope.reach.read, row.ownerId)) throw new PatchbayError('not_found');
    return row;
  };
  return {
    list: (page: OrganizationPage, compile: Compile = async () => ({})): Promise<{ organizations: Organization[]; next: (string | number)[] | null }> =>
      db.transaction(async (tx) => {
        const { rows, next } = await listOrganizations(tx, scope, { ...page, ...(await compile(tx)) });
        return { organizations: await shapeOrganizations(tx, scope, rows), next };
      }),
    get: (id: string): Promise<Organization> => db.transaction(async (tx) => answer(tx, await readable(tx, id))),
    /** Names of those of these that the caller reaches, by id. */
    names: (ids: readonly string[]): Promise<Map<string, string>> =>
      db.transaction(async (tx) => {
        if (ids.length === 0) return new Map();
        const rows = await tx
          .select({ id: organizations.id, name: organizations.name })
          .from(organizations)
          .where(
            and(
              eq(organizations.workspaceId, scope.workspaceId),
              inArray(organizations.id, [...new Set(ids)]),
              eq(organizations.recordState, 'live'),
              ownedBy(scope.reach.read, organizations.ownerId),
            ),
          );
        return new Map(rows.map(({ id, name }) => [id, name]));
      }),
    create: (input: OrganizationChange & { name: string }): Promise<Organization> =>
      db.transaction(async (tx) => answer(tx, await createOrganization(tx, scope, input))),
    update: (id: string, change: OrganizationChange): Promise<Organization> =>
      db.transaction(async (tx) => answer(tx, await updateOrganization(tx, scope, id, change))),
    changeMany: (which: { ids: readonly string[] } | { filter: (tx: Transaction) => Promise<SQL> }, change: OrganizationsChange): Promise<BulkResult> =>
      db.transaction(async (tx) => changeOrganizations(tx, scope, 'ids' in which ? which : { where: await which.filter(tx) }, change)),
    /** Its contacts and deals stay. It comes back by `restore`, for thirty days. */
    remove: (id: string, { version }: { version?: number | undefined } = {}): Promise<void> =>
      db.transaction((tx) => removeOrganization(tx, scope, id, version)),
    restore: (id: string): Promise<Organization> => db.transaction(async (tx) => answer(tx, await restoreOrganization(tx, scope, id))),
    /** Where each field last came from. */
    provenance: (id: string): Promise<Provenance[]> =>
      db.transaction(async (tx) => {
        await readable(tx, id);
        const visible = await customFieldsFilter(tx, scope, 'organization');
        return (await provenanceOf(tx, scope, id)).filter(({ field }) => field !== LINKS && isTold(field, visible));
      }),
  };
}
