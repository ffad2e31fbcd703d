import { z } from 'zod';
import type { EventType } from '#sdk';

const contact = z.looseObject({
  id: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  ownerId: z.string().nullable(),
  emails: z.array(z.looseObject({ value: z.string(), primary: z.boolean() })),
});
const address = { line1: null, line2: null, city: 'Berlin', state: null, postalCode: null, country: 'DE' };
const identity = { label: null, primary: true, verified: false, shared: false, source: 'person' };
const example = {
  id: '0199a2f0-0000-7000-8000-000000000003',
  firstName: 'Ann',
  lastName: 'Lee',
  emails: [{ value: 'ann@acme.test', ...identity }],
  phones: [{ value: '+4930901820', ...identity }],
  handles: [],
  jobTitle: 'Head of Purchasing',
  organizationId: '0199a2f0-0000-7000-8000-000000000002',
  lifecycleStage: 'lead',
  ownerId: '0199a2f0-0000-7000-8000-000000000004',
  address,
  doNotContact: { email: false, call: false, sms: false, linkedin: false },
  tags: ['VIP'],
  customFields: {},
  version: 1,
  createdAt: '2026-03-02T09:00:00.000Z',
  updatedAt: '2026-03-02T09:00:00.000Z',
};

export const contactEventTypes: readonly EventType[] = [
  { type: 'contact.created', title: 'A contact was added, restored or split off again', schema: contact, example },
  { type: 'contact.updated', title: 'A contact was changed', schema: contact, example: { ...example, version: 2 } },
  { type: 'contact.deleted', title: 'A contact was removed', schema: contact, example },
  {
    type: 'contact.erased',
    title: 'A person was forgotten for good, at their request',
    schema: z.looseObject({ id: z.string(), mergedIds: z.array(z.string()), ownerId: z.string().nullable() }),
    example: { id: example.id, mergedIds: [], ownerId: example.ownerId },
  },
  {
    type: 'contact.merged',
    title: 'Contacts were found to be one person and made one',
    schema: contact.extend({ mergedIds: z.array(z.string()) }),
    example: { ...example, mergedIds: ['0199a2f0-0000-7000-8000-000000000005'] },
  },
];
