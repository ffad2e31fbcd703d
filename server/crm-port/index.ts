import type { ActivityFacts } from '#crm/activities/facts';
import { recordActivity, tellMore } from '#crm/activities/record-activity';
import { recordActivities } from '#crm/activities/record-many';
import { takeBack } from '#crm/activities/remove-activity';
import { mayContact } from '#crm/consents/may-contact';
import type { Crm as Rooms } from '#crm/crm';
import { normaliseDomain } from '#crm/identities/normalise';
import { organizationOf } from '#crm/organizations/organization-of';
import type { CrmScope } from '#crm/scope';
import { zoneOfContact } from '#crm/time/contact-zone';
import type { Actor, Crm, CrmActivity, Transaction } from '#sdk';
import { contactsPort } from './contacts.ts';
import { dealsPort } from './deals.ts';
import { filtersPort, searchPort, segmentsPort } from './finding.ts';
import { requirePermission } from './within.ts';
import { channelOf, participantsOf } from './words.ts';
import { consentsPort, notesPort, tasksPort } from './work.ts';

const factsOf = (
  { source: integration }: CrmScope,
  { provider, externalId, connectionId, threadId, url, participants, ...facts }: CrmActivity,
): ActivityFacts => ({
  ...facts,
  ...(participants ? { participants: participantsOf(participants) } : {}),
  source: { integration, provider, externalId, connectionId, threadId, url },
});

/** The record as integrations get it: the rooms behind the port of the sdk, for one actor and one integration. */
export function createCrmPort(actor: Actor, rooms: () => Promise<Rooms>): Crm {
  const behind = { actor, rooms };
  const within = async <T>(work: (tx: Transaction, scope: CrmScope) => Promise<T>): Promise<T> => {
    const { scope } = await rooms();
    return scope.db.transaction((tx) => work(tx, scope));
  };
  return {
    contacts: contactsPort(behind),
    organizations: {
      forDomain: (domain) => within((tx, scope) => organizationOf(tx, scope, normaliseDomain(domain))),
      async create({ domains, ...draft }) {
        requirePermission(behind, 'organizations:write');
        const { id, name } = await (await rooms()).organizations.create({ ...draft, ...(domains ? { domains } : {}) });
        return { id, name };
      },
      names: async (organizationIds) => (await rooms()).organizations.names(organizationIds),
    },
    activities: {
      record: (activity) => within((tx, scope) => recordActivity(tx, scope, factsOf(scope, activity))),
      recordAll: (all) =>
        within((tx, scope) =>
          recordActivities(
            tx,
            scope,
            all.map((activity) => factsOf(scope, activity)),
          ),
        ),
      update: (activityId, { participants, threadId, ...facts }) =>
        within((tx, scope) => tellMore(tx, scope, activityId, { ...facts, ...(participants ? { participants: participantsOf(participants) } : {}) }, threadId)),
      remove: (activityId) => within((tx, scope) => takeBack(tx, scope, activityId)),
    },
    deals: dealsPort(behind),
    pipelines: {
      list: async () =>
        (await (await rooms()).pipelines.list()).map(({ id, name, isDefault, stages }) => ({
          id,
          name,
          isDefault,
          stages: stages.map(({ key, title, outcome, probability }) => ({ key, title, outcome, probability })),
        })),
    },
    tasks: tasksPort(behind),
    notes: notesPort(behind),
    consents: consentsPort(behind),
    search: searchPort(behind),
    segments: segmentsPort(behind),
    filters: filtersPort(behind),
    mayContact: (contactId, channel, { at, purpose } = {}) =>
      within((tx, scope) => mayContact(tx, scope, contactId, channelOf(channel), at ?? scope.clock.now(), purpose)),
    zoneOf: (contactId) => within((tx, scope) => zoneOfContact(tx, scope, contactId)),
  };
}
