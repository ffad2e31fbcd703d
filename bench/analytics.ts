import { sql } from 'drizzle-orm';
import { report } from '../integrations/voip/analytics/report.ts';
import { countAgain } from '../integrations/voip/analytics/rollup.ts';
import type { BenchResult } from './bench.ts';
import { withVoiceHub } from './voice-hub.ts';

const CALLS = Number(process.env.ANALYTICS_CALLS ?? 1_000_000);

/** The figures of a month out of a year of calls: what the page asks, all of it; and the same counted from the calls. */
export async function analytics(): Promise<BenchResult> {
  const rows = await withVoiceHub(async ({ database, workspaceId, connectionId, hub, vacuum }) => {
    await database.workspace(workspaceId, async (tx) => {
      await tx.execute(sql`
        insert into voip_calls (workspace_id, id, connection_id, provider, external_id, direction, purpose, state, from_number, to_number, counterpart, own_number, user_id,
          requested_at, ringing_at, answered_at, ended_at, wait_seconds, ring_seconds, talk_seconds, billed_seconds, disposition, cost_amount, source)
        select ${workspaceId}::uuid, gen_random_uuid(), ${connectionId}::uuid, 'twilio', 'CA' || n, case when n % 3 = 0 then 'outbound' else 'inbound' end, 'inbound', 'ended', '+1', '+2',
          '+1' || (4150000000 + n % 50000), '+1415555010' || n % 5, md5('u' || n % 20)::uuid, at, at, at, at, (n * 7) % 90, 5, (n * 13) % 400, 60,
          case when n % 5 = 0 then (case when n % 3 = 0 then 'no_answer' else 'missed' end) else 'answered' end, 0.014, 'webhook'
        from (select n, timestamptz '2026-01-01' + n * interval '1 second' * (365.0 * 86400 / ${CALLS}) as at from generate_series(1, ${CALLS}) n) made`);
      await tx.execute(
        sql`insert into voip_dirty_days (workspace_id, id, day, changed_at) select ${workspaceId}::uuid, gen_random_uuid(), d::date, now() from generate_series(date '2026-01-01', date '2026-12-31', interval '1 day') d`,
      );
    });
    await vacuum();
    const ctx = await hub.contextFor({ workspaceId, actor: { kind: 'system', reason: 'bench' }, integration: 'voip' });
    await countAgain(ctx, 400);
    await vacuum();
    const month = { from: '2026-06-01', to: '2026-06-30' };
    const dashboard = async () => {
      const began = performance.now();
      const [total] = await Promise.all((['total', 'day', 'weekday_hour', 'agent'] as const).map((groupBy) => report(ctx, { ...month, groupBy })));
      return { ms: performance.now() - began, total: total?.rows[0] };
    };
    await dashboard();
    const { ms, total } = await dashboard();
    const [raw] = await database.workspace(workspaceId, async (tx) => {
      const answer =
        await tx.execute(sql`select count(*) filter (where direction = 'inbound')::int offered, count(*) filter (where direction = 'inbound' and disposition = 'answered')::int answered,
        percentile_disc(0.9) within group (order by wait_seconds) filter (where direction = 'inbound' and disposition = 'answered') p90
        from voip_calls where workspace_id = ${workspaceId} and requested_at >= '2026-06-01Z' and requested_at < '2026-07-01Z'`);
      return (answer as unknown as { rows: { offered: number; answered: number; p90: number }[] }).rows;
    });
    const isEqual = total?.offered === raw?.offered && total?.answered === raw?.answered && total?.waitP90 === raw?.p90;
    return [
      { case: `a month of ${CALLS.toLocaleString('en')} calls a year, whole page`, value: ms, unit: 'ms', bar: '< 500', pass: ms < 500 },
      { case: 'equal to the calls themselves, percentiles too', value: isEqual ? 1 : 0, unit: '', bar: '= 1', pass: isEqual },
    ];
  });
  return { name: 'analytics', rows: rows ?? [] };
}
