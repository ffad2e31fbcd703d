import { z } from 'zod';
import type { HttpClient } from '#sdk';
import type { BusyOf } from './provider.ts';

/** Learn › Graph › getSchedule: at most twenty people in one question, and sixty-two days. */
const MOST_PEOPLE = 20;
const LONGEST_MS = 62 * 86_400_000;
const time = z.object({ dateTime: z.string(), timeZone: z.string() });
const answer = z.object({
  value: z.array(
    z.object({
      scheduleId: z.string(),
      scheduleItems: z.array(z.object({ status: z.string(), start: time, end: time })).nullish(),
      error: z.object({ message: z.string().nullish(), responseCode: z.string().nullish() }).nullish(),
    }),
  ),
});
const FREE = new Set(['free', 'workingElsewhere']);
const utc = (ms: number) => ({ dateTime: new Date(ms).toISOString().slice(0, 19), timeZone: 'UTC' });
const instant = ({ dateTime }: z.output<typeof time>) => Date.parse(`${dateTime.slice(0, 19)}Z`);

/** When colleagues are busy, asked in as many questions as it takes. Somebody who could not be seen in one of them is unknown. */
export async function schedulesOf(http: HttpClient, addresses: readonly string[], from: Date, to: Date): Promise<Map<string, BusyOf>> {
  const found = new Map<string, BusyOf>();
  for (let first = 0; first < addresses.length; first += MOST_PEOPLE) {
    const people = addresses.slice(first, first + MOST_PEOPLE);
    for (let startMs = from.getTime(); startMs < to.getTime(); startMs += LONGEST_MS) {
      const { body } = await http.request({
        method: 'POST',
        url: '/me/calendar/getSchedule',
        headers: { prefer: 'outlook.timezone="UTC"' },
        json: { schedules: people, startTime: utc(startMs), endTime: utc(Math.min(to.getTime(), startMs + LONGEST_MS)), availabilityViewInterval: 15 },
        idempotent: true,
        timeoutMs: 10_000,
        operation: 'calendar.microsoft.get-schedule',
        lane: 'interactive',
      });
      const told = new Map(answer.parse(body).value.map((each) => [each.scheduleId.toLowerCase(), each]));
      for (const address of people) {
        const before = found.get(address);
        const now = told.get(address.toLowerCase());
        if (before && 'unknown' in before) continue;
        if (!now || now.error) {
          found.set(address, { unknown: 'Their calendar cannot be seen from here.' });
          continue;
        }
        const busy = (now.scheduleItems ?? [])
          .filter(({ status }) => !FREE.has(status))
          .map(({ start, end }) => ({ startMs: instant(start), endMs: instant(end) }));
        found.set(address, { busy: [...(before?.busy ?? []), ...busy] });
      }
    }
  }
  return found;
}
