import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { INSTALLATION_WORKSPACE, PatchbayError, Secret, type WorkspaceId } from '#sdk';
import { inboxScene, prepareTables, type Scene, SECRET } from './testing.ts';
import { sign } from './verification/index.ts';

let database: TestDatabase;
let scene: Scene;
let a: WorkspaceId;
let b: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  await prepareTables(database);
});
beforeEach(async () => {
  scene = inboxScene({ database });
  a = await database.newWorkspace();
  b = await database.newWorkspace();
  scene.connect(a, 'acct-a');
});
const id = () => uuidv7();

it('stores before it answers, for the workspace of the account and nobody else', async () => {
  const one = id();
  expect(await scene.send([{ id: one, account: 'acct-a' }])).toMatchObject({ status: 202 });
  expect(await scene.states(a)).toEqual({ [one]: 'received' });
  expect(await scene.states(b)).toEqual({});
  await expect(scene.inbox.get(b, (await scene.inbox.list(a, { limit: 1 })).data[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
});

it('keeps no readable body in the database', async () => {
  await scene.send([{ id: id(), account: 'acct-a', text: 'call me at home' }]);
  const dump = await database.owner((tx) =>
    rowsOf<{ row: string; body: string }>(tx, sql`select to_json(w)::text as row, encode(sealed, 'escape') as body from webhook_inbox w`),
  );
  for (const { row, body } of dump) expect(`${row}${body}`).not.toContain('call me');
  const [row] = (await scene.inbox.list(a, { limit: 1 })).data;
  const shown = await scene.inbox.get(a, row?.id ?? '');
  expect(shown.request?.body).toContain('call me at home');
  expect(shown.request?.headers['x-acme-signature']).toBe('***');
});

it('answers a repeat like the first time and keeps one row, also when all come at once', async () => {
  const one = id();
  const answers = await Promise.all(Array.from({ length: 40 }, () => scene.send([{ id: one, account: 'acct-a' }])));
  answers.push(await scene.send([{ id: one, account: 'acct-a' }]));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(Object.keys(await scene.states(a))).toEqual([one]);
});

it('keeps apart what differs while batches of repeats and new ones race', async () => {
  const ids = Array.from({ length: 30 }, id);
  const shuffled = [...ids, ...ids, ...ids].sort(() => Math.random() - 0.5);
  const answers = await Promise.all(shuffled.map((one) => scene.send([{ id: one, account: 'acct-a' }])));
  expect(answers.every((answer) => answer.status === 202)).toBe(true);
  expect(Object.keys(await scene.states(a)).sort()).toEqual(ids.sort());
});

it('gives every workspace that knows the account its own row', async () => {
  scene.connect(b, 'acct-a');
  const one = id();
  await scene.send([{ id: one, account: 'acct-a' }]);
  expect(await scene.states(a)).toEqual({ [one]: 'received' });
  expect(await scene.states(b)).toEqual({ [one]: 'received' });
});

it('stores many events of one request once, and hands each to its workspace', async () => {
  scene.connect(b, 'acct-b');
  const events = Array.from({ length: 300 }, (_, i) => ({ id: id(), account: i % 2 ? 'acct-a' : 'acct-b' }));
  expect(await scene.send(events)).toMatchObject({ status: 202 });
  expect(Object.keys(await scene.states(a))).toHaveLength(150);
  const shared = await database.system((tx) =>
    rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from webhook_requests where workspace_id in (${a}, ${b})`),
  );
  expect(shared).toEqual([{ n: 2 }]);
  // The same events in another batch: nothing new.
  expect(await scene.send(events.slice(0, 7).reverse())).toMatchObject({ status: 202 });
  expect(Object.keys(await scene.states(a))).toHaveLength(150);
});

it('keeps events of an unknown account in the installation’s workspace', async () => {
  const one = id();
  expect(await scene.send([{ id: one, account: 'stranger' }])).toMatchObject({ status: 202 });
  expect((await scene.states(INSTALLATION_WORKSPACE))[one]).toBe('unrouted');
  expect(await scene.states(a)).toEqual({});
});

it('refuses what is unsigned, altered, old or early, and stores nothing', async () => {
  const body = [{ id: id(), account: 'acct-a' }];
  const good = await sign(
    {
      kind: 'hmac-body',
      hash: 'sha256',
      encoding: 'hex',
      signatureHeader: 'x-acme-signature',
      timestampHeader: 'x-acme-timestamp',
      template: '{timestamp}.{body}',
      refusalStatus: 401,
      covers: [],
    },
    { url: 'https://hub.test/', body: JSON.stringify({ events: body }) },
    { secrets: [SECRET] },
    scene.clock.now(),
  );
  const receive = (request: typeof good) => scene.inbox.receive({ integration: 'acme', provider: 'acme', ...request });
  expect((await receive({ ...good, headers: {} })).status).toBe(401);
  expect((await receive({ ...good, rawBody: Buffer.concat([good.rawBody, Buffer.from(' ')]) })).status).toBe(401);
  for (const seconds of [-301, 301]) expect((await scene.send(body, { at: new Date(scene.clock.now().getTime() + seconds * 1000) })).status).toBe(401);
  expect((await scene.send(body, { secret: new Secret('other') })).status).toBe(401);
  expect((await receive({ ...good, method: 'PUT' })).status).toBe(405);
  expect(await scene.states(a)).toEqual({});
  expect((await receive(good)).status).toBe(202);
});

it('is not there without a configured secret, for an unknown provider or a malformed connection', async () => {
  expect(await scene.send([{ id: id() }], { topic: 'unset' })).toMatchObject({ status: 404, headers: { 'content-type': 'application/problem+json' } });
  expect(await scene.send([{ id: id() }], { topic: 'nothing' })).toMatchObject({ status: 404 });
  expect(await scene.send([{ id: id() }], { topic: 'owned', connectionId: uuidv7() })).toMatchObject({ status: 404 });
  expect(await scene.send([{ id: id() }], { topic: 'owned', connectionId: "x' or true" })).toMatchObject({ status: 404 });
});

it('believes a connection’s own secret for that connection only, whatever account the body names', async () => {
  const connectionId = uuidv7() as never;
  const secret = new Secret('their own');
  scene.owned.set(connectionId, { secret, route: { workspaceId: b, connectionId } });
  const one = id();
  expect(await scene.send([{ id: one, account: 'acct-a' }], { topic: 'owned', connectionId, secret })).toMatchObject({ status: 200 });
  expect(await scene.states(a)).toEqual({});
  expect(await scene.states(b)).toEqual({ [one]: 'received' });
  // Another connection's secret does not open it.
  const other = uuidv7() as never;
  scene.owned.set(other, { secret: new Secret('another'), route: { workspaceId: a, connectionId: other } });
  expect((await scene.send([{ id: one }], { topic: 'owned', connectionId: other, secret })).status).toBe(401);
});

it('answers challenges and stores nothing', async () => {
  expect(await scene.send(JSON.stringify({ type: 'url_verification', challenge: 'abc' }))).toMatchObject({ status: 200, body: 'abc' });
  const url = 'https://hub.test/x?code=123';
  const asked = await scene.inbox.receive({ integration: 'acme', provider: 'acme', topic: 'lead', method: 'GET', url, headers: {}, rawBody: Buffer.alloc(0) });
  expect(JSON.parse(asked.body)).toMatchObject({ code: '123' });
  const without = await scene.inbox.receive({
    integration: 'acme',
    provider: 'acme',
    topic: 'lead',
    method: 'GET',
    url: 'https://hub.test/x',
    headers: {},
    rawBody: Buffer.alloc(0),
  });
  expect(without.status).toBe(405);
  expect(await scene.states(a)).toEqual({});
});

it('keeps a verified request that cannot be read, with the reason, and answers 2xx', async () => {
  expect(await scene.send('{"events": nonsense')).toMatchObject({ status: 202 });
  expect(await scene.send('{"events": nonsense')).toMatchObject({ status: 202 });
  const { data } = await scene.inbox.list(INSTALLATION_WORKSPACE, { limit: 50, state: 'parked' });
  expect(data).toHaveLength(1);
  expect(data[0]).toMatchObject({ type: 'unreadable', state: 'parked', error: expect.stringContaining('SyntaxError') });
});

it('survives text that a database refuses, without harm to others in the same batch', async () => {
  const [one, two] = [id(), id()];
  const answers = await Promise.all([
    scene.send([{ id: `${one}\u0000`, account: 'acct-a', key: '\u0000\ud800' }]),
    scene.send([{ id: two, account: 'acct-a' }]),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([202, 202]);
  expect(Object.keys(await scene.states(a)).sort()).toEqual([one, two].sort());
});

it('refuses a one-time token with another body, and takes the same bytes again', async () => {
  const send = (token: string, events: object[]) => scene.send(JSON.stringify({ token, events }), { topic: 'token' });
  const token = id();
  const event = { id: id(), account: 'acct-a' };
  expect((await send(token, [event])).status).toBe(200);
  expect((await send(token, [event])).status).toBe(200);
  expect((await send(token, [{ ...event, id: id() }])).status).toBe(406);
  expect((await send(id(), [{ ...event, id: id() }])).status).toBe(200);
  expect(Object.keys(await scene.states(a))).toHaveLength(2);
});

it('answers with content after commit, with the holding reply when late, failing or unknown', async () => {
  const send = (account = 'acct-a') => scene.send([{ id: id(), account }], { topic: 'reply' });
  scene.behaviour.reply = (ctx) => `<for workspace="${ctx.workspaceId}"/>`;
  expect(await send()).toEqual({ status: 200, headers: { 'content-type': 'text/xml' }, body: `<for workspace="${a}"/>` });
  expect(Object.keys(await scene.states(a))).toHaveLength(1);
  expect(await send('stranger')).toMatchObject({ status: 200, body: '<wait/>' });
  scene.behaviour.reply = () => new Promise(() => {});
  expect(await send()).toMatchObject({ status: 200, body: '<wait/>' });
  scene.behaviour.reply = () => {
    throw new Error('no');
  };
  expect(await send()).toMatchObject({ status: 200, body: '<wait/>' });
  expect(Object.keys(await scene.states(a))).toHaveLength(3);
});

it('says 503 with Retry-After when it is full or the database is away, and never 2xx', async () => {
  const away = { ...database, systemQuery: () => Promise.reject(new PatchbayError('database_unavailable')) };
  const cut = inboxScene({ database: away, routes: scene.routes });
  await database.workspace(a, async () => {});
  await scene.vault.forWorkspace(a);
  expect(await cut.send([{ id: id(), account: 'acct-a' }])).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });

  const gate = Promise.withResolvers<void>();
  const slow = {
    ...database,
    systemQuery: async (statement: Parameters<typeof database.systemQuery>[0]) => {
      await gate.promise;
      return database.systemQuery(statement);
    },
  };
  const full = inboxScene({ database: slow as TestDatabase, routes: scene.routes, limits: { waitingRequests: 5, flights: 1, insertRows: 1 } });
  const ids = Array.from({ length: 12 }, id);
  const sent = ids.map((one) => full.send([{ id: one, account: 'acct-a' }]));
  const refused = await Promise.race([
    Promise.all(sent).then(() => []),
    Promise.any(sent.map((one) => one.then((answer) => (answer.status === 503 ? [answer] : Promise.reject(answer))))),
  ]);
  expect(refused[0]).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  gate.resolve();
  const answers = await Promise.all(sent);
  const accepted = ids.filter((_, i) => answers[i]?.status === 202);
  expect(accepted.length).toBeGreaterThanOrEqual(5);
  expect(Object.keys(await scene.states(a)).sort()).toEqual(accepted.sort());
});
