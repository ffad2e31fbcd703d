import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { rowsOf } from '#platform/database/database';
import { hubClient } from '../demo/hub-client.ts';
import { connectAll } from '../demo/recipes.ts';
import { twinClient } from '../demo/twin-client.ts';
import { integrationRoutes } from '../http/mount-routes.ts';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

/**
 * The walls around what integrations keep. B is connected to every twin there is and has read from it; then A asks for
 * everything of B by its ids, on every route and by every action. What a new table holds is asked for without a new test.
 */
let hub: TestHub;
let a: TestWorkspace;
let b: TestWorkspace;
/** Ids of B's rows, by integration. */
const idsOfB = new Map<string, string[]>();
const PER_TABLE = 2;

const tablesOf = (models: Readonly<Record<string, unknown>>): string[] =>
  Object.values(models).flatMap((each) => (is(each, PgTable) ? [getTableName(each)] : []));
const query = <T>(text: string) => hub.database.owner((tx) => rowsOf<T>(tx, sql.raw(text)));
/** What B has, row by row. */
const standOf = async (): Promise<Record<string, string>> => {
  const stand: Record<string, string> = {};
  for (const { models } of hub.hub.integrations.values())
    for (const table of tablesOf(models)) {
      const [row] = await hub.database.workspace(b.id, (tx) =>
        rowsOf<{ stand: string | null }>(tx, sql.raw(`select md5(string_agg(t::text, '|' order by t::text)) as stand from "${table}" t`)),
      );
      stand[table] = row?.stand ?? 'empty';
    }
  return stand;
};

beforeAll(async () => {
  hub = await testHub({ environment: {} });
  a = await hub.newWorkspace();
  b = await hub.newWorkspace();
  const { signal } = new AbortController();
  const { failed } = await connectAll(hubClient(hub.url, b.apiKey, signal), twinClient(hub.twins.url, signal), () => undefined);
  expect(failed).toEqual([]);
  await hub.settle();
  for (const { name, models } of hub.hub.integrations.values()) {
    const found: string[] = [];
    for (const table of tablesOf(models)) {
      const columns = await query<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = 'public."${table}"'::regclass and attname = 'id'`,
      );
      if (columns.length === 0) continue;
      const rows = await hub.database.workspace(b.id, (tx) => rowsOf<{ id: string }>(tx, sql.raw(`select id from "${table}" limit ${PER_TABLE}`)));
      found.push(...rows.map(({ id }) => id));
    }
    idsOfB.set(name, found);
  }
}, 240_000);

it('has something of B to ask for', () => {
  expect([...idsOfB.values()].flat().length).toBeGreaterThan(3);
});

it('is not shown, and not changed, by any route of an integration', { timeout: 240_000 }, async () => {
  const before = await standOf();
  const everything = [...idsOfB.values()].flat();
  const leaks: string[] = [];
  for (const integration of hub.hub.integrations.values())
    for (const route of integrationRoutes(hub.hub, integration)) {
      const apiKey = await a.key('owner');
      const named = /:\w+/.test(route.path) ? (idsOfB.get(integration.name) ?? []) : ['-'];
      for (const id of named) {
        const path = route.path.replaceAll(/:\w+/g, id);
        const { status, body } = await a.call(route.method, path, { apiKey, ...(route.body ? { body: guess(shapeOf(route.body), id) } : {}) });
        const text = JSON.stringify(body) ?? '';
        if (everything.some((each) => each !== id && text.includes(each))) leaks.push(`${route.method} ${path} shows something of B (${status})`);
        if (id !== '-' && status < 400 && text.includes(id)) leaks.push(`${route.method} ${route.path} answered ${status} for an id of B`);
        if (status >= 500) leaks.push(`${route.method} ${path} broke: ${status} ${text.slice(0, 200)}`);
      }
    }
  expect(leaks).toEqual([]);
  expect(await standOf()).toEqual(before);
});

it('is not reached by any action', { timeout: 240_000 }, async () => {
  const before = await standOf();
  const leaks: string[] = [];
  for (const action of hub.hub.actions.list()) {
    const ids = idsOfB.get(action.name.split('.')[0] ?? '') ?? [];
    for (const id of ids.slice(0, 6)) {
      const { status, body } = await a.call<unknown>('POST', `/actions/${action.name}`, {
        body: { input: guess(shapeOf(action.input), id) },
      });
      const text = JSON.stringify(body) ?? '';
      if (ids.some((each) => each !== id && text.includes(each))) leaks.push(`${action.name} shows something of B (${status})`);
      if (status >= 500) leaks.push(`${action.name} broke: ${status} ${text.slice(0, 200)}`);
    }
  }
  expect(leaks).toEqual([]);
  expect(await standOf()).toEqual(before);
});

interface Shape {
  type?: string;
  format?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  enum?: unknown[];
  anyOf?: Shape[];
}
const shapeOf = (schema: z.ZodType): Shape => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
/** An input that passes the schema as far as can be guessed, with B's id wherever an id belongs. */
function guess(shape: Shape, id: string, name = ''): unknown {
  if (shape.enum) return shape.enum[0];
  if (shape.anyOf) return guess(shape.anyOf[0] ?? {}, id, name);
  if (shape.type === 'object')
    return Object.fromEntries(
      Object.entries(shape.properties ?? {})
        .filter(([key]) => shape.required?.includes(key) || /id$/i.test(key))
        .map(([key, each]) => [key, guess(each, id, key)]),
    );
  if (shape.type === 'array') return [guess(shape.items ?? {}, id, name)];
  if (shape.type === 'integer' || shape.type === 'number') return 30;
  if (shape.type === 'boolean') return false;
  if (/id$/i.test(name) || shape.format === 'uuid') return id;
  if (shape.format === 'date-time') return '2026-03-02T10:00:00Z';
  if (shape.format === 'email' || /address|email/i.test(name)) return 'somebody@example.test';
  return 'something';
}
