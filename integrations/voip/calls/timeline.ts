import { type Context, type CrmActivity, PatchbayError } from '#sdk';
import { shownNumber } from '../phone/number.ts';
import type { CallRow } from './keep.ts';

export const lengthOf = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min${seconds % 60 ? ` ${seconds % 60} s` : ''}`;

const WORDS: Readonly<Record<string, string>> = {
  busy: 'busy',
  no_answer: 'no answer',
  rejected: 'declined',
  cancelled: 'hung up before it was answered',
  invalid_number: 'the number is not in use',
  failed: 'could not be connected',
  machine: 'an answering machine',
  voicemail: 'left a voicemail',
  abandoned: 'hung up while waiting',
  missed: 'missed',
  callback: 'asked to be called back',
  not_placed: 'was not placed',
};

/** One line for a timeline. */
export function sentenceOf({ direction, disposition, talkSeconds, outcome }: Pick<CallRow, 'direction' | 'disposition' | 'talkSeconds' | 'outcome'>): string {
  const what = direction === 'inbound' ? 'Called us' : 'Call';
  if (disposition === 'answered')
    return `${direction === 'inbound' ? 'Called us' : 'Talked'} for ${lengthOf(talkSeconds ?? 0)}${outcome ? ` · ${outcome}` : ''}`;
  return `${what}: ${WORDS[disposition ?? ''] ?? 'ended'}${outcome ? ` · ${outcome}` : ''}`;
}

/** The call as it stands on the timelines of those who were in it. */
export function activityOf(call: CallRow): CrmActivity {
  const outside = call.counterpart ?? (call.direction === 'inbound' ? call.fromNumber : call.toNumber);
  const isInbound = call.direction === 'inbound';
  return {
    kind: 'call',
    direction: call.direction,
    occurredAt: call.ringingAt ?? call.requestedAt,
    provider: call.provider,
    externalId: call.id,
    ...(call.connectionId ? { connectionId: call.connectionId as never } : {}),
    subject: sentenceOf(call),
    snippet: call.notes?.slice(0, 500) ?? null,
    body: call.notes,
    status: call.disposition === 'answered' ? 'completed' : (call.disposition ?? 'completed'),
    ...(call.userId ? { ownerId: call.userId as never } : {}),
    ...(call.dealId ? { dealId: call.dealId } : {}),
    ...(call.organizationId ? { organizationId: call.organizationId } : {}),
    participants: [
      ...(call.isWithheld
        ? []
        : [{ address: outside, kind: 'phone' as const, role: isInbound ? 'caller' : 'callee', ...(call.contactId ? { contactId: call.contactId } : {}) }]),
      ...(call.userId
        ? [{ address: call.ownNumber ?? call.userId, kind: 'phone' as const, role: isInbound ? 'callee' : 'caller', userId: call.userId as never }]
        : []),
    ],
    data: {
      callId: call.id,
      from: call.fromNumber,
      to: call.toNumber,
      disposition: call.disposition,
      outcome: call.outcome,
      talkSeconds: call.talkSeconds,
      ringSeconds: call.ringSeconds,
      queueId: call.queueId,
    },
  };
}

/** One activity for each call, brought up to date as often as more is known. The ids, by the call's. */
export async function recordActivities(ctx: Context, calls: readonly CallRow[]): Promise<Map<string, string>> {
  const toldAt = ctx.clock.now();
  const [only] = calls;
  if (!only) return new Map();
  const said = calls.map((call) => ({ ...activityOf(call), toldAt }));
  try {
    const recorded = await ctx.crm.activities.recordAll(said);
    return new Map(recorded.flatMap(({ id }, index) => (calls[index] ? [[calls[index].id, id]] : [])));
  } catch (error) {
    // A person took the activity away, or the contact was merged this moment: the call itself stays kept. Of many, each is tried by itself.
    if (calls.length === 1 && error instanceof PatchbayError && (error.code === 'not_found' || error.code === 'conflict')) return new Map();
    throw error;
  }
}

export const callData = (call: CallRow) => ({
  callId: call.id,
  direction: call.direction,
  state: call.state,
  from: call.fromNumber,
  to: call.toNumber,
  number: call.counterpart,
  shownNumber: call.counterpart ? shownNumber(call.counterpart) : null,
  contactId: call.contactId,
  dealId: call.dealId,
  userId: call.userId,
  callerName: call.callerName,
  stir: call.stir,
  match: call.match ? { rule: call.match.rule, candidates: call.match.candidates.map(({ contactId, name }) => ({ contactId, name })) } : null,
  disposition: call.disposition,
  outcome: call.outcome,
  talkSeconds: call.talkSeconds,
  ringSeconds: call.ringSeconds,
  ringingAt: call.ringingAt?.toISOString() ?? null,
  answeredAt: call.answeredAt?.toISOString() ?? null,
  endedAt: call.endedAt?.toISOString() ?? null,
  activityId: call.activityId,
});

export const isEndTold = ({ told }: Pick<CallRow, 'told'>): boolean => told.includes('call.completed') || told.includes('call.missed');

/** What the world is to be told of, and was not yet. */
function newsOf(call: CallRow): string[] {
  const due: string[] = [];
  // What was told cannot be taken back: after an end there is nothing more to tell, and a doubtful end is not told yet.
  if (isEndTold(call)) return due;
  const ended = call.state === 'ended';
  if (call.ringingAt && !ended) due.push('call.ringing');
  if (call.answeredAt) due.push('call.answered');
  if (ended && !call.settleAt) due.push(call.direction === 'inbound' && call.disposition !== 'answered' ? 'call.missed' : 'call.completed');
  return due.filter((type) => !call.told.includes(type));
}

/** Tells the world once of each thing that happened, and notes in the calls that it was told. */
export async function publishCalls(ctx: Context, calls: readonly CallRow[]): Promise<void> {
  const news = calls.flatMap((call) => newsOf(call).map((type) => ({ call, type })));
  if (news.length === 0) return;
  await ctx.events.publish(
    ...news.map(({ call, type }) => ({
      type,
      subject: { type: 'call', id: call.id },
      data: {
        ...callData(call),
        ...(call.userId ? { ownerId: call.userId, recordOwnerIds: call.match?.candidates.flatMap(({ ownerId }) => ownerId ?? []) ?? [] } : {}),
      },
    })),
  );
  for (const { call, type } of news) call.told = [...call.told, type];
}
