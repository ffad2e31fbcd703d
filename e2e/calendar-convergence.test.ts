import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '#platform/testing/database';
import { hasServices, newCollection, radicaleUrl, removeAll } from '../integrations/calendar/tests/radicale.ts';
import { registry } from '../integrations/registry.ts';
import { twinControl } from '../server/testing/twin-control.ts';
import { twinEnvironment } from '../server/twins-process.ts';
import { caldavSide, googleSide, microsoftSide, type Side, type Standing } from './calendar-sides.ts';
import { answers, freePort, until, Victim } from './processes.ts';

/**
 * Both sides write the same calendars at once, at random, while one call in ten fails, notifications are lost, doubled and
 * late, cursors are dropped and the hub is killed. At rest both sides are the same, nothing is there twice, and the hub has
 * written nothing but what it was asked to write.
 */
const KILLS = 3;
const DAY_MS = 86_400_000;
const HALF_HOUR_MS = 1_800_000;
const victims: Victim[] = [];
afterAll(async () => {
  for (const victim of victims) await victim.kill();
});
const below = (n: number) => Math.floor(Math.random() * n);
const anyOf = <T>(list: readonly T[]): T | undefined => list[below(list.length)];
const sorted = (rows: Iterable<Standing>) => [...rows].map(({ title, start, end, location }) => [title, start, end, location].join(' | ')).sort();

