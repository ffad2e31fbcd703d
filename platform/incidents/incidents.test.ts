import { sql } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { plainHttp, quietLog, receiver, testClock, testEvents, testVault } from '#platform/events/events.fixture';
import { testDatabase } from '#platform/testing/database';
import { INSTALLATION_WORKSPACE, type WorkspaceId } from '#sdk';
import { createIncidents } from './incidents.ts';
import { smtpSink } from './smtp-sink.fixture.ts';
import { createSystemMailer } from './system-mailer.ts';

const database = await testDatabase();
const sink = await smtpSink();
const HOUR = 3_600_000;
const trouble = { key: 'connection:1', level: 'critical', title: 'Please reconnect', detail: 'The permission has ended.', remedy: 'Reconnect it.' } as const;

let workspaceId: WorkspaceId;
beforeEach(async () => {
  workspaceId = await database.newWorkspace();
  // What an earlier test left untold would be told in this one.
  for (const table of ['alert_notices', 'incidents']) await database.owner((tx) => tx.execute(sql.raw(`delete from ${table}`)));
  sink.mails.length = 0;
  sink.refuse = false;
});
afterEach(() => void vi.useRealTimers());

function room(clock = testClock()) {
  const events = testEvents(database, clock);
  const incidents = createIncidents({
    database,
    clock,
    log: quietLog,
    vault: testVault,
    events,
    mailer: createSystemMailer({ host: '127.0.0.1', port: sink.port, useTls: false, from: 'hub@example.test' }),
    httpFor: () => plainHttp,
    administratorsOf: async (id) => (id === INSTALLATION_WORKSPACE ? ['owner@example.test'] : ['admin@example.test']),
    consoleUrl: 'https://hub.example.test',
    random: () => 0,
  });
  const mine = incidents.forWorkspace(workspaceId);
  const list = () => incidents.list(workspaceId, { limit: 50 });
  const types = async () => (await events.list(workspaceId, { limit: 50 })).events.map((event) => event.type);
  return { clock, incidents, mine, list, types };
}
const subjects = () => sink.mails.map((mail) => /^Subject: (.*)$/m.exec(mail.data)?.[1]);

it('opened by a hundred callers at once is one incident, told once', async () => {
  const hubs = [room(), room()];
  await Promise.all(Array.from({ length: 100 }, (_, i) => hubs[i % 2]?.mine.open(trouble)));
  expect(await hubs[0]?.list()).toMatchObject([{ count: 100, resolvedAt: null, level: 'critical' }]);
  expect(await hubs[0]?.types()).toEqual(['incident.opened']);
  await Promise.all(hubs.map((hub) => hub.incidents.drain()));
  await Promise.all(hubs.map((hub) => hub.incidents.drain()));
  expect(subjects()).toEqual(['[Patchbay] Please reconnect (critical)']);
  expect(sink.mails[0]?.to).toEqual(['admin@example.test']);
  expect(sink.mails[0]?.data).toContain('https://hub.example.test/incidents');
});

it('tells the end once, and resolving what is not open is no error', async () => {
  const { incidents, mine, clock, list, types } = room();
  await mine.resolve('connection:1');
  await mine.open(trouble);
  await incidents.drain();
  clock.advance(HOUR);
  await mine.resolve('connection:1', 'The owner reconnected it.');
  await mine.resolve('connection:1');
  await incidents.drain();
  expect(subjects()).toEqual(['[Patchbay] Please reconnect (critical)', '[Patchbay] Resolved: Please reconnect']);
  expect(sink.mails[1]?.data).toContain('It lasted 60 min.');
  expect(await types()).toEqual(['incident.opened', 'incident.resolved']);
  expect(await list()).toMatchObject([{ note: 'The owner reconnected it.' }]);
});

it('continues the same incident when it comes back within ten minutes, and does not chatter', async () => {
  const { incidents, mine, clock, list } = room();
  await mine.open(trouble);
  for (let flap = 0; flap < 4; flap++) {
    await incidents.drain();
    await mine.resolve(trouble.key);
    await incidents.drain();
    clock.advance(9 * 60_000);
    await mine.open(trouble);
  }
  expect(await list()).toMatchObject([{ count: 5, reopened: 4, resolvedAt: null }]);
  await mine.resolve(trouble.key);
  clock.advance(10 * 60_000);
  await incidents.drain();
  expect(subjects()).toEqual([
    '[Patchbay] Please reconnect (critical)',
    '[Patchbay] Resolved: Please reconnect',
    '[Patchbay] Again: Please reconnect (critical)',
    '[Patchbay] Resolved: Please reconnect',
  ]);
  clock.advance(60_000);
  await mine.open(trouble);
  expect(await list()).toHaveLength(2);
});

