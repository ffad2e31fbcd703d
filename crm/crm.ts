import { createFilters } from './filter/filters.ts';
import type { CrmScope } from './scope.ts';
import { createSearch } from './search/search.ts';
import { createSegments } from './segments/segments.ts';
import { createViews } from './segments/views.ts';

/** The record as one caller may use it. Each room is a factory over the scope; making one costs nothing. */
export function createCrm(scope: CrmScope) {
  return {
    scope,
    filters: createFilters(scope),
    search: createSearch(scope),
    segments: createSegments(scope),
    views: createViews(scope),
  };
}
export type Crm = ReturnType<typeof createCrm>;
