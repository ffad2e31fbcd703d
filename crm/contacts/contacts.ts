import type { SQL } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import type { BulkResult } from '../bulk-change.ts';
import { type Provenance, provenanceOf } from '../changes.ts';
import { isTold } from '../event-data.ts';
import { customFieldsFilter } from '../fields/custom-fields.ts';
import type { CrmScope } from '../scope.ts';
import { type ContactsChange, changeContacts } from './change-many.ts';
import type { ContactChange } from './contact-input.ts';
import { mergedInto, readContact } from './find-contact.ts';
import { type ContactPage, listContacts } from './list-contacts.ts';
import { type Merge, mergeContacts } from './merge-contacts.ts';
import { removeContact, restoreContact } from './remove-contact.ts';
import { type Contact, type ContactRow, shapeContacts } from './shape.ts';
import { unmergeContact } from './unmerge-contact.ts';
import { createContact, updateContact } from './write-contact.ts';

/** Where a filter is compiled for the transaction in which it is asked. */
type Compile = (tx: Transaction) => Promise<Pick<ContactPage, 'filter'>>;

/** People, by whatever they are known. */
export function createContacts(scope: CrmScope) {
  const { db } = scope;
  const answer = async (tx: Transaction, row: ContactRow): Promise<Contact> => {
    const [contact] = await shapeContacts(tx, scope, [row]);
    if (!contact) throw new PatchbayError('internal');
    const mergedFrom = await mergedInto(tx, scope, row.id);
    return mergedFrom.length > 0 ? { ...contact, mergedFrom } : contact;
  };
  return {
    list: (page: ContactPage, compile: Compile = async () => ({})): Promise<{ contacts: Contact[]; next: (string | number)[] | null }> =>
      db.transaction(async (tx) => {
        const { rows, next } = await listContacts(tx, scope, { ...page, ...(await compile(tx)) });
        return { contacts: await shapeContacts(tx, scope, rows), next };
      }),
    /** An old id gives whoever it was merged into. */
    get: (id: string): Promise<Contact> => db.transaction(async (tx) => answer(tx, await readContact(tx, scope, id))),
    create: (input: ContactChange): Promise<Contact> => db.transaction(async (tx) => answer(tx, await createContact(tx, scope, input))),
    update: (id: string, change: ContactChange): Promise<Contact> => db.transaction(async (tx) => answer(tx, await updateContact(tx, scope, id, change))),
    /** It comes back by `restore`, for thirty days. */
    remove: (id: string, { version }: { version?: number | undefined } = {}): Promise<void> => db.transaction((tx) => removeContact(tx, scope, id, version)),
    restore: (id: string): Promise<Contact> => db.transaction(async (tx) => answer(tx, await restoreContact(tx, scope, id))),
    changeMany: (which: { ids: readonly string[] } | { filter: (tx: Transaction) => Promise<SQL> }, change: ContactsChange): Promise<BulkResult> =>
      db.transaction(async (tx) => changeContacts(tx, scope, 'ids' in which ? which : { where: await which.filter(tx) }, change)),
    merge: (merge: Merge): Promise<Contact> => db.transaction(async (tx) => answer(tx, await mergeContacts(tx, scope, merge))),
    unmerge: (contactId: string): Promise<Contact> => db.transaction(async (tx) => answer(tx, await unmergeContact(tx, scope, contactId))),
    /** Where each field last came from. */
    provenance: (id: string): Promise<Provenance[]> =>
      db.transaction(async (tx) => {
        const { id: meant } = await readContact(tx, scope, id);
        const visible = await customFieldsFilter(tx, scope, 'contact');
        return (await provenanceOf(tx, scope, meant)).filter(({ field }) => isTold(field, visible));
      }),
  };
}
