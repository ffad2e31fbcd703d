import { z } from 'zod';
import type { EventType } from '#sdk';
import { eventTypes as outreach } from './campaigns/event-types.ts';
import { deliveryEventTypes } from './delivery/event-types.ts';

const id = '0199a2f0-0000-7000-8000-000000000001';
const message = z.object({
  messageId: z.string().describe('Message-ID without brackets'),
  outgoingId: z.string().nullable(),
  connectionId: z.string().nullable(),
  threadId: z.string().nullable(),
  activityId: z.string().nullable(),
  contactIds: z.array(z.string()),
  organizationId: z.string().nullable(),
  ownerId: z.string().nullable(),
  visibility: z.enum(['private', 'metadata', 'subject', 'everything']).describe('How much of it colleagues see; of a private one nobody but its owner is told'),
});
const example = {
  messageId: '0199a2f0.7f3a@acme.example',
  outgoingId: id,
  connectionId: '0199a2f0-0000-7000-8000-000000000002',
  threadId: '0199a2f0-0000-7000-8000-000000000003',
  activityId: '0199a2f0-0000-7000-8000-000000000004',
  contactIds: ['0199a2f0-0000-7000-8000-000000000005'],
  organizationId: '0199a2f0-0000-7000-8000-000000000007',
  ownerId: '0199a2f0-0000-7000-8000-000000000006',
  visibility: 'subject',
};

/** Events carry ids and no text: whoever may read the activity reads the words there. */
export const eventTypes: readonly EventType[] = [
  { type: 'message.received', title: 'A mail arrived in a connected mailbox', schema: message, example: { ...example, outgoingId: null } },
  { type: 'message.sent', title: 'A mail was accepted by the outgoing server', schema: message, example },
  { type: 'message.replied', title: 'Somebody answered a mail of ours', schema: message, example: { ...example, outgoingId: null } },
  { type: 'message.auto_replied', title: 'A machine answered a mail of ours', schema: message, example: { ...example, outgoingId: null } },
  ...deliveryEventTypes,
  ...outreach,
];
