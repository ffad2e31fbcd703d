import { sql } from 'drizzle-orm';
import type { Context } from '#sdk';
import { FORMULAS, TARGET_SECONDS } from './metrics.ts';

export type GroupBy = 'agent' | 'hour' | 'day' | 'number' | 'total' | 'weekday_hour';

interface Counted {
  [column: string]: unknown;
  key: string;
  offered: number;
  answered: number;
  missed: number;
  abandoned: number;
  voicemails: number;
  attempts: number;
  connected: number;
  talk: number;
  billed: number;
  cost: string;
  waits: Record<string, number> | null;
  patience: Record<string, number> | null;
}
export interface ReportRow {
  key: string;
  offered: number;
  answered: number;
  missed: number;
  abandoned: number;
  voicemails: number;
  attempts: number;
  connected: number;
  talkSeconds: number;
  billedSeconds: number;
  cost: string;
  answerRate: number | null;
  abandonmentRate: number | null;
  serviceLevel: number | null;
  connectRate: number | null;
  averageTalkSeconds: number | null;
  waitP50: number | null;
  waitP90: number | null;
}

const KEY: Readonly<Record<GroupBy, string>> = {
  agent: 'user_id::text',
  hour: 'hour::text',
  day: 'day::text',
  number: 'own_number',
  total: "''",
  weekday_hour: "extract(isodow from day)::int::text || ':' || hour::text",
};
const share = (part: number, whole: number): number | null => (whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : null);

/** The nearest rank, as `percentile_disc` has it: exact, because every second is counted. */
export function percentileOf(held: Readonly<Record<string, number>>, fraction: number): number | null {
  const rows = Object.entries(held)
    .map(([seconds, calls]) => [Number(seconds), calls] as const)
    .sort(([a], [b]) => a - b);
  const total = rows.reduce((sum, [, calls]) => sum + calls, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(fraction * total));
  let passed = 0;
  for (const [seconds, calls] of rows) {
    passed += calls;
    if (passed >= rank) return seconds;
  }
  return rows.at(-1)?.[0] ?? null;
}
const within = (held: Readonly<Record<string, number>>, seconds: number): number =>
  Object.entries(held).reduce((sum, [each, calls]) => (Number(each) <= seconds ? sum + calls : sum), 0);

function rowOf(counted: Counted): ReportRow {
  const { key, offered, answered, missed, abandoned, voicemails, attempts, connected, talk, billed, cost } = counted;
  const [waits, patience] = [counted.waits ?? {}, counted.patience ?? {}];
  const quick = within(waits, TARGET_SECONDS);
  const late = missed - within(patience, TARGET_SECONDS);
  return {
    key,
    offered,
    answered,
    missed,
    abandoned,
    voicemails,
    attempts,
    connected,
    talkSeconds: talk,
    billedSeconds: billed,
    cost: Number(cost).toFixed(2),
    answerRate: share(answered, offered),
    abandonmentRate: share(abandoned, answered + abandoned),
    serviceLevel: share(quick, answered + Math.max(0, late)),
    connectRate: share(connected, attempts),
    averageTalkSeconds: answered + connected > 0 ? Math.round(talk / (answered + connected)) : null,
    waitP50: percentileOf(waits, 0.5),
    waitP90: percentileOf(waits, 0.9),
  };
}

/** The figures of a period, from the daily counts: a month of a million calls in a moment. Days are the workspace's own. */
export async function report(
  ctx: Context,
  { from, to, groupBy }: { from: string; to: string; groupBy: GroupBy },
): Promise<{ rows: ReportRow[]; formulas: typeof FORMULAS }> {
  const scope = groupBy === 'hour' || groupBy === 'weekday_hour' ? 'hour' : 'day';
  const key = sql.raw(KEY[groupBy]);
  const counted = await ctx.db.transaction(async (tx) => {
    const read = await tx.execute(sql`
      with r as materialized (
        select ${key} as key, * from voip_rollups
        where workspace_id = ${ctx.workspaceId} and scope = ${scope} and day >= ${from}::date and day <= ${to}::date
      ), sums as (
        select key, sum(offered)::int offered, sum(answered)::int answered, sum(missed)::int missed, sum(abandoned)::int abandoned, sum(voicemails)::int voicemails,
          sum(attempts)::int attempts, sum(connected)::int connected, sum(talk_seconds)::int talk, sum(billed_seconds)::int billed, sum(cost)::text cost
        from r group by key
      ), waits as (
        select key, jsonb_object_agg(seconds, n) held from (select r.key, w.key as seconds, sum(w.value::int) n from r, jsonb_each_text(r.waits) w group by 1, 2) one group by key
      ), patience as (
        select key, jsonb_object_agg(seconds, n) held from (select r.key, w.key as seconds, sum(w.value::int) n from r, jsonb_each_text(r.patience) w group by 1, 2) one group by key
      )
      select s.*, w.held as waits, p.held as patience from sums s left join waits w using (key) left join patience p using (key) order by s.key`);
    return (Array.isArray(read) ? read : (read as unknown as { rows: Counted[] }).rows) as Counted[];
  });
  return { rows: counted.map(rowOf), formulas: FORMULAS };
}
