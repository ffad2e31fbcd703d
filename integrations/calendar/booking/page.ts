import { z } from 'zod';
import { rulesSchema } from '../availability/request.ts';

/** What a page's times are computed from. */
export const pageRules = z.strictObject({
  ...rulesSchema,
  durationsMinutes: z.array(z.number().int().min(5).max(1440)).min(1).max(10),
  horizonDays: z.number().int().min(1).max(365).default(60),
});
export type PageRules = z.output<typeof pageRules>;

const KEY = /^[a-z][a-zA-Z0-9_]{0,39}$/;
const question = z
  .strictObject({
    key: z.string().regex(KEY, 'A key is made of letters and digits, and begins with a small letter.'),
    label: z.string().trim().min(1).max(200),
    type: z.enum(['text', 'long_text', 'select', 'checkbox', 'phone']).default('text'),
    required: z.boolean().default(false),
    options: z.array(z.string().trim().min(1).max(100)).max(30).optional(),
  })
  .refine(({ type, options }) => type !== 'select' || (options?.length ?? 0) > 0, { message: 'A choice needs something to choose from.', path: ['options'] });
const reminder = z.strictObject({
  minutesBefore: z.number().int().min(5).max(43_200),
  channel: z.enum(['email', 'slack']).default('email'),
  text: z.string().max(4_000).optional(),
});

/** What a page is beside its times. */
export const pageSettings = z.strictObject({
  description: z.string().trim().max(2_000).default(''),
  caps: z.strictObject({ perDay: z.number().int().min(1).max(100).optional(), perWeek: z.number().int().min(1).max(500).optional() }).default({}),
  /** Guests of one meeting, of a group page. */
  seats: z.number().int().min(2).max(500).default(10),
  location: z
    .strictObject({ kind: z.enum(['phone', 'in_person', 'link', 'meet', 'teams']), value: z.string().trim().max(500).optional() })
    .refine(({ kind, value }) => (kind !== 'in_person' && kind !== 'link') || Boolean(value), { message: 'Say where.', path: ['value'] })
    .refine(({ kind, value }) => kind !== 'link' || z.url({ protocol: /^https?$/ }).safeParse(value).success, {
      message: 'This is no address of a page.',
      path: ['value'],
    })
    .optional(),
  questions: z
    .array(question)
    .max(20)
    .default([])
    .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, 'Two questions have the same key.'),
  /** How many others a guest may bring. */
  guestsAllowed: z.number().int().min(0).max(20).default(0),
  confirm: z.enum(['auto', 'approve']).default('auto'),
  reminders: z.array(reminder).max(5).default([]),
  /** By mail to the guest, or to its hosts in Slack. */
  followUp: z
    .strictObject({
      minutesAfter: z.number().int().min(5).max(43_200),
      text: z.string().trim().min(1).max(4_000),
      channel: z.enum(['email', 'slack']).default('email'),
    })
    .optional(),
  confirmationText: z.string().max(4_000).optional(),
  /** Until how long before it begins guests may move or cancel by their link. */
  cancelUntilMinutes: z.number().int().min(0).max(43_200).default(0),
  redirectUrl: z
    .url({ protocol: /^https?$/, error: 'This is no address of a page.' })
    .max(1_000)
    .optional(),
  assign: z.enum(['least_recent', 'owner_first']).default('owner_first'),
  isActive: z.boolean().default(true),
});
export type PageSettings = z.output<typeof pageSettings>;

const host = z.strictObject({ userId: z.uuid().optional(), connectionId: z.uuid(), weight: z.number().int().min(1).max(100).default(1) });
export type PageHost = { userId: string | null; connectionId: string; weight: number };
const hosts = z
  .array(host)
  .min(1, 'Somebody has to be met.')
  .max(100)
  .refine((all) => new Set(all.map(({ connectionId }) => connectionId)).size === all.length, 'Somebody is named twice.');
const RESERVED = new Set(['manage', 'assets', 'static', 'embed', 'api']);
/** The last part of an address below `/book`. */
export const slug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,79}$/, 'Use small letters, digits and hyphens.')
  .refine((text) => !RESERVED.has(text), 'This address is taken.');

const fields = {
  slug,
  title: z.string().trim().min(1, 'Give the page a title.').max(200),
  kind: z.enum(['one_to_one', 'group', 'collective', 'round_robin']),
  hosts,
  ...pageRules.shape,
  ...pageSettings.shape,
};
const isOneToOne = ({ kind, hosts: given }: { kind?: string | undefined; hosts?: readonly unknown[] | undefined }) =>
  kind !== 'one_to_one' || given === undefined || given.length === 1;
const ONE = { message: 'One to one has one host.', path: ['hosts'] };
export const newPage = z.strictObject(fields).refine(isOneToOne, ONE);

/** Without defaults: what is left out stays as it is. */
const bare = <S extends z.ZodRawShape>(shape: S) =>
  Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [name, (schema instanceof z.ZodDefault ? schema.unwrap() : (schema as z.ZodType)) as z.ZodType]),
  );
export const pageChange = z
  .strictObject({
    ...(bare(fields) as typeof fields),
    // null takes a thing away again.
    workingHours: rulesSchema.workingHours.unwrap().nullable(),
    location: pageSettings.shape.location.unwrap().nullable(),
    followUp: pageSettings.shape.followUp.unwrap().nullable(),
    redirectUrl: pageSettings.shape.redirectUrl.unwrap().nullable(),
    confirmationText: pageSettings.shape.confirmationText.unwrap().nullable(),
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say what shall change.');

const windowView = z.object({ start: z.string(), end: z.string() });
export const pageView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    embed: z.string(),
    slug: z.string(),
    title: z.string(),
    kind: z.enum(['one_to_one', 'group', 'collective', 'round_robin']),
    hosts: z.array(z.object({ userId: z.string().nullable(), connectionId: z.string(), weight: z.number(), name: z.string() })),
    timeZone: z.string(),
    /** null: everybody's own hours. */
    workingHours: z.record(z.string(), z.array(windowView)).nullable(),
    overrides: z.array(z.object({ date: z.string(), hours: z.array(windowView) })),
    durationsMinutes: z.array(z.number()),
    stepMinutes: z.number(),
    bufferBeforeMinutes: z.number(),
    bufferAfterMinutes: z.number(),
    minimumNoticeMinutes: z.number(),
    horizonDays: z.number(),
    description: z.string(),
    caps: z.object({ perDay: z.number().optional(), perWeek: z.number().optional() }),
    seats: z.number(),
    location: z.object({ kind: z.enum(['phone', 'in_person', 'link', 'meet', 'teams']), value: z.string().optional() }).nullable(),
    questions: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        type: z.enum(['text', 'long_text', 'select', 'checkbox', 'phone']),
        required: z.boolean(),
        options: z.array(z.string()).optional(),
      }),
    ),
    guestsAllowed: z.number(),
    confirm: z.enum(['auto', 'approve']),
    reminders: z.array(z.object({ minutesBefore: z.number(), channel: z.enum(['email', 'slack']), text: z.string().optional() })),
    followUp: z.object({ minutesAfter: z.number(), text: z.string(), channel: z.enum(['email', 'slack']) }).nullable(),
    confirmationText: z.string().nullable(),
    cancelUntilMinutes: z.number(),
    redirectUrl: z.string().nullable(),
    assign: z.enum(['least_recent', 'owner_first']),
    isActive: z.boolean(),
    upcoming: z.number(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'BookingPage' });
