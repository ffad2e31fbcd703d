import { beforeAll, describe, expect, it } from 'vitest';
import { may } from '#platform/access/roles';
import { type Actor, ROLES, type Role } from '#sdk';
import { apiRoutes } from '../api/index.ts';
import type { ApiRoute } from '../http/api-route.ts';
import { integrationRoutes } from '../http/mount-routes.ts';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

/**
 * The walls, made from the tables of routes: a new route is attacked without a new test. Workspace A calls each one with
 * ids of B, for every role and for keys without the scope.
 */
let hub: TestHub;
let a: TestWorkspace;
let b: TestWorkspace;
let routes: ApiRoute[];
/** Ids of everything that B has, by the word before it in a path. */
let idsOfB: Record<string, string>;

beforeAll(async () => {
  hub = await testHub({ environment: {} });
  a = await hub.newWorkspace();
  b = await hub.newWorkspace();
  routes = [...Object.values(apiRoutes).flat(), ...[...hub.hub.integrations.values()].flatMap((each) => integrationRoutes(hub.hub, each))];
  const connection = await b.connect('template', 'jotter', 'bob@acme.test');
  await hub.twins.act('jotter', { verb: 'note.put', account: 'bob@acme.test', title: 'secret of B' });
  await b.post('/template/notes', { connectionId: connection.id, title: 'secret of B', reference: 'b-1' });
  const endpoint = await b.post<{ id: string }>('/webhook-endpoints', { url: 'https://example.com/hook', eventTypes: ['*'] });
  const key = await b.post<{ id: string }>('/api-keys', { name: 'of B', scopes: ['*'] });
  const segment = await b.post<{ id: string }>('/segments', { name: 'secret of B', filter: {} });
  const view = await b.post<{ id: string }>('/views', { entity: 'contact', name: 'secret of B', shared: true });
  const deal = await b.post<{ id: string; pipelineId: string }>('/deals', { name: 'secret of B' });
  const contact = await b.post<{ id: string; organizationId: string }>('/contacts', { firstName: 'secret of B', emails: [{ value: 'b@secret-of-b.test' }] });
  const field = await b.post<{ id: string }>('/custom-fields', { entity: 'deal', key: 'secret', label: 'secret of B', type: 'text' });
  const tag = await b.post<{ id: string }>('/tags', { name: 'secret of B' });
  const task = await b.post<{ id: string }>('/tasks', { title: 'secret of B', ownerId: (await b.get<{ data: { id: string }[] }>('/users')).data[0]?.id });
  const aboutDeal = { dealId: deal.id };
  const activity = await b.post<{ id: string }>('/activities', {
    kind: 'call',
    direction: 'inbound',
    occurredAt: '2026-03-01T10:00:00Z',
    subject: 'secret of B',
    ...aboutDeal,
  });
  const note = await b.post<{ id: string }>('/notes', { body: 'secret of B', ...aboutDeal });
  const recordExport = await b.post<{ export: { id: string } }>('/exports', { kind: 'contacts' });
  const recordImport = await b.upload<{ import: { id: string } }>('/imports', 'First name\nsecret of B\n', { kind: 'contacts' });
  const holiday = await b.post<{ id: string }>('/holidays', { day: '2026-12-25', name: 'secret of B' });
  const away = { startsAt: '2026-03-01T10:00:00Z', endsAt: '2026-03-02T10:00:00Z', note: 'secret of B' };
  const userId = (await b.get<{ data: { id: string }[] }>('/users')).data[0]?.id;
  const absence = await b.post<{ id: string }>('/absences', { ...away, userId });
  await hub.settle();
  const first = async (path: string) => (await b.get<{ data: { id: string }[] }>(path)).data[0]?.id ?? '';
  idsOfB = {
    connections: connection.id,
    'webhook-endpoints': endpoint.id,
    'api-keys': key.id,
    segments: segment.id,
    views: view.id,
    'webhook-events': await first('/webhook-events'),
    'api-calls': await first('/api-calls'),
    users: await first('/users'),
    deals: deal.id,
    contacts: contact.id,
    organizations: contact.organizationId,
    companies: contact.organizationId,
    pipelines: deal.pipelineId,
    'custom-fields': field.id,
    tags: tag.id,
    tasks: task.id,
    activities: activity.id,
    notes: note.id,
    holidays: holiday.id,
    imports: recordImport.import.id,
    exports: recordExport.export.id,
    absences: absence.id,
    workspaces: b.id,
  };
}, 120_000);

const known = (path: string) => path.split('/')[1] ?? '';
const withIds = (path: string): string =>
  path.replaceAll(/:(\w+)/g, (_all, name: string) =>
    name === 'name' ? 'template.create-note' : (idsOfB[known(path)] ?? '0199a2f0-0000-7000-8000-000000000000'),
  );

/** A body that passes the schema as far as can be guessed; most walls stand before it is looked at. */
const bodyFor = (route: ApiRoute): unknown => (route.body ? {} : undefined);

