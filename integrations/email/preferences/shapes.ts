import { z } from 'zod';
import { TRACKING_MODES } from '../models/outreach.ts';

const settingsFields = {
  tracking: z.enum(TRACKING_MODES),
  postalAddress: z.string().trim().max(500),
  bookingUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  pauseBounceRate: z.number().int().min(1).max(100),
  pauseComplaintPermille: z.number().int().min(1).max(100),
  transportPerMinute: z.record(z.uuid(), z.number().int().min(1).max(1_000_000)),
};
export const settingsView = z.object(settingsFields);
export const settingsBody = z.strictObject(settingsFields).partial();
export const topicBody = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(100),
  description: z.string().trim().max(500).default(''),
  doubleOptIn: z.boolean().default(false),
});
export const topicView = z.object({ id: z.uuid(), name: z.string(), description: z.string(), doubleOptIn: z.boolean() }).meta({ id: 'EmailTopic' });
export const preferencesView = z.object({
  address: z.string(),
  tracking: z.enum(TRACKING_MODES),
  topics: z.array(
    z.object({
      topicId: z.string(),
      name: z.string(),
      state: z.enum(['pending', 'subscribed', 'unsubscribed']),
      proof: z.record(z.string(), z.string()),
      at: z.iso.datetime(),
    }),
  ),
});
