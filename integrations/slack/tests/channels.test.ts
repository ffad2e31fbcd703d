import { beforeAll, expect, it } from 'vitest';
import { slackWorld } from './slack-world.fixture.ts';

interface Channel {
  id: string;
  name: string;
  isArchived: boolean;
  isMember: boolean;
  isExternal: boolean;
  isPrivate: boolean;
}
let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);
const channels = () => world.workspace.get<{ data: Channel[] }>('/slack/channels').then(({ data }) => data);
const byName = async (name: string) => (await channels()).find((each) => each.name === name);

it('reads channels and people, and knows them by their address', async () => {
  expect((await channels()).map(({ name }) => name)).toEqual(['acme-partner', 'deals', 'general', 'sales-emea']);
  expect(await byName('acme-partner')).toMatchObject({ isExternal: true });
  const { data } = await world.workspace.get<{ data: { name: string; userId: string | null; mappedBy: string | null; isGuest: boolean }[] }>('/slack/members');
  expect(data).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'Dana Scully', userId: world.people.dana, mappedBy: 'email' }),
      expect.objectContaining({ name: 'Gil Guest', userId: null, isGuest: true }),
    ]),
  );
  const streams = await world.workspace.get<{ data: { name: string; state: string; seen: number; kept: number }[] }>(
    `/connections/${world.connectionId}/streams`,
  );
  expect(streams.data).toMatchObject([
    { name: 'channels', state: 'up_to_date' },
    { name: 'members', state: 'up_to_date' },
  ]);
});

it('hears of a channel that is renamed, archived or shared in between', async () => {
  await world.act('channel.rename', { channel: 'deals', name: 'big-deals' });
  await world.eventually(
    () => byName('big-deals'),
    (row) => expect(row).toBeDefined(),
  );
  await world.act('channel.archive', { channel: 'big-deals' });
  await world.eventually(
    () => byName('big-deals'),
    (row) => expect(row).toMatchObject({ isArchived: true }),
  );
  await world.act('channel.archive', { channel: 'big-deals', back: true });
  await world.act('channel.share', { channel: 'general' });
  await world.eventually(
    () => byName('general'),
    (row) => expect(row).toMatchObject({ isExternal: true }),
  );
});

it('joins a public channel and ties it to a pipeline', async () => {
  const emea = await byName('sales-emea');
  expect(emea).toMatchObject({ isMember: false });
  expect(await world.workspace.post(`/slack/channels/${emea?.id}/join`, {})).toMatchObject({ isMember: true });
  const { data } = await world.workspace.get<{ data: { id: string }[] }>('/pipelines');
  expect(await world.workspace.call('PATCH', `/slack/channels/${emea?.id}`, { body: { pipelineId: data[0]?.id } })).toMatchObject({
    status: 200,
    body: { pipelineId: data[0]?.id },
  });
});

it('keeps what a person said about who somebody is', async () => {
  const { data } = await world.workspace.get<{ data: { id: string; name: string }[] }>('/slack/members');
  const mia = data.find(({ name }) => name === 'Mia Wong');
  expect(await world.workspace.call('PATCH', `/slack/members/${mia?.id}`, { body: { userId: null } })).toMatchObject({
    status: 200,
    body: { userId: null, mappedBy: 'none' },
  });
  await world.workspace.post(`/connections/${world.connectionId}/sync`, {});
  await world.hub.settle();
  const after = await world.workspace.get<{ data: { name: string; userId: string | null }[] }>('/slack/members');
  expect(after.data.find(({ name }) => name === 'Mia Wong')).toMatchObject({ userId: null });
});

it('says so when the app was removed there, and takes it up again', async () => {
  await world.act('slack.uninstall');
  await world.eventually(
    () => world.workspace.get<{ status: string; statusReason?: string }>(`/connections/${world.connectionId}`),
    (connection) => expect(JSON.stringify(connection)).toContain('reauthorize'),
  );
  expect(await world.workspace.connect('slack', 'slack', 'dana@acme.test')).toMatchObject({ id: world.connectionId });
});
