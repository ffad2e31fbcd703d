import { beforeAll, expect, it } from 'vitest';
import { type CampaignWorld, campaignWorld } from './campaign-world.fixture.ts';
import { smtpServer } from './smtp-server.fixture.ts';

let world: CampaignWorld;
beforeAll(async () => {
  world = await campaignWorld();
}, 120_000);

interface Transport {
  connectionId: string;
  label: string;
  position: number | null;
  isReady: boolean;
}
const transports = async () => (await world.workspace.get<{ data: Transport[] }>('/email/transports')).data;
const setOrder = (transportOrder: readonly string[], apiKey?: string) =>
  world.workspace.call<{ errors: { path: string; message: string }[]; transportOrder: string[] }>('PUT', '/email/outreach-settings', {
    body: { transportOrder },
    ...(apiKey ? { apiKey } : {}),
  });
const people = async (count: number) => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await world.contact());
  return ids;
};

it('keeps an order of the workspace’s ways, of those that can stand in for others', async () => {
  const { connect, connectionId, workspace, hub } = world;
  const second = (await connect('bob@acme.example')).id;
  expect((await setOrder([second, connectionId])).status).toBe(200);
  expect((await transports()).map((each) => [each.connectionId, each.position])).toEqual([
    [second, 1],
    [connectionId, 2],
  ]);
  const mailbox = (await workspace.connect('email', 'google', 'ada@acme.test')).id;
  const other = await hub.newWorkspace();
  const foreign = await other.post<{ id: string }>('/connections', {
    integration: 'email',
    provider: 'sendgrid',
    credentials: { apiKey: 'SG.globex.full-access' },
  });
  const refused = await setOrder([second, mailbox, foreign.id, second]);
  expect(refused.status).toBe(422);
  expect(refused.body.errors.map(({ path }) => path)).toEqual(['transportOrder.1', 'transportOrder.2', 'transportOrder.3']);
  expect((await setOrder([], await workspace.key('salesperson'))).status).toBe(403);
  // A mailbox is not offered, and nothing of another workspace is seen.
  expect((await transports()).map((each) => each.connectionId).toSorted()).toEqual([connectionId, second].toSorted());
  expect((await other.get<{ data: Transport[] }>('/email/transports')).data.map((each) => each.connectionId)).toEqual([foreign.id]);
  await workspace.call('DELETE', `/connections/${second}`);
  expect((await transports()).find((each) => each.connectionId === connectionId)?.position).toBe(1);
});

it('has the next way take those that the first was never handed, and nobody else', async () => {
  const { connect, draft, schedule, until, recipients, workspace, server: standIn, connectionId, hub } = world;
  const first = await smtpServer();
  const own = (await connect('ada@acme.example', first.port)).id;
  expect((await setOrder([connectionId])).status).toBe(200);
  first.acts.push('refuse', 'take_and_drop');
  const before = standIn.delivered.length;
  const id = await draft(await people(9), { from: { connectionId: own }, throttle: { perMinute: 3 } });
  await schedule(id);
  await expect
    .poll(
      async () => {
        await hub.settle();
        return (await recipients(id)).filter(({ state }) => ['accepted', 'failed', 'unknown'].includes(state)).length;
      },
      { timeout: 20_000 },
    )
    .toBe(3);
  const touched = (await recipients(id)).filter(({ state }) => state !== 'queued');
  expect(touched.map(({ state }) => state).toSorted()).toEqual(['accepted', 'failed', 'unknown']);
  await first.close();
  expect(await until(id, 'finished', 61_000)).toMatchObject({ counts: { accepted: 7, failed: 1, unknown: 1 } });
  const later = standIn.delivered.slice(before).map(({ to }) => to[0] ?? '');
  expect(later.toSorted()).toEqual(
    (await recipients(id))
      .map(({ address }) => address)
      .filter((address) => !touched.some((row) => row.address === address))
      .toSorted(),
  );
  expect(first.delivered.map(({ to }) => to[0]).filter((address) => later.includes(address ?? ''))).toEqual([]);
  expect(await workspace.get(`/email/campaigns/${id}/verify`)).toMatchObject({ audience: 9, accepted: 7, failed: 1, unknown: 1, skipped: 0, repeated: 0 });
  // The shut way was not even begun: whoever went by the other has been handed over once.
  for (const row of await recipients(id)) if (later.includes(row.address)) expect(row.history.filter(({ state }) => state === 'handed')).toHaveLength(1);

  // Nothing has to be found out again: it is left alone, and its breaker is open.
  const again = await draft(await people(4), { from: { connectionId: own } });
  const checked = await workspace.post<{ ready: boolean }>(`/email/campaigns/${again}/preflight`, {});
  expect(checked.ready).toBe(true);
  await schedule(again);
  expect(await until(again, 'finished', 5_000)).toMatchObject({ counts: { accepted: 4, failed: 0, unknown: 0 } });
}, 120_000);

it('takes a provider that refuses the sender for a shut way, not for a hundred failed mails', async () => {
  const { draft, schedule, until, workspace, server, connectionId, hub } = world;
  const { id: sendgrid } = await workspace.post<{ id: string }>('/connections', {
    integration: 'email',
    provider: 'sendgrid',
    credentials: { apiKey: 'SG.acme.full-access' },
    settings: { fromEmail: 'ada@acme.test' },
  });
  await hub.twins.fault('sendgrid', { match: { method: 'POST', path: '/v3/mail/send' }, do: 'status', status: 403 });
  await setOrder([connectionId]);
  const before = server.delivered.length;
  const id = await draft(await people(5), { from: { connectionId: sendgrid } });
  await schedule(id);
  expect(await until(id, 'finished', 5_000)).toMatchObject({ counts: { accepted: 5, failed: 0, unknown: 0 } });
  expect(server.delivered.length - before).toBe(5);
}, 60_000);

it('keeps to the ways that a campaign names, whatever the workspace’s order', async () => {
  const { connect, draft, schedule, look, workspace, server, connectionId, hub } = world;
  const gone = await smtpServer();
  const only = (await connect('ada@acme.example', gone.port)).id;
  await gone.close();
  await setOrder([connectionId]);
  const before = server.delivered.length;
  const id = await draft(await people(2), { from: { connectionId: only }, transports: [only] });
  await schedule(id);
  await hub.settle();
  await hub.twins.clock({ advanceMs: 30_000 });
  await hub.settle();
  expect((await look(id)).state).toBe('sending');
  expect(server.delivered.length).toBe(before);
  await workspace.post(`/email/campaigns/${id}/cancel`, {});
}, 60_000);
