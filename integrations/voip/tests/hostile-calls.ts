import { createHash } from 'node:crypto';
import { getCountries, getExampleNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { callIdOf } from '../calls/identity.ts';
import { MAIN, REP_PHONE } from './voice-world.ts';

/** One signed word of the provider. */
export interface Word {
  topic: 'voice' | 'status';
  query: Record<string, string>;
  form: Record<string, string>;
}
export interface Leg {
  to: string;
  afterSeconds: number;
  ringSeconds: number;
  seconds: number;
  status: 'completed' | 'busy' | 'no-answer' | 'canceled';
}
export interface Script {
  kind: string;
  direction: 'inbound' | 'outbound-api';
  from: string;
  to: string;
  at: Date;
  seconds: number;
  legs: Leg[];
  /** What it was, whatever is told of it. */
  truth: { event: 'call.completed' | 'call.missed'; disposition: string; talkSeconds: number };
  /** Which words never arrive. */
  loses: 'nothing' | 'ends' | 'everything';
}

/** The same numbers each time, evenly spread. */
export const chance = (...of: (string | number)[]): number => createHash('md5').update(of.join(':')).digest().readUInt32BE(0) / 2 ** 32;

/** A mobile number of every country of the world. */
const numbers: readonly string[] = getCountries().flatMap((country) => getExampleNumber(country, examples)?.number ?? []);
const WITHHELD = ['+266696687', 'anonymous', 'Restricted', ''];

const rings = (status: Leg['status'], seconds = 0, afterSeconds = 1): Leg => ({ to: REP_PHONE, afterSeconds, ringSeconds: 5, seconds, status });
const answered = (talkSeconds: number): Script['truth'] => ({ event: 'call.completed', disposition: 'answered', talkSeconds });
const missed: Script['truth'] = { event: 'call.missed', disposition: 'missed', talkSeconds: 0 };
type Kind = Pick<Script, 'kind' | 'direction' | 'seconds' | 'legs' | 'truth'> & { isWithheld?: boolean; loses?: Script['loses'] };

const KINDS: readonly Kind[] = [
  { kind: 'answered', direction: 'inbound', seconds: 46, legs: [rings('completed', 40)], truth: answered(40) },
  { kind: 'nobody there', direction: 'inbound', seconds: 20, legs: [rings('no-answer')], truth: missed },
  { kind: 'hung up at once', direction: 'inbound', seconds: 3, legs: [], truth: missed },
  {
    kind: 'the second answers',
    direction: 'inbound',
    seconds: 62,
    legs: [rings('no-answer'), rings('completed', 50, 7)],
    truth: answered(50),
  },
  { kind: 'refused', direction: 'inbound', seconds: 12, legs: [rings('busy'), rings('canceled', 0, 3)], truth: missed },
  { kind: 'withheld', direction: 'inbound', seconds: 26, legs: [rings('completed', 20)], truth: answered(20), isWithheld: true },
  { kind: 'placed', direction: 'outbound-api', seconds: 41, legs: [rings('completed', 35)], truth: answered(35) },
  {
    kind: 'placed, busy',
    direction: 'outbound-api',
    seconds: 9,
    legs: [rings('busy')],
    truth: { event: 'call.completed', disposition: 'busy', talkSeconds: 0 },
  },
  { kind: 'never ends', direction: 'inbound', seconds: 36, legs: [rings('completed', 30)], truth: answered(30), loses: 'ends' },
  { kind: 'nobody is told', direction: 'inbound', seconds: 31, legs: [rings('completed', 25)], truth: answered(25), loses: 'everything' },
];

export function scripts(count: number, now: Date): Script[] {
  return Array.from({ length: count }, (_, index) => {
    const { isWithheld, loses = 'nothing', legs, ...kind } = KINDS[index % KINDS.length] as Kind;
    const stranger = isWithheld ? (WITHHELD[index % WITHHELD.length] ?? '') : (numbers[index % numbers.length] ?? '');
    return {
      ...kind,
      loses,
      // Between twelve and twenty minutes ago: over, and young enough that the provider is asked.
      at: new Date(now.getTime() - (12 * 60 + Math.floor(chance('at', index) * 480)) * 1000),
      from: kind.direction === 'inbound' ? stranger : MAIN,
      to: kind.direction === 'inbound' ? MAIN : REP_PHONE,
      legs: legs.map((leg) => ({ ...leg, to: kind.direction === 'inbound' ? leg.to : stranger })),
    };
  });
}

const stamp = (at: Date, seconds: number): string => new Date(Math.floor(at.getTime() / 1000 + seconds) * 1000).toUTCString().replace('GMT', '+0000');
/** The twin answers a call six seconds after it began. */
const RINGS_SECONDS = 6;

/** Everything that the provider would say of a call, in the order in which it happened. */
export function wordsOf(
  script: Script,
  sids: { sid: string; legs: readonly string[] },
  own: { accountSid: string; connectionId: string; userId: string },
): Word[] {
  const { direction, from, to, at, legs, seconds } = script;
  const isInbound = direction === 'inbound';
  const call = isInbound ? callIdOf(own.connectionId, sids.sid) : callOf(own.connectionId, sids.sid);
  const base = { AccountSid: own.accountSid, ApiVersion: '2010-04-01' };
  const root = { ...base, CallSid: sids.sid, From: from, To: to, Direction: direction };
  const status = (
    who: Record<string, string>,
    query: Record<string, string>,
    CallStatus: string,
    atSeconds: number,
    more: Record<string, string> = {},
  ): Word => ({
    topic: 'status',
    query: { connection: own.connectionId, ...query },
    form: { ...who, CallStatus, Timestamp: stamp(at, atSeconds), CallbackSource: 'call-progress-events', ...more },
  });
  const us = { leg: 'us', user: own.userId, call };
  const words: Word[] = isInbound
    ? [{ topic: 'voice', query: { connection: own.connectionId }, form: { ...root, CallStatus: 'ringing' } }]
    : [status(root, us, 'initiated', 0), status(root, us, 'ringing', 1), status(root, us, 'in-progress', RINGS_SECONDS)];
  for (const [index, leg] of legs.entries()) {
    const began = RINGS_SECONDS + leg.afterSeconds;
    const query = isInbound ? us : { leg: 'them', call };
    const who = { ...base, CallSid: sids.legs[index] ?? '', ParentCallSid: sids.sid, From: isInbound ? from : MAIN, To: leg.to, Direction: 'outbound-dial' };
    words.push(status(who, query, 'initiated', began), status(who, query, 'ringing', began + 1));
    if (leg.status === 'completed') words.push(status(who, query, 'in-progress', began + leg.ringSeconds));
    words.push(
      status(who, query, leg.status, began + leg.ringSeconds + leg.seconds, {
        SipResponseCode: leg.status === 'completed' ? '200' : leg.status === 'busy' ? '486' : '487',
        CallDuration: String(leg.seconds),
        Duration: String(Math.ceil(leg.seconds / 60)),
      }),
    );
  }
  words.push(
    status(root, isInbound ? {} : us, 'completed', RINGS_SECONDS + seconds, { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) }),
  );
  const isEnd = ({ form }: Word) => ['completed', 'busy', 'no-answer', 'canceled'].includes(form.CallStatus ?? '');
  return script.loses === 'everything' ? [] : script.loses === 'ends' ? words.filter((word) => !isEnd(word)) : words;
}

/** Our own name of a call that we placed. */
export const callOf = (connectionId: string, sid: string): string => callIdOf(connectionId, `placed:${sid}`);
