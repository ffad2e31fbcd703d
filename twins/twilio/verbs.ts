import { z } from 'zod';
import type { Store } from '../store.ts';
import { type Verb, verb, type World } from '../twin.ts';
import { readAccessToken } from './access-token.ts';
import type { Callbacks } from './callbacks.ts';
import type { Exchange } from './exchange.ts';
import { FIRST_NUMBER, isOver, type Leg, type TwilioData } from './store.ts';
import type { Stage } from './twiml/run.ts';

const RINGS_MS = 6_000;
const phoneMode = z.enum(['manual', 'answer', 'busy', 'no_answer', 'reject', 'machine', 'unreachable']);
const which = { call: z.string().optional(), number: z.string().optional() };

/** What people do with telephones: call, pick up, press keys, hang up. */
export const twilioVerbs = (
  world: Pick<World, 'clock'>,
  store: Store<TwilioData>,
  exchange: Exchange,
  callbacks: Callbacks,
  drive: Stage['drive'],
): Record<string, Verb> => {
  /** A leg by its sid, or the youngest of a phone outside that `fits`. */
  const legFor = ({ call, number }: { call?: string | undefined; number?: string | undefined }, fits: (leg: Leg) => boolean): Leg => {
    const legs = Object.values(store.data.legs).filter((leg) => (call ? leg.sid === call : leg.to === number || leg.from === number));
    const found = legs.filter(fits).sort((a, b) => b.createdMs - a.createdMs || (a.parentSid ? -1 : 1))[0];
    if (!found) throw new RangeError(`No such call is there: ${call ?? number ?? 'say call or number'}.`);
    return found;
  };
  const ofPhone = (number?: string) => (leg: Leg) =>
    !isOver(leg) && (number === undefined || (leg.direction === 'inbound' ? leg.from === number : leg.to === number));
  const short = ({ sid, from, to, status, heard }: Leg) => ({ sid, from, to, status, heard });

  const inbound = verb(
    'Somebody calls one of the numbers',
    z.strictObject({
      from: z.string().default('+14155552671'),
      to: z.string().default(FIRST_NUMBER),
      script: z.array(z.string()).default([]),
      callerName: z.string().optional(),
      stirVerstat: z.string().optional(),
      forwardedFrom: z.string().optional(),
      count: z.number().int().min(1).max(20_000).default(1),
    }),
    ({ from, to, script, callerName, stirVerstat, forwardedFrom, count }) => {
      const number = Object.values(store.data.numbers).find(({ e164 }) => e164 === to);
      if (!number) throw new RangeError(`${to} is no number of this account.`);
      if (!number.voiceUrl) throw new RangeError(`${to} has no voice address yet: connect it from the hub.`);
      if (script.length > 0) store.data.phones[from] = { ...(store.data.phones[from] ?? { mode: 'manual', afterMs: 0 }), script: [...script] };
      const legs = Array.from({ length: count }, () => {
        const leg = exchange.begin({
          from,
          to,
          direction: 'inbound',
          status: 'ringing',
          callerName: callerName ?? (number.callerIdLookup ? 'ACME CORP' : null),
          stirVerstat: stirVerstat ?? null,
          forwardedFrom: forwardedFrom ?? null,
          statusCallback: number.statusCallback ? { url: number.statusCallback, events: ['completed'] } : null,
        });
        void drive(leg, () => callbacks.fetchTwiml(number.voiceUrl, leg, {}, number.voiceFallbackUrl || undefined));
        return leg;
      });
      return { result: legs.length === 1 && legs[0] ? { call: legs[0].sid } : { calls: legs.map(({ sid }) => sid) } };
    },
  );

  return {
    'call.inbound': inbound,
    'call.past': verb(
      'A call of before, as the list of calls knows it: nobody is told of it',
      z.strictObject({
        from: z.string(),
        to: z.string(),
        direction: z.enum(['inbound', 'outbound-api']).default('inbound'),
        at: z.iso.datetime(),
        /** How long they talked; 0: nobody picked up. */
        seconds: z.number().int().min(0).max(86_400).default(120),
        /** Whom this leg was connected to, one after the other; each as far into the call as it says. */
        legs: z
          .array(
            z.strictObject({
              to: z.string(),
              afterSeconds: z.number().int().min(0).default(0),
              ringSeconds: z.number().int().min(0).default(4),
              /** 0: as `status` says. */
              seconds: z.number().int().min(0).default(0),
              status: z.enum(['completed', 'busy', 'failed', 'no-answer', 'canceled']).default('completed'),
            }),
          )
          .default([]),
      }),
      ({ from, to, direction, at, seconds, legs }) => {
        const createdMs = Date.parse(at);
        const answeredMs = seconds > 0 ? createdMs + RINGS_MS : null;
        const endedMs = (answeredMs ?? createdMs + RINGS_MS) + seconds * 1000;
        const status = seconds > 0 ? 'completed' : 'no-answer';
        const leg = exchange.begin({ from, to, direction, status, createdMs, answeredMs, endedMs, sipCode: seconds > 0 ? 200 : 487 });
        const children = legs.map((each) => {
          const beganMs = (answeredMs ?? createdMs) + each.afterSeconds * 1000;
          const pickedUpMs = each.status === 'completed' ? beganMs + each.ringSeconds * 1000 : null;
          return exchange.begin({
            from: direction === 'inbound' ? from : to,
            to: each.to,
            direction: 'outbound-dial',
            parentSid: leg.sid,
            status: each.status,
            createdMs: beganMs,
            answeredMs: pickedUpMs,
            endedMs: beganMs + (each.ringSeconds + each.seconds) * 1000,
            sipCode: each.status === 'completed' ? 200 : 487,
          });
        });
        return { result: { ...short(leg), legs: children.map(short) } };
      },
    ),
    'phone.set': verb(
      'How a phone outside behaves when it rings',
      z.strictObject({
        number: z.string(),
        mode: phoneMode.default('manual'),
        afterMs: z.number().int().min(0).default(0),
        script: z.array(z.string()).default([]),
      }),
      ({ number, ...phone }) => {
        store.data.phones[number] = phone;
        return { result: { number, ...phone } };
      },
    ),
    'client.register': verb('A browser shows its access token and can be called from then on', z.strictObject({ token: z.string() }), ({ token }) => {
      const { identity, canBeCalled, canCall, expiresMs } = readAccessToken(store.data, token, world.clock.nowMs());
      if (canBeCalled) store.data.clients[identity] = expiresMs;
      return { result: { identity, canBeCalled, canCall, expiresAt: new Date(expiresMs).toISOString() } };
    }),
    'client.leave': verb('A browser is closed', z.strictObject({ identity: z.string() }), ({ identity }) => {
      delete store.data.clients[identity];
      return { result: { identity } };
    }),
    'call.answer': verb('Pick up a ringing phone', z.strictObject(which), (given) => {
      const leg = legFor(given, (each) => each.status === 'ringing' && each.direction !== 'inbound');
      exchange.answer(leg.sid);
      return { result: short(leg) };
    }),
    'call.busy': verb('Refuse a ringing phone', z.strictObject(which), (given) => {
      const leg = legFor(given, (each) => each.status === 'ringing' && each.direction !== 'inbound');
      exchange.end(leg.sid, 'busy');
      return { result: short(leg) };
    }),
    'call.press': verb('Press keys', z.strictObject({ ...which, keys: z.string().regex(/^[0-9*#]+$/) }), ({ keys, ...given }) => {
      const leg = legFor(given, ofPhone(given.number));
      exchange.press(leg.sid, keys);
      return { result: short(leg) };
    }),
    'call.hangup': verb('Hang up', z.strictObject(which), (given) => {
      const leg = legFor(given, ofPhone(given.number));
      exchange.hangUp(leg.sid);
      return { result: short(leg) };
    }),
    'call.status': verb(
      'Send a status of a call once more',
      z.strictObject({ call: z.string(), event: z.string().default('completed') }),
      ({ call, event }) => {
        const leg = legFor({ call }, () => true);
        const told = callbacks.statusEvent(leg, event);
        return { result: short(leg), webhooks: told ? [told] : [] };
      },
    ),
    'weather.set': verb(
      'What happens to callbacks on their way',
      z.strictObject({
        repeat: z.number().int().min(1).max(10).default(1),
        lateMs: z.number().int().min(0).default(0),
        lost: z.array(z.enum(['status', 'recording'])).default([]),
      }),
      (weather) => {
        store.data.weather = weather;
        return { result: weather };
      },
    ),
    'token.rotate': verb('Give the account another auth token', z.strictObject({ authToken: z.string().min(8) }), ({ authToken }) => {
      store.data.account.authToken = authToken;
      return { result: { rotated: true } };
    }),
  };
};
