import { z } from 'zod';
import type { EventType } from '#sdk';

const deal = z.looseObject({ id: z.string(), name: z.string(), ownerId: z.string().nullable(), stage: z.string(), status: z.enum(['open', 'won', 'lost']) });
const example = {
  id: '0199a2f0-0000-7000-8000-000000000001',
  name: 'Acme, 20 seats',
  amount: '1250.00',
  currency: 'EUR',
  organizationId: '0199a2f0-0000-7000-8000-000000000002',
  contacts: [{ contactId: '0199a2f0-0000-7000-8000-000000000003', role: 'decision_maker' }],
  ownerId: '0199a2f0-0000-7000-8000-000000000004',
  pipelineId: '0199a2f0-0000-7000-8000-000000000005',
  stage: 'negotiation',
  status: 'open',
  stageSince: '2026-03-02T09:00:00.000Z',
  probability: 80,
  expectedCloseDate: '2026-03-31',
  actualCloseDate: null,
  lossReason: null,
  leadSource: 'website',
  tags: ['VIP'],
  customFields: {},
  version: 3,
  createdAt: '2026-02-02T09:00:00.000Z',
  updatedAt: '2026-03-02T09:00:00.000Z',
};

/** A change of the stage is told as such and as an update; the end of a deal as all three. */
export const dealEventTypes: readonly EventType[] = [
  { type: 'deal.created', title: 'A deal was added', schema: deal, example },
  { type: 'deal.updated', title: 'A deal was changed', schema: deal, example },
  { type: 'deal.stage_changed', title: 'A deal moved to another stage', schema: deal, example },
  {
    type: 'deal.won',
    title: 'A deal was won',
    schema: deal,
    example: { ...example, stage: 'closed_won', status: 'won', probability: 100, actualCloseDate: '2026-03-30' },
  },
  {
    type: 'deal.lost',
    title: 'A deal was lost',
    schema: deal,
    example: { ...example, stage: 'closed_lost', status: 'lost', probability: 0, actualCloseDate: '2026-03-30', lossReason: 'price' },
  },
  { type: 'deal.deleted', title: 'A deal was removed', schema: deal, example },
];
