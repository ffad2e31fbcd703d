import { and, eq } from 'drizzle-orm';
import { among, type NewEvent, type Transaction } from '#sdk';
import type { FieldChange } from '../changes.ts';
import { eventValue, isTold, publishMany } from '../event-data.ts';
import { publicCustomFields } from '../fields/custom-fields.ts';
import { organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { contactDocument } from '../search/documents.ts';
import { indexRecords } from '../search/index-record.ts';
import { type Contact, type ContactRow, shapeContacts } from './shape.ts';

export interface ChangedContact {
  row: ContactRow;
  changes: readonly FieldChange[];
}
type Told = 'contact.created' | 'contact.updated' | 'contact.deleted' | 'contact.merged';

/** Tells of contacts in the transaction of their change, and writes what they are found by. */
export async function tellOfContacts(
  tx: Transaction,
  scope: CrmScope,
  type: Told,
  changed: readonly ChangedContact[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (changed.length === 0) return;
  const rows = changed.map(({ row }) => row);
  const visible = await publicCustomFields(tx, scope, 'contact');
  const shaped = await shapeContacts(tx, scope, rows, async () => visible);
  if (type !== 'contact.deleted') await indexContacts(tx, scope, rows, shaped);
  const events = changed.map(({ row, changes }, index): NewEvent => {
    // Fields that only some may see are not told of at all.
    const told = changes.filter(({ field }) => isTold(field, visible));
    const previous = Object.fromEntries(told.map(({ field, before }) => [field, eventValue(before)]));
    return {
      type,
      subject: { type: 'contact', id: row.id },
      data: { ...(eventValue(shaped[index]) as Record<string, unknown>), ...more },
      ...(type === 'contact.updated' ? { previous } : {}),
    };
  });
  await publishMany(scope, events);
}

async function indexContacts(tx: Transaction, scope: CrmScope, rows: readonly ContactRow[], shaped: readonly Contact[]): Promise<void> {
  const names = await organizationNames(
    tx,
    scope,
    rows.flatMap((row) => (row.organizationId ? [row.organizationId] : [])),
  );
  const documents = rows.map((row, index) => {
    const { emails = [], phones = [], handles = [] } = shaped[index] ?? {};
    const identities = [...emails, ...phones, ...handles].map((each) => each.value);
    return contactDocument({ ...row, identities, organizationName: names.get(row.organizationId ?? '') ?? null });
  });
  await indexRecords(tx, scope, documents);
}

async function organizationNames(tx: Transaction, { workspaceId }: CrmScope, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select({ id: organizations.id, name: organizations.name })
    .from(organizations)
    .where(and(eq(organizations.workspaceId, workspaceId), among(organizations.id, [...new Set(ids)])));
  return new Map(rows.map((row) => [row.id, row.name]));
}
