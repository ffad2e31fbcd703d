import { z } from 'zod';
import type { EventType } from '#sdk';

const organization = z.looseObject({ id: z.string(), name: z.string(), ownerId: z.string().nullable(), domains: z.array(z.string()) });
const example = {
  id: '0199a2f0-0000-7000-8000-000000000002',
  name: 'Acme',
  domains: ['acme.test'],
  industry: 'technology',
  employeeCount: '51-200',
  annualRevenue: { amount: '1200000.00', currency: 'EUR' },
  lifecycleStage: 'lead',
  ownerId: null,
  address: { line1: null, line2: null, city: 'Berlin', state: null, postalCode: null, country: 'DE' },
  tags: [],
  customFields: {},
  version: 1,
  createdAt: '2026-03-02T09:00:00.000Z',
  updatedAt: '2026-03-02T09:00:00.000Z',
};

export const organizationEventTypes: readonly EventType[] = [
  { type: 'organization.created', title: 'An organization was added or restored', schema: organization, example },
  { type: 'organization.updated', title: 'An organization was changed', schema: organization, example: { ...example, version: 2 } },
  { type: 'organization.deleted', title: 'An organization was removed', schema: organization, example },
];
