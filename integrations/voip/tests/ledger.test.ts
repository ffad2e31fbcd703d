import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { MAIN, REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

interface Day {
  day: string;
  remote: number;
  held: number;
  unexplained: number;
  calls: number;
  callsNow: number;
  digest: string;
  previous: string | null;
  signature: string | null;
  isIntact: boolean;
}
let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
});

const past = (from: string, at: string) =>
  world.act('call.past', { from, to: MAIN, at, seconds: 60, legs: [{ to: REP_PHONE, afterSeconds: 1, ringSeconds: 4, seconds: 50 }] });
const compare = async () => {
  await world.workspace.post('/voip/completeness', {});
  await world.hub.settle();
};
const days = async () => (await world.workspace.get<{ days: Day[] }>('/voip/completeness')).days;
const change = (statement: ReturnType<typeof sql>) => world.hub.database.workspace(world.workspace.id, (tx) => tx.execute(statement));

it('closes a day with the count of both sides, chained and signed; what was lost is found then', async () => {
  await past('+14155556001', '2026-11-24T20:00:00Z');
  await compare();
  expect(await days()).toEqual([]);
  // Of these nobody was told, and no comparison of the hour sees them any more.
  await past('+14155556002', '2026-11-24T10:00:00Z');
  await past('+14155556003', '2026-11-25T23:00:00Z');
  await world.advance(3 * 86_400_000);
  await compare();
  const closed = await days();
  expect(closed.map(({ day, remote, held, unexplained, calls }) => ({ day, remote, held, unexplained, calls }))).toEqual([
    { day: '2026-11-26', remote: 0, held: 0, unexplained: 0, calls: 0 },
    { day: '2026-11-25', remote: 2, held: 2, unexplained: 0, calls: 1 },
    { day: '2026-11-24', remote: 4, held: 4, unexplained: 0, calls: 2 },
  ]);
  expect(closed.every(({ isIntact, signature }) => isIntact && signature)).toBe(true);
  expect(closed.map(({ previous }) => previous)).toEqual([closed[1]?.digest, closed[2]?.digest, null]);
  // Compared once more, what is closed stays as it was.
  await compare();
  expect(await days()).toEqual(closed);
  expect((await world.calls()).map(({ number, disposition }) => [number, disposition]).toSorted()).toEqual([
    ['+14155556001', 'answered'],
    ['+14155556002', 'answered'],
    ['+14155556003', 'answered'],
  ]);
});

it('shows a figure that was changed afterwards, a seal that was made anew, and a call that is gone', async () => {
  const sealed = await days();
  await change(sql`update voip_ledger_days set held = 3, unexplained = 1 where day = '2026-11-24'`);
  expect((await days()).map(({ isIntact }) => isIntact)).toEqual([true, true, false]);
  await change(sql`update voip_ledger_days set held = 4, unexplained = 0 where day = '2026-11-24'`);
  expect(await days()).toEqual(sealed);
  // Whoever works out the digest anew has no key to sign it, and the day after does not follow.
  await change(sql`update voip_ledger_days set digest = ${'0'.repeat(64)} where day = '2026-11-25'`);
  expect((await days()).map(({ isIntact }) => isIntact)).toEqual([false, false, true]);
  await change(sql`update voip_ledger_days set digest = ${sealed[1]?.digest} where day = '2026-11-25'`);
  await change(sql`update voip_ledger_days set signature = (select signature from voip_ledger_days where day = '2026-11-26') where day = '2026-11-25'`);
  expect((await days()).map(({ isIntact }) => isIntact)).toEqual([true, false, true]);
  await change(sql`delete from voip_calls where counterpart = '+14155556002'`);
  expect((await days()).map(({ calls, callsNow }) => [calls, callsNow])).toEqual([
    [0, 0],
    [1, 1],
    [2, 1],
  ]);
});
