import { recordActivity, tellMore } from '#crm/activities/record-activity';
import { mayContact } from '#crm/consents/may-contact';
import { readContact } from '#crm/contacts/find-contact';
import { shapeContacts } from '#crm/contacts/shape';
import type { Crm as Rooms } from '#crm/crm';
import { ensureContact } from '#crm/identities/ensure-contact';
import { matchContact } from '#crm/identities/match-contact';
import { normaliseDomain } from '#crm/identities/normalise';
import { organizationOf } from '#crm/organizations/organization-of';
import type { CrmScope } from '#crm/scope';
import { zoneOfContact } from '#crm/time/contact-zone';
import { type Crm, PatchbayError, type Transaction } from '#sdk';

/** The record as integrations get it: the rooms behind the port of the sdk, for one actor and one integration. */
export function createCrmPort(rooms: () => Promise<Rooms>): Crm {
  const within = async <T>(work: (tx: Transaction, scope: CrmScope) => Promise<T>): Promise<T> => {
    const { scope } = await rooms();
    return scope.db.transaction((tx) => work(tx, scope));
  };
  return {
    contacts: {
      match: (identity) => within((tx, scope) => matchContact(tx, scope, identity)),
      ensure: (somebody) => within((tx, scope) => ensureContact(tx, scope, somebody)),
      get: (contactId) =>
        within(async (tx, scope) => {
          const [contact] = await shapeContacts(tx, scope, [await readContact(tx, scope, contactId)]);
          if (!contact) throw new PatchbayError('not_found');
          const { id, firstName, lastName, jobTitle, organizationId, ownerId, emails, phones, tags, customFields } = contact;
          const list = (each: typeof emails) => each.map(({ value, primary }) => ({ value, primary }));
          return { id, firstName, lastName, jobTitle, organizationId, ownerId, emails: list(emails), phones: list(phones), tags, customFields };
        }),
    },
    organizations: { forDomain: (domain) => within((tx, scope) => organizationOf(tx, scope, normaliseDomain(domain))) },
    activities: {
      record: ({ provider, externalId, connectionId, threadId, url, ...facts }) =>
        within((tx, scope) =>
          recordActivity(tx, scope, { ...facts, source: { integration: scope.source, provider, externalId, connectionId, threadId, url } }),
        ),
      update: (activityId, facts) => within((tx, scope) => tellMore(tx, scope, activityId, facts)),
    },
    deals: {
      get: async (dealId) => {
        const { id, name, amount, currency, stage, status, pipelineId, organizationId, ownerId, contacts } = await (await rooms()).deals.get(dealId);
        return { id, name, amount, currency, stage, status, pipelineId, organizationId, ownerId, contacts };
      },
    },
    mayContact: (contactId, channel, { at, purpose } = {}) =>
      within((tx, scope) => mayContact(tx, scope, contactId, channel, at ?? scope.clock.now(), purpose)),
    zoneOf: (contactId) => within((tx, scope) => zoneOfContact(tx, scope, contactId)),
  };
}
