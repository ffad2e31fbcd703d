import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { BenchResult } from './bench.ts';
import { sendCalls, withVoiceHub } from './voice-hub.ts';
import { MENUS } from './voice-load.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const RATE = Number(process.env.IVR_RATE ?? 500);

/** Menus one after the other, each with a message beside it: 40 nodes. */
const flow = {
  entry: 'm0',
  nodes: Object.fromEntries(
    Array.from({ length: MENUS }, (_, at) => [
      [
        `m${at}`,
        {
          type: 'menu',
          text: `Menu ${at}. Press 1 to go on.`,
          retries: 2,
          timeoutSeconds: 5,
          next: { '1': at === MENUS - 1 ? `v${at}` : `m${at + 1}`, timeout: `v${at}`, invalid: `v${at}` },
        },
      ],
      [`v${at}`, { type: 'voicemail', text: 'Please leave a message.', maxSeconds: 120, next: {} }],
    ]).flat(),
  ),
};

/** What a caller waits for between a key and the next words. */
export async function ivr(): Promise<BenchResult> {
  const rows = await withVoiceHub(async ({ url, database, workspaceId }) => {
    const version = uuidv7();
    await database.workspace(workspaceId, (tx) =>
      tx.execute(
        sql`insert into voip_flow_versions (workspace_id, id, flow_id, number, definition, published_at) values (${workspaceId}, ${version}, ${uuidv7()}, 1, ${JSON.stringify(flow)}::jsonb, now())`,
      ),
    );
    const { p50, p99, right } = await sendCalls({ kind: 'ivr', url, version, rate: RATE, seconds: SECONDS });
    return [
      { case: `40 nodes, 64 connections, ${RATE}/s, p50`, value: p50, unit: 'ms' },
      { case: `40 nodes, 64 connections, ${RATE}/s, p99`, value: p99, unit: 'ms', bar: '< 50', pass: p99 < 50 },
      { case: 'answered with the next menu', value: right, unit: '', bar: `= ${RATE * SECONDS}`, pass: right === RATE * SECONDS },
    ];
  });
  return { name: 'ivr', rows: rows ?? [] };
}
