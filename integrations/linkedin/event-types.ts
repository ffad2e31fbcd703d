import { z } from 'zod';
import type { EventType } from '#sdk';

const id = z.string().nullable();
const lead = z.object({ leadId: z.string(), formId: z.string(), formName: z.string(), contactId: id, dealId: id });
const example = {
  leadId: '0199a2f0-0000-7000-8000-000000000001',
  formId: '7234246',
  formName: 'Pricing request',
  contactId: '0199a2f0-0000-7000-8000-000000000002',
  dealId: '0199a2f0-0000-7000-8000-000000000003',
};

export const eventTypes: readonly EventType[] = [
  {
    type: 'lead.created',
    title: 'Somebody sent a lead form',
    schema: lead.extend({
      title: z.string(),
      assigneeId: id,
      campaign: z.string().nullable(),
      receivedBy: z.enum(['webhook', 'sweep', 'manual', 'file']),
      submittedAt: z.string(),
    }),
    example: { ...example, title: 'Jane Doe', assigneeId: null, campaign: 'Spring campaign', receivedBy: 'webhook', submittedAt: '2027-03-01T09:00:00.000Z' },
  },
  { type: 'lead.deleted', title: 'A lead was taken back on LinkedIn', schema: lead, example },
  {
    type: 'linkedin.job_changed',
    title: 'A connection works somewhere else than in the export before',
    schema: z.object({
      personId: z.string(),
      contactId: id,
      name: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      since: z.string().nullable(),
      until: z.string(),
    }),
    example: {
      personId: '0199a2f0-0000-7000-8000-000000000004',
      contactId: '0199a2f0-0000-7000-8000-000000000002',
      name: 'Jane Doe',
      before: 'Buyer at Globex',
      after: 'VP Growth at Acme',
      since: '2026-03-01T00:00:00.000Z',
      until: '2026-06-12T00:00:00.000Z',
    },
  },
];
