import { sql } from 'drizzle-orm';
import { afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { type ConnectedContext, type EffectKind, type EffectRequest, PatchbayError, type WorkspaceId } from '#sdk';
import { effectFate } from './effect-fate.ts';
import { createEffects } from './effects.ts';
import { contextsOf, SYSTEM, taskRoom, until, virtualClock } from './test-bench.ts';

let database: TestDatabase;
let a: WorkspaceId;
let b: WorkspaceId;
beforeAll(async () => {
  database = await testDatabase();
  a = await database.newWorkspace();
  b = await database.newWorkspace();
});
afterEach(() =>
  database.owner(async (tx) => {
    for (const table of ['pgboss.job', 'task_timers', 'task_failures', 'effects']) await tx.execute(sql.raw(`delete from ${table}`));
  }),
);

type Kind = EffectKind<ConnectedContext>;
/** One process: tasks and effects with one kind. */
async function process(kind: Pick<Kind, 'perform'> & Partial<Kind>, clock = virtualClock(), roles: ('api' | 'worker')[] = ['api', 'worker']) {
  const tasks = taskRoom(database, { clock });
  const effects = createEffects({ database, clock, tasks, contextFor: contextsOf(database, clock, () => tasks), random: () => 1 });
  effects.register([{ kind: 'x.send', ...kind }], { integration: 'x' });
  await tasks.start({ roles });
  onTestFinished(() => effects.stop());
  return { tasks, effects, clock, of: (id: WorkspaceId) => effects.forWorkspace(id, SYSTEM) };
}
const request = (key: string): EffectRequest => ({ kind: 'x.send', key, summary: `Send ${key}`, input: { to: key } });
const never = () => new Promise<never>(() => {});
/** As when the process that performs it was killed: nobody renews. */
const leaseEnds = () => database.owner((tx) => tx.execute(sql`update effects set lease_until = now() - interval '1 second' where state = 'started'`));
const states = async (effects: Awaited<ReturnType<typeof process>>['effects'], id = a) =>
  Object.fromEntries((await effects.list(id, { limit: 50 })).map((effect) => [effect.key, effect.state]));

it('performs once and gives a second caller the first one’s outcome', async () => {
  const perform = vi.fn(async (_: unknown, { key, input }: { key: string; input: unknown }) => ({ externalId: `ext-${key}`, result: input }));
  const { of } = await process({ perform });
  const first = await of(a).once(request('k1'));
  expect(first).toMatchObject({ state: 'done', externalId: 'ext-k1', result: { to: 'k1' } });
  expect(await of(a).once(request('k1'))).toEqual(first);
  expect(perform).toHaveBeenCalledTimes(1);
  await of(b).once(request('k1'));
  expect(perform).toHaveBeenCalledTimes(2);
});

it('acts once for the same key at the same time, in one process and in two', async () => {
  const go = Promise.withResolvers<void>();
  const perform = vi.fn(async () => {
    await go.promise;
    return { externalId: 'one' };
  });
  const one = await process({ perform });
  const two = await process({ perform });
  const all = Promise.all([one, one, two, two].map(({ of }) => of(a).once(request('same'))));
  await until(() => perform.mock.calls.length > 0);
  go.resolve();
  expect((await all).map(({ state, externalId }) => [state, externalId])).toEqual(Array(4).fill(['done', 'one']));
  expect(perform).toHaveBeenCalledTimes(1);
});

it('has committed "started" before the first byte leaves', async () => {
  let seen: unknown;
  const { of, effects } = await process({
    perform: async () => {
      seen = await states(effects);
      return {};
    },
  });
  await of(a).once(request('k'));
  expect(seen).toEqual({ k: 'started' });
});

it('refuses to act inside a transaction', async () => {
  const perform = vi.fn(async () => ({}));
  const { of } = await process({ perform });
  await expect(database.workspace(a, () => of(a).once(request('k')))).rejects.toMatchObject({ code: 'internal' });
  await expect(database.workspace(a, () => of(a).batch([request('k')], async () => []))).rejects.toMatchObject({ code: 'internal' });
  expect(perform).not.toHaveBeenCalled();
});

it('performs what was reserved after the commit, and nothing after a rollback', async () => {
  const perform = vi.fn(async () => ({}));
  const { of, effects } = await process({ perform });
  const attempt = database.workspace(a, async () => {
    await of(a).reserve(request('undone'));
    throw new Error('no');
  });
  await expect(attempt).rejects.toThrow('no');
  await database.workspace(a, async () => {
    expect(await of(a).reserve(request('kept'))).toMatchObject({ state: 'reserved' });
    expect(await of(a).reserve(request('kept'))).toMatchObject({ state: 'reserved' });
  });
  await until(async () => (await states(effects)).kept === 'done');
  expect(perform).toHaveBeenCalledTimes(1);
});

it('runs what a dead process had only reserved', async () => {
  const perform = vi.fn(async () => ({}));
  const { of, effects, clock } = await process({ perform });
  await database.workspace(a, () => of(a).reserve(request('k')));
  // Killed before the task ran, and the task lost: the row alone is enough.
  await database.owner((tx) => tx.execute(sql`update effects set state = 'reserved', due_at = ${clock.now().toISOString()}`));
  await database.owner((tx) => tx.execute(sql`delete from pgboss.job`));
  await effects.sweep();
  await until(async () => (await states(effects)).k === 'done');
});

it('leaves unknown what a dead process had started, never repeats it, and lets a person settle it', async () => {
  const dead = await process({ perform: never }, undefined, ['api']);
  const perform = vi.fn(async () => ({ externalId: 'second' }));
  const { of, effects } = await process({ perform });
  for (const key of ['k1', 'k2']) void dead.of(a).once(request(key));
  await until(async () => Object.values(await states(effects)).filter((state) => state === 'started').length === 2);
  // A live lease is respected.
  await effects.sweep();
  expect(await states(effects)).toEqual({ k1: 'started', k2: 'started' });
  await leaseEnds();
  await effects.sweep();
  expect(await states(effects)).toEqual({ k1: 'unknown', k2: 'unknown' });
  expect(await of(a).once(request('k1'))).toMatchObject({ state: 'unknown' });
  expect(perform).not.toHaveBeenCalled();
  const [second, first] = await effects.list(a, { state: 'unknown', limit: 50 });
  await expect(effects.settle(b, first?.id ?? '', 'it_arrived', SYSTEM)).rejects.toMatchObject({ code: 'not_found' });
  expect(await effects.settle(a, second?.id ?? '', 'it_arrived', SYSTEM)).toMatchObject({ state: 'done' });
  await effects.settle(a, first?.id ?? '', 'send_again', SYSTEM);
  await until(async () => Object.values(await states(effects)).every((state) => state === 'done'));
  expect(perform).toHaveBeenCalledTimes(1);
  await expect(effects.settle(a, first?.id ?? '', 'send_again', SYSTEM)).rejects.toMatchObject({ code: 'conflict' });
});

it('asks the other side where asking is possible: there, absent, unsure', async () => {
  const clock = virtualClock();
  const dead = await process({ perform: never }, clock, ['api']);
  const perform = vi.fn(async () => ({ externalId: 'sent again' }));
  let answer: Awaited<ReturnType<NonNullable<Kind['reconcile']>>> = { state: 'unsure' };
  const reconcile = vi.fn(async () => answer);
  const { effects } = await process({ perform, reconcile }, clock);
  void dead.of(a).once(request('k'));
  await until(async () => (await states(effects)).k === 'started');
  await leaseEnds();
  await effects.sweep();
  await until(() => reconcile.mock.calls.length === 1);
  expect((await states(effects)).k).toBe('unknown');
  answer = { state: 'absent' };
  await effects.sweep();
  expect(reconcile).toHaveBeenCalledTimes(1);
  clock.advance(120_000);
  await effects.sweep();
  await until(async () => (await states(effects)).k === 'done');
  expect(perform).toHaveBeenCalledTimes(1);
  void dead.of(a).once(request('k2'));
  await until(async () => (await states(effects)).k2 === 'started');
  answer = { state: 'done', externalId: 'it was there' };
  await leaseEnds();
  await effects.sweep();
  await until(async () => (await states(effects)).k2 === 'done');
  expect(perform).toHaveBeenCalledTimes(1);
});

it('lets a late answer of a process that was thought dead count, unless it was settled otherwise', async () => {
  const late = Promise.withResolvers<{ externalId: string }>();
  const slow = await process({ perform: () => late.promise }, undefined, ['api']);
  const { effects } = await process({ perform: async () => ({}) });
  const [first, second] = [slow.of(a).once(request('k1')), slow.of(a).once(request('k2'))];
  await until(async () => Object.values(await states(effects)).filter((state) => state === 'started').length === 2);
  await leaseEnds();
  await effects.sweep();
  const row = (await effects.list(a, { limit: 50 })).find(({ key }) => key === 'k2');
  await effects.settle(a, row?.id ?? '', 'it_arrived', SYSTEM);
  late.resolve({ externalId: 'late' });
  expect(await first).toMatchObject({ state: 'done', externalId: 'late' });
  expect(await second).toMatchObject({ state: 'done', externalId: null });
});

it('tells a refusal, a "not now" and an uncertainty apart', async () => {
  let error: unknown = new PatchbayError('provider_rejected', { detail: 'Address unknown.' });
  const perform = vi.fn(async () => {
    if (error) throw error;
    return {};
  });
  const { of, effects, clock } = await process({ perform });
  expect(await of(a).once(request('refused'))).toMatchObject({ state: 'failed', error: 'Address unknown.' });
  error = new PatchbayError('provider_timeout');
  expect(await of(a).once(request('lost'))).toMatchObject({ state: 'unknown' });
  error = new PatchbayError('provider_rate_limited', { retryAfterMs: 60_000 });
  await expect(of(a).once(request('later'))).rejects.toMatchObject({ code: 'provider_rate_limited' });
  expect(await states(effects)).toEqual({ refused: 'failed', lost: 'unknown', later: 'reserved' });
  error = undefined;
  clock.advance(60_001);
  await effects.sweep();
  await until(async () => (await states(effects)).later === 'done');
  expect(perform).toHaveBeenCalledTimes(4);
  expect(effectFate(new Error('ECONNRESET'))).toMatchObject({ state: 'unknown' });
  expect(effectFate(new PatchbayError('provider_unavailable'))).toMatchObject({ state: 'unknown' });
  expect(effectFate(new PatchbayError('provider_unavailable', { facts: { status: 503 } }))).toMatchObject({ state: 'reserved' });
  expect(effectFate(new PatchbayError('provider_unavailable', { facts: { status: 502 } }))).toMatchObject({ state: 'unknown' });
});

it('tells the integration of every outcome in the transaction that writes it, a dead process’s and a person’s too', async () => {
  const told: string[] = [];
  const recorded = async (_: unknown, { key, state, input }: { key: string; state: string; input: unknown }) => {
    expect(database.current()).toBeDefined();
    told.push(`${key} ${state} ${JSON.stringify(input)}`);
  };
  const perform = vi.fn(async (_: unknown, { key }: { key: string }) => {
    if (key === 'lost') throw new Error('no answer');
    return key === 'dies' ? never() : {};
  });
  const { of, effects, tasks } = await process({ perform, recorded });
  await of(a).once(request('good'));
  const lost = await of(a).once(request('lost'));
  await effects.settle(a, lost.id, 'it_arrived', SYSTEM);
  void of(a).once(request('dies'));
  await until(() => perform.mock.calls.length === 3);
  await leaseEnds();
  await effects.sweep();
  await effects.sweep();
  await tasks.lookNow();
  await until(() => told.length === 4);
  expect(told).toEqual(['good done {"to":"good"}', 'lost unknown {"to":"lost"}', 'lost done {"to":"lost"}', 'dies unknown {"to":"dies"}']);
});

it('hands a batch over in one call, each with its own fate, and only those not begun yet', async () => {
  const { of, effects } = await process({ perform: async () => ({}) }, undefined, ['api']);
  await of(a).once(request('k0'));
  const calls: string[][] = [];
  const outcome = await of(a).batch(['k0', 'k1', 'k2', 'k3', 'k1'].map(request), async (some) => {
    calls.push(some.map(({ key }) => key).sort());
    return [
      { key: 'k1', externalId: 'e1' },
      { key: 'k2', error: 'refused' },
    ];
  });
  expect(calls).toEqual([['k1', 'k2', 'k3']]);
  expect(outcome.map(({ key, state }) => [key, state])).toEqual([
    ['k0', 'done'],
    ['k1', 'done'],
    ['k2', 'failed'],
    ['k3', 'unknown'],
    ['k1', 'done'],
  ]);
  const limited = of(a).batch([request('k4')], async () => Promise.reject(new PatchbayError('provider_rate_limited')));
  await expect(limited).rejects.toMatchObject({ code: 'provider_rate_limited' });
  await of(a).batch([request('k5')], async () => Promise.reject(new Error('reset')));
  expect(await states(effects)).toMatchObject({ k4: 'reserved', k5: 'unknown' });
});
