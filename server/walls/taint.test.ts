import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

/** Marked secrets go in everywhere; then everything that comes out is searched for the mark. */
const mark = (where: string) => `TAINT-${where}-${randomBytes(8).toString('hex')}`;
const SIGNING = mark('signing');
let hub: TestHub;
let workspace: TestWorkspace;
const written: string[] = [];

beforeAll(async () => {
  const { write } = process.stderr;
  process.stderr.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    written.push(String(chunk));
    return write.call(process.stderr, chunk, ...rest);
  }) as typeof write;
  hub = await testHub({ environment: { TEMPLATE_SIGNING_SECRET: SIGNING, LOG_LEVEL: 'trace' } });
  workspace = await hub.newWorkspace();
  const { id } = await workspace.connect('template', 'jotter', 'ada@acme.test');
  await hub.settle();
  await workspace.post('/template/notes', { connectionId: id, title: 'a note', reference: 't-1' });
  await workspace.call('POST', '/auth/sign-in', { apiKey: null, body: { email: 'a@b.test', password: mark('password') } });
  // A failing provider is where secrets usually escape: into messages and traces.
  await hub.twins.fault('jotter', { match: { path: '/jotter/api/*' }, next: 2, do: 'html' });
  await workspace.call('POST', `/connections/${id}/verify`, { body: {} });
  await hub.settle();
  await hub.hub.audit.flush();
}, 120_000);

/** What the twin gave out is as secret as what we put in. */
async function secrets(): Promise<string[]> {
  const state = JSON.stringify(await hub.twins.state('jotter'));
  const tokens = [...state.matchAll(/"(?:access|refresh)_?[tT]oken[^"]*":\s*"([^"]{12,})"/g)].map((match) => match[1] as string);
  const bearer = (await hub.twins.journal('jotter')).flatMap((call) =>
    call.headers.authorization?.startsWith('Bearer ') ? [call.headers.authorization.slice(7)] : [],
  );
  const all = [...new Set([SIGNING, ...tokens, ...bearer, 'jotter-secret', workspace.apiKey])];
  expect(all.length).toBeGreaterThan(3);
  return all;
}
const found = (text: string, wanted: readonly string[]) => wanted.filter((secret) => text.includes(secret));

it('keeps them out of the log', async () => {
  expect(found(written.join('\n'), await secrets())).toEqual([]);
});

it('keeps them out of every answer, list and document', async () => {
  const wanted = await secrets();
  for (const path of [
    '/connections',
    '/integrations',
    '/api-calls?limit=200',
    '/webhook-events',
    '/audit-log?kind=acts',
    '/audit-log?kind=api',
    '/incidents',
    '/jobs',
    '/events',
    '/api-keys',
    '/actions',
    '/me',
  ]) {
    const { status, body } = await workspace.call('GET', path);
    expect(status, path).toBe(200);
    expect(found(JSON.stringify(body), wanted), path).toEqual([]);
  }
  const calls = await workspace.get<{ data: { id: string }[] }>('/api-calls?limit=200');
  for (const { id } of calls.data) expect(found(JSON.stringify((await workspace.call('GET', `/api-calls/${id}`)).body), wanted)).toEqual([]);
  for (const path of ['/openapi.json', '/metrics']) expect(found((await hub.app.inject(path)).body, wanted), path).toEqual([]);
});

it('keeps them out of the database', async () => {
  const wanted = await secrets();
  const tables = await hub.database.owner((tx) =>
    rowsOf<{ schema: string; name: string; hasWorkspace: boolean }>(
      tx,
      sql`
    select n.nspname as schema, c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id') as "hasWorkspace"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'auth', 'pgboss') and c.relkind = 'r'`,
    ),
  );
  let rows = 0;
  for (const { schema, name, hasWorkspace } of tables) {
    const read = sql`select t::text as text from ${sql.identifier(schema)}.${sql.identifier(name)} t`;
    const texts = hasWorkspace
      ? await hub.database.workspace(workspace.id, (tx) => rowsOf<{ text: string }>(tx, read))
      : await (schema === 'public' && name === 'schema_migrations' ? [] : hub.database.system((tx) => rowsOf<{ text: string }>(tx, read)).catch(() => []));
    rows += texts.length;
    for (const { text } of texts) expect(found(text, wanted), `${schema}.${name}`).toEqual([]);
  }
  expect(rows).toBeGreaterThan(20);
});

it('keeps them out of the data folder: journals, files, spool', async () => {
  const wanted = await secrets();
  const folder = hub.hub.config.dataDir;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    expect(found(readFileSync(join(entry.parentPath, entry.name)).toString('latin1'), wanted), entry.name).toEqual([]);
  }
});
