import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { WorkspaceId } from '#sdk';
import type { BenchResult } from './bench.ts';
import { signedForm } from './ivr.ts';
import { ACCOUNT, atRate, percentile, type VoiceHub, withVoiceHub } from './voice-hub.ts';

const CONTACTS = Number(process.env.POP_CONTACTS ?? 1_000_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const RATE = Number(process.env.POP_RATE ?? 100);

interface Popped {
  from: string;
  contactId: string | null;
}
const keyFor = async (hub: VoiceHub['hub'], workspaceId: WorkspaceId): Promise<string> =>
  (await hub.access.apiKeys.create(workspaceId, { kind: 'system', reason: 'bench' }, { name: 'bench', scopes: ['*'], role: 'owner' })).key;

/** Reads the stream as a browser does: server-sent events over HTTP. Answers how it is left. */
async function listen(url: string, key: string, onRinging: (popped: Popped) => void): Promise<() => void> {
  const leave = new AbortController();
  const answer = await fetch(`${url}/api/v1/stream`, { headers: { authorization: `Bearer ${key}` }, signal: leave.signal });
  if (!answer.ok || !answer.body) throw new Error(`the stream was refused: ${answer.status}`);
  const read = async (body: AsyncIterable<Uint8Array>) => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const part of body) {
      const frames = (rest + decoder.decode(part, { stream: true })).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) {
        if (!frame.includes('event: call.ringing\n')) continue;
        const data = frame.split('\n').find((line) => line.startsWith('data: '));
        if (data) onRinging((JSON.parse(data.slice('data: '.length)) as { data: Popped }).data);
      }
    }
  };
  void read(answer.body as unknown as AsyncIterable<Uint8Array>).catch(() => undefined);
  return () => leave.abort();
}

/** From the signed webhook of a call to the event in a browser's stream, by the clock of this process. */
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
    const sentAt = new Map<string, number>();
    const times: number[] = [];
    let strangers = 0;
    const end = await listen(url, await keyFor(hub, workspaceId), ({ from, contactId }) => {
      if (!contactId) strangers++;
      const at = sentAt.get(from);
      if (at !== undefined) times.push(performance.now() - at);
    });
    const call = async (index: number) => {
      const address = `${url}/integrations/voip/webhooks/twilio/voice`;
      const from = `+1${4_152_000_001 + ((index * 7919) % CONTACTS)}`;
      sentAt.set(from, performance.now());
      const form = {
        AccountSid: ACCOUNT,
        CallSid: `CA${uuidv7().replaceAll('-', '')}`,
        From: from,
        To: '+14155550100',
        Direction: 'inbound',
        CallStatus: 'ringing',
      };
      const answer = await fetch(address, signedForm(address, form));
      await answer.text();
      if (answer.status !== 200) throw new Error(`refused: ${answer.status}`);
    };
    await atRate(20, 2, call);
    times.length = 0;
    sentAt.clear();
    await atRate(RATE, SECONDS, (index) => call(index + 5_000));
    for (let looks = 0; looks < 100 && times.length < RATE * SECONDS; looks++) await new Promise((resolve) => setTimeout(resolve, 100));
    end();
    const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
    return [
      { case: `${CONTACTS.toLocaleString('en')} contacts, ${RATE}/s, p50`, value: p50, unit: 'ms', bar: '< 40', pass: p50 < 40 },
      { case: `${CONTACTS.toLocaleString('en')} contacts, ${RATE}/s, p99`, value: p99, unit: 'ms', bar: '< 150', pass: p99 < 150 },
      {
        case: 'popped, each with its contact',
        value: times.length - strangers,
        unit: '',
        bar: `= ${RATE * SECONDS}`,
        pass: times.length === RATE * SECONDS && strangers === 0,
      },
    ];
  });
  return { name: 'screen-pop', rows: rows ?? [] };
}
