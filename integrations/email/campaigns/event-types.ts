import { z } from 'zod';
import type { EventType } from '#sdk';

const id = '0199a2f0-0000-7000-8000-000000000001';
const campaign = z.object({ campaignId: z.string(), name: z.string(), ownerId: z.string().nullable() });
const campaignExample = { campaignId: id, name: 'Spring news', ownerId: null };

export const eventTypes: readonly EventType[] = [
  { type: 'campaign.started', title: 'A campaign began', schema: campaign, example: campaignExample },
  {
    type: 'campaign.progress',
    title: 'A campaign went on',
    schema: z.object({
      campaignId: z.string(),
      ownerId: z.string().nullable(),
      state: z.string(),
      total: z.number(),
      accepted: z.number(),
      failed: z.number(),
      unknown: z.number(),
      queued: z.number(),
    }),
    example: { campaignId: id, ownerId: null, state: 'sending', total: 1000, accepted: 400, failed: 2, unknown: 0, queued: 598 },
  },
  {
    type: 'campaign.paused',
    title: 'A campaign was paused, or paused itself',
    schema: campaign.extend({ by: z.string(), reason: z.string() }),
    example: { ...campaignExample, by: 'hub', reason: '6.2 % of 500 mails bounced; the limit is 5 %.' },
  },
  {
    type: 'campaign.finished',
    title: 'A campaign is over',
    schema: campaign.extend({
      accepted: z.number().optional(),
      failed: z.number().optional(),
      unknown: z.number().optional(),
      cancelled: z.boolean().optional(),
    }),
    example: { ...campaignExample, accepted: 998, failed: 2, unknown: 0 },
  },
];