it('reminds until somebody acknowledges', async () => {
  const { incidents, mine, clock, list } = room();
  await incidents.settings.put(workspaceId, { emails: ['ops@example.test'], minLevel: 'warning', remindAfterHours: 4 });
  await mine.open(trouble);
  await incidents.drain();
  clock.advance(4 * HOUR - 1);
  await incidents.drain();
  expect(sink.mails).toHaveLength(1);
  clock.advance(1);
  await incidents.drain();
  await incidents.drain();
  expect(subjects().slice(1)).toEqual(['[Patchbay] Still open: Please reconnect (critical)']);
  expect(sink.mails.every((mail) => mail.to.join() === 'ops@example.test')).toBe(true);
  const [open] = await list();
  const other = await database.newWorkspace();
  await expect(incidents.acknowledge(other, open?.id ?? '', 'her')).rejects.toMatchObject({ code: 'not_found' });
  expect(await incidents.acknowledge(workspaceId, open?.id ?? '', 'her')).toMatchObject({ acknowledgedBy: 'her' });
  expect(await incidents.acknowledge(workspaceId, open?.id ?? '', 'him')).toMatchObject({ acknowledgedBy: 'her' });
  clock.advance(24 * HOUR);
  await incidents.drain();
  expect(sink.mails).toHaveLength(2);
});

it('keeps a warning to itself where only critical ones are wanted, until it grows critical', async () => {
  const { incidents, mine } = room();
  await incidents.settings.put(workspaceId, { emails: [], minLevel: 'critical', remindAfterHours: 0 });
  await mine.open({ ...trouble, level: 'warning' });
  await incidents.drain();
  expect(sink.mails).toEqual([]);
  await mine.open(trouble);
  await mine.open({ ...trouble, level: 'warning' });
  await incidents.drain();
  expect(subjects()).toEqual(['[Patchbay] Please reconnect (critical)']);
});

it('tries again while the mail server refuses, and takes over from a process that died', async () => {
  const { incidents, mine, clock } = room();
  sink.refuse = true;
  await mine.open(trouble);
  await incidents.drain();
  expect(sink.mails).toEqual([]);
  sink.refuse = false;
  clock.advance(5_000);
  // Another process had claimed it and was killed.
  await database.owner((tx) => tx.execute(sql`update alert_notices set lease_owner = gen_random_uuid(), lease_until = now() + interval '1 hour'`));
  await incidents.drain();
  expect(sink.mails).toEqual([]);
  await database.owner((tx) => tx.execute(sql`update alert_notices set lease_until = now() - interval '1 second'`));
  await incidents.drain();
  expect(sink.mails).toHaveLength(1);
});

it('sends signed webhooks; the secret is told once', async () => {
  const clock = testClock();
  const hook = await receiver();
  const { incidents, mine } = room(clock);
  const settings = { emails: [], webhookUrl: hook.url, minLevel: 'warning', remindAfterHours: 0 } as const;
  const { webhookSecret = '' } = await incidents.settings.put(workspaceId, { ...settings, emails: [] });
  expect(webhookSecret).toMatch(/^whsec_/);
  expect(await incidents.settings.put(workspaceId, { ...settings, emails: [] })).not.toHaveProperty('webhookSecret');
  expect(await incidents.settings.get(workspaceId)).not.toHaveProperty('webhookSecret');
  await mine.open(trouble);
  await mine.resolve(trouble.key);
  await incidents.drain();
  vi.useFakeTimers({ toFake: ['Date'], now: clock.now() });
  const bodies = hook.requests.map(({ body, headers }) => new Webhook(webhookSecret).verify(body, headers as Record<string, string>));
  expect(bodies.map((body) => (body as { type: string }).type).sort()).toEqual(['incident.opened', 'incident.resolved']);
  expect(await incidents.test(workspaceId)).toEqual([
    { channel: 'email', ok: true, error: null },
    { channel: 'webhook', ok: true, error: null },
  ]);
});

it('tells the installation owner what has no workspace, and nobody else sees it', async () => {
  const { incidents, list } = room();
  await incidents.forWorkspace(INSTALLATION_WORKSPACE).open({ ...trouble, key: 'installation' });
  await incidents.drain();
  expect(sink.mails[0]?.to).toEqual(['owner@example.test']);
  expect(await list()).toEqual([]);
});

it('opens nothing when the transaction around it is undone', async () => {
  const { incidents, mine, list, types } = room();
  await database
    .workspace(workspaceId, async () => {
      await mine.open(trouble);
      throw new Error('no');
    })
    .catch(() => {});
  await incidents.drain();
  expect([await list(), await types(), sink.mails]).toEqual([[], [], []]);
});
