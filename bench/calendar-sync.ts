import { setTimeout as wait } from 'node:timers/promises';
import type { BenchResult } from './bench.ts';
import { type CalendarHubs, calendarHubs, readAll } from './calendar-hubs.ts';
import { percentile } from './rate.ts';

const EVENTS = Number(process.env.SYNC_EVENTS ?? 20_000);
const CHANGES = Number(process.env.SYNC_CHANGES ?? 1_000);
const BAR_RATE = 600;
const BAR_SECONDS = 2;
const BAR_MB = 350;
const DAY = 86_400_000;

const attendees = (n: number) => [0, 1, 2].map((each) => ({ email: `guest${(n * 3 + each) % 3_000}@customer${n % 50}.test` }));

/** How fast the twin itself gives the same pages, to a reader that does nothing with them. */
async function twinRate(url: string, twins: CalendarHubs['twins']): Promise<number> {
  const { oauth } = await twins.state<{ oauth: { accessTokens: Record<string, unknown> } }>('google');
  const token = Object.keys(oauth.accessTokens).at(-1) ?? '';
  const began = performance.now();
  let seen = 0;
  for (let pageToken = '', more = true; more; ) {
    const answer = await fetch(
      `${url}/google/calendar/v3/calendars/${encodeURIComponent('ada@acme.test')}/events?maxResults=250&singleEvents=false${pageToken ? `&pageToken=${pageToken}` : ''}`,
      { headers: { authorization: `Bearer ${token}` } },
    );
    const page = (await answer.json()) as { items?: unknown[]; nextPageToken?: string };
    seen += page.items?.length ?? 0;
    pageToken = page.nextPageToken ?? '';
    more = pageToken !== '';
  }
  return seen / ((performance.now() - began) / 1000);
}

/** First read of a large calendar, then changes one by one: until each is seen through our API. */
export async function calendarSync(): Promise<BenchResult> {
  const hubs = await calendarHubs(1, 4);
  try {
    const begin = Date.now() + DAY;
    for (let n = 0; n < EVENTS; n += 1) {
      const startMs = begin + (n % 300) * DAY + (n % 80) * 900_000;
      await hubs.twins.act('google', {
        verb: 'event.put',
        timeZone: 'UTC',
        summary: `Event ${n}`,
        start: new Date(startMs).toISOString(),
        end: new Date(startMs + 1_800_000).toISOString(),
        attendees: attendees(n),
      });
    }
    let mostMb = 0;
    const watching = setInterval(() => {
      mostMb = Math.max(mostMb, hubs.residentMb(0) ?? 0);
    }, 250);
    const started = performance.now();
    const connectionId = await hubs.connect('ada@acme.test');
    await readAll(hubs, connectionId);
    const seconds = (performance.now() - started) / 1000;
    const own = await twinRate(hubs.twinsUrl, hubs.twins);
    const delays: number[] = [];
    for (let n = 0; n < CHANGES; n++) {
      const summary = `Changed ${n}`;
      const startMs = begin + (n % 20) * 3_600_000;
      const changed = performance.now();
      await hubs.twins.act('google', {
        verb: 'event.put',
        timeZone: 'UTC',
        summary,
        start: new Date(startMs).toISOString(),
        end: new Date(startMs + 900_000).toISOString(),
        attendees: attendees(n),
      });
      const path = `/calendar/events?from=${new Date(startMs - 1000).toISOString()}&to=${new Date(startMs + 1000).toISOString()}&limit=200`;
      for (;;) {
        const { body } = await hubs.call<{ data: { title: string }[] }>(0, n, 'GET', path);
        if (body.data?.some(({ title }) => title === summary)) break;
        await wait(100);
      }
      delays.push((performance.now() - changed) / 1000);
    }
    clearInterval(watching);
    const rate = EVENTS / seconds;
    const p95 = percentile(delays, 0.95);
    return {
      name: 'calendar-sync',
      rows: [
        {
          case: `first read of ${EVENTS} events with three attendees, PostgreSQL`,
          value: rate,
          unit: 'events/s',
          bar: `≥ ${BAR_RATE}`,
          pass: rate >= BAR_RATE,
        },
        { case: '  the twin alone, read by nobody', value: own, unit: 'events/s' },
        { case: 'memory of the hub at its most', value: Math.round(mostMb), unit: 'MB', bar: `< ${BAR_MB} MB`, pass: mostMb < BAR_MB },
        { case: `${CHANGES} changes, seen after the push: p95`, value: p95, unit: 's', bar: `< ${BAR_SECONDS} s`, pass: p95 < BAR_SECONDS },
        { case: '  median', value: percentile(delays, 0.5), unit: 's' },
      ],
    };
  } finally {
    await hubs.close();
  }
}
