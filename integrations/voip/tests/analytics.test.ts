import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { percentileOf } from '../analytics/report.ts';
import { type VoiceWorld, voiceWorld } from './voice-world.ts';

let world: VoiceWorld;
/** Both databases' ways to answer. */
const firstRow = <T>(answer: unknown): T | undefined => (Array.isArray(answer) ? answer : (answer as { rows: T[] }).rows)[0];
interface Figures {
  rows: {
    key: string;
    offered: number;
    answered: number;
    missed: number;
    attempts: number;
    connected: number;
    waitP50: number | null;
    waitP90: number | null;
    answerRate: number | null;
    serviceLevel: number | null;
  }[];
  formulas: Record<string, string>;
}
const figures = (groupBy: string) => world.workspace.get<Figures>(`/voip/analytics?from=2026-11-01&to=2026-11-30&groupBy=${groupBy}`);

beforeAll(async () => {
  world = await voiceWorld({ connects: false });
  const { hub, workspace, connectionId, userId } = world;
  // A month of calls, straight into the table: what is counted is what is tested here.
  await hub.database.workspace(workspace.id, async (tx) => {
    await tx.execute(sql`
      insert into voip_calls (workspace_id, id, connection_id, provider, external_id, direction, purpose, state, from_number, to_number, counterpart, own_number, user_id,
        requested_at, ringing_at, answered_at, ended_at, wait_seconds, ring_seconds, talk_seconds, billed_seconds, disposition, cost_amount, source)
      select ${workspace.id}::uuid, gen_random_uuid(), ${connectionId}::uuid, 'twilio', 'CA' || n, case when n % 3 = 0 then 'outbound' else 'inbound' end, 'inbound', 'ended', '+1', '+2', '+14155552671',
        case when n % 2 = 0 then '+14155550100' else '+14155550101' end, case when n % 4 = 0 then ${userId}::uuid end, at, at, at, at + interval '1 minute', (n * 7) % 90, 5, (n * 13) % 200, 60,
        case when n % 5 = 0 then (case when n % 3 = 0 then 'no_answer' else 'missed' end) else 'answered' end, 0.014, 'webhook'
      from (select n, timestamptz '2026-11-02 06:00:00Z' + n * interval '37 minutes' as at from generate_series(1, 900) n) made`);
    await tx.execute(sql`insert into voip_dirty_days (workspace_id, id, day, changed_at)
      select ${workspace.id}::uuid, gen_random_uuid(), d::date, now() from generate_series(date '2026-11-01', date '2026-11-30', interval '1 day') d`);
  });
  const { countAgain } = await import('../analytics/rollup.ts');
  const ctx = await hub.hub.contextFor({ workspaceId: workspace.id, actor: { kind: 'system', reason: 'test' }, integration: 'voip' });
  await countAgain(ctx);
});

it('counts a month the same from its days as from the calls themselves, percentiles too', async () => {
  const { rows, formulas } = await figures('total');
  const raw = await world.hub.database.workspace(world.workspace.id, async (tx) =>
    firstRow<{ offered: number; answered: number; missed: number; attempts: number; connected: number; p50: number; p90: number; quick: number; late: number }>(
      await tx.execute(sql`select count(*) filter (where direction = 'inbound')::int offered,
        count(*) filter (where direction = 'inbound' and disposition = 'answered')::int answered,
        count(*) filter (where direction = 'inbound' and disposition = 'missed')::int missed,
        count(*) filter (where direction = 'outbound')::int attempts,
        count(*) filter (where direction = 'outbound' and disposition = 'answered' and talk_seconds >= 30)::int connected,
        percentile_disc(0.5) within group (order by wait_seconds) filter (where direction = 'inbound' and disposition = 'answered') p50,
        percentile_disc(0.9) within group (order by wait_seconds) filter (where direction = 'inbound' and disposition = 'answered') p90,
        count(*) filter (where direction = 'inbound' and disposition = 'answered' and wait_seconds <= 20)::int quick,
        count(*) filter (where direction = 'inbound' and disposition = 'missed' and wait_seconds > 20)::int late
      from voip_calls where state = 'ended'`),
    ),
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    offered: raw?.offered,
    answered: raw?.answered,
    missed: raw?.missed,
    attempts: raw?.attempts,
    connected: raw?.connected,
    waitP50: raw?.p50,
    waitP90: raw?.p90,
  });
  expect(rows[0]?.serviceLevel).toBeCloseTo((raw?.quick ?? 0) / ((raw?.answered ?? 0) + (raw?.late ?? 0)), 3);
  for (const metric of ['answerRate', 'serviceLevel', 'connectRate']) expect(formulas[metric]).toBeTruthy();
});

it('adds up by whatever it is grouped', async () => {
  const [total] = (await figures('total')).rows;
  for (const groupBy of ['agent', 'day', 'number', 'hour', 'weekday_hour']) {
    const { rows } = await figures(groupBy);
    expect(
      rows.reduce((sum, { offered }) => sum + offered, 0),
      groupBy,
    ).toBe(total?.offered);
    expect(rows.length, groupBy).toBeGreaterThan(1);
  }
});

it('takes the nearest rank for a percentile', () => {
  expect(percentileOf({}, 0.5)).toBeNull();
  expect(percentileOf({ '3': 1 }, 0.9)).toBe(3);
  expect(percentileOf({ '1': 5, '10': 4, '60': 1 }, 0.5)).toBe(1);
  expect(percentileOf({ '1': 5, '10': 4, '60': 1 }, 0.9)).toBe(10);
});
