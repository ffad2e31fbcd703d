import { sql } from 'drizzle-orm';
import { matchNumber } from '../integrations/voip/calls/match.ts';
import type { BenchResult } from './bench.ts';
import { atRate, percentile } from './rate.ts';
import { withVoiceHub } from './voice-hub.ts';

/** `LOOKUP_ROWS=50000 node bin/patchbay.js bench phone-lookup` for a look at fewer. */
const ROWS = Number(process.env.LOOKUP_ROWS ?? 5_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);

/** From a caller's number to who they are. */
export async function phoneLookup(): Promise<BenchResult> {
  const rows = await withVoiceHub(async ({ database, workspaceId, vacuum }) => {
    await database.workspace(workspaceId, async (tx) => {
      await tx.execute(
        sql`insert into contacts (workspace_id, id, first_name) select ${workspaceId}::uuid, md5('c' || n)::uuid, 'First ' || n from generate_series(1, ${ROWS}) n`,
      );
      await tx.execute(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, source)
        select ${workspaceId}::uuid, md5('i' || n)::uuid, md5('c' || n)::uuid, 'phone', '+1' || (2000000000 + n)::text, 'import' from generate_series(1, ${ROWS}) n`);
    });
    await vacuum();
    const look = (index: number) =>
      database.workspace(workspaceId, async (tx) => {
        const { rule } = await matchNumber(tx, workspaceId, `+1${2_000_000_001 + ((index * 7919) % ROWS)}`, false);
        if (rule !== 'exact') throw new Error(`nobody was found: ${rule}`);
      });
    await atRate(200, 2, look);
    const times = await atRate(200, SECONDS, look);
    const p99 = percentile(times, 0.99);
    return [
      { case: `${ROWS.toLocaleString('en')} numbers at 200/s, p50`, value: percentile(times, 0.5), unit: 'ms' },
      { case: `${ROWS.toLocaleString('en')} numbers at 200/s, p99`, value: p99, unit: 'ms', bar: '< 5', pass: p99 < 5 },
    ];
  });
  return { name: 'phone-lookup', rows: rows ?? [] };
}
