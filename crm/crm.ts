import type { CrmScope } from './scope.ts';

/** The record as one caller may use it. Each room is a factory over the scope; making one costs nothing. */
export function createCrm(scope: CrmScope) {
  return {
    scope,
  };
}
export type Crm = ReturnType<typeof createCrm>;
