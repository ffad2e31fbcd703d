import { z } from 'zod';
import { minutesToMs, type Rules, type Schedule, type Window, type WorkingHours } from './availability.ts';
import { isZone } from './zone.ts';

const MINUTES = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const window = z
  .strictObject({ start: z.string().regex(MINUTES, 'Write times like 09:00.'), end: z.string().regex(MINUTES, 'Write times like 17:00 or 24:00.') })
  .refine(({ start, end }) => minutesOf(end) > minutesOf(start), { message: 'A window ends after it begins, and does not cross midnight.', path: ['end'] })
  .transform(({ start, end }): Window => ({ start: minutesOf(start), end: minutesOf(end) }));
const hours = z.array(window).max(20);

const workingHours = z.strictObject(
  Object.fromEntries(DAYS.map((day) => [day, hours.optional()])) as Record<(typeof DAYS)[number], z.ZodOptional<typeof hours>>,
);
/** The same as a person writes it, to be kept. */
const plainWindow = z
  .strictObject({ start: z.string().regex(MINUTES, 'Write times like 09:00.'), end: z.string().regex(MINUTES, 'Write times like 17:00 or 24:00.') })
  .refine(({ start, end }) => minutesOf(end) > minutesOf(start), { message: 'A window ends after it begins, and does not cross midnight.', path: ['end'] });
const plainHours = z.array(plainWindow).max(20);
export const plainWorkingHours = z.strictObject(
  Object.fromEntries(DAYS.map((day) => [day, plainHours.optional()])) as Record<(typeof DAYS)[number], z.ZodOptional<typeof plainHours>>,
);
export type HoursByDay = z.output<typeof plainWorkingHours>;
export const scheduleBody = z.strictObject({
  timeZone: z.string().refine(isZone, 'This time zone is not known. Use a name such as Europe/Berlin.'),
  workingHours: plainWorkingHours,
  overrides: z
    .array(z.strictObject({ date: z.iso.date(), hours: plainHours }))
    .max(400)
    .default([]),
});
export const weekOf = (given: HoursByDay): WorkingHours =>
  DAYS.map((day) => (given[day] ?? []).map(({ start, end }) => ({ start: minutesOf(start), end: minutesOf(end) })));
const clockText = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** Windows as they were written. */
export const writtenHours = (windows: readonly Window[]): { start: string; end: string }[] =>
  windows.map(({ start, end }) => ({ start: clockText(start), end: clockText(end) }));
export const writtenWeek = (week: WorkingHours): HoursByDay =>
  Object.fromEntries(DAYS.flatMap((day, index) => ((week[index]?.length ?? 0) > 0 ? [[day, writtenHours(week[index] ?? [])]] : []))) as HoursByDay;

const overrides = z.array(z.strictObject({ date: z.iso.date(), hours })).max(400);
const ids = z.array(z.uuid()).min(1).max(200);
const LONGEST_MS = 100 * 86_400_000;

const durationMinutes = z.number().int().min(1).max(1440);
/** What free times are asked by. */
export const rulesSchema = {
  timeZone: z.string().refine(isZone, 'This time zone is not known. Use a name such as Europe/Berlin.'),
  workingHours: workingHours.optional(),
  overrides: overrides.optional(),
  stepMinutes: z.number().int().min(5).max(1440).default(15),
  bufferBeforeMinutes: z.number().int().min(0).max(1440).default(0),
  bufferAfterMinutes: z.number().int().min(0).max(1440).default(0),
  minimumNoticeMinutes: z.number().int().min(0).max(527_040).default(0),
};
export const availabilityBody = z
  .strictObject({
    userIds: ids.optional(),
    connectionIds: ids.optional(),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    mode: z.enum(['any', 'all']).default('any'),
    durationMinutes,
    ...rulesSchema,
  })
  .refine(({ userIds, connectionIds }) => (userIds === undefined) !== (connectionIds === undefined), {
    message: 'Name people by userIds or by connectionIds.',
    path: ['userIds'],
  })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), { message: 'The end must lie after the start.', path: ['to'] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_MS, { message: 'Ask for at most 100 days at once.', path: ['to'] });
export const explainBody = z
  .strictObject({ userId: z.uuid().optional(), connectionId: z.uuid().optional(), at: z.iso.datetime({ offset: true }), durationMinutes, ...rulesSchema })
  .refine(({ userId, connectionId }) => (userId === undefined) !== (connectionId === undefined), {
    message: 'Name a person by userId or by connectionId.',
    path: ['userId'],
  });

/** Colleagues whose calendars are not connected, asked of the provider through somebody who is. */
export const colleaguesBody = z
  .strictObject({
    connectionId: z.uuid(),
    addresses: z.array(z.email('This is not an e-mail address.')).min(1).max(100),
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
  })
  .refine(({ from, to }) => Date.parse(to) > Date.parse(from), { message: 'The end must lie after the start.', path: ['to'] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= LONGEST_MS, { message: 'Ask for at most 100 days at once.', path: ['to'] });
export const colleaguesView = z.object({
  data: z.array(
    z.object({
      address: z.string(),
      busy: z.array(z.object({ start: z.iso.datetime(), end: z.iso.datetime() })),
      /** Why nothing can be said of them: that is not to be free. */
      unknown: z.string().nullable(),
    }),
  ),
});

export const slotsView = z.object({
  slots: z.array(
    z.object({ start: z.iso.datetime(), end: z.iso.datetime(), userIds: z.array(z.string()).optional(), connectionIds: z.array(z.string()).optional() }),
  ),
  asOf: z.iso.datetime().nullable(),
  unavailable: z.array(z.object({ id: z.string(), reason: z.string() })),
});
export const explanationView = z.object({
  free: z.boolean(),
  reasons: z.array(z.object({ rule: z.string(), from: z.iso.datetime(), to: z.iso.datetime(), source: z.string() })),
});

const NINE_TO_FIVE: WorkingHours = DAYS.map((_, index) => (index < 5 ? [{ start: 540, end: 1020 }] : []));

type Asked = Pick<z.output<typeof availabilityBody>, keyof typeof rulesSchema>;
/** Monday to Friday from nine to five where nothing is said. */
export const scheduleOf = ({ timeZone, workingHours: given, overrides: days }: Asked): Schedule => ({
  timeZone,
  workingHours: given ? DAYS.map((day) => given[day] ?? []) : NINE_TO_FIVE,
  ...(days ? { overrides: new Map(days.map(({ date, hours: windows }) => [date, windows])) } : {}),
});
export const rulesOf = (asked: Asked & { durationMinutes: number }, fromMs: number, toMs: number, nowMs: number): Rules => ({
  fromMs,
  toMs,
  nowMs,
  durationMs: minutesToMs(asked.durationMinutes),
  stepMs: minutesToMs(asked.stepMinutes),
  bufferBeforeMs: minutesToMs(asked.bufferBeforeMinutes),
  bufferAfterMs: minutesToMs(asked.bufferAfterMinutes),
  minimumNoticeMs: minutesToMs(asked.minimumNoticeMinutes),
  timeZone: asked.timeZone,
});
