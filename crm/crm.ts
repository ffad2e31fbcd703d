import { createActivities } from './activities/activities.ts';
import { createNotes } from './activities/notes.ts';
import { createConsents } from './consents/consents.ts';
import { createContacts } from './contacts/contacts.ts';
import { createDeals } from './deals/deals.ts';
import { createDuplicates } from './duplicates/duplicates.ts';
import { createExports } from './exports/exports.ts';
import { createCustomFields } from './fields/definitions.ts';
import { createTags } from './fields/tags.ts';
import { createFilters } from './filter/filters.ts';
import { createImports } from './imports/imports.ts';
import { createOrganizations } from './organizations/organizations.ts';
import { createPipelines } from './pipelines/pipelines.ts';
import type { CrmScope } from './scope.ts';
import { createSearch } from './search/search.ts';
import { createSegments } from './segments/segments.ts';
import { createViews } from './segments/views.ts';
import { createCrmSettings } from './settings/settings.ts';
import { createAbsences } from './time/absences.ts';
import { createHours } from './time/hours.ts';
import { createTodos } from './todos/todos.ts';

/** The record as one caller may use it. Each room is a factory over the scope; making one costs nothing. */
export function createCrm(scope: CrmScope) {
  return {
    scope,
    absences: createAbsences(scope),
    activities: createActivities(scope),
    consents: createConsents(scope),
    contacts: createContacts(scope),
    customFields: createCustomFields(scope),
    deals: createDeals(scope),
    duplicates: createDuplicates(scope),
    exports: createExports(scope),
    filters: createFilters(scope),
    hours: createHours(scope),
    imports: createImports(scope),
    notes: createNotes(scope),
    organizations: createOrganizations(scope),
    pipelines: createPipelines(scope),
    search: createSearch(scope),
    segments: createSegments(scope),
    settings: createCrmSettings(scope),
    tags: createTags(scope),
    todos: createTodos(scope),
    views: createViews(scope),
  };
}
export type Crm = ReturnType<typeof createCrm>;
