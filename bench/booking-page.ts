import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Agent, request } from 'undici';
import { uuidv7 } from 'uuidv7';
import type { BenchResult } from './bench.ts';
import { calendarHubs, readAll, workingMonday } from './calendar-hubs.ts';
import { percentile } from './rate.ts';

const PEOPLE = 20;
const PER_SECOND = Number(process.env.BOOKING_PAGE_RATE ?? 50);
const SECONDS = Number(process.env.BOOKING_PAGE_SECONDS ?? 20);
const GUESTS = 40;
const BAR_MS = 60;

/** The twin knows few people: the others are copies of one, each with a month of meetings of their own. */
async function people(url: string, first: string, monday: Date): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('set local role patchbay_system');
    const found = await client.query<{ workspace_id: string }>('select workspace_id from connection_routes where id = $1', [first]);
    const workspaceId = found.rows[0]?.workspace_id ?? '';
    await client.query('commit');
    await client.query('begin');
    await client.query('set local role patchbay_app');
    await client.query("select set_config('patchbay.workspace', $1, true)", [workspaceId]);
    const calendar = await client.query<{ id: string }>('select id from calendar_calendars where connection_id = $1 and is_primary', [first]);
    const ids = [first];
    for (let n = 1; n < PEOPLE; n++) {
      const [connection, own] = [uuidv7(), uuidv7()];
      await client.query(
        `insert into connections select (jsonb_populate_record(null::connections, to_jsonb(c) || jsonb_build_object('id', $1::text, 'external_id', $1::text, 'label', 'Person ' || $2::text))).* from connections c where id = $3`,
        [connection, String(n), first],
      );
      await client.query(
        `insert into calendar_calendars select (jsonb_populate_record(null::calendar_calendars, to_jsonb(c) || jsonb_build_object('id', $1::text, 'connection_id', $2::text, 'read_at', now()))).* from calendar_calendars c where id = $3`,
        [own, connection, calendar.rows[0]?.id],
      );
      for (let day = 0; day < 30; day++)
        for (const hour of [n % 4, 4 + (n % 3)])
          await client.query(
            `insert into calendar_occurrences (workspace_id, id, connection_id, calendar_id, event_id, series_id, ical_uid, occurrence_key, starts_at, ends_at, busy)
             values ($1, $2::uuid, $3, $4, $2::uuid, $2::uuid::text, $2::uuid::text, '', $5, $6, 'busy')`,
            [
              workspaceId,
              uuidv7(),
              connection,
              own,
              new Date(monday.getTime() + day * 86_400_000 + hour * 3_600_000),
              new Date(monday.getTime() + day * 86_400_000 + hour * 3_600_000 + 2_700_000),
            ],
          );
      ids.push(connection);
    }
    await client.query('commit');
    return ids;
  } finally {
    await client.end();
  }
}

/** A month of times of twenty people in turn, asked for at a steady rate whether the answers come or not. */
export async function bookingPage(): Promise<BenchResult> {
  const hubs = await calendarHubs(1, 4);
  try {
    const first = await hubs.connect('ada@acme.test');
    await readAll(hubs, first);
    const monday = workingMonday();
    const ids = await people(hubs.database, first, monday);
    const slug = `page-${randomBytes(3).toString('hex')}`;
    const { body: page, status } = await hubs.call<{ id: string }>(0, 0, 'POST', '/calendar/booking-pages', {
      slug,
      title: 'Page',
      kind: 'round_robin',
      hosts: ids.map((connectionId) => ({ connectionId })),
      durationsMinutes: [30],
      timeZone: 'Europe/Berlin',
    });
    if (!page.id) throw new Error(`no page: ${status} ${JSON.stringify(page)}`);
    const url = `${hubs.urls[0]}/book/${slug}/slots?from=${monday.toISOString()}&to=${new Date(monday.getTime() + 30 * 86_400_000).toISOString()}&duration=30`;
    // Guests come from many addresses: what one of them may ask in a minute is not what is measured.
    const guests = Array.from({ length: GUESTS }, (_, n) => new Agent({ localAddress: `127.0.1.${n + 1}` }));
    const ask = async (n: number) => {
      const began = performance.now();
      const { statusCode, body } = await request(url, { dispatcher: guests[n % GUESTS] as Agent });
      const { slots } = (await body.json()) as { slots?: unknown[] };
      return { status: statusCode, ms: performance.now() - began, slots: slots?.length ?? 0 };
    };
    for (let warm = 0; warm < 20; warm++) await ask(warm);
    const answers: ReturnType<typeof ask>[] = [];
    const began = performance.now();
    for (let n = 0; n < PER_SECOND * SECONDS; n++) {
      const due = began + (n * 1000) / PER_SECOND;
      if (due > performance.now()) await wait(due - performance.now());
      answers.push(ask(n));
    }
    const done = await Promise.all(answers);
    await Promise.all(guests.map((each) => each.close()));
    const p95 = percentile(
      done.map(({ ms }) => ms),
      0.95,
    );
    const refused = done.filter(({ status, slots }) => status !== 200 || slots === 0).length;
    return {
      name: 'booking-page',
      rows: [
        { case: `slots of a month, ${ids.length} people, ${PER_SECOND}/s, PostgreSQL: p95`, value: p95, unit: 'ms', bar: `< ${BAR_MS} ms`, pass: p95 < BAR_MS },
        {
          case: '  median',
          value: percentile(
            done.map(({ ms }) => ms),
            0.5,
          ),
          unit: 'ms',
        },
        { case: '  times in an answer', value: done[0]?.slots ?? 0, unit: '' },
        { case: '  answered otherwise', value: refused, unit: '', bar: '0', pass: refused === 0 },
      ],
    };
  } finally {
    await hubs.close();
  }
}
