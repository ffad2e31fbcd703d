import { z } from 'zod';
import type { EventType } from '#sdk';
import { ACTIVITY_KINDS, DIRECTIONS, VISIBILITIES } from '../models.ts';

const activity = z.looseObject({
  id: z.string(),
  kind: z.enum(ACTIVITY_KINDS),
  direction: z.enum(DIRECTIONS),
  occurredAt: z.string(),
  visibility: z.enum(VISIBILITIES),
  ownerId: z.string().nullable(),
  recordOwnerIds: z.array(z.string().nullable()),
});
const example = {
  id: '0199a2f0-0000-7000-8000-000000000011',
  kind: 'email',
  direction: 'inbound',
  occurredAt: '2026-03-02T09:00:00.000Z',
  status: null,
  ownerId: '0199a2f0-0000-7000-8000-000000000004',
  visibility: 'everything',
  dealId: null,
  organizationId: null,
  subject: 'Your offer',
  snippet: 'Thank you, one question about the seats…',
  source: {
    integration: 'email',
    provider: 'imap',
    connectionId: '0199a2f0-0000-7000-8000-000000000012',
    externalId: 'INBOX/1042',
    threadId: '<offer-1@acme.test>',
    url: null,
  },
  data: {},
  participants: [
    { address: 'ann@acme.test', addressKind: 'email', role: 'from', name: 'Ann', contactId: '0199a2f0-0000-7000-8000-000000000003', userId: null },
  ],
  recordOwnerIds: ['0199a2f0-0000-7000-8000-000000000004'],
};

export const activityEventTypes: readonly EventType[] = [
  { type: 'activity.created', title: 'Something happened with a contact, organization or deal', schema: activity, example },
  { type: 'activity.updated', title: 'More is known of something that happened', schema: activity, example: { ...example, status: 'answered' } },
];
