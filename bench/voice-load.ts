import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Pool } from 'undici';
import { uuidv7 } from 'uuidv7';
import { atRate, percentile } from './rate.ts';

/** The telephone company of the voice benches, in a process of its own. */
export type VoiceOrder = { url: string; seconds: number; rate: number } & ({ kind: 'ivr'; version: string } | { kind: 'pop'; key: string; contacts: number });
export interface VoiceResult {
  p50: number;
  p99: number;
  /** How many answers were the right ones. */
  right: number;
}

export const ACCOUNT = `AC${'a'.repeat(32)}`;
export const TOKEN = 'bench-auth-token';
export const MENUS = 20;

/** The first seconds are the compiler's. */
const WARM_SECONDS = 5;
let pool: Pool | undefined;

/** Signed as the provider signs. */
async function tell(url: string, params: Record<string, string>): Promise<string> {
  const text =
    url +
    Object.keys(params)
      .sort()
      .map((name) => name + params[name])
      .join('');
  const { origin } = new URL(url);
  pool ??= new Pool(origin, { connections: 64 });
  const answer = await pool.request({
    method: 'POST',
    path: url.slice(origin.length),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': createHmac('sha1', TOKEN).update(text).digest('base64') },
    body: new URLSearchParams(params).toString(),
  });
  const said = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`refused: ${answer.statusCode} ${said.slice(0, 200)}`);
  return said;
}
const form = (callSid: string, from: string, more: Record<string, string>) => ({
  AccountSid: ACCOUNT,
  CallSid: callSid,
  From: from,
  To: '+14155550100',
  Direction: 'inbound',
  ...more,
});

/** Callers who walk through the menus one after the other, two hundred at a time. */
async function walk({ url, seconds, rate, version }: Extract<VoiceOrder, { kind: 'ivr' }>): Promise<VoiceResult> {
  const AT_ONCE = 200;
  const STEPS = MENUS - 1;
  const callers = new Map<number, { call: string; sid: string; from: string }>();
  let right = 0;
  const step = (isCounted: boolean) => async (index: number) => {
    const place = Math.floor(index / AT_ONCE);
    const [menu, who] = [place % STEPS, Math.floor(place / STEPS) * AT_ONCE + (index % AT_ONCE) + (isCounted ? 100_000 : 0)];
    const caller = callers.get(who) ?? { call: uuidv7(), sid: `CA${uuidv7().replaceAll('-', '')}`, from: `+1415${2_000_000 + who}` };
    callers.set(who, caller);
    const { call, sid, from } = caller;
    const at = encodeURIComponent(JSON.stringify([`m${menu}`, 0, 0]));
    const address = `${url}/integrations/voip/webhooks/twilio/flow?call=${call}&v=${version}&at=${at}`;
    const said = await tell(address, form(sid, from, { CallStatus: 'in-progress', Digits: '1' }));
    if (isCounted && said.includes(`Menu ${menu + 1}.`)) right++;
  };
  await atRate(rate, WARM_SECONDS, step(false));
  const times = await atRate(rate, seconds, step(true));
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), right };
}

interface Popped {
  from: string;
  contactId: string | null;
}
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
  void read(answer.body).catch(() => undefined);
  return () => leave.abort();
}

/** Calls of people who are known, and when a browser hears of each. */
async function pop({ url, seconds, rate, key, contacts }: Extract<VoiceOrder, { kind: 'pop' }>): Promise<VoiceResult> {
  const dueAt = new Map<string, number>();
  const times: number[] = [];
  let right = 0;
  const end = await listen(url, key, ({ from, contactId }) => {
    const due = dueAt.get(from);
    if (due === undefined) return;
    times.push(performance.now() - due);
    if (contactId) right++;
  });
  const call = async (index: number, due: number) => {
    const from = `+1${4_152_000_001 + ((index * 7919) % contacts)}`;
    dueAt.set(from, due);
    await tell(`${url}/integrations/voip/webhooks/twilio/voice`, form(`CA${uuidv7().replaceAll('-', '')}`, from, { CallStatus: 'ringing' }));
  };
  await atRate(rate, WARM_SECONDS, call);
  times.length = 0;
  right = 0;
  dueAt.clear();
  await atRate(rate, seconds, (index, due) => call(index + 5_000, due));
  for (let looks = 0; looks < 100 && times.length < rate * seconds; looks++) await wait(100);
  end();
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99), right };
}

process.on('message', (order: VoiceOrder) => {
  (order.kind === 'ivr' ? walk(order) : pop(order)).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
