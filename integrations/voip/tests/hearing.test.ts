import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import type { CallEvent, LegEventType } from '../calls/events.ts';
import { callIdOf } from '../calls/identity.ts';
import { foldCalls, hearCalls } from '../calls/tell.ts';
import { type VoiceWorld, voiceWorld } from './voice-world.ts';

const CALLS = 6;
const T0 = Date.parse('2026-11-25T18:00:00Z');
const STEPS: readonly [LegEventType, 'us' | 'them', number][] = [
  ['initiated', 'us', 0],
  ['ringing', 'us', 1],
  ['answered', 'us', 4],
  ['initiated', 'them', 4],
  ['ringing', 'them', 5],
  ['answered', 'them', 12],
  ['completed', 'them', 72],
  ['completed', 'us', 73],
];

let world: VoiceWorld;
beforeAll(async () => {
  world = await voiceWorld();
  await world.contact('Ann', '+14155558001');
});

/** A shuffle that repeats itself. */
const shuffled = <T>(rows: readonly T[], seed: number): T[] =>
  rows
    .map((row, index) => ({ row, key: createHash('md5').update(`${seed}:${index}`).digest('hex') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);

it('is the same calls, activities and events in whatever order and in whatever heaps callbacks come', async () => {
  const { hub, workspace, connectionId } = world;
  const ctx = await hub.hub.contextFor({ workspaceId: workspace.id, actor: { kind: 'system', reason: 'test' }, integration: 'voip' });
  const pictures: string[] = [];
  for (let round = 0; round < 8; round++) {
    const leg = (call: number, role: string) => `CA${round}-${call}-${role}`;
    const heard = Array.from({ length: CALLS }, (_, call) =>
      STEPS.map(([type, role, at]) => {
        const event: CallEvent = {
          type,
          legId: leg(call, role),
          at: new Date(T0 + at * 1000),
          dedupeKey: `${leg(call, role)}:${type}`,
          facts: {
            role,
            ...(role === 'them' ? { parentLegId: leg(call, 'us') } : {}),
            ...(type === 'completed' ? { durationSeconds: role === 'us' ? 69 : 60 } : {}),
          },
        };
        const seed = {
          workspaceId: workspace.id,
          id: callIdOf(connectionId, `CA${round}-${call}`),
          connectionId,
          provider: 'twilio',
          externalId: `CA${round}-${call}`,
          direction: 'outbound' as const,
          purpose: 'test',
          fromNumber: '+14155550100',
          toNumber: `+1415555800${call}`,
          counterpart: `+1415555800${call}`,
          requestedAt: new Date(T0),
          source: 'effect',
        };
        return { seed, events: [event], receivedAt: new Date(T0 + 90_000) };
      }),
    ).flat();
    const all = shuffled([...heard, ...heard.filter((_, index) => index % 5 === 0)], round);
    // Heaps of one, of a few, of all; folded after each, so that late news meets a call that has ended.
    const heap = [1, 3, 7, all.length][round % 4] ?? 1;
    for (let at = 0; at < all.length; at += heap) {
      const calls = await ctx.db.transaction((tx) => hearCalls(ctx, tx, all.slice(at, at + heap)));
      if (round % 2 === 0)
        await ctx.db.transaction((tx) =>
          foldCalls(
            ctx,
            tx,
            calls.map(({ id }) => id),
          ),
        );
    }
    await hub.settle();
    const rows = await hub.database.workspace(workspace.id, (tx) =>
      tx.execute(sql`
        select c.state, c.disposition, c.talk_seconds, c.ring_seconds, c.hangup_by, c.counterpart, c.ringing_at, c.ended_at, c.match->>'rule' as rule, c.contact_id is null as stranger,
          jsonb_array_length(c.legs) as legs,
          (select count(*)::int from voip_call_events e where e.call_id = c.id) as events,
          (select string_agg(a.subject || ' ' || a.status || ' ' || (a.data->>'ringSeconds'), ',') from activities a where a.data->>'callId' = c.id::text) as activity,
          (select string_agg(distinct v.type, ',' order by v.type) from events v where v.subject_id = c.id::text) as told,
          (select count(*)::int from events v where v.subject_id = c.id::text and v.type in ('call.answered', 'call.completed')) as times
        from voip_calls c where c.external_id like ${`CA${round}-%`} order by c.counterpart`),
    );
    pictures.push(
      JSON.stringify((rows as unknown as { rows: unknown[] }).rows, (name, value) => (name === 'told' ? String(value).replace(',call.ringing', '') : value)),
    );
  }
  const [first] = pictures;
  expect(JSON.parse(first ?? '[]')).toHaveLength(CALLS);
  expect(JSON.parse(first ?? '[]')[1]).toMatchObject({
    state: 'ended',
    disposition: 'answered',
    talk_seconds: 60,
    ring_seconds: 8,
    rule: 'exact',
    stranger: false,
    legs: 2,
    events: 8,
    activity: 'Talked for 1 min completed 8',
    times: 2,
  });
  for (const picture of pictures) expect(picture).toBe(first);
});
