import { generateKeyPairSync } from 'node:crypto';
import { exportJWK, type JWTHeaderParameters } from 'jose';
import { expect, it } from 'vitest';
import { createKeySets } from './key-sets.ts';

const URL = 'https://keys.test/';
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
const header = (kid: string): JWTHeaderParameters => ({ alg: 'RS256', kid });
const none = {} as never;

async function scene() {
  const jwk = { ...(await exportJWK(pair())), alg: 'RS256' };
  const state = { now: 1_000_000_000_000, kids: ['a'], fetches: 0, isUp: true };
  const fetch = async () => {
    state.fetches++;
    return state.isUp ? Response.json({ keys: state.kids.map((kid) => ({ ...jwk, kid })) }) : new Response('', { status: 503 });
  };
  const keySets = createKeySets({ fetch, clock: { now: () => new Date(state.now) } });
  return { state, get: async (kid: string) => keySets.get(URL)(header(kid), none) };
}

it('asks once for many tokens at the same time', async () => {
  const { state, get } = await scene();
  await Promise.all([get('a'), get('a'), get('a')]);
  await get('a');
  expect(state.fetches).toBe(1);
});

it('asks again for an unknown key, but not for every invented one', async () => {
  const { state, get } = await scene();
  await get('a');
  state.now += 31_000;
  state.kids = ['a', 'b'];
  await get('b');
  expect(state.fetches).toBe(2);
  for (const kid of ['x', 'y', 'z']) await expect(get(kid)).rejects.toThrow();
  expect(state.fetches).toBe(2);
});

it('goes on with known keys while the provider is away, and refuses when it knows none', async () => {
  const { state, get } = await scene();
  await get('a');
  state.isUp = false;
  state.now += 60 * 60_000;
  await get('a');
  const cold = await scene();
  cold.state.isUp = false;
  await expect(cold.get('a')).rejects.toMatchObject({ name: 'KeysUnavailable' });
  await expect(cold.get('a')).rejects.toMatchObject({ name: 'KeysUnavailable' });
  expect(cold.state.fetches).toBe(1);
});
