import { z } from 'zod';
import { rulesSchema } from '../availability/request.ts';

/** What a page's times are computed from. */
export const pageRules = z.strictObject({
  ...rulesSchema,
  durationsMinutes: z.array(z.number().int().min(5).max(1440)).min(1).max(10),
  horizonDays: z.number().int().min(1).max(365).default(60),
});
export type PageRules = z.output<typeof pageRules>;

const hosts = z
  .array(z.strictObject({ connectionId: z.uuid() }))
  .min(1, 'Somebody has to be met.')
  .max(100);
export const newPage = z
  .strictObject({
    slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,80}$/, 'Use small letters, digits and hyphens.'),
    title: z.string().trim().min(1).max(200),
    kind: z.enum(['one_to_one', 'collective', 'round_robin']),
    hosts,
    ...pageRules.shape,
  })
  .refine(({ kind, hosts: given }) => kind !== 'one_to_one' || given.length === 1, { message: 'One to one has one host.', path: ['hosts'] });
export const pageView = z
  .object({ id: z.uuid(), slug: z.string(), title: z.string(), kind: z.string(), hosts: z.array(z.object({ connectionId: z.string() })) })
  .meta({ id: 'BookingPage' });

export const holdBody = z.strictObject({ start: z.iso.datetime({ offset: true }), duration: z.number().int().min(5).max(1440) });
export const holdView = z.object({ bookingId: z.uuid(), holdToken: z.string(), expiresAt: z.iso.datetime() });
export const bookingBody = z.strictObject({
  pageId: z.uuid(),
  ...holdBody.shape,
  timeZone: rulesSchema.timeZone,
  name: z.string().trim().min(1, 'Please say your name.').max(200),
  email: z.email('This is not an e-mail address.'),
  holdToken: z.string().max(100).optional(),
});
export const bookingView = z
  .object({
    id: z.uuid(),
    pageId: z.uuid(),
    status: z.enum(['held', 'confirmed', 'cancelled', 'expired', 'no_show']),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    timeZone: z.string(),
    hosts: z.array(z.string()),
    name: z.string().nullable(),
    email: z.string().nullable(),
    contactId: z.string().nullable(),
  })
  .meta({ id: 'Booking' });
