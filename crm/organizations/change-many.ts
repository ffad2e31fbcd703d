import { changerOf, type OwnedChange } from '../change-owned.ts';
import { type ORGANIZATION_LIFECYCLE_STAGES, organizations } from '../models.ts';
import type { OrganizationRow } from './shape.ts';
import { tellOfOrganizations } from './tell.ts';

type Stage = (typeof ORGANIZATION_LIFECYCLE_STAGES)[number];
export type OrganizationsChange = OwnedChange<Stage>;

/** One change of many organizations: who owns them, their stage of life, their tags. */
export const { changeMany: changeOrganizations, changeHeld } = changerOf<OrganizationRow, Stage>({
  entity: 'organization',
  table: organizations,
  tell: (tx, scope, changed) => tellOfOrganizations(tx, scope, 'organization.updated', changed),
});
