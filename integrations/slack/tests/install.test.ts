import { beforeAll, expect, it } from 'vitest';
import { manifestProblems } from '../../../twins/slack/manifest.ts';
import { scopeHealth } from '../install/health.ts';
import { creationLink, differenceOf, manifestFor } from '../install/manifest.ts';
import { FEATURES, SCOPES, scopesFor, WHY } from '../install/scopes.ts';
import { slackWorld } from './slack-world.fixture.ts';

let world: Awaited<ReturnType<typeof slackWorld>>;
beforeAll(async () => {
  world = await slackWorld();
}, 120_000);

const TOKEN = 'xoxe.xoxp-1-configuration';
const choice = { origin: 'https://hub.example.com', name: 'Patchbay CRM', command: '/crm', features: FEATURES, isSocket: false, isOrganization: false };
const subsets = Array.from({ length: 2 ** FEATURES.length }, (_each, bits) => FEATURES.filter((_feature, at) => (bits >> at) % 2 === 1));

it('makes a manifest of every choice that Slack takes, with no scope and no event too many', () => {
  for (const features of subsets)
    for (const isSocket of [false, true]) {
      const manifest = manifestFor({ ...choice, features, isSocket });
      expect([features, manifestProblems(manifest)]).toEqual([features, []]);
      const { scopes } = manifest.oauth_config as { scopes: { bot: string[] } };
      const needed = new Set<string>([
        ...features.flatMap((each) => SCOPES[each] as readonly string[]),
        'team:read',
        'users:read',
        'users:read.email',
        'chat:write',
      ]);
      expect(scopes.bot).toEqual([...needed].sort());
    }
  const least = JSON.stringify(manifestFor({ ...choice, features: ['deal-alerts'] }));
  for (const absent of ['channels:history', 'commands', 'channels:manage', 'message.channels', 'link_shared', 'files:read'])
    expect(least).not.toContain(`"${absent}"`);
  // Each is explained, and the link is as short as Slack's dialog takes it.
  for (const scope of scopesFor(FEATURES)) expect([scope, WHY[scope]]).toEqual([scope, expect.any(String)]);
  expect(creationLink(manifestFor(choice)).length).toBeLessThan(8_000);
});

it('names no address where the hub has none, and no domain that Slack would refuse', () => {
  const socket = JSON.stringify(manifestFor({ ...choice, isSocket: true }));
  expect(socket).not.toContain('webhooks');
  expect(socket).toContain('"socket_mode_enabled":true');
  expect(JSON.stringify(manifestFor({ ...choice, origin: 'http://127.0.0.1:8000' }))).not.toContain('unfurl_domains');
  expect(JSON.stringify(manifestFor({ ...choice, origin: 'http://localhost:8000' }))).not.toContain('unfurl_domains');
  expect(JSON.stringify(manifestFor(choice))).toContain('"unfurl_domains":["hub.example.com"]');
});

it('gives the manifest with its one-click link, and refuses what is none', async () => {
  const given = await world.workspace.get<{ manifest: object; createUrl: string; scopes: { scope: string; why: string }[]; warnings: string[] }>(
    '/slack/manifest?features=deal-alerts,bot-commands',
  );
  const link = new URL(given.createUrl);
  expect(link.origin + link.pathname).toBe('https://api.slack.com/apps');
  expect(JSON.parse(link.searchParams.get('manifest_json') ?? '')).toEqual(given.manifest);
  expect(given.scopes.map(({ scope }) => scope)).toContain('commands');
  expect(given.scopes.map(({ scope }) => scope)).not.toContain('channels:history');
  // This hub listens on the loopback address: that is said before it is tried.
  expect(given.warnings.join(' ')).toContain('public HTTPS');
  expect(await world.workspace.call('GET', '/slack/manifest?features=everything')).toMatchObject({ status: 422 });
  expect(await world.workspace.call('GET', '/slack/manifest?command=crm')).toMatchObject({ status: 422 });
  expect(await world.workspace.call('GET', '/slack/manifest', { apiKey: await world.workspace.key('salesperson') })).toMatchObject({ status: 403 });
});

it('creates the app with a configuration token, tells its secrets once, and brings it up to date', async () => {
  const made = await world.workspace.post<{ appId: string; environment: Record<string, string> }>('/slack/app', {
    configurationToken: TOKEN,
    features: ['deal-alerts'],
  });
  expect(made).toMatchObject({ appId: 'A0PATCHBAY', environment: { SLACK_CLIENT_ID: 'slack-client', SLACK_SIGNING_SECRET: 'slack-signing-secret' } });
  const upgrade = { configurationToken: TOKEN, appId: made.appId, features: ['deal-alerts', 'channel-integration'] };
  const plan = await world.workspace.call<{ scopesAdded: { scope: string }[]; applied: boolean }>('PUT', '/slack/app', { body: { ...upgrade, apply: false } });
  expect(plan.body).toMatchObject({ applied: false, needsReinstall: true, scopesRemoved: [] });
  expect(plan.body.scopesAdded.map(({ scope }) => scope)).toContain('links:write');
  await world.hub.twins.clock({ advanceMs: 61_000 });
  expect((await world.workspace.call('PUT', '/slack/app', { body: upgrade })).body).toMatchObject({ applied: true });
  await world.hub.twins.clock({ advanceMs: 61_000 });
  expect((await world.workspace.call('PUT', '/slack/app', { body: { ...upgrade, apply: false } })).body).toMatchObject({
    needsReinstall: false,
    scopesAdded: [],
    eventsAdded: [],
  });
  // The token and the secrets are written down nowhere.
  const calls = await world.eventually(
    async () => JSON.stringify(await world.workspace.get('/api-calls?limit=200')),
    (all) => expect(all).toContain('apps.manifest.create'),
  );
  for (const secret of [TOKEN, 'slack-secret', 'slack-signing-secret']) expect(calls).not.toContain(secret);
});

