import { sql } from 'drizzle-orm';
import type { WorkspaceId } from '#sdk';
import type { BenchResult } from './bench.ts';
import { sendCalls, type VoiceHub, withVoiceHub } from './voice-hub.ts';

const CONTACTS = Number(process.env.POP_CONTACTS ?? 1_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const RATE = Number(process.env.POP_RATE ?? 100);

const keyFor = async (hub: VoiceHub['hub'], workspaceId: WorkspaceId): Promise<string> =>
  (await hub.access.apiKeys.create(workspaceId, { kind: 'system', reason: 'bench' }, { name: 'bench', scopes: ['*'], role: 'owner' })).key;

/** From the moment at which a signed webhook of a call is due to the event in a browser's stream. */
export async function screenPop(): Promise<BenchResult> {
  const rows = await withVoiceHub(async ({ url, database, workspaceId, hub, vacuum }) => {
    await database.workspace(workspaceId, async (tx) => {
      await tx.execute(
        sql`insert into contacts (workspace_id, id, first_name) select ${workspaceId}::uuid, md5('c' || n)::uuid, 'First ' || n from generate_series(1, ${CONTACTS}) n`,
      );
      await tx.execute(sql`insert into contact_identities (workspace_id, id, contact_id, kind, value, source)
        select ${workspaceId}::uuid, md5('i' || n)::uuid, md5('c' || n)::uuid, 'phone', '+1' || (4152000000 + n)::text, 'import' from generate_series(1, ${CONTACTS}) n`);
    });
    await vacuum();
    const key = await keyFor(hub, workspaceId);
    const { p50, p99, right } = await sendCalls({ kind: 'pop', url, key, contacts: CONTACTS, rate: RATE, seconds: SECONDS });
    return [
      { case: `${CONTACTS.toLocaleString('en')} contacts, ${RATE}/s, p50`, value: p50, unit: 'ms', bar: '< 40', pass: p50 < 40 },
      { case: `${CONTACTS.toLocaleString('en')} contacts, ${RATE}/s, p99`, value: p99, unit: 'ms', bar: '< 150', pass: p99 < 150 },
      { case: 'popped, each with its contact', value: right, unit: '', bar: `= ${RATE * SECONDS}`, pass: right === RATE * SECONDS },
    ];
  });
  return { name: 'screen-pop', rows: rows ?? [] };
}
