import { z } from 'zod';
import { rulesSchema } from '../availability/request.ts';

export const start = z.iso.datetime({ offset: true, error: 'Give a time such as 2027-03-01T09:00:00Z.' });
export const duration = z.coerce.number().int().min(5).max(1440);
export const holdBody = z.strictObject({ start, duration });
export const holdView = z.object({ bookingId: z.uuid(), holdToken: z.string(), expiresAt: z.iso.datetime() });

const email = z
  .string()
  .trim()
  .pipe(z.email('This is not an e-mail address.'))
  .refine((text) => text.length <= 254, 'This is not an e-mail address.');
/** What a guest says, by JSON or by a form. */
export const guestFields = {
  start,
  duration,
  timeZone: rulesSchema.timeZone,
  name: z.string().trim().min(1, 'Please say your name.').max(200),
  email,
  phone: z.string().trim().max(40).optional(),
  answers: z.record(z.string().max(40), z.union([z.string().max(4_000), z.boolean()])).optional(),
  guests: z.array(email).max(20).optional(),
  holdToken: z.string().max(200).optional(),
};
export const bookingBody = z.strictObject({ pageId: z.uuid(), ...guestFields });
export type Guest = Omit<z.output<typeof bookingBody>, 'pageId'> & { locale?: string };

export const BOOKING_STATES = ['held', 'pending', 'confirmed', 'cancelled', 'declined', 'expired', 'no_show'] as const;
export const bookingView = z
  .object({
    id: z.uuid(),
    pageId: z.uuid(),
    pageTitle: z.string(),
    status: z.enum(BOOKING_STATES),
    start: z.iso.datetime(),
    end: z.iso.datetime(),
    timeZone: z.string(),
    /** Connections of those who are met. */
    hosts: z.array(z.string()),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    answers: z.record(z.string(), z.union([z.string(), z.boolean()])),
    guests: z.array(z.string()),
    contactId: z.string().nullable(),
    location: z.string().nullable(),
    joinUrl: z.string().nullable(),
    /** Why these people, where it was chosen among several. */
    pickReason: z.string().nullable(),
    moves: z.number(),
    /** How often this contact did not come, of all their bookings. */
    noShows: z.number(),
    manageUrl: z.string(),
    icsUrl: z.string(),
  })
  .meta({ id: 'Booking' });
