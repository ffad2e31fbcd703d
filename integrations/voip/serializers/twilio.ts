import { hash } from 'node:crypto';
import type { RawRequest } from '#sdk';
import type { CallEvent, CallEventFacts, LegEventType, LegRole } from '../calls/events.ts';
import type { TwilioCall } from '../client/twilio.ts';

/** One form as Twilio posts it, with what we wrote into the address ourselves. */
export interface TwilioForm {
  form: Record<string, string>;
  own: Record<string, string>;
}
/** Never kept. */
const UNKEPT = ['CallToken', 'SpeechResult'];
/** One key says which way somebody went in a menu; several may be a card's number. */
const isKept = (name: string, value: string): boolean => !UNKEPT.includes(name) && (name !== 'Digits' || value.length === 1);

export function readForm(request: RawRequest): TwilioForm {
  const before = read.get(request);
  if (before) return before;
  const { rawBody, url } = request;
  const form = Object.fromEntries(new URLSearchParams(rawBody.toString('utf8')));
  const own = Object.fromEntries(new URLSearchParams(/\?(.*)$/s.exec(url)?.[1]));
  read.set(request, { form, own });
  return { form, own };
}
// Whoever takes an event from a request and whoever answers it read the same.
const read = new WeakMap<RawRequest, TwilioForm>();
export const kept = ({ form, own }: TwilioForm): TwilioForm => ({
  own,
  form: Object.fromEntries(Object.entries(form).filter(([name, value]) => isKept(name, value))),
});

/** Retries bear the same token; without one the bytes themselves are what makes it the same. */
export const eventIdOf = (request: RawRequest, topic: string): string =>
  `${topic}:${request.headers['i-twilio-idempotency-token'] ?? hash('sha256', Buffer.concat([Buffer.from(`${request.url}\n`), request.rawBody]))}`;

const STATUS: Readonly<Record<string, LegEventType>> = {
  queued: 'queued',
  initiated: 'initiated',
  ringing: 'ringing',
  'in-progress': 'answered',
  answered: 'answered',
  completed: 'completed',
  busy: 'busy',
  'no-answer': 'no_answer',
  failed: 'failed',
  canceled: 'cancelled',
};
export const statusOf = (status: string): LegEventType | undefined => (Object.hasOwn(STATUS, status) ? STATUS[status] : undefined);
const whole = (text: string | undefined | null): number | undefined => (text !== undefined && text !== null && /^\d+$/.test(text) ? Number(text) : undefined);
const roleOf = (text: string | undefined): LegRole => (text === 'us' || text === 'them' || text === 'listener' ? text : 'unknown');
const defined = <T extends object>(facts: T): T => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== '')) as T;

/** A status callback. `receivedAt` stands in where no time was told. */
export function statusEvent({ form, own }: TwilioForm, receivedAt: Date): CallEvent | undefined {
  const type = statusOf(form.CallStatus ?? '');
  if (!type || !form.CallSid) return undefined;
  const told = Date.parse(form.Timestamp ?? '');
  const facts: CallEventFacts = defined({
    role: roleOf(own.leg),
    ...(form.ParentCallSid ? { parentLegId: form.ParentCallSid } : {}),
    from: form.From ?? '',
    to: form.To ?? '',
    userId: own.user ?? '',
    ...(whole(form.CallDuration) === undefined ? {} : { durationSeconds: whole(form.CallDuration) as number }),
    // `Duration` is minutes.
    ...(whole(form.Duration) === undefined ? {} : { billedSeconds: (whole(form.Duration) as number) * 60 }),
    ...(whole(form.SipResponseCode) === undefined ? {} : { sipCode: whole(form.SipResponseCode) as number }),
    ...(whole(form.SequenceNumber) === undefined ? {} : { sequence: whole(form.SequenceNumber) as number }),
    answeredBy: form.AnsweredBy ?? '',
  });
  return { type, legId: form.CallSid, at: Number.isNaN(told) ? receivedAt : new Date(told), dedupeKey: `${form.CallSid}:${type}`, facts };
}

/** A leg as the provider's own list has it: what counts when callbacks were lost. */
export function snapshotEvent(call: TwilioCall, role: LegRole, userId?: string): CallEvent {
  const status = statusOf(call.status);
  const [startedAt, endedAt] = [Date.parse(call.start_time ?? ''), Date.parse(call.end_time ?? '')];
  const at = new Date(Number.isNaN(endedAt) ? (Number.isNaN(startedAt) ? Date.parse(call.date_created ?? '') || 0 : startedAt) : endedAt);
  const seconds = whole(call.duration);
  return {
    type: 'snapshot',
    legId: call.sid,
    at,
    dedupeKey: `${call.sid}:snapshot:${call.status}:${call.duration ?? ''}:${call.price ?? ''}`,
    facts: defined({
      role,
      ...(call.parent_call_sid ? { parentLegId: call.parent_call_sid } : {}),
      from: call.from,
      to: call.to,
      userId: userId ?? '',
      ...(status ? { status } : {}),
      ...(seconds === undefined ? {} : { durationSeconds: seconds, billedSeconds: Math.ceil(seconds / 60) * 60 }),
      ...(Number.isNaN(endedAt) ? {} : { endedAt: new Date(endedAt).toISOString() }),
      ...(Number.isNaN(startedAt) || status !== 'completed' || seconds === undefined || seconds === 0
        ? {}
        : { answeredAt: new Date(endedAt - seconds * 1000).toISOString() }),
      ...(call.price ? { cost: String(Math.abs(Number(call.price))), currency: call.price_unit ?? 'USD' } : {}),
      answeredBy: call.answered_by ?? '',
      callerName: call.caller_name ?? '',
    }),
  };
}
