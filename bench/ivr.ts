import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { Agent, fetch } from 'undici';
import { uuidv7 } from 'uuidv7';
import type { BenchResult } from './bench.ts';
import { ACCOUNT, atRate, percentile, TOKEN, withVoiceHub } from './voice-hub.ts';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const RATE = Number(process.env.IVR_RATE ?? 500);

/** Signed as the provider signs, for the load only. */
export function signedForm(url: string, params: Record<string, string>) {
  const text =
    url +
    Object.keys(params)
      .sort()
      .map((name) => name + params[name])
      .join('');
  return {
    method: 'POST' as const,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': createHmac('sha1', TOKEN).update(text).digest('base64') },
    body: new URLSearchParams(params).toString(),
  };
}

/** Menus one after the other, each with a message beside it: 40 nodes. */
const flow = {
  entry: 'm0',
  nodes: Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [
      [
        `m${at}`,
        {
          type: 'menu',
          text: `Menu ${at}. Press 1 to go on.`,
          retries: 2,
          timeoutSeconds: 5,
          next: { '1': at === 19 ? 'v19' : `m${at + 1}`, timeout: `v${at}`, invalid: `v${at}` },
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
    const agent = new Agent({ connections: 64 });
    const step = async (index: number) => {
      const at = encodeURIComponent(JSON.stringify([`m${index % 19}`, 0, 0]));
      const address = `${url}/integrations/voip/webhooks/twilio/flow?call=${uuidv7()}&v=${version}&at=${at}`;
      const form = {
        AccountSid: ACCOUNT,
        CallSid: `CA${index.toString(16).padStart(32, '0')}`,
        From: '+14155552671',
        To: '+14155550100',
        Direction: 'inbound',
        CallStatus: 'in-progress',
        Digits: '1',
      };
      const answer = await fetch(address, { ...signedForm(address, form), dispatcher: agent });
      const text = await answer.text();
      if (!text.includes(`Menu ${(index % 19) + 1}`)) throw new Error(`not the next menu: ${answer.status} ${text.slice(0, 200)}`);
    };
    await atRate(50, 2, step);
    const times = await atRate(RATE, SECONDS, (index) => step(index + 1000));
    await agent.close();
    const p99 = percentile(times, 0.99);
    return [
      { case: `40 nodes, 64 connections, ${RATE}/s, p50`, value: percentile(times, 0.5), unit: 'ms' },
      { case: `40 nodes, 64 connections, ${RATE}/s, p99`, value: p99, unit: 'ms', bar: '< 50', pass: p99 < 50 },
    ];
  });
  return { name: 'ivr', rows: rows ?? [] };
}