it('says of a token that is none which field it is, and leaves the installation alone', async () => {
  await world.hub.twins.clock({ advanceMs: 61_000 });
  expect(await world.workspace.call('POST', '/slack/app', { body: { configurationToken: 'xoxe.xoxp-1-stale' } })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'configurationToken' }] },
  });
  expect(await world.workspace.get(`/connections/${world.connectionId}`)).toMatchObject({ status: 'active' });
});

it('shows what was granted against what is needed, whether events arrive, and sends a test', async () => {
  await world.act('slack.say', { text: 'hello' });
  const health = () =>
    world.workspace.get<{ data: { features: { works: boolean }[]; delivery: { lastReceivedAt: string | null; lagSeconds: number | null } }[] }>(
      '/slack/health',
    );
  const { data } = await world.eventually(health, ({ data: all }) => expect(all[0]?.delivery.lastReceivedAt).not.toBeNull());
  expect(data[0]?.features.every(({ works }) => works)).toBe(true);
  expect(data[0]?.delivery.lagSeconds).toBeLessThan(60);
  expect(await world.workspace.post('/slack/health/test', { connectionId: world.connectionId, channelId: 'deals' })).toMatchObject({
    state: 'done',
    sentence: expect.stringContaining('arrived'),
  });
  expect(scopeHealth(['chat:write', 'admin']).unused).toEqual(['admin']);
  expect(scopeHealth(['commands']).features).toMatchObject([{ feature: 'bot-commands', works: true, missing: [] }, { works: false }, {}, {}, {}, {}]);
});

it('compares what is there with what is wanted', () => {
  const before = manifestFor({ ...choice, features: ['deal-alerts'] });
  expect(differenceOf(before, before)).toEqual({ scopesAdded: [], scopesRemoved: [], eventsAdded: [], eventsRemoved: [], needsReinstall: false });
  expect(differenceOf(manifestFor(choice), before)).toMatchObject({
    scopesAdded: [],
    needsReinstall: false,
    scopesRemoved: expect.arrayContaining(['commands']),
  });
  expect(differenceOf({}, before).needsReinstall).toBe(true);
});

it('serves all workspaces of an organization by one installation', { timeout: 120_000 }, async () => {
  const workspace = await world.hub.newWorkspace();
  const nel = await workspace.post<{ id: string }>('/users', { email: 'nel@hooli.test', name: 'Nelson', role: 'manager', password: 'a long enough password' });
  const { id } = await workspace.connect('slack', 'slack', 'olga@hooli.test');
  await world.hub.settle();
  expect(await workspace.get(`/connections/${id}`)).toMatchObject({ externalId: 'E0HOOLI', status: 'active' });
  const channels = await workspace.get<{ data: { name: string }[] }>('/slack/channels');
  expect(channels.data.map(({ name }) => name)).toEqual(['hooli-deals', 'nucleus-deals']);
  const members = await workspace.get<{ data: { name: string; isStranger: boolean; userId: string | null }[] }>('/slack/members');
  expect(members.data).toMatchObject([
    { name: 'Nelson Bighetti', isStranger: false, userId: nel.id },
    { name: 'Olga Orlova', isStranger: false },
  ]);
  const deal = await workspace.post<{ id: string }>('/deals', { name: 'Box with a signature', ownerId: nel.id });
  await world.act('slack.slash', { user: 'nel', channel: 'nucleus-deals', text: 'find box' });
  expect((await world.state()).answers.at(-1)?.body).toContain('Box with a signature');
  await workspace.post('/slack/rooms', { dealId: deal.id });
  await world.eventually(
    async () => Object.values((await world.state()).channels).filter(({ name }) => name.startsWith('deal-box')),
    (all) => expect(all).toMatchObject([{ teamId: 'T0NUCLEUS', members: expect.arrayContaining(['W0NEL']) }]),
  );
  await world.act('channel.rename', { channel: 'hooli-deals', name: 'hooli-big-deals' });
  await world.eventually(
    () => workspace.get<{ data: { name: string }[] }>('/slack/channels'),
    ({ data }) => expect(data.map(({ name }) => name)).toContain('hooli-big-deals'),
  );
});

it('takes the app out of the workspace when its connection is removed', async () => {
  const workspace = await world.hub.newWorkspace();
  const { id } = await workspace.connect('slack', 'slack', 'olga@hooli.test');
  const asked = async () => (await world.calls('apps.uninstall')).length;
  const before = await asked();
  // Another workspace lives on the same installation: it stays.
  expect((await workspace.call('DELETE', `/connections/${id}`)).status).toBe(204);
  expect(await asked()).toBe(before);
  expect((await world.workspace.call('DELETE', `/connections/${world.connectionId}`)).status).toBe(204);
  const calls = await world.calls('apps.uninstall');
  expect(calls).toMatchObject([{ status: 200 }]);
  expect(calls[0]?.body).toContain('client_id=slack-client');
  // It is in the log, its secret is not.
  const log = await world.eventually(
    async () => JSON.stringify(await world.workspace.get('/api-calls?limit=50')),
    (text) => expect(text).toContain('apps.uninstall'),
  );
  expect(log).not.toContain('slack-secret');
});
