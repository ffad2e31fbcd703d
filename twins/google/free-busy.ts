import { z } from 'zod';
import { type Answer, json } from '../http/answer.ts';
import type { OAuthAccount } from '../oauth/options.ts';
import { lookUp } from '../store.ts';
import { googleError } from './errors.ts';
import { happenings, instantOf } from './occurrences.ts';
import type { GoogleData } from './store.ts';

const body = z.looseObject({
  timeMin: z.iso.datetime({ offset: true }),
  timeMax: z.iso.datetime({ offset: true }),
  timeZone: z.string().optional(),
  items: z.array(z.looseObject({ id: z.string() })),
});
const LONGEST_MS = 90 * 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000', '');

/** Busy times, overlapping ones joined. What cannot be read says so inside a 200. */
export const freeBusy = (data: GoogleData, account: OAuthAccount, given: unknown): Answer => {
  const parsed = body.safeParse(given);
  if (!parsed.success) return googleError(400, 'required', z.prettifyError(parsed.error));
  const { timeMin, timeMax, items } = parsed.data;
  const [from, to] = [Date.parse(timeMin), Date.parse(timeMax)];
  if (to <= from) return googleError(400, 'timeRangeEmpty', 'The specified time range is empty.');
  if (to - from > LONGEST_MS) return googleError(400, 'timeRangeTooLong', 'The requested time range is too long.');
  if (items.length > 50) return googleError(400, 'tooManyCalendarsRequested', 'Too many calendars requested.');
  const calendars = items.map(({ id }) => {
    const calendar = lookUp(data.calendars, id === 'primary' ? account.email : id);
    const refusal = data.unreadable.includes(id) ? 'internalError' : calendar ? undefined : 'notFound';
    if (refusal || !calendar) return [id, { errors: [{ domain: 'global', reason: refusal ?? 'notFound' }], busy: [] }] as const;
    const busy: { start: number; end: number }[] = [];
    for (const event of happenings(data, calendar.id, calendar.timeZone, from, to)) {
      if (
        event.transparency === 'transparent' ||
        event.eventType === 'workingLocation' ||
        event.attendees?.some(({ self, responseStatus }) => self && responseStatus === 'declined')
      )
        continue;
      const [start, end] = [Math.max(from, instantOf(event.start, calendar.timeZone)), Math.min(to, instantOf(event.end, calendar.timeZone))];
      const last = busy.at(-1);
      if (last && start <= last.end) last.end = Math.max(last.end, end);
      else busy.push({ start, end });
    }
    return [id, { busy: busy.map(({ start, end }) => ({ start: iso(start), end: iso(end) })) }] as const;
  });
  return json(200, { kind: 'calendar#freeBusy', timeMin: iso(from), timeMax: iso(to), calendars: Object.fromEntries(calendars) });
};
