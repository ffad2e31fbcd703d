import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { type Context, defineIntegration, publicRoute, type UserId } from '#sdk';
import template from '../../integrations/_template/index.ts';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';
import { languagesOf } from './public-routes.ts';

const pages = defineIntegration({
  ...template,
  publicRoutes: [
    publicRoute({
      method: 'GET',
      path: '/pages/:slug',
      workspace: { by: 'name', space: 'pages', param: 'slug' },
      perMinute: 4,
      framable: true,
      query: z.strictObject({ day: z.iso.date().optional() }),
      handler: async (ctx, { subjectId, query, request }) => ({
        html: ({ script }) => `<p>${ctx.workspaceId} ${subjectId} ${query.day ?? ''} ${request.languages[0]}</p><script nonce="${script}"></script>`,
      }),
    }),
    publicRoute({
      method: 'POST',
      path: '/leave/:token',
      workspace: { by: 'token', purpose: 'leave', param: 'token' },
      perMinute: 60,
      body: z.object({ List: z.string() }),
      handler: async (ctx, { data, body }) => ({ json: { workspace: ctx.workspaceId, ...data, ...body } }),
    }),
    publicRoute({
      method: 'GET',
      path: '/go/:token',
      workspace: { by: 'token', purpose: 'go', param: 'token' },
      perMinute: 60,
      handler: async () => ({ redirect: 'https://elsewhere.example/' }),
    }),
  ],
});

let hub: TestHub;
let one: TestWorkspace;
let two: TestWorkspace;
let ctx: Context;
let other: Context;
const subject = '0199a2f0-0000-7000-8000-000000000001';
const contextOf = (workspace: TestWorkspace) =>
  hub.hub.contextFor({ workspaceId: workspace.id, actor: { kind: 'system', reason: 'test' }, integration: 'template' });
const ask = (method: 'GET' | 'POST', url: string, options: { headers?: Record<string, string>; payload?: string } = {}) =>
  hub.app.inject({ method, url, ...options });

beforeAll(async () => {
  hub = await testHub({ integrations: [pages] });
  // A minute that ends meanwhile would begin the count anew.
  await hub.twins.clock({ freeze: true });
  [one, two] = [await hub.newWorkspace(), await hub.newWorkspace()];
  [ctx, other] = [await contextOf(one), await contextOf(two)];
}, 120_000);

it('gives a name to one workspace of the installation, and shows its page to strangers', async () => {
  expect(await ctx.links.claim('pages', 'meet-ann', subject)).toBe(true);
  expect(await other.links.claim('pages', 'meet-ann', subject)).toBe(false);
  expect(await ctx.links.claim('pages', 'meet-ann', subject)).toBe(true);
  await other.links.release('pages', 'meet-ann');
  await expect(ctx.links.claim('pages', 'Not a name', subject)).rejects.toMatchObject({ code: 'invalid_input' });
  const page = await ask('GET', '/pages/meet-ann?day=2026-03-01', { headers: { 'accept-language': 'en;q=0.5, de-AT' } });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain(`${one.id} ${subject} 2026-03-01 de-AT`);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain('frame-ancestors *');
  expect(policy).not.toContain('unsafe-inline');
  expect(page.body).toContain(/'nonce-([^']+)'/.exec(policy)?.[1]);
  expect(page.headers['set-cookie']).toBe(undefined);
});

it('says in words what is not there, and reads only what a route asks for', async () => {
  expect((await ask('GET', '/pages/nobody')).json()).toMatchObject({ status: 404, code: 'not_found' });
  expect((await ask('GET', '/pages/nobody', { headers: { accept: 'text/html' } })).body).toContain('<h1>This address leads nowhere any more.</h1>');
  expect((await ask('GET', '/pages/meet-ann?day=soon')).json()).toMatchObject({ code: 'invalid_input', errors: [{ path: 'day' }] });
  // The fourth look of this minute at this route was the last.
  const held = await ask('GET', '/pages/meet-ann');
  expect([held.statusCode, held.headers['retry-after'] !== undefined]).toEqual([429, true]);
});

