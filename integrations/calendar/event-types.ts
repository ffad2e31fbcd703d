import { z } from 'zod';
import type { EventType } from '#sdk';

const schema = z.object({
  bookingId: z.string(),
  pageId: z.string(),
  page: z.string(),
  title: z.string(),
  start: z.string(),
  end: z.string(),
  timeZone: z.string(),
  hosts: z.array(z.string()),
  name: z.string().nullable(),
  email: z.string().nullable(),
  contactId: z.string().nullable(),
  reason: z.string().nullable().optional(),
});
const example = {
  bookingId: '0199a2f0-0000-7000-8000-000000000001',
  pageId: '0199a2f0-0000-7000-8000-000000000002',
  page: 'intro',
  title: 'Intro call',
  start: '2027-03-01T09:00:00.000Z',
  end: '2027-03-01T09:30:00.000Z',
  timeZone: 'America/New_York',
  hosts: ['0199a2f0-0000-7000-8000-000000000003'],
  name: 'Jane Doe',
  email: 'jane@customer.example',
  contactId: '0199a2f0-0000-7000-8000-000000000004',
};

export const eventTypes: readonly EventType[] = [
  { type: 'meeting.booked', title: 'A guest booked a meeting', schema, example },
  { type: 'meeting.rescheduled', title: 'A booked meeting was moved', schema, example },
  { type: 'meeting.cancelled', title: 'A booked meeting was cancelled', schema, example },
  { type: 'meeting.no_show', title: 'The guest of a booked meeting did not come', schema, example },
];
