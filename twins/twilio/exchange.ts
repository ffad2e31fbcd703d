import { lookUp, type Store } from '../store.ts';
import type { World } from '../twin.ts';
import type { Callbacks } from './callbacks.ts';
import { type Line, type Load, newLine, Over, press, Redirected } from './line.ts';
import { isOver, type Leg, type LegStatus, newSid, type Phone, type Recording, type TwilioData } from './store.ts';

const SIP: Partial<Record<LegStatus, number>> = { busy: 486, 'no-answer': 487, failed: 404, canceled: 487, completed: 200 };
const MANUAL: Phone = { mode: 'manual', afterMs: 0, script: [] };

export type NewLeg = Pick<Leg, 'to' | 'from' | 'direction'> & Partial<Leg>;

/** The switch: legs begin, ring, are answered and end; whoever waits for one is told. */
export const createExchange = ({ clock, timers }: World, store: Store<TwilioData>, callbacks: Callbacks) => {
  const lines = new Map<string, Line>();
  const legOf = (sid: string): Leg => {
    const leg = store.data.legs[sid];
    if (!leg) throw new RangeError(`No call “${sid}”.`);
    return leg;
  };
  const lineOf = (sid: string): Line => {
    const line = lines.get(sid) ?? newLine(sid);
    lines.set(sid, line);
    return line;
  };
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => timers.at(clock.nowMs() + ms, resolve));

  const begin = (fields: NewLeg): Leg => {
    const leg: Leg = {
      sid: newSid(store.data, 'CA'),
      accountSid: store.data.account.sid,
      parentSid: null,
      status: 'queued',
      createdMs: clock.nowMs(),
      answeredMs: null,
      endedMs: null,
      answeredBy: null,
      callerName: null,
      forwardedFrom: null,
      stirVerstat: null,
      sipCode: null,
      statusCallback: null,
      sent: 0,
      heard: [],
      room: null,
      isMuted: false,
      coaches: null,
      bridgedWith: null,
      ...fields,
    };
    store.data.legs[leg.sid] = leg;
    lineOf(leg.sid);
    return leg;
  };

  const end = (sid: string, status: LegStatus): void => {
    const leg = store.data.legs[sid];
    if (!leg || isOver(leg)) return;
    leg.status = status;
    leg.endedMs = clock.nowMs();
    leg.sipCode = SIP[status] ?? null;
    leg.room = null;
    leg.bridgedWith = null;
    for (const recording of recordingsOf(sid)) finish(recording);
    callbacks.status(leg, 'completed');
    const line = lineOf(sid);
    line.rung.resolve(status === 'busy' || status === 'failed' || status === 'no-answer' ? status : 'canceled');
    line.over.resolve();
    line.interrupt.reject(new Over());
  };
  const hangUp = (sid: string): void => end(sid, legOf(sid).answeredMs === null ? 'canceled' : 'completed');

  const recordingsOf = (sid: string): Recording[] =>
    Object.values(store.data.recordings).filter(({ callSid, status }) => callSid === sid && (status === 'in-progress' || status === 'paused'));
  /** `tellsBegin`: the notice that it runs was asked for too. */
  const record = (sid: string, source: Recording['source'], channels: 1 | 2, callback: string | null, tellsBegin = false): Recording => {
    const recording: Recording = {
      sid: newSid(store.data, 'RE'),
      accountSid: store.data.account.sid,
      callSid: sid,
      status: 'in-progress',
      channels,
      source,
      startedMs: clock.nowMs(),
      durationSeconds: 0,
      errorCode: null,
      callback,
    };
    store.data.recordings[recording.sid] = recording;
    if (tellsBegin) callbacks.recording(recording);
    return recording;
  };
  /** What was shorter than a second is no recording. */
  const finish = (recording: Recording): void => {
    if (recording.status !== 'in-progress' && recording.status !== 'paused') return;
    recording.durationSeconds = Math.round((clock.nowMs() - recording.startedMs) / 1000);
    const isAbsent = recording.durationSeconds < 1;
    recording.status = isAbsent ? 'absent' : 'completed';
    recording.errorCode = isAbsent ? 16_101 : null;
    callbacks.recording(recording);
  };

  const answer = (sid: string, answeredBy: string | null = null): void => {
    const leg = legOf(sid);
    if (isOver(leg) || leg.answeredMs !== null) return;
    leg.status = 'in-progress';
    leg.answeredMs = clock.nowMs();
    leg.answeredBy = answeredBy;
    callbacks.status(leg, 'answered');
    lineOf(sid).rung.resolve('answered');
  };

  const isAwayClient = ({ to }: Leg): boolean =>
    to.startsWith('client:') && (lookUp(store.data.clients, to.slice('client:'.length).split('?')[0] ?? '') ?? 0) <= clock.nowMs();

  /** Rings somebody outside until they answer, refuse, or `timeoutMs` has passed. */
  const ring = async (leg: Leg, timeoutMs: number) => {
    const line = lineOf(leg.sid);
    callbacks.status(leg, 'initiated');
    if (Object.values(store.data.numbers).some(({ e164 }) => e164 === leg.to) || !/^(\+\d{6,15}|client:.+|sip:.+)$/.test(leg.to)) end(leg.sid, 'failed');
    // A browser that is not there is no error to the provider: nobody answers.
    else if (isAwayClient(leg)) end(leg.sid, 'no-answer');
    else {
      leg.status = 'ringing';
      callbacks.status(leg, 'ringing');
      const { mode, afterMs } = store.data.phones[leg.to] ?? MANUAL;
      const react = () => {
        if (isOver(leg) || leg.answeredMs !== null) return;
        if (mode === 'answer' || mode === 'machine') answer(leg.sid, mode === 'machine' ? 'machine_start' : null);
        if (mode === 'busy' || mode === 'reject') end(leg.sid, 'busy');
        if (mode === 'unreachable') end(leg.sid, 'failed');
      };
      if (mode !== 'manual' && mode !== 'no_answer') {
        if (afterMs > 0) timers.at(clock.nowMs() + afterMs, react);
        else react();
      }
      const stopWaiting = timers.at(clock.nowMs() + timeoutMs, () => {
        if (leg.answeredMs === null) end(leg.sid, 'no-answer');
      });
      await line.rung.promise;
      stopWaiting();
    }
    return line.rung.promise;
  };

  return {
    lines,
    begin,
    end,
    hangUp,
    ring,
    answer,
    record,
    finish,
    recordingsOf,
    sleep,
    legOf,
    lineOf,
    say: (sid: string, words: string): void => {
      const leg = store.data.legs[sid];
      if (!leg || words === '') return;
      leg.heard = [...leg.heard, words].slice(-30);
    },
    emptyRoom: (room: string): void => {
      for (const leg of Object.values(store.data.legs)) if (leg.room === room) hangUp(leg.sid);
    },
    press: (sid: string, keys: string): void => press(lineOf(sid), keys),
    redirect: (sid: string, load: Load): void => {
      const line = lineOf(sid);
      line.interrupt.reject(new Redirected(load));
      line.left.resolve();
    },
    /** The next thing this leg's phone was told to do by its script. */
    nextOfScript: (leg: Leg): string | undefined => {
      const outside = leg.direction === 'inbound' ? leg.from : leg.to;
      return store.data.phones[outside]?.script.shift();
    },
    /** A leg that was taken out of a bridge can be interrupted again. */
    renew: (sid: string): void => {
      const fresh = newLine(sid);
      const line = lineOf(sid);
      line.interrupt = fresh.interrupt;
      line.left = fresh.left;
    },
    clear: () => {
      for (const line of lines.values()) line.interrupt.reject(new Over());
      lines.clear();
    },
  };
};
export type Exchange = ReturnType<typeof createExchange>;
