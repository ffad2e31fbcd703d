import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { changesOf, type FieldChange, keepAddedOf, keepChanges } from '../changes.ts';
import { checkReferences } from '../deals/references.ts';
import { defaultCountry } from '../default-country.ts';
import { noteDuplicates } from '../duplicates/find-duplicates.ts';
import { checkCustomFields, customFieldChanges } from '../fields/custom-fields.ts';
import { setTags, tagsOf } from '../fields/record-tags.ts';
import { domainOf } from '../identities/normalise.ts';
import { contacts } from '../models.ts';
import { organizationOf } from '../organizations/organization-of.ts';
import type { CrmScope } from '../scope.ts';
import { changeIdentities } from './change-identities.ts';
import { type ContactChange, columnsOf, type WantedIdentities, wantedIdentities } from './contact-input.ts';
import { contactById, lockContact } from './find-contact.ts';
import type { ContactRow } from './shape.ts';
import { tellOfContacts } from './tell.ts';

/** @throws PatchbayError invalid_input, already_exists */
export async function createContact(tx: Transaction, scope: CrmScope, input: ContactChange): Promise<ContactRow> {
  const { workspaceId } = scope;
  const wanted = wantedIdentities(input, await defaultCountry(tx, scope));
  const columns = columnsOf(input);
  assertSomebody(columns, wanted);
  await checkReferences(tx, scope, input);
  const id = uuidv7();
  const at = scope.clock.now();
  const customFields = await checkCustomFields(tx, scope, 'contact', id, input.customFields, undefined);
  const organizationId = input.organizationId === undefined ? await organizationByAddress(tx, scope, wanted) : input.organizationId;
  const ownerId = input.ownerId === undefined ? (scope.userId ?? null) : input.ownerId;
  await tx.insert(contacts).values({ ...columns, workspaceId, id, ownerId, organizationId, customFields, createdAt: at, updatedAt: at });
  const identityChanges = await changeIdentities(tx, scope, id, wanted);
  if (input.tags) await setTags(tx, scope, 'contact', id, input.tags);
  const said = changesOf({}, { ...columns, ownerId, organizationId }).filter(({ after }) => after !== null && after !== '' && after !== false);
  const changes = [...said, ...identityChanges.filter(isSaid), ...customFieldChanges({}, customFields)];
  await keepAddedOf(tx, scope, 'contact', [{ recordId: id, changes }]);
  const row = await reload(tx, scope, id);
  await noteDuplicates(tx, scope, [id]);
  await tellOfContacts(tx, scope, 'contact.created', [{ row, changes }]);
  return row;
}
const isSaid = ({ after }: FieldChange) => Array.isArray(after) && after.length > 0;

function assertSomebody({ firstName, lastName }: { firstName?: string | undefined; lastName?: string | undefined }, wanted: WantedIdentities): void {
  if (firstName || lastName || Object.values(wanted).some((list) => list.length > 0)) return;
  throw new PatchbayError('invalid_input', { errors: [{ path: 'firstName', message: 'A contact needs a name, an e-mail address or a phone number.' }] });
}

async function organizationByAddress(tx: Transaction, scope: CrmScope, { email = [] }: WantedIdentities): Promise<string | null> {
  for (const { value } of [...email].sort((a, b) => Number(b.isPrimary) - Number(a.isPrimary))) {
    const found = await organizationOf(tx, scope, domainOf(value));
    if (found) return found;
  }
  return null;
}

/** @throws PatchbayError not_found, forbidden, conflict, invalid_input, already_exists */
export async function updateContact(tx: Transaction, scope: CrmScope, id: string, change: ContactChange): Promise<ContactRow> {
  const before = await lockContact(tx, scope, id, change.version);
  const wanted = wantedIdentities(change, await defaultCountry(tx, scope));
  const columns = columnsOf(change);
  // What stays as it is may point to what is gone by now.
  await checkReferences(tx, scope, {
    ownerId: change.ownerId === before.ownerId ? undefined : change.ownerId,
    organizationId: change.organizationId === before.organizationId ? undefined : change.organizationId,
  });
  const customFields = change.customFields
    ? await checkCustomFields(tx, scope, 'contact', before.id, change.customFields, before.customFields)
    : before.customFields;
  const changes = [
    ...changesOf(before, columns),
    ...customFieldChanges(before.customFields, customFields),
    ...(await changeIdentities(tx, scope, before.id, wanted)),
    ...(await changeTags(tx, scope, before.id, change.tags)),
  ];
  if (changes.length === 0) return before;
  await tx
    .update(contacts)
    .set({ ...columns, customFields, version: before.version + 1, updatedAt: scope.clock.now() })
    .where(contactById(scope, before.id));
  await keepChanges(tx, scope, 'contact', before.id, changes);
  const row = await reload(tx, scope, before.id);
  await noteDuplicates(tx, scope, [before.id]);
  await tellOfContacts(tx, scope, 'contact.updated', [{ row, changes }]);
  return row;
}

async function changeTags(tx: Transaction, scope: CrmScope, id: string, names: readonly string[] | undefined): Promise<FieldChange[]> {
  if (!names) return [];
  const old = (await tagsOf(tx, scope, [id])).get(id) ?? [];
  await setTags(tx, scope, 'contact', id, names);
  return changesOf({ tags: old }, { tags: (await tagsOf(tx, scope, [id])).get(id) });
}

export async function reload(tx: Transaction, scope: CrmScope, id: string): Promise<ContactRow> {
  const [row] = await tx.select().from(contacts).where(contactById(scope, id));
  if (!row) throw new PatchbayError('not_found');
  return row;
}
