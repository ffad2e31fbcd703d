import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { CallEvent, LegEventType } from '../integrations/voip/calls/events.ts';
import { fold } from '../integrations/voip/calls/fold.ts';
import { callIdOf } from '../integrations/voip/calls/identity.ts';
import { hearCalls } from '../integrations/voip/calls/tell.ts';
import type { BenchResult } from './bench.ts';
import { withVoiceHub } from './voice-hub.ts';

const CALLS = Number(process.env.EVENT_CALLS ?? 20_000);
const PERMUTATIONS = 20;
/** Callers at a time, as many as the inbox has workers. */
const AT_A_TIME = 8;
/** As the drain claims them. */
const BATCH = 50;
const MOST_FOLDING_MS = 600_000;

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
const T0 = Date.parse('2026-06-01T12:00:00Z');
const told = (call: number): CallEvent[] =>
  STEPS.map(([type, role, at]) => ({
    type,
    legId: `CA${call}-${role}`,
    at: new Date(T0 + (call + at) * 1000),
    dedupeKey: `CA${call}-${role}:${type}`,
    facts: { role, ...(role === 'them' ? { parentLegId: `CA${call}-us` } : {}), ...(type === 'completed' ? { durationSeconds: role === 'us' ? 69 : 60 } : {}) },
  }));

/** A shuffle that repeats itself. */
function shuffled<T>(rows: readonly T[], seed: number): T[] {
  const keyed = rows.map((row, index) => ({ row, key: createHash('md5').update(`${seed}:${index}`).digest('hex') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

export async function callEvents(): Promise<BenchResult> {
  const rows = await withVoiceHub(async ({ database, workspaceId, connectionId, hub }) => {
    const ctx = await hub.contextFor({ workspaceId, actor: { kind: 'system', reason: 'bench' }, integration: 'voip' });
    const once = Array.from({ length: CALLS }, (_, call) => told(call).map((event) => ({ call, event }))).flat();
    const all = shuffled([...once, ...once.filter((_, index) => index % 5 === 0)], 1);
    const seed = (call: number) => ({
      workspaceId,
      id: callIdOf(connectionId, `CA${call}`),
      connectionId,
      provider: 'twilio',
      externalId: `CA${call}`,
      direction: 'outbound' as const,
      purpose: 'bench',
      fromNumber: '+14155550100',
      toNumber: `+1${4_150_000_000 + call}`,
      counterpart: `+1${4_150_000_000 + call}`,
      requestedAt: new Date(T0 + call * 1000),
      source: 'effect',
    });
    let next = 0;
    const began = performance.now();
    // As the inbox does: a batch in one transaction, each call with one worker at a time.
    const lanes = Array.from({ length: AT_A_TIME }, (_, lane) => all.filter(({ call }) => call % AT_A_TIME === lane));
    await Promise.all(
      lanes.map(async (lane) => {
        for (let at = 0; at < lane.length; at += BATCH)
          await ctx.db.transaction(async (tx) => {
            const heard = lane.slice(at, at + BATCH).map(({ call, event }) => ({ seed: seed(call), events: [event], receivedAt: new Date() }));
            await hearCalls(ctx, tx, heard);
            next += BATCH;
          });
      }),
    );
    const keptSeconds = (performance.now() - began) / 1000;
    const look = () =>
      database.workspace(workspaceId, async (tx) => {
        const answer = await tx.execute(
          sql`select count(*)::int calls, count(*) filter (where state = 'ended' and disposition = 'answered' and talk_seconds = 60 and ring_seconds = 8)::int right from voip_calls where workspace_id = ${workspaceId}`,
        );
        return (answer as unknown as { rows: { calls: number; right: number }[] }).rows[0];
      });
    // The workers of the hub fold meanwhile; done is done when the last call is as it was.
    let state = await look();
    for (const until = performance.now() + MOST_FOLDING_MS; state?.right !== CALLS && performance.now() < until; state = await look())
      await new Promise((resolve) => setTimeout(resolve, 100));
    const rate = all.length / ((performance.now() - began) / 1000);
    const expected = JSON.stringify(fold('outbound', told(0)));
    const same = Array.from({ length: PERMUTATIONS }, (_, index) =>
      JSON.stringify(fold('outbound', shuffled([...told(0), ...told(0).slice(2, 4)], index))),
    ).every((each) => each === expected);
    return [
      {
        case: `${all.length.toLocaleString('en')} callbacks of ${CALLS.toLocaleString('en')} calls, shuffled, a fifth twice`,
        value: all.length / keptSeconds,
        unit: '/s',
        bar: '≥ 1,000',
        pass: all.length / keptSeconds >= 1000,
      },
      { case: 'until every call is folded, on its timeline and told of', value: rate, unit: '/s' },
      {
        case: 'calls that ended as they were',
        value: state?.right ?? 0,
        unit: '',
        bar: `= ${CALLS}`,
        pass: state?.right === CALLS && state.calls === CALLS && next > 0,
      },
      { case: `equal in ${PERMUTATIONS} permutations`, value: same ? 1 : 0, unit: '', bar: '= 1', pass: same },
    ];
  });
  return { name: 'call-events', rows: rows ?? [] };
}
