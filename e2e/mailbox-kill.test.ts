import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '#platform/testing/database';
import { arrive, asUser, credentialsOf, dovecot, fill, mailOf, newUser } from '../integrations/email/tests/dovecot.fixture.ts';
import { registry } from '../integrations/registry.ts';
import { twinControl } from '../server/testing/twin-control.ts';
import { twinEnvironment } from '../server/twins-process.ts';
import { answers, freePort, until, Victim } from './processes.ts';

/**
 * The hub is killed twenty times at random moments, with the services eight times: half of them while it reads three
 * mailboxes for the first time, half while two of them are changed by another program. One mailbox stands alone, two hold
 * copies of the same mails. At the end every mail is there exactly once, and the server's numbers are accounted for, one by one.
 */
const isLong = process.env.PATCHBAY_DRILLS === '1';
/** With the services a part of it, asked for by name (`PATCHBAY_DRILLS=1`) all of it. */
const KILLS_A_PHASE = isLong ? 10 : 4;
/** In each mailbox. */
const MAILS = 2000;
const CHANGES = { flags: 1000, moves: 500, deletions: 500 };
/** Of what is deleted from one of the two mailboxes with copies, so much from the other as well. */
const DELETED_TWICE = 250;
const AT_ONCE = 20;

const victims: Victim[] = [];
afterAll(async () => {
  for (const victim of victims) await victim.kill();
});

const shuffled = <T>(values: readonly T[]): T[] =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
const chunksOf = (uids: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(uids.length / AT_ONCE) }, (_, at) => uids.slice(at * AT_ONCE, (at + 1) * AT_ONCE));
const subjectOf = (whose: string, n: number): string => `Matter ${n} of ${whose}`;

interface Plan {
  flagged: number[];
  moved: number[];
  deleted: number[];
}
/** Which mails what happens to; every number once. */
function planOf(uids: readonly number[]): Plan {
  const order = shuffled(uids);
  const { flags, moves, deletions } = CHANGES;
  return { flagged: order.slice(0, flags), moved: order.slice(flags, flags + moves), deleted: order.slice(flags + moves, flags + moves + deletions) };
}
/** Another program at the mailbox: all its changes in random order, a few at a time. */
async function storm(client: ImapFlow, { flagged, moved, deleted }: Plan): Promise<void> {
  const acts = shuffled([
    ...chunksOf(flagged).map((uids) => () => client.messageFlagsRemove(uids, ['\\Seen'], { uid: true })),
    ...chunksOf(moved).map((uids) => () => client.messageMove(uids, 'Archive', { uid: true })),
    ...chunksOf(deleted).map((uids) => () => client.messageDelete(uids, { uid: true })),
  ]);
  for (const act of acts) {
    await act();
    // Spread over the killing, so that looks at the mailbox fall into the middle of it.
    await wait(Math.random() * 700);
  }
}
const subjects = async (client: ImapFlow): Promise<{ uid: number; subject: string; isSeen: boolean }[]> => {
  const found: { uid: number; subject: string; isSeen: boolean }[] = [];
  if (!client.mailbox || client.mailbox.exists === 0) return found;
  for await (const { uid, envelope, flags } of client.fetch('1:*', { uid: true, envelope: true, flags: true }))
    found.push({ uid, subject: envelope?.subject ?? '', isSeen: flags?.has('\\Seen') === true });
  return found;
};

/** It starts processes a dozen times and more: beside the service suite. */
const isAsked = isLong || process.env.PATCHBAY_SERVICES === '1';
const whyNot = !dovecot.isThere ? dovecot.why : isAsked ? '' : ' (skipped: asked for by PATCHBAY_SERVICES=1 or PATCHBAY_DRILLS=1)';

