import { z } from 'zod';
import type { CallRow } from '../calls/tell.ts';
import { shownNumber } from '../phone/number.ts';

const time = z.iso.datetime().nullable();
export const candidateView = z.object({ contactId: z.uuid(), name: z.string() });
export const guardView = z
  .object({ allowed: z.boolean(), rule: z.string().optional(), sentence: z.string().optional(), nextAllowedAt: z.string().optional() })
  .meta({ id: 'CallGuard' });
export const legView = z.object({
  legId: z.string(),
  role: z.enum(['us', 'them', 'listener', 'unknown']),
  to: z.string().nullable(),
  userId: z.string().nullable(),
  ringingAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  end: z.string().nullable(),
});
export const callView = z
  .object({
    id: z.uuid(),
    direction: z.enum(['inbound', 'outbound']),
    state: z.enum(['requested', 'queued', 'ringing', 'answered', 'ended']),
    from: z.string(),
    to: z.string(),
    /** The other side's number, as it is written there; null when it was withheld. */
    number: z.string().nullable(),
    shownNumber: z.string(),
    ownNumber: z.string().nullable(),
    isWithheld: z.boolean(),
    callerName: z.string().nullable(),
    stir: z.string().nullable(),
    userId: z.uuid().nullable(),
    queueId: z.uuid().nullable(),
    queuedAt: time,
    contactId: z.uuid().nullable(),
    contactName: z.string().nullable(),
    dealId: z.uuid().nullable(),
    match: z.object({ rule: z.string(), candidates: z.array(candidateView) }).nullable(),
    requestedAt: z.iso.datetime(),
    ringingAt: time,
    answeredAt: time,
    endedAt: time,
    ringSeconds: z.int().nullable(),
    waitSeconds: z.int().nullable(),
    talkSeconds: z.int().nullable(),
    holdSeconds: z.int(),
    /** Who picked up, where the provider listened: `human`, `machine_start`, … */
    answeredBy: z.string().nullable(),
    disposition: z.string().nullable(),
    outcome: z.string().nullable(),
    outcomeFields: z.record(z.string(), z.string()),
    hangupCause: z.string().nullable(),
    notes: z.string().nullable(),
    isRecorded: z.boolean(),
    isHeld: z.boolean(),
    /** The other side does not hear us. */
    isMuted: z.boolean(),
    recordingIds: z.array(z.uuid()),
    /** Whether the tape runs now. */
    recordingNow: z.enum(['off', 'running', 'paused']),
    legs: z.array(legView),
    cost: z.object({ amount: z.string(), currency: z.string() }).nullable(),
    guard: guardView.nullable(),
    source: z.string(),
    activityId: z.uuid().nullable(),
  })
  .meta({ id: 'Call' });
export type CallView = z.output<typeof callView>;
export const callEventView = z.object({ type: z.string(), legId: z.string(), at: z.iso.datetime(), receivedAt: z.iso.datetime() });
export const callDetail = callView
  .extend({
    events: z.array(callEventView),
    /** Words to choose an outcome from, and what must be filled in with it. */
    outcomes: z.array(z.string()),
    requiredFields: z.array(z.string()),
  })
  .meta({ id: 'CallDetail' });

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
export const toCallView = (
  row: CallRow,
  {
    contactName = null,
    recordingIds = [],
    recordingNow = 'off',
  }: { contactName?: string | null; recordingIds?: string[]; recordingNow?: CallView['recordingNow'] } = {},
): CallView => ({
  id: row.id,
  direction: row.direction,
  state: row.state,
  from: row.fromNumber,
  to: row.toNumber,
  number: row.counterpart,
  shownNumber: row.isWithheld ? 'Number withheld' : shownNumber(row.counterpart ?? (row.direction === 'inbound' ? row.fromNumber : row.toNumber)),
  ownNumber: row.ownNumber,
  isWithheld: row.isWithheld,
  callerName: row.callerName,
  stir: row.stir,
  userId: row.userId,
  queueId: row.queueId,
  queuedAt: iso(row.queuedAt),
  contactId: row.contactId,
  contactName,
  dealId: row.dealId,
  match: row.match ? { rule: row.match.rule, candidates: row.match.candidates.map(({ contactId, name }) => ({ contactId, name })) } : null,
  requestedAt: row.requestedAt.toISOString(),
  ringingAt: iso(row.ringingAt),
  answeredAt: iso(row.answeredAt),
  endedAt: iso(row.endedAt),
  ringSeconds: row.ringSeconds,
  waitSeconds: row.waitSeconds,
  talkSeconds: row.talkSeconds,
  holdSeconds: row.holdSeconds,
  answeredBy: row.answeredBy,
  disposition: row.disposition,
  outcome: row.outcome,
  outcomeFields: row.outcomeFields,
  hangupCause: row.hangupCause,
  notes: row.notes,
  isRecorded: row.isRecorded,
  isHeld: row.room?.held ?? false,
  isMuted: row.room?.isMuted ?? false,
  recordingIds,
  recordingNow,
  legs: row.legs.map((leg) => ({
    legId: leg.legId,
    role: leg.role,
    to: leg.to ?? null,
    userId: leg.userId ?? null,
    ringingAt: leg.ringingAt ?? null,
    answeredAt: leg.answeredAt ?? null,
    endedAt: leg.endedAt ?? null,
    end: leg.end ?? null,
  })),
  cost: row.costAmount ? { amount: row.costAmount, currency: row.costCurrency ?? 'USD' } : null,
  guard: row.guard
    ? { allowed: row.guard.allowed, ...(row.guard.rule ? { rule: row.guard.rule } : {}), ...(row.guard.sentence ? { sentence: row.guard.sentence } : {}) }
    : null,
  source: row.source,
  activityId: row.activityId,
});
