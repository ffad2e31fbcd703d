import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RawRequest } from '#sdk';
import type { LegEventType } from '../calls/events.ts';

const form = z.object({
  event: z.enum(['invite', 'ringing', 'start', 'end', 'failed']),
  callid: z.string().min(1).max(300),
  from: z.string().max(500).default(''),
  to: z.string().max(500).default(''),
  /** The hub's own name of a call that it asked for. */
  pb: z.string().max(100).default(''),
  code: z.coerce.number().int().catch(0),
  at: z.coerce.number(),
  /** Seconds from the answer to the end; a server that is set up as of old does not say. */
  dur: z.coerce.number().int().min(0).catch(0),
});
/** What a SIP server tells of a call; see scripts/services/kamailio-tell.cfg. */
export interface SipTold {
  event: z.output<typeof form>['event'];
  callId: string;
  from: string;
  to: string;
  call: string | null;
  code: number;
  /** ISO time, in whole seconds. */
  at: string;
  /** From the answer to the end. */
  seconds: number;
}

/** A plus is one: Kamailio leaves that of a number as it is, and writes a space as %20. @throws when it is no such form: it is kept with the reason. */
export function readSip({ rawBody }: Pick<RawRequest, 'rawBody'>): SipTold {
  const { callid, pb, at, dur, ...told } = form.parse(Object.fromEntries(new URLSearchParams(rawBody.toString('utf8').replaceAll('+', '%2B'))));
  return {
    ...told,
    callId: callid,
    call: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(pb) ? pb : null,
    at: new Date(at * 1000).toISOString(),
    seconds: dur,
  };
}

/** A server says "it rings" as often as it rings: that is one thing. */
export const sipEventId = ({ event, callId }: SipTold): string => createHash('sha256').update(`${callId}:${event}`).digest('hex');

const FAILED: Readonly<Record<number, LegEventType>> = {
  486: 'busy',
  600: 'busy',
  603: 'busy',
  408: 'no_answer',
  480: 'no_answer',
  487: 'cancelled',
};
/** RFC 3261 §21 in our words. */
export const failedAs = (code: number): LegEventType => FAILED[code] ?? 'failed';
