import { z } from 'zod';
import { type Answer, json } from '../http/answer.ts';
import { graphError } from './errors.ts';
import { instantOf, occurrencesOf, touches, utc } from './occurrences.ts';
import { accounts, type GraphEvent, type MicrosoftData } from './store.ts';

const MOST_PEOPLE = 20;
const LONGEST_MS = 62 * 86_400_000;
const time = z.strictObject({ dateTime: z.string(), timeZone: z.string() });
const body = z.strictObject({
  schedules: z.array(z.string()).min(1),
  startTime: time,
  endTime: time,
  availabilityViewInterval: z.number().int().min(5).max(1440).default(30),
});
/** 0 free, 1 tentative, 2 busy, 3 out of office, 4 working elsewhere. */
const DIGITS: Readonly<Record<GraphEvent['showAs'], number>> = { free: 0, tentative: 1, busy: 2, oof: 3, workingElsewhere: 4, unknown: 2 };

/** getSchedule: of up to twenty people and two months, with a word for each who cannot be seen. */
export function getSchedule(data: MicrosoftData, given: unknown): Answer {
  const parsed = body.safeParse(given);
  if (!parsed.success) return graphError(400, 'RequestBodyRead', z.prettifyError(parsed.error));
  const { schedules, startTime, endTime, availabilityViewInterval } = parsed.data;
  const [from, to] = [instantOf(startTime), instantOf(endTime)];
  if (schedules.length > MOST_PEOPLE) return graphError(400, 'ErrorInvalidParameter', `The number of schedules must not be more than ${MOST_PEOPLE}.`);
  if (to <= from) return graphError(400, 'ErrorInvalidParameter', 'The end must lie after the start.');
  if (to - from > LONGEST_MS) return graphError(400, 'ErrorTimeIntervalTooBig', 'The requested time duration is too long: at most 62 days.');
  const value = schedules.map((scheduleId) => {
    const account = accounts.find(({ email }) => email === scheduleId.toLowerCase());
    if (!account)
      return {
        scheduleId,
        availabilityView: '',
        scheduleItems: [],
        error: { message: 'The mailbox was not found.', responseCode: 'ErrorMailRecipientNotFound' },
      };
    const items = Object.values(data.events)
      .filter((event) => event.accountId === account.id && !event.isDeleted && !event.isCancelled && touches(event, from, to))
      .flatMap((event) =>
        (event.type === 'seriesMaster' ? occurrencesOf(event, from, to) : [{ startMs: instantOf(event.start), endMs: instantOf(event.end) }]).map(
          ({ startMs, endMs }) => ({ status: event.showAs, startMs, endMs, isPrivate: event.sensitivity !== 'normal', subject: event.subject }),
        ),
      )
      .sort((a, b) => a.startMs - b.startMs);
    const step = availabilityViewInterval * 60_000;
    const availabilityView = Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => {
      const [start, end] = [from + index * step, from + (index + 1) * step];
      return Math.max(0, ...items.filter(({ startMs, endMs }) => startMs < end && endMs > start).map(({ status }) => DIGITS[status]));
    }).join('');
    return {
      scheduleId,
      availabilityView,
      scheduleItems: items.map(({ status, startMs, endMs, isPrivate, subject }) => ({
        status,
        isPrivate,
        ...(isPrivate ? {} : { subject }),
        start: utc(startMs),
        end: utc(endMs),
      })),
      workingHours: {
        daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
        startTime: '08:00:00.0000000',
        endTime: '17:00:00.0000000',
        timeZone: { name: 'W. Europe Standard Time' },
      },
    };
  });
  return json(200, { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)', value });
}
