import { and, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { keepChanges } from '../changes.ts';
import { tellOfContacts } from '../contacts/tell.ts';
import { tellOfDeals } from '../deals/tell.ts';
import { setContacts } from '../deals/write-deal.ts';
import { checkCustomFields } from '../fields/custom-fields.ts';
import { setTags } from '../fields/record-tags.ts';
import { removeIdentities, settlePrimary } from '../identities/write-identities.ts';
import { contacts, deals, type Entity, organizationDomains, organizations } from '../models.ts';
import { tellOfOrganizations } from '../organizations/tell.ts';
import type { CrmScope } from '../scope.ts';
import type { ImportRowRecord } from './import-store.ts';
import { updateRows } from './records.ts';

type AnyRow = typeof contacts.$inferSelect | typeof organizations.$inferSelect | typeof deals.$inferSelect;
type Changes = Map<string, [before: unknown, after: unknown]>;
const CUSTOM = 'customFields.';

/** A record as it was before the rows of an import changed it. Its row is held and nobody has changed it since. */
export async function putBack(tx: Transaction, scope: CrmScope, entity: Entity, row: AnyRow, rows: readonly ImportRowRecord[]): Promise<void> {
  const changes = changesOfRows(rows);
  const values = Object.fromEntries([...changes].flatMap(([field, [before]]) => (field.startsWith(CUSTOM) ? [[field.slice(CUSTOM.length), before]] : [])));
  const customFields = Object.keys(values).length > 0 ? await checkCustomFields(tx, scope, entity, row.id, values, row.customFields) : row.customFields;
  const back = { ...columnsBack(entity, changes), customFields, version: row.version + 1, updatedAt: scope.clock.now() };
  const tags = changes.get('tags');
  if (tags) await setTags(tx, scope, entity, row.id, (tags[0] ?? []) as string[]);
  const told = [...changes].map(([field, [before, after]]) => ({ field, before: after, after: before }));
  await keepChanges(tx, scope, entity, row.id, told);
  if (entity === 'contact') {
    const after = { ...(row as typeof contacts.$inferSelect), ...back };
    await updateRows(tx, scope, contacts, [after]);
    const given = rows.flatMap(({ before }) => (before?.identities ?? []) as string[]);
    await removeIdentities(tx, scope, given);
    await settlePrimary(tx, scope, [row.id]);
    await tellOfContacts(tx, scope, 'contact.updated', [{ row: after, changes: told }]);
  } else if (entity === 'organization') {
    const after = { ...(row as typeof organizations.$inferSelect), ...back };
    await updateRows(tx, scope, organizations, [after]);
    const [had, has] = (changes.get('domains') ?? [[], []]) as [string[], string[]];
    const added = has.filter((domain) => !had.includes(domain));
    if (added.length > 0) {
      await tx
        .delete(organizationDomains)
        .where(
          and(
            eq(organizationDomains.workspaceId, scope.workspaceId),
            eq(organizationDomains.organizationId, row.id),
            inArray(organizationDomains.domain, added),
          ),
        );
    }
    await tellOfOrganizations(tx, scope, 'organization.updated', [{ row: after, changes: told }]);
  } else {
    const before = row as typeof deals.$inferSelect;
    const after = { ...before, ...back };
    await updateRows(tx, scope, deals, [after]);
    const people = changes.get('contacts');
    if (people) await setContacts(tx, scope, row.id, (people[0] ?? []) as Parameters<typeof setContacts>[3]);
    await tellOfDeals(tx, scope, [{ row: after, before, changes: told }]);
  }
}

/** Of several rows the first says how it was and the last how it is. */
function changesOfRows(rows: readonly ImportRowRecord[]): Changes {
  const changes: Changes = new Map();
  for (const { before } of rows) {
    for (const [field, [was, is]] of Object.entries((before?.changes ?? {}) as Record<string, [unknown, unknown]>))
      changes.set(field, [changes.get(field)?.[0] ?? was, is]);
  }
  return changes;
}

function columnsBack(entity: Entity, changes: Changes): Record<string, unknown> {
  const columns = getTableColumns({ contact: contacts, organization: organizations, deal: deals }[entity]);
  return Object.fromEntries([...changes].flatMap(([field, [before]]) => (field in columns ? [[field, before]] : [])));
}