describe('another workspace’s ids', () => {
  it('knows an id of B for the routes that take one', () => {
    expect(Object.entries(idsOfB).filter(([, id]) => id === '')).toEqual([]);
  });

  it('are not found by any route, and nothing of B is shown', async () => {
    const leaks: string[] = [];
    for (const route of routes.filter((each) => each.permission !== 'public' && !each.path.startsWith('/stream'))) {
      const path = withIds(route.path);
      const { status, body } = await a.call(route.method, path, { body: bodyFor(route) });
      const text = JSON.stringify(body);
      const showsB = text.includes('secret of B') || text.includes(b.id) || Object.values(idsOfB).some((id) => text.includes(id));
      const asksById = /:(id|connectionId|deliveryId)/.test(route.path);
      if (showsB) leaks.push(`${route.method} ${route.path} shows something of B (${status})`);
      if (asksById && status < 400) leaks.push(`${route.method} ${route.path} answered ${status}`);
      if (status >= 500) leaks.push(`${route.method} ${route.path} broke: ${status} ${text.slice(0, 200)}`);
    }
    expect(leaks).toEqual([]);
    // And B still has it all.
    expect(await b.get(`/connections/${idsOfB.connections}`)).toMatchObject({ id: idsOfB.connections });
  }, 120_000);

  it('cannot be reached by naming B’s workspace in the header', async () => {
    const answer = await a.call('GET', '/connections', { headers: { 'x-workspace': b.id } });
    if (answer.status === 200) expect(JSON.stringify(answer.body)).not.toContain(idsOfB.connections);
    else expect([403, 404]).toContain(answer.status);
  });
});

describe('permissions', () => {
  it('let nobody in who is not known', async () => {
    const open: string[] = [];
    for (const route of routes.filter((each) => each.permission !== 'public')) {
      const { status } = await a.call(route.method, withIds(route.path), { apiKey: null, body: bodyFor(route) });
      if (status !== 401) open.push(`${route.method} ${route.path}: ${status}`);
    }
    expect(open).toEqual([]);
  });

  it.each(ROLES)(
    'hold for the role %s on every route',
    async (role: Role) => {
      const apiKey = await a.key(role);
      const actor: Actor = { kind: 'key', apiKeyId: 'x', role, scopes: ['*'] };
      const wrong: string[] = [];
      for (const route of routes) {
        if (route.permission === 'public' || route.permission === 'signed_in' || route.permission === 'installation' || route.path.startsWith('/stream'))
          continue;
        if (may(actor, route.permission)) continue;
        const { status } = await a.call(route.method, withIds(route.path), { apiKey, body: bodyFor(route) });
        if (status !== 403) wrong.push(`${role} ${route.method} ${route.path}: ${status}`);
      }
      expect(wrong).toEqual([]);
    },
    60_000,
  );

  it('hold for a key whose scopes do not cover the route', async () => {
    let apiKey = '';
    const wrong: string[] = [];
    for (const [index, route] of routes.entries()) {
      if (index % 300 === 0) apiKey = await a.key('owner', ['template:read']);
      if (['public', 'signed_in', 'template:read'].includes(route.permission) || route.path.startsWith('/stream')) continue;
      const { status } = await a.call(route.method, withIds(route.path), { apiKey, body: bodyFor(route) });
      if (status !== 403) wrong.push(`${route.method} ${route.path}: ${status}`);
    }
    expect(wrong).toEqual([]);
    expect((await a.call('POST', '/actions/template.create-note', { apiKey, body: { input: {} } })).status).toBe(403);
  }, 60_000);
});

describe('bad input', () => {
  it('finds every body strict: an unknown field is named', async () => {
    const lax: string[] = [];
    const strict = routes.filter((each) => each.body && each.permission !== 'installation');
    // A key may ask so often in a minute.
    let apiKey = '';
    for (const [index, route] of strict.entries()) {
      if (index % 300 === 0) apiKey = await a.key('owner');
      const { status, body } = await a.call<{ code: string }>(route.method, withIds(route.path), { apiKey, body: { unheardOf: 1 } });
      // What takes a file or a mail takes no JSON at all.
      if (status === 415) continue;
      // Those that check a password are counted more strictly.
      if (status !== 422 && !(status === 429 && (route.path.startsWith('/auth/') || route.path === '/me/password')))
        lax.push(`${route.method} ${route.path}: ${status} ${body.code}`);
    }
    expect(lax).toEqual([]);
  });

  it('answers malformed JSON, wrong types and huge bodies with a problem', async () => {
    const apiKey = await a.key('owner');
    const send = (payload: string | Buffer, type = 'application/json') =>
      hub.app.inject({ method: 'POST', url: '/api/v1/connections/authorize', headers: { authorization: `Bearer ${apiKey}`, 'content-type': type }, payload });
    const cases: [Awaited<ReturnType<typeof send>>, number, string][] = [
      [await send('{"integration":'), 400, 'malformed_json'],
      [await send('a=b', 'text/csv'), 415, 'unsupported_media_type'],
      [await send(Buffer.alloc(5 * 1024 * 1024, 'x')), 413, 'payload_too_large'],
      [await send('{"integration":7}'), 422, 'invalid_input'],
    ];
    for (const [answer, status, code] of cases) {
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ status, code, requestId: expect.any(String) });
    }
  });
});
