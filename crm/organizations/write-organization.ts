import { and, eq, inArray } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { assertVersion, changesOf, type FieldChange, keepAddedOf, keepChanges } from '../changes.ts';
import { checkReferences } from '../deals/references.ts';
import { defaultCountry } from '../default-country.ts';
import { checkCustomFields, customFieldChanges } from '../fields/custom-fields.ts';
import { setTags, tagsOf } from '../fields/record-tags.ts';
import { organizationDomains, organizations } from '../models.ts';
import { assertMayChange } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { type OrganizationChange, readOrganization } from './organization-input.ts';
import { domainsOf, type OrganizationRow } from './shape.ts';
import { tellOfOrganizations } from './tell.ts';

export const organizationById = ({ workspaceId }: Pick<CrmScope, 'workspaceId'>, id: string) =>
  and(eq(organizations.workspaceId, workspaceId), eq(organizations.id, id));

/** A live organization that the caller may change, held until the commit. */
export async function lockOrganization(tx: Transaction, scope: CrmScope, id: string, seen?: number): Promise<OrganizationRow> {
  const [row] = await tx
    .select()
    .from(organizations)
    .where(and(organizationById(scope, id), eq(organizations.recordState, 'live')))
    .for('update');
  assertMayChange(scope.reach, row);
  if (!row) throw new PatchbayError('not_found');
  assertVersion(row, seen);
  return row;
}

/** @throws PatchbayError invalid_input, already_exists */
export async function createOrganization(tx: Transaction, scope: CrmScope, input: OrganizationChange & { name: string }): Promise<OrganizationRow> {
  const { columns, domains } = readOrganization(input, await defaultCountry(tx, scope));
  await checkReferences(tx, scope, { ownerId: input.ownerId });
  const id = uuidv7();
  const at = scope.clock.now();
  const customFields = await checkCustomFields(tx, scope, 'organization', id, input.customFields, undefined);
  const ownerId = input.ownerId === undefined ? (scope.userId ?? null) : input.ownerId;
  const [row] = await tx
    .insert(organizations)
    .values({ ...columns, name: input.name.trim(), workspaceId: scope.workspaceId, id, ownerId, customFields, createdAt: at, updatedAt: at })
    .returning();
  if (!row) throw new PatchbayError('internal');
  const domainChanges = await changeDomains(tx, scope, id, domains);
  if (input.tags) await setTags(tx, scope, 'organization', id, input.tags);
  const changes = [...changesOf({}, { ...columns, ownerId }), ...domainChanges, ...customFieldChanges({}, customFields)].filter(({ after }) => after !== null);
  await keepAddedOf(tx, scope, 'organization', [{ recordId: id, changes }]);
  await tellOfOrganizations(tx, scope, 'organization.created', [{ row, changes }]);
  return row;
}

/** @throws PatchbayError not_found, forbidden, conflict, invalid_input, already_exists */
export async function updateOrganization(tx: Transaction, scope: CrmScope, id: string, change: OrganizationChange): Promise<OrganizationRow> {
  const before = await lockOrganization(tx, scope, id, change.version);
  const { columns, domains } = readOrganization(change, await defaultCountry(tx, scope));
  await checkReferences(tx, scope, { ownerId: change.ownerId === before.ownerId ? undefined : change.ownerId });
  const customFields = change.customFields
    ? await checkCustomFields(tx, scope, 'organization', id, change.customFields, before.customFields)
    : before.customFields;
  const changes = [
    ...changesOf(before, columns),
    ...customFieldChanges(before.customFields, customFields),
    ...(await changeDomains(tx, scope, id, domains)),
    ...(await changeTags(tx, scope, id, change.tags)),
  ];
  if (changes.length === 0) return before;
  const [row] = await tx
    .update(organizations)
    .set({ ...columns, customFields, version: before.version + 1, updatedAt: scope.clock.now() })
    .where(organizationById(scope, id))
    .returning();
  if (!row) throw new PatchbayError('not_found');
  await keepChanges(tx, scope, 'organization', id, changes);
  await tellOfOrganizations(tx, scope, 'organization.updated', [{ row, changes }]);
  return row;
}

async function changeTags(tx: Transaction, scope: CrmScope, id: string, names: readonly string[] | undefined): Promise<FieldChange[]> {
  if (!names) return [];
  const old = (await tagsOf(tx, scope, [id])).get(id) ?? [];
  await setTags(tx, scope, 'organization', id, names);
  return changesOf({ tags: old }, { tags: (await tagsOf(tx, scope, [id])).get(id) });
}

/** One domain means one organization: the key decides between two that claim it. */
async function changeDomains(tx: Transaction, scope: CrmScope, organizationId: string, wanted: readonly string[] | undefined): Promise<FieldChange[]> {
  if (!wanted) return [];
  const { workspaceId } = scope;
  const had = (await domainsOf(tx, scope, [organizationId])).get(organizationId) ?? [];
  const changes = changesOf({ domains: had }, { domains: wanted });
  if (changes.length === 0) return [];
  const own = and(eq(organizationDomains.workspaceId, workspaceId), eq(organizationDomains.organizationId, organizationId));
  const gone = had.filter((domain) => !wanted.includes(domain));
  if (gone.length > 0) await tx.delete(organizationDomains).where(and(own, inArray(organizationDomains.domain, gone)));
  const added = wanted.filter((domain) => !had.includes(domain)).sort();
  const kept =
    added.length === 0
      ? []
      : await tx
          .insert(organizationDomains)
          .values(added.map((domain) => ({ workspaceId, domain, organizationId, isPrimary: false })))
          .onConflictDoNothing()
          .returning({ domain: organizationDomains.domain });
  const taken = added.find((domain) => !kept.some((row) => row.domain === domain));
  if (taken) {
    throw new PatchbayError('already_exists', {
      detail: `There is an organization with the domain ${taken} already.`,
      remedy: 'Open that organization, or take the domain away there first.',
    });
  }
  await tx.update(organizationDomains).set({ isPrimary: false }).where(own);
  if (wanted[0])
    await tx
      .update(organizationDomains)
      .set({ isPrimary: true })
      .where(and(own, eq(organizationDomains.domain, wanted[0])));
  return changes;
}
