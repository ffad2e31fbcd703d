import { z } from 'zod';
import type { Compiled } from '../templates/compile.ts';
import { contentShape } from '../templates/shapes.ts';

const content = z.strictObject(contentShape);
const source = { templateId: z.uuid().optional(), content: content.optional() };
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time of day as 09:30.');
const MOST_CONTACTS = 20_000;

export const campaignFields = {
  name: z.string().trim().min(1, 'Give it a name.').max(200),
  segmentId: z.uuid().optional(),
  contactIds: z.array(z.uuid()).min(1).max(MOST_CONTACTS).optional(),
  ...source,
  from: z.strictObject({ connectionId: z.uuid(), name: z.string().trim().max(120).optional(), replyTo: z.email().optional() }).optional(),
  /** In the order in which they are used; the sender's own where it is left out. */
  transports: z.array(z.uuid()).max(5).default([]),
  topicId: z.uuid().nullish(),
  tracking: z.strictObject({ opens: z.boolean(), clicks: z.boolean() }).default({ opens: true, clicks: true }),
  sendAt: z.iso.datetime({ offset: true }).nullish(),
  /** On each one's own clock, at the first such time from `sendAt` on. */
  localTime: clock.nullish(),
  throttle: z
    .strictObject({ perMinute: z.number().int().min(1).max(100_000).optional(), perDomainPerMinute: z.number().int().min(1).max(100_000).optional() })
    .nullish(),
  variants: z
    .array(z.strictObject({ ...source, share: z.number().int().min(1).max(100) }))
    .max(4)
    .default([]),
  winner: z
    .strictObject({
      by: z.enum(['clicks', 'replies']),
      afterMinutes: z
        .number()
        .int()
        .min(5)
        .max(7 * 24 * 60),
    })
    .nullish(),
};

const shape = z.strictObject(campaignFields);
export type CampaignFields = z.output<typeof shape>;
export type CampaignPlan = Omit<CampaignFields, 'name'>;

/** What the parts of a plan demand of each other. */
export const planProblems = (plan: CampaignPlan): { path: string; message: string }[] => [
  ...(plan.segmentId && plan.contactIds ? [{ path: 'contactIds', message: 'Choose a segment or a list of contacts, not both.' }] : []),
  ...(plan.templateId && plan.content ? [{ path: 'content', message: 'Use a template or write the content here, not both.' }] : []),
  ...plan.variants.flatMap(({ templateId, content: own }, at) =>
    (templateId === undefined) === (own === undefined) ? [{ path: `variants.${at}`, message: 'A variant has a template or content of its own.' }] : [],
  ),
  ...(plan.variants.length > 0 && plan.variants.reduce((sum, { share }) => sum + share, 0) > 99
    ? [{ path: 'variants', message: 'The shares of the variants leave nothing for the first one.' }]
    : []),
  ...(plan.winner && plan.variants.length === 0 ? [{ path: 'winner', message: 'A winner needs variants to choose from.' }] : []),
];

/** One form of the mail, as it was when the campaign began. */
export interface FrozenVariant extends Compiled {
  key: string;
  share: number;
  snippets: Record<string, { html: string; text: string }>;
  templateId: string | null;
  templateVersion: number | null;
}