// Long: beside the servers, where Radicale is a third side.
it.runIf(hasServices)('two sides that write at random, through faults, losses and kills, end as one', { timeout: 900_000 }, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-converge-'));
  afterAll(() => rm(dataDir, { recursive: true, force: true }));
  const [port, twinsPort] = [await freePort(), await freePort()];
  const [url, twinsUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${twinsPort}`];
  const apiKey = `pb_${randomBytes(24).toString('base64url')}`;
  const hub = new Victim(
    'hub',
    ['bin/patchbay.js', 'start'],
    {
      ...(twinEnvironment(registry, twinsUrl) as Record<string, string>),
      PORT: String(port),
      PATCHBAY_URL: url,
      PATCHBAY_API_KEY: apiKey,
      PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
      PATCHBAY_DATA_DIR: join(dataDir, 'hub'),
      LOG_LEVEL: 'error',
      ...(process.env.TEST_DATABASE_URL === undefined ? {} : { DATABASE_URL: (await testDatabase()).url ?? '' }),
    },
    answers(`${url}/readyz`),
  );
  const twinsProcess = new Victim('twins', ['twins/main.ts', '--port', String(twinsPort)], {}, answers(`${twinsUrl}/_twins/clock`));
  victims.push(hub, twinsProcess);
  await twinsProcess.start();
  await hub.start();
  const twins = twinControl(twinsUrl);

  const call = async <T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T } | undefined> => {
    try {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${apiKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(15_000),
      });
      return { status: response.status, body: (await response.json()) as T };
    } catch {
      return undefined;
    }
  };
  const get = async <T>(path: string): Promise<T> => {
    let found: T | undefined;
    await until(`${path} answers`, async () => {
      const answer = await call<T>('GET', path);
      found = answer?.status === 200 ? answer.body : undefined;
      return found !== undefined;
    });
    return found as T;
  };

  const connect = async (provider: string, account: string): Promise<string> => {
    const begun = await call<{ authorizeUrl: string }>('POST', '/connections/authorize', { integration: 'calendar', provider });
    const { redirectUrl } = await twins.consent(provider, { authorizeUrl: begun?.body.authorizeUrl ?? '', account });
    const back = await fetch(redirectUrl, { headers: { accept: 'application/json' } });
    return ((await back.json()) as { connection: { id: string } }).connection.id;
  };
  const sides: { side: Side; connectionId: string; calendarId: string }[] = [];
  const join_ = async (side: Side, connectionId: string) => {
    let calendarId = '';
    await until(`the calendar at ${side.provider} is known`, async () => {
      const all = await get<{ data: { id: string; connectionId: string; isPrimary: boolean; name: string; role: string }[] }>('/calendar/calendars');
      const own = all.data.filter((each) => each.connectionId === connectionId && each.role === 'owner');
      calendarId = (own.find(({ isPrimary }) => isPrimary) ?? own[0])?.id ?? '';
      return calendarId !== '';
    });
    sides.push({ side, connectionId, calendarId });
  };
  for (const provider of ['google', 'microsoft']) await twins.act(provider, { verb: 'quota.set', limit: 1_000_000 });
  await join_(googleSide(twins, 'ada@acme.test'), await connect('google', 'ada@acme.test'));
  await join_(microsoftSide(twins, 'dora@globex.test'), await connect('microsoft', 'dora@globex.test'));
  if (hasServices) {
    await removeAll('carl');
    const collection = await newCollection('carl', 'Work');
    const made = await call<{ id: string }>('POST', '/connections', {
      integration: 'calendar',
      provider: 'caldav',
      credentials: { serverUrl: radicaleUrl, username: 'carl', password: 'pw', email: 'carl@acme.test' },
    });
    await join_(caldavSide(collection), made?.body.id ?? '');
  }

  const { now: began } = await twins.clock();
  const firstDay = Math.floor(Date.parse(began) / DAY_MS) * DAY_MS + DAY_MS;
  /** The hub's own times lie on the half hour, the other side's beside it: whose they are can be seen in what is written. */
  const randomEvent = (title: string, shiftMs: number): Standing => {
    const startMs = firstDay + below(60) * DAY_MS + below(40) * HALF_HOUR_MS + shiftMs;
    return { title, location: `Room ${below(9)}`, start: new Date(startMs).toISOString(), end: new Date(startMs + HALF_HOUR_MS).toISOString() };
  };
  const seen = async (calendarId: string) => {
    const rows: (Standing & { id: string; externalId: string })[] = [];
    for (let cursor = ''; ; ) {
      const page = await get<{ data: (Standing & { id: string; externalId: string; location: string | null })[]; nextCursor: string | null }>(
        `/calendar/events?calendarId=${calendarId}&limit=200&from=${new Date(firstDay - DAY_MS).toISOString()}&to=${new Date(firstDay + 90 * DAY_MS).toISOString()}${cursor ? `&cursor=${cursor}` : ''}`,
      );
      rows.push(...page.data.map((row) => ({ ...row, location: row.location ?? '' })));
      if (!page.nextCursor) return rows;
      cursor = page.nextCursor;
    }
  };

  let over = false;
  const counts = { made: 0, changed: 0, cancelled: 0, elsewhere: 0, unanswered: 0 };
  const done = new Map<string, string[]>();
  const writeHere = async ({ side: { provider }, calendarId }: (typeof sides)[number]) => {
    for (let n = 0; !over; n++) {
      const note = `note ${provider} ${n}`;
      const { title, start, end, location } = randomEvent(`Here ${provider} ${n}`, 0);
      const known = anyOf(((await call<{ data: { id: string }[] }>('GET', eventsPath(calendarId)))?.body.data ?? []).slice(0, 200));
      const chance = below(10);
      if (chance < 4 || !known) {
        const body = { calendarId, title, body: note, location, start, end, timeZone: 'UTC', reference: note };
        // Whoever got no answer asks again: under one reference it is one event.
        for (let tries = 0; tries < 3; tries++) {
          const answer = await call<{ state: string }>('POST', '/calendar/events', body);
          if (answer?.status === 200 && answer.body.state === 'done') done.set(provider, [...(done.get(provider) ?? []), note]);
          if (answer) break;
          counts.unanswered++;
          await wait(300);
        }
        counts.made++;
      } else if (chance < 9) {
        const change = chance < 6 ? { title } : chance < 8 ? { start, end, timeZone: 'UTC' } : { title, location, start, end, timeZone: 'UTC' };
        if (await call('PATCH', `/calendar/events/${known.id}`, change)) counts.changed++;
      } else if (await call('DELETE', `/calendar/events/${known.id}`)) counts.cancelled++;
      await wait(60);
    }
  };
  const eventsPath = (calendarId: string) =>
    `/calendar/events?calendarId=${calendarId}&limit=200&from=${new Date(firstDay + below(50) * DAY_MS).toISOString()}&to=${new Date(firstDay + 90 * DAY_MS).toISOString()}`;
  const writeThere = async ({ side }: (typeof sides)[number]) => {
    for (let n = 0; !over; n++) {
      const standing = [...(await side.standing()).keys()];
      const event = randomEvent(`There ${side.provider} ${n}`, 900_000);
      const chance = below(10);
      const known = anyOf(standing);
      // It may have been deleted from here since it was looked at.
      if (chance < 4 || !known) await side.write(event);
      else if (chance < 9) await side.write(event, known).catch(() => undefined);
      else await side.remove(known).catch(() => undefined);
      counts.elsewhere++;
      await wait(120);
    }
  };
  const loseThings = async () => {
    for (let n = 0; !over; n++) {
      await wait(3_000);
      const provider = n % 2 === 0 ? 'google' : 'microsoft';
      await twins.act(provider, { verb: n % 3 === 2 ? 'sync.drop' : 'channel.drop' });
    }
  };
  const FAULTS = [
    { do: 'status', status: 503, rate: 0.04 },
    { do: 'drop', rate: 0.03 },
    { do: 'drop_after_commit', rate: 0.03 },
  ];
  for (const [provider, path] of [
    ['google', '/calendar'],
    ['microsoft', '/v1.0'],
  ] as const)
    for (const [index, fault] of FAULTS.entries()) await twins.fault(provider, { match: { path }, seed: index + 1, ...fault });

  const load = [...sides.flatMap((each) => [writeHere(each), writeThere(each)]), loseThings()];
  // However slow the machine, each life writes enough to lose some of it.
  const writtenMore = async () => {
    const written = () => counts.made + counts.changed + counts.cancelled;
    const before = written();
    await until('much is written from here', async () => written() >= before + 25);
  };
  for (let kill = 0; kill < KILLS; kill++) {
    await writtenMore();
    await wait(below(1_500));
    await hub.kill();
    await hub.start();
  }
  await writtenMore();
  over = true;
  await Promise.all(load);
  for (const provider of ['google', 'microsoft']) await fetch(`${twinsUrl}/_twins/${provider}/faults`, { method: 'DELETE' });

  /** Every poll and question becomes due as the clock is moved on; notifications that were lost are not sent again. */
  const rest = async () => {
    let open: unknown[] = [];
    // What a dead process had begun is known as such a minute later, by the database's own clock.
    await until(
      'nothing is under way',
      async () => {
        await twins.clock({ advanceMs: 60_000 });
        const found = await Promise.all(['started', 'unknown', 'reserved'].map((state) => get<{ data: unknown[] }>(`/effects?state=${state}&limit=3`)));
        open = found.flatMap(({ data }) => data);
        return open.length === 0;
      },
      150_000,
    ).catch((error: unknown) => {
      throw new Error(`${error}: ${JSON.stringify(open)}\n${hub.said.slice(-10).join('\n')}`);
    });
    for (let turn = 0; turn < 2; turn++) {
      await twins.clock({ advanceMs: 16 * 60_000 });
      for (const { connectionId } of sides) {
        await call('POST', `/connections/${connectionId}/sync`, {});
        await until(
          'the streams are up to date',
          async () => {
            await twins.clock({ advanceMs: 1_000 });
            const { data } = await get<{ data: { state: string }[] }>(`/connections/${connectionId}/streams`);
            return data.length > 0 && data.every(({ state }) => state === 'up_to_date');
          },
          60_000,
        );
      }
    }
  };
  await rest();

  const figures: string[] = [];
  for (const { side, calendarId } of sides) {
    let [here, there] = [await seen(calendarId), await side.standing()];
    await until(
      `both sides of ${side.provider} are the same`,
      async () => {
        [here, there] = [await seen(calendarId), await side.standing()];
        return sorted(here).join() === sorted(there.values()).join();
      },
      20_000,
    ).catch(() => undefined);
    expect(sorted(here), side.provider).toEqual(sorted(there.values()));
    expect(new Set(here.map(({ externalId }) => externalId)).size, side.provider).toBe(here.length);
    // What was asked for once is there once, also where the answer was lost or the hub died; and nothing is missing that was confirmed.
    const notes = (await side.notes()).filter(Boolean);
    expect(
      notes.filter((note, index) => notes.indexOf(note) !== index),
      side.provider,
    ).toEqual([]);
    if (side.provider !== 'caldav') expect((done.get(side.provider) ?? []).filter((note) => !notes.includes(note))).toEqual([]);
    figures.push(`${side.provider} ${here.length} events`);
  }

  // No echo: nothing that the other side said was ever written back to it.
  const writes = [...(await twins.journal('google')), ...(await twins.journal('microsoft'))].filter(
    ({ method, path }) => /\/events/.test(path) && ['POST', 'PATCH', 'PUT'].includes(method) && !/watch|subscriptions/.test(path),
  );
  const echoed = writes.filter(({ body }) => body.includes('There ') || /T\d\d:(15|45):00/.test(body));
  expect(echoed).toEqual([]);
  expect(writes.length).toBeGreaterThan(30);

  // And at rest nothing is written at all.
  const before = await twins.journal('google').then((rows) => rows.length);
  await rest();
  const later = (await twins.journal('google'))
    .slice(before)
    .filter(({ method, path }) => /\/events/.test(path) && method !== 'GET' && !path.includes('/watch'));
  expect(later).toEqual([]);
  console.log(`${figures.join(', ')}; ${JSON.stringify(counts)}, ${writes.length} writes at the twins, ${KILLS} kills`);
});
