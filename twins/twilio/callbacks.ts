import { createHash } from 'node:crypto';
import { hostName, isLoopbackHost, parseHttpUrl } from '../loopback.ts';
import type { Store } from '../store.ts';
import type { World } from '../twin.ts';
import type { Outgoing, WebhookSender } from '../webhook-sender.ts';
import { waveSeconds } from './audio.ts';
import type { Document } from './line.ts';
import { twilioSignature } from './signature.ts';
import type { Leg, Recording, TwilioData } from './store.ts';

const COUNTRY: readonly [string, string][] = [
  ['+1', 'US'],
  ['+44', 'GB'],
  ['+49', 'DE'],
  ['+33', 'FR'],
];
const countryOf = (number: string): string => COUNTRY.find(([code]) => number.startsWith(code))?.[1] ?? '';

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1000));
export const durationOf = ({ answeredMs, endedMs, status }: Leg): number =>
  status === 'completed' && answeredMs !== null && endedMs !== null ? seconds(endedMs - answeredMs) : 0;

/** What every voice request says of its leg. */
export const legParams = (leg: Leg): Record<string, string> => ({
  CallSid: leg.sid,
  AccountSid: leg.accountSid,
  From: leg.from,
  To: leg.to,
  Caller: leg.from,
  Called: leg.to,
  CallStatus: leg.status === 'initiated' ? 'ringing' : leg.status,
  Direction: leg.direction,
  ApiVersion: '2010-04-01',
  FromCountry: countryOf(leg.from),
  ToCountry: countryOf(leg.to),
  ...(leg.parentSid ? { ParentCallSid: leg.parentSid } : {}),
  ...(leg.forwardedFrom ? { ForwardedFrom: leg.forwardedFrom } : {}),
  ...(leg.callerName ? { CallerName: leg.callerName } : {}),
  ...(leg.stirVerstat ? { StirVerstat: leg.stirVerstat } : {}),
});

/** Tells the hub, in Twilio's words and signed. */
export const createCallbacks = (world: World, store: Store<TwilioData>, sender: WebhookSender) => {
  const { clock } = world;
  let lastEvent = 0;
  const sounds = new Map<string, number>();

  const outgoing = (url: string, type: string, params: Record<string, string>): Outgoing => {
    lastEvent += 1;
    // The same for every try of one event.
    const token = createHash('sha256').update(`${store.data.made} ${lastEvent} ${clock.nowMs()}`).digest('hex').slice(0, 32);
    return {
      eventId: token,
      type,
      body: new URLSearchParams(params).toString(),
      contentType: 'application/x-www-form-urlencoded; charset=utf-8',
      url,
      secret: store.data.account.authToken,
      headers: { 'i-twilio-idempotency-token': token },
    };
  };

  const send = (kind: 'status' | 'recording', event: Outgoing): void => {
    const { repeat, lateMs, lost } = store.data.weather;
    if (lost.includes(kind)) return;
    void sender.send([event], {
      repeat,
      shuffle: false,
      lateMs: lateMs > 0 ? Math.ceil(world.random() * lateMs) : 0,
      forge: undefined,
      wait: true,
      parallel: 1,
    });
  };

  const statusEvent = (leg: Leg, event: string): Outgoing | undefined => {
    if (!leg.statusCallback?.events.includes(event)) return undefined;
    const params = {
      ...legParams(leg),
      CallStatus: event === 'initiated' ? 'initiated' : leg.status,
      Timestamp: clock.now().toUTCString().replace('GMT', '+0000'),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(leg.sent),
      ...(event === 'completed' ? { CallDuration: String(durationOf(leg)), Duration: String(Math.ceil(durationOf(leg) / 60)) } : {}),
      ...(leg.sipCode ? { SipResponseCode: String(leg.sipCode) } : {}),
      ...(leg.answeredBy ? { AnsweredBy: leg.answeredBy } : {}),
    };
    leg.sent += 1;
    return outgoing(leg.statusCallback.url, `call.${event}`, params);
  };

  return {
    statusEvent,
    status: (leg: Leg, event: string): void => {
      const told = statusEvent(leg, event);
      if (told) send('status', told);
    },
    amd: (url: string, leg: Leg, answeredBy: string): void =>
      send('status', outgoing(url, 'call.amd', { CallSid: leg.sid, AccountSid: leg.accountSid, AnsweredBy: answeredBy, MachineDetectionDuration: '2400' })),
    recording: (recording: Recording): void => {
      if (!recording.callback) return;
      const base = `https://api.twilio.com/2010-04-01/Accounts/${recording.accountSid}/Recordings/${recording.sid}`;
      send(
        'recording',
        outgoing(recording.callback, `recording.${recording.status}`, {
          AccountSid: recording.accountSid,
          CallSid: recording.callSid,
          RecordingSid: recording.sid,
          RecordingUrl: base,
          RecordingStatus: recording.status,
          RecordingDuration: String(recording.durationSeconds),
          RecordingChannels: String(recording.channels),
          RecordingStartTime: new Date(recording.startedMs).toUTCString().replace('GMT', '+0000'),
          RecordingSource: recording.source,
          RecordingTrack: 'both',
          ...(recording.errorCode ? { ErrorCode: String(recording.errorCode) } : {}),
        }),
      );
    },
    /** How long a sound is that shall be played: it is fetched, as the provider does, and once. Elsewhere than on this machine nothing is fetched. */
    soundSeconds: async (address: string): Promise<number> => {
      const target = parseHttpUrl(address);
      if (!target || !(isLoopbackHost(target.hostname) || world.allowedHosts.includes(hostName(target.host)))) return 0;
      const known = sounds.get(address);
      if (known !== undefined) return known;
      const response = await fetch(address, { headers: { 'user-agent': 'TwilioProxy/1.1' }, signal: AbortSignal.timeout(15_000) });
      if (!response.ok) throw new Error(`11200 HTTP retrieval failure ${response.status} of a sound`);
      const length = waveSeconds(Buffer.from(await response.arrayBuffer()));
      sounds.set(address, length);
      return length;
    },
    /** Asks for the next document. One repeat, then the fallback address, as the provider does. */
    fetchTwiml: async (url: string, leg: Leg, more: Record<string, string> = {}, fallbackUrl?: string): Promise<Document> => {
      const ask = async (address: string, extra: Record<string, string>): Promise<Document> => {
        const target = parseHttpUrl(address);
        if (!target || !(isLoopbackHost(target.hostname) || world.allowedHosts.includes(hostName(target.host))))
          throw new Error(`11200 ${address} is not on this machine`);
        const params = new URLSearchParams({ ...legParams(leg), ...more, ...extra });
        const response = await fetch(address, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
            'user-agent': 'TwilioProxy/1.1',
            'x-twilio-signature': twilioSignature(store.data.account.authToken, address, params),
            'i-twilio-idempotency-token': createHash('sha256')
              .update(`${leg.sid} ${address} ${params} ${clock.nowMs()} ${lastEvent}`)
              .digest('hex')
              .slice(0, 32),
          },
          body: params.toString(),
          signal: AbortSignal.timeout(15_000),
        });
        if (!response.ok) throw new Error(`11200 HTTP retrieval failure ${response.status}`);
        return { xml: await response.text(), url: address };
      };
      lastEvent += 1;
      try {
        return await ask(url, {});
      } catch (first) {
        try {
          return await ask(url, {});
        } catch {
          if (!fallbackUrl) throw first;
          return ask(fallbackUrl, { ErrorCode: '11200', ErrorUrl: url });
        }
      }
    },
  };
};
export type Callbacks = ReturnType<typeof createCallbacks>;