it('believes a token of its own purpose and workspace only, until it is over', async () => {
  const token = (await ctx.links.signer('leave'))({ contact: 'c1' });
  const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'List=One-Click' };
  expect((await ask('POST', `/leave/${token}`, form)).json()).toEqual({ workspace: one.id, contact: 'c1', List: 'One-Click' });
  expect(await ctx.links.open('leave', token)).toEqual({ contact: 'c1' });
  expect(await other.links.open('leave', token)).toBe(undefined);
  const middle = Math.floor(token.length / 2);
  const changed = `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
  for (const forged of [changed, token.slice(0, -1), `${token}A`, (await ctx.links.signer('go'))({ contact: 'c1' }), 'x', 'A'.repeat(80)])
    expect((await ask('POST', `/leave/${forged}`, form)).statusCode).toBe(404);
  // The first bytes name the workspace: a token of theirs under our name is nobody's.
  const theirs = Buffer.from((await other.links.signer('leave'))({ contact: 'c1' }), 'base64url');
  Buffer.from(token, 'base64url').copy(theirs, 0, 0, 16);
  expect((await ask('POST', `/leave/${theirs.toString('base64url')}`, form)).statusCode).toBe(404);
  const brief = (await ctx.links.signer('go'))({}, { expiresAt: new Date(hub.clock.now().getTime() + 60_000) });
  expect((await ask('GET', `/go/${brief}`)).headers.location).toBe('https://elsewhere.example/');
  await hub.twins.clock({ advanceMs: 61_000 });
  expect((await ask('GET', `/go/${brief}`)).statusCode).toBe(404);
  expect(() => ctx.links.url('/go/x')).not.toThrow();
});

it('tells a person once, and only that person', async () => {
  const [ann, bea] = await Promise.all(
    ['ann', 'bea'].map(
      async (name) =>
        (await one.post<{ id: UserId }>('/users', { email: `${name}@one.test`, name, role: 'salesperson', password: 'a long enough password' })).id,
    ),
  );
  if (!ann || !bea) throw new Error('nobody');
  const notice = { key: 'call:1', title: 'You missed a call', href: '/calls' };
  await Promise.all([ctx.notify([ann], notice), ctx.notify([ann], notice)]);
  const as = async (userId: UserId) =>
    (await hub.hub.access.apiKeys.create(one.id, { kind: 'system', reason: 'test' }, { name: 'as', scopes: ['*'], role: 'salesperson', actAs: userId })).key;
  const list = async (apiKey: string) =>
    (await one.call<{ data: { id: string; title: string; readAt: string | null }[]; unread: number }>('GET', '/notifications', { apiKey })).body;
  const [annKey, beaKey] = [await as(ann), await as(bea)];
  const told = await list(annKey);
  expect(told).toMatchObject({ data: [{ title: 'You missed a call', readAt: null }], unread: 1 });
  expect(await list(beaKey)).toMatchObject({ data: [], unread: 0 });
  await one.call('POST', '/notifications/read', { apiKey: beaKey, body: { ids: told.data.map(({ id }) => id) } });
  expect(await list(annKey)).toMatchObject({ unread: 1 });
  await one.call('POST', '/notifications/read', { apiKey: annKey, body: {} });
  expect(await list(annKey)).toMatchObject({ unread: 0 });

  expect(await ctx.people.byEmail(' Ann@one.test ')).toMatchObject({ userId: ann, role: 'salesperson', teamIds: [] });
  expect(await other.people.get(ann)).toBe(undefined);
  const acting = await ctx.actAs(bea);
  expect([acting.actor, acting.may('deals:write'), acting.may('users:write'), ctx.may('users:write')]).toEqual([
    { kind: 'person', userId: bea, role: 'salesperson' },
    true,
    false,
    true,
  ]);
  await expect(other.actAs(bea)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await ctx.people.deputyOf(ann, hub.clock.now())).toBe(undefined);
  expect(await ctx.mail.send({ to: ['x@y.test'], subject: 's', text: 't' })).toBe(false);
});

it('reads what languages a browser prefers', () => {
  expect(languagesOf('en;q=0.5, de-AT, *;q=0.1, fr;q=0')).toEqual(['de-AT', 'en']);
  expect(languagesOf(undefined)).toEqual([]);
});
