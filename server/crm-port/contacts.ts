import { readContact } from '#crm/contacts/find-contact';
import { type Contact, shapeContacts } from '#crm/contacts/shape';
import { erasedAmong } from '#crm/erasure/erased-identities';
import { compileFilter } from '#crm/filter/compile';
import { filterSchema } from '#crm/filter/filter-schema';
import { ensureContact, type NewSomebody } from '#crm/identities/ensure-contact';
import { ensureContacts } from '#crm/identities/ensure-contacts';
import { identityKey } from '#crm/identities/identity-value';
import { matchContact } from '#crm/identities/match-contact';
import { type Crm, type CrmContact, type CrmSomebody, PatchbayError } from '#sdk';
import { contactChange, newContact } from '../api/shapes/contact.ts';
import { afterOf, type Behind, limitOf, nextOf, read, requirePermission } from './within.ts';
import { identityOf } from './words.ts';

const addresses = (list: Contact['emails']) => list.map(({ value, primary }) => ({ value, primary }));
const told = (contact: Contact): CrmContact => {
  const { id, firstName, lastName, jobTitle, organizationId, ownerId, lifecycleStage, timeZone, locale, version, emails, phones, tags, customFields } = contact;
  return {
    id,
    firstName,
    lastName,
    jobTitle,
    organizationId,
    ownerId,
    lifecycleStage,
    timeZone,
    locale,
    version,
    emails: addresses(emails),
    phones: addresses(phones),
    tags,
    customFields,
  };
};

const somebodyOf = ({ identities, jobTitle, leadSource, ...somebody }: CrmSomebody): NewSomebody => {
  const said = read(newContact, { ...(jobTitle ? { jobTitle } : {}), ...(leadSource ? { leadSource } : {}) });
  return { ...somebody, identities: identities.map(identityOf), jobTitle: said.jobTitle ?? undefined, leadSource: said.leadSource ?? undefined };
};

export function contactsPort(behind: Behind): Crm['contacts'] {
  const { rooms } = behind;
  return {
    async match(identity) {
      const { scope } = await rooms();
      return scope.db.transaction((tx) => matchContact(tx, scope, identityOf(identity)));
    },
    async ensure(somebody) {
      const { scope } = await rooms();
      return scope.db.transaction((tx) => ensureContact(tx, scope, somebodyOf(somebody)));
    },
    async ensureAll(people) {
      const { scope } = await rooms();
      const all = people.map(somebodyOf);
      return scope.db.transaction((tx) => ensureContacts(tx, scope, all));
    },
    async forgottenAmong(given) {
      const { scope } = await rooms();
      const known = given.map((each) => ({ value: each.value, key: identityOf(each) }));
      const erased = await scope.db.transaction((tx) =>
        erasedAmong(
          tx,
          scope,
          known.map(({ key }) => key),
        ),
      );
      return new Set(known.flatMap(({ value, key }) => (erased.has(identityKey(key)) ? [value] : [])));
    },
    async get(contactId) {
      const { scope } = await rooms();
      return scope.db.transaction(async (tx) => {
        const [contact] = await shapeContacts(tx, scope, [await readContact(tx, scope, contactId)]);
        if (!contact) throw new PatchbayError('not_found');
        return told(contact);
      });
    },
    async create(draft) {
      requirePermission(behind, 'contacts:write');
      return told(await (await rooms()).contacts.create(read(newContact, draft)));
    },
    async update(contactId, change) {
      requirePermission(behind, 'contacts:write');
      return told(await (await rooms()).contacts.update(contactId, read(contactChange, change)));
    },
    async list({ limit, cursor, filter, ...query }) {
      requirePermission(behind, 'contacts:read');
      const { contacts, scope } = await rooms();
      const wanted = filter === undefined ? undefined : read(filterSchema, filter);
      const page = await contacts.list({ ...query, limit: limitOf(limit), after: afterOf(cursor) }, async (tx) =>
        wanted ? { filter: await compileFilter(tx, scope, 'contact', wanted) } : {},
      );
      return { data: page.contacts.map(told), nextCursor: nextOf(page.next) };
    },
  };
}