describe.runIf(dovecot.isThere && isAsked)(`mailboxes and kills${whyNot}`, () => {
  it('leaves every mail exactly once and nothing unexplained', { timeout: 900_000 }, async () => {
    const onPostgres = process.env.TEST_DATABASE_URL !== undefined;
    const startedAt = Date.now();
    const lap = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
    const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-mailbox-drill-'));
    afterAll(() => rm(dataDir, { recursive: true, force: true }));
    const [port, twinsPort] = [await freePort(), await freePort()];
    const [url, twinsUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${twinsPort}`];
    const apiKey = `pb_${randomBytes(24).toString('base64url')}`;
    const environment = {
      ...(twinEnvironment(registry, twinsUrl) as Record<string, string>),
      PORT: String(port),
      PATCHBAY_URL: url,
      PATCHBAY_API_KEY: apiKey,
      PATCHBAY_SECRET_KEY: randomBytes(32).toString('base64'),
      LOG_LEVEL: 'warn',
      ...(onPostgres ? { DATABASE_URL: (await testDatabase()).url ?? '' } : {}),
    };
    const patchbay = (name: string, args: readonly string[], isReady: () => Promise<boolean>) =>
      new Victim(name, ['bin/patchbay.js', 'start', ...args], { ...environment, PATCHBAY_DATA_DIR: join(dataDir, name) }, isReady);
    const isRunning = (at: number) => async () => hubs[at]?.said.some((line) => line.includes('is running')) ?? false;
    const hubs: Victim[] = onPostgres
      ? [
          patchbay('api', ['--role', 'api'], answers(`${url}/readyz`)),
          patchbay('worker-1', ['--role', 'worker'], isRunning(1)),
          patchbay('worker-2', ['--role', 'worker'], isRunning(2)),
        ]
      : [patchbay('hub', [], answers(`${url}/readyz`))];
    // Whoever reads is in danger more often.
    const killable = [...hubs, ...hubs.slice(1)];
    const twinsProcess = new Victim(
      'twins',
      ['twins/main.ts', '--port', String(twinsPort), '--data', join(dataDir, 'twins')],
      {},
      answers(`${twinsUrl}/_twins/clock`),
    );
    victims.push(...hubs, twinsProcess);
    await twinsProcess.start();
    for (const hub of hubs) await hub.start();
    const twins = twinControl(twinsUrl);

    const call = async <T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T } | undefined> => {
      try {
        const response = await fetch(`${url}/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${apiKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(60_000),
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
    const everything = async <T>(path: string): Promise<T[]> => {
      const rows: T[] = [];
      for (let cursor = ''; ; ) {
        const page = await get<{ data: T[]; nextCursor: string | null }>(`${path}&limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
        rows.push(...page.data);
        if (!page.nextCursor) return rows;
        cursor = page.nextCursor;
      }
    };
    interface Stream {
      name: string;
      state: string;
      seen: number;
      total: number | null;
      lastError: string | null;
    }
    const streamsOf = async (id: string) => (await call<{ data: Stream[] }>('GET', `/connections/${id}/streams`))?.body.data ?? [];

    // One alone, and two with copies of the same mails.
    const [alone, ada, bob] = [newUser('alone'), newUser('ada'), newUser('bob')];
    const start = Date.now() - MAILS * 60_000;
    const written = (user: string, to: string, whose: string) =>
      fill(
        user,
        Array.from({ length: MAILS }, (_, n) =>
          mailOf({
            id: `${n}.${whose}`,
            from: `Jane ${n % 50} <jane${n % 50}@customer.example>`,
            to,
            subject: subjectOf(whose, n),
            date: new Date(start + n * 60_000),
          }),
        ),
      );
    await written(alone, alone, 'alone');
    await written(ada, `${ada}, ${bob}`, 'both');
    await written(bob, `${ada}, ${bob}`, 'both');
    const connections: Record<string, string> = {};
    for (const user of [alone, ada, bob]) {
      const added = await call<{ id: string }>('POST', '/connections', { integration: 'email', provider: 'imap', credentials: credentialsOf(user) });
      expect(added?.status, JSON.stringify(added?.body)).toBeLessThan(300);
      connections[user] = added?.body.id ?? '';
    }
    const ids = Object.values(connections);

    let over = false;
    const askToRead = async () => {
      while (!over) {
        for (const id of ids) await call('POST', `/connections/${id}/sync`, {});
        await wait(1000);
      }
    };
    const killSome = async (count: number, goOn: () => Promise<boolean>) => {
      let done = 0;
      while (done < count && (await goOn())) {
        await wait(200 + Math.random() * 1300);
        const victim = killable[Math.floor(Math.random() * killable.length)] as Victim;
        await victim.kill();
        done++;
        await victim.start();
      }
      return done;
    };
    const isFirstRead = async (id: string) => {
      const inbox = (await streamsOf(id)).find(({ name }) => name === 'INBOX');
      return (inbox?.seen ?? 0) >= MAILS;
    };
    const upToDate = async () => {
      for (const id of ids) {
        const streams = await streamsOf(id);
        if (streams.length < 3 || streams.some(({ state }) => state !== 'up_to_date')) return false;
      }
      return true;
    };
    let reading = askToRead();

    // The first read.
    const inFirstRead = await killSome(KILLS_A_PHASE, async () => !(await Promise.all(ids.map(isFirstRead))).every(Boolean));
    const firstLap = lap();
    over = true;
    await reading;
    const said = async () => `${JSON.stringify(await Promise.all(ids.map(streamsOf)))}\n${hubs.map((hub) => hub.said.slice(-10).join('\n')).join('\n')}`;
    await until('the first read is over', async () => (await Promise.all(ids.map(isFirstRead))).every(Boolean) && upToDate(), 300_000).catch(async (error) => {
      throw new Error(`${error}: ${await said()}`);
    });
    const readLap = lap();

    // The storm, and mail that comes meanwhile.
    const uidsOf = (user: string) => asUser(user, async (client) => (await subjects(client)).map(({ uid }) => uid));
    const plans = new Map<string, Plan>();
    for (const user of [alone, ada]) plans.set(user, planOf(await uidsOf(user)));
    const subjectByUid = await asUser(ada, async (client) => new Map((await subjects(client)).map(({ uid, subject }) => [uid, subject])));
    const deletedByAda = (plans.get(ada) as Plan).deleted.map((uid) => subjectByUid.get(uid) ?? '');
    const twice = new Set(deletedByAda.slice(0, DELETED_TWICE));
    const bobsTwice = await asUser(bob, async (client) => (await subjects(client)).filter(({ subject }) => twice.has(subject)).map(({ uid }) => uid));
    expect(bobsTwice).toHaveLength(DELETED_TWICE);
    over = false;
    reading = askToRead();
    const storms = Promise.all([
      asUser(alone, (client) => storm(client, plans.get(alone) as Plan)),
      asUser(ada, (client) => storm(client, plans.get(ada) as Plan)),
      asUser(bob, (client) => storm(client, { flagged: [], moved: [], deleted: bobsTwice })),
      (async () => {
        for (let n = 0; n < 20; n++) {
          await arrive(alone, mailOf({ id: `${MAILS + n}.alone`, to: alone, subject: subjectOf('alone', MAILS + n) }));
          await wait(Math.random() * 1500);
        }
      })(),
    ]);
    const inStorm = await killSome(2 * KILLS_A_PHASE - inFirstRead, async () => true);
    await storms;
    over = true;
    await reading;
    const stormLap = lap();

    // Everything that is due by the clock: moved mails have been found, what shrank is believed at a second look.
    const readAll = async () => {
      for (const id of ids) await call('POST', `/connections/${id}/sync`, {});
      await until('all folders are read', upToDate, 180_000).catch(async (error) => {
        throw new Error(`${error}: ${await said()}`);
      });
    };
    await readAll();
    await twins.clock({ advanceMs: 11 * 60_000 });
    const here = async () => (await everything<{ subject: string }>('/activities?kind=email')).map(({ subject }) => subject);
    const there = new Set<string>();
    const unseen = new Set<string>();
    for (const user of [alone, ada, bob])
      for (const folder of ['INBOX', 'Archive'])
        await asUser(
          user,
          async (client) => {
            for (const { subject, isSeen } of await subjects(client)) {
              there.add(subject);
              if (user === alone && !isSeen) unseen.add(subject);
            }
          },
          folder,
        );
    expect(there.size).toBe(2 * MAILS + 20 - CHANGES.deletions - DELETED_TWICE);
    for (let minutes = 0; (await here()).length > there.size; minutes++) {
      if (minutes > 40) throw new Error(`after ${minutes} minutes ${(await here()).length} of ${there.size}: ${await said()}`);
      await twins.clock({ advanceMs: 60_000 });
      await readAll();
    }

    // Exactly once, before the certificate looks and mends.
    const all = await here();
    expect({ lost: [...there].filter((each) => !all.includes(each)), more: all.filter((each) => !there.has(each)), count: all.length }).toEqual({
      lost: [],
      more: [],
      count: there.size,
    });
    expect(new Set(all).size).toBe(all.length);
    const threads = await everything<{ subject: string; isUnread: boolean }>('/email/threads?q=');
    const unread = threads.filter(({ subject, isUnread }) => isUnread && subject.endsWith('of alone')).map(({ subject }) => subject);
    expect(unread.sort()).toEqual([...unseen].sort());

    // The certificate: the server's numbers and ours, in every folder.
    for (const user of [alone, ada, bob]) {
      const { data } = await get<{ data: { stream: string; remote: number; accounted: number; unexplained: number }[] }>(
        `/connections/${connections[user]}/completeness`,
      );
      for (const folder of ['INBOX', 'Archive']) {
        const remote = await asUser(user, async (client) => (client.mailbox ? client.mailbox.exists : -1), folder);
        expect(
          data.find(({ stream }) => stream === folder),
          `${user} ${folder}`,
        ).toMatchObject({ remote, accounted: remote, unexplained: 0 });
      }
    }
    expect((await here()).length).toBe(there.size);
    console.log(
      `${onPostgres ? 'PostgreSQL, api + 2 workers' : 'PGlite'}: ${inFirstRead} kills in the first read (${firstLap}, over ${readLap}), ${inStorm} in the storm (${stormLap}), all at ${lap()}: ${all.length} mails exactly once`,
    );
    expect(inFirstRead + inStorm).toBe(2 * KILLS_A_PHASE);
  });
});
