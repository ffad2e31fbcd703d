import type { NewEvent, Transaction } from '#sdk';
import type { FieldChange } from '../changes.ts';
import { eventValue, isTold, publishMany } from '../event-data.ts';
import { publicCustomFields } from '../fields/custom-fields.ts';
import type { CrmScope } from '../scope.ts';
import { organizationDocument } from '../search/documents.ts';
import { indexRecords } from '../search/index-record.ts';
import { type OrganizationRow, shapeOrganizations } from './shape.ts';

export interface ChangedOrganization {
  row: OrganizationRow;
  changes: readonly FieldChange[];
}
type Told = 'organization.created' | 'organization.updated' | 'organization.deleted';

/** Tells of organizations in the transaction of their change, and writes what they are found by. */
export async function tellOfOrganizations(tx: Transaction, scope: CrmScope, type: Told, changed: readonly ChangedOrganization[]): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ row }) => row);
  const visible = await publicCustomFields(tx, scope, 'organization');
  const shaped = await shapeOrganizations(tx, scope, rows, async () => visible);
  if (type !== 'organization.deleted') {
    const documents = rows.map((row, index) => organizationDocument({ ...row, domains: shaped[index]?.domains ?? [] }));
    await indexRecords(tx, scope, documents);
  }
  const events = changed.map(({ row, changes }, index): NewEvent => {
    const told = changes.filter(({ field }) => isTold(field, visible));
    const previous = Object.fromEntries(told.map(({ field, before }) => [field, eventValue(before)]));
    return {
      type,
      subject: { type: 'organization', id: row.id },
      data: eventValue(shaped[index]) as Record<string, unknown>,
      ...(type === 'organization.updated' ? { previous } : {}),
    };
  });
  await publishMany(scope, events);
}
