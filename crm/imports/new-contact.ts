import { isUuid } from '#sdk';
import type { CrmScope } from '../scope.ts';
import type { ContactRow } from './contact-wish.ts';

/** A new contact with what a row says of it; what it does not say is as everywhere. */
export function newContact({ workspaceId, userId, clock }: CrmScope, id: string, said: Readonly<Record<string, unknown>>): ContactRow {
  const at = clock.now();
  const ownerId = typeof said.ownerId === 'string' && isUuid(said.ownerId) ? said.ownerId : (userId ?? null);
  return {
    workspaceId,
    id,
    firstName: '',
    lastName: '',
    jobTitle: null,
    organizationId: null,
    lifecycleStage: 'lead',
    leadSource: null,
    linkedinUrl: null,
    twitterHandle: null,
    website: null,
    addressLine1: null,
    addressLine2: null,
    city: null,
    region: null,
    postalCode: null,
    country: null,
    description: null,
    timeZone: null,
    locale: null,
    noEmail: false,
    noCall: false,
    noSms: false,
    noLinkedin: false,
    primaryEmail: null,
    primaryPhone: null,
    lastContactedAt: null,
    lastEmailedAt: null,
    mergedIntoId: null,
    customFields: {},
    recordState: 'live',
    version: 1,
    isActive: true,
    createdAt: at,
    updatedAt: at,
    ...said,
    ownerId,
  };
}
