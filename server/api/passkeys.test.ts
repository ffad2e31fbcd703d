import { beforeAll, expect, it } from 'vitest';
import { authenticator } from '#platform/access/testing-authenticator';
import { type TestHub, testHub } from '../testing/test-hub.ts';

let hub: TestHub;
let cookie: string;
const WHO = { name: 'Grace Hopper', email: 'grace@example.test', password: 'a long enough password' };
const post = async (path: string, body: object = {}, headers: Record<string, string> = {}) => {
  const answer = await hub.app.inject({ method: 'POST', url: `/api/v1${path}`, payload: body, headers: { origin: hub.url, ...headers } });
  return {
    status: answer.statusCode,
    body: answer.body ? answer.json() : undefined,
    cookies: ([answer.headers['set-cookie']].flat().filter(Boolean) as string[]).map((line) => line.split(';')[0] ?? ''),
  };
};
const signIn = async (
  device: ReturnType<typeof authenticator>,
  change: (response: ReturnType<ReturnType<typeof authenticator>['get']>) => object = (same) => same,
) => {
  const { body } = await post('/auth/passkey/options');
  return post('/auth/passkey/sign-in', { attempt: body.attempt, response: change(device.get(body.options)) });
};
const add = async (device: ReturnType<typeof authenticator>) => {
  const { body } = await post('/me/passkeys/options', {}, { cookie });
  return post('/me/passkeys', { name: 'Laptop', response: device.create(body.options) }, { cookie });
};

beforeAll(async () => {
  // A passkey belongs to a name, never to an address of numbers.
  hub = await testHub({ environment: { PATCHBAY_URL: 'http://localhost:8000' } });
  Object.assign(hub, { url: 'http://localhost:8000' });
  const { setupUrl } = await hub.hub.access.firstOwner.ensureFirstOwner({});
  const made = await post('/auth/set-up', { token: setupUrl?.split('/').at(-1), ...WHO, workspaceName: 'Compilers Ltd' });
  expect(made.status).toBe(201);
  cookie = made.cookies.join('; ');
}, 120_000);

it('adds a passkey, signs in with it without password and code, and removes it', async () => {
  const device = authenticator({ origin: hub.url });
  expect((await add(device)).status).toBe(201);
  const signedIn = await signIn(device);
  expect(signedIn.status).toBe(200);
  const me = await hub.app.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie: signedIn.cookies.join('; ') } });
  expect(me.json().user.email).toBe(WHO.email);
  const list = await hub.app.inject({ method: 'GET', url: '/api/v1/me/passkeys', headers: { cookie } });
  expect(list.json().data).toMatchObject([{ name: 'Laptop' }]);
  const gone = await hub.app.inject({ method: 'DELETE', url: `/api/v1/me/passkeys/${list.json().data[0].id}`, headers: { cookie, origin: hub.url } });
  expect(gone.statusCode).toBe(204);
  expect((await signIn(device)).status).toBe(401);
});

it('refuses another page, a finger that was not shown, a copied key, a changed answer and one that comes twice', async () => {
  expect((await add(authenticator({ origin: 'https://evil.example' }))).status).toBe(422);
  expect((await add(authenticator({ origin: hub.url, isVerified: false }))).status).toBe(422);
  const device = authenticator({ origin: hub.url });
  expect((await add(device)).status).toBe(201);
  const { body } = await post('/auth/passkey/options');
  const response = device.get(body.options);
  expect((await post('/auth/passkey/sign-in', { attempt: body.attempt, response })).status).toBe(200);
  expect((await post('/auth/passkey/sign-in', { attempt: body.attempt, response })).status).toBe(401);
  const other = await post('/auth/passkey/options');
  expect((await post('/auth/passkey/sign-in', { attempt: other.body.attempt, response })).status).toBe(401);
  expect((await signIn(device, (same) => ({ ...same, response: { ...same.response, signature: 'AAAA' } }))).status).toBe(401);
  expect((await signIn(authenticator({ origin: hub.url }))).status).toBe(401);
  device.goBack(3);
  expect((await signIn(device)).status).toBe(401);
});

it('lets a key add no passkey, and nobody without a session', async () => {
  const workspace = await hub.newWorkspace();
  expect((await workspace.call('POST', '/me/passkeys/options')).status).toBe(422);
  expect((await post('/me/passkeys/options')).status).toBe(401);
});
