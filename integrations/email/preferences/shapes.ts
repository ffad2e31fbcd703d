import { z } from 'zod';
import { TRACKING_MODES } from '../models/outreach.ts';

const settingsFields = {
  tracking: z.enum(TRACKING_MODES),
  postalAddress: z.string().trim().max(500),
  bookingUrl: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]),
  pauseBounceRate: z.number().int().min(1).max(100),
  pauseComplaintPermille: z.number().int().min(1).max(100),
  transportOrder: z.array(z.uuid()).max(20),
  transportPerMinute: z.record(z.uuid(), z.number().int().min(1).max(1_000_000)),
};
export const settingsView = z.object(settingsFields).meta({ id: 'EmailOutreachSettings' });
export const settingsBody = z.strictObject(settingsFields).partial();
export const topicBody = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(100),
  description: z.string().trim().max(500).default(''),
  doubleOptIn: z.boolean().default(false),
});
export const topicChange = z.strictObject({
  name: topicBody.shape.name.optional(),
  description: z.string().trim().max(500).optional(),
  doubleOptIn: z.boolean().optional(),
  /** Put away: nobody is shown it any more, and what was said about it stays as proof. */
  archived: z.boolean().optional(),
});
const number = z.number().int();
const CHOICES = ['pending', 'subscribed', 'unsubscribed'] as const;
export const topicView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    doubleOptIn: z.boolean(),
    archivedAt: z.iso.datetime().nullable(),
    /** Who said something about it; who said nothing gets it, unless it has to be confirmed. */
    counts: z.object({ subscribed: number, pending: number, unsubscribed: number }),
  })
  .meta({ id: 'EmailTopic' });
export const topicsQuery = z.strictObject({ archived: z.stringbool().default(false) });
export const peopleQuery = z.strictObject({
  state: z.enum(CHOICES).optional(),
  q: z.string().trim().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(320).optional(),
});
export const topicPersonView = z
  .object({
    address: z.string(),
    state: z.enum(CHOICES),
    contactId: z.string().nullable(),
    name: z.string(),
    proof: z.record(z.string(), z.string()),
    at: z.iso.datetime(),
  })
  .meta({ id: 'EmailTopicPerson' });
export const preferencesView = z.object({
  address: z.string(),
  /** As it holds for this contact: the stricter of theirs and the workspace's. */
  tracking: z.enum(TRACKING_MODES),
  workspaceTracking: z.enum(TRACKING_MODES),
  topics: z.array(
    z.object({
      topicId: z.string(),
      name: z.string(),
      state: z.enum(CHOICES),
      proof: z.record(z.string(), z.string()),
      at: z.iso.datetime(),
    }),
  ),
});
