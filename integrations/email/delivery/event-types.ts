import { z } from 'zod';
import type { EventType } from '#sdk';
import { BOUNCE_KINDS, REASON_NAMES } from '../bounces/reasons.ts';

const about = z.object({
  messageId: z.string().describe('Message-ID without brackets'),
  outgoingId: z.string().nullable(),
  connectionId: z.string().nullable(),
  threadId: z.string().nullable(),
  activityId: z.string().nullable(),
  contactIds: z.array(z.string()),
  organizationId: z.string().nullable(),
  ownerId: z.string().nullable(),
  address: z.string(),
  at: z.string(),
  source: z.string(),
  disputed: z.boolean(),
});
const example = {
  messageId: '7f3a@acme.example',
  outgoingId: null,
  connectionId: '0199a2f0-0000-7000-8000-000000000002',
  threadId: null,
  activityId: null,
  contactIds: ['0199a2f0-0000-7000-8000-000000000005'],
  organizationId: null,
  ownerId: null,
  address: 'jane@customer.example',
  at: '2027-03-01T09:00:00.000Z',
  source: 'sendgrid',
  disputed: false,
};
const bounced = about.extend({
  kind: z.enum(BOUNCE_KINDS),
  reason: z.enum(REASON_NAMES as [string, ...string[]]),
  enhancedCode: z.string().nullable(),
  quote: z.string(),
});

export const deliveryEventTypes: readonly EventType[] = [
  { type: 'message.delivered', title: 'A mail arrived at the receiving server', schema: about, example },
  {
    type: 'message.bounced',
    title: 'A mail came back',
    schema: bounced,
    example: { ...example, kind: 'hard', reason: 'mailbox_unknown', enhancedCode: '5.1.1', quote: '550 5.1.1 User unknown' },
  },
  { type: 'message.complained', title: 'The reader marked a mail as spam', schema: about, example },
  { type: 'message.opened', title: 'A person opened a mail for the first time', schema: about, example },
  { type: 'message.clicked', title: 'A person followed a link in a mail for the first time', schema: about, example },
  { type: 'message.unsubscribed', title: 'The reader wants no more of it', schema: about, example },
];
