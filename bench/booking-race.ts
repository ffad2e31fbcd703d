import { randomBytes } from 'node:crypto';
import type { BenchResult } from './bench.ts';
import { calendarHubs, readAll, workingMonday } from './calendar-hubs.ts';
import { percentile } from './rate.ts';

const PROCESSES = 4;
const REQUESTS = Number(process.env.RACE_REQUESTS ?? 1_000);
const AT_ONCE = 100;

/** So many people book one time at once, at several processes. */
export async function bookingRace(): Promise<BenchResult> {
  const hubs = await calendarHubs(PROCESSES, 8);
  try {
    const connectionId = await hubs.connect('ada@acme.test');
    await readAll(hubs, connectionId);
    const { body: page } = await hubs.call<{ id: string }>(0, 0, 'POST', '/calendar/booking-pages', {
      slug: `race-${randomBytes(3).toString('hex')}`,
      title: 'Race',
      kind: 'one_to_one',
      hosts: [{ connectionId }],
      durationsMinutes: [30],
      timeZone: 'UTC',
      stepMinutes: 30,
    });
    const start = workingMonday().toISOString();
    const answers: { status: number; ms: number; hasNext: boolean }[] = [];
    let next = 0;
    const runner = async () => {
      while (next < REQUESTS) {
        const n = next++;
        const { status, body, ms } = await hubs.call<{ remedy?: string }>(n, Math.floor(n / PROCESSES), 'POST', '/calendar/bookings', {
          pageId: page.id,
          start,
          duration: 30,
          timeZone: 'Asia/Kolkata',
          name: `Guest ${n}`,
          email: `guest${n}@race.test`,
        });
        answers.push({ status, ms, hasNext: body.remedy?.includes('Still free') ?? false });
      }
    };
    const began = performance.now();
    await Promise.all(Array.from({ length: AT_ONCE }, runner));
    const seconds = (performance.now() - began) / 1000;
    const won = answers.filter(({ status }) => status === 200).length;
    const lost = answers.filter(({ status }) => status === 409);
    const other = answers.length - won - lost.length;
    const { body: stored } = await hubs.call<{ data: { start: string }[] }>(0, 0, 'GET', `/calendar/bookings?pageId=${page.id}&status=confirmed&limit=200`);
    const times = answers.map(({ ms }) => ms);
    return {
      name: 'booking-race',
      rows: [
        {
          case: `${REQUESTS} bookings of one time over ${PROCESSES} processes: answered with a booking`,
          value: won,
          unit: '',
          bar: 'exactly 1',
          pass: won === 1,
        },
        { case: 'bookings in the database', value: stored.data.length, unit: '', bar: 'exactly 1', pass: stored.data.length === 1 },
        {
          case: 'told what is still free',
          value: lost.filter(({ hasNext }) => hasNext).length,
          unit: `of ${lost.length}`,
          pass: lost.every(({ hasNext }) => hasNext),
        },
        { case: 'answered otherwise (limits, errors)', value: other, unit: '', bar: '0', pass: other === 0 },
        { case: 'answer p95', value: percentile(times, 0.95), unit: 'ms' },
        { case: 'bookings tried', value: REQUESTS / seconds, unit: '/s' },
      ],
    };
  } finally {
    await hubs.close();
  }
}
