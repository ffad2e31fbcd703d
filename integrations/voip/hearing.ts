import type { Context, Transaction } from '#sdk';
import type { CallEvent, LegEventType } from './calls/events.ts';
import { callIdOf } from './calls/identity.ts';
import type { Heard } from './calls/keep.ts';
import { callById, hearCalls, type NewCall, showCalls } from './calls/tell.ts';
import { readNumber } from './phone/number.ts';
import { noteRecording } from './recordings/hear.ts';
import { flowOf } from './routing/plan.ts';
import { statusEvent, type TwilioForm } from './serializers.ts';

/** What a call is when only a callback is known of it. */
function seedOf(ctx: Context, { form, own }: TwilioForm, receivedAt: Date): NewCall | undefined {
  if (!ctx.connection) return undefined;
  const root = form.ParentCallSid ?? form.CallSid ?? '';
  const isInbound = form.Direction === 'inbound' || own.leg === 'us' || own.v !== undefined;
  const outside = readNumber((isInbound ? form.From : form.To) ?? '');
  return {
    workspaceId: ctx.workspaceId,
    id: own.call ?? callIdOf(ctx.connection.id, root),
    connectionId: ctx.connection.id,
    provider: ctx.connection.provider,
    externalId: root,
    direction: isInbound ? 'inbound' : 'outbound',
    purpose: isInbound ? 'inbound' : 'other',
    fromNumber: form.From ?? '',
    toNumber: form.To ?? '',
    counterpart: outside.e164 ?? null,
    isWithheld: outside.isWithheld,
    ownNumber: (isInbound ? form.To : form.From) ?? null,
    requestedAt: receivedAt,
    // A leg's own callback knows its call only from the side.
    source: isInbound && (form.ParentCallSid !== undefined || form.From === undefined) ? 'leg' : 'webhook',
  };
}

/** The call that a callback speaks of; one that nobody knows yet begins here. */
async function hear(ctx: Context, tx: Transaction, told: TwilioForm, receivedAt: Date, events: readonly CallEvent[]) {
  const seed = seedOf(ctx, told, receivedAt);
  const [call] = seed ? await hearCalls(ctx, tx, [{ seed, events, receivedAt }]) : [];
  return call;
}

/** One callback as it came in. */
export interface Told {
  told: TwilioForm;
  receivedAt: Date;
}

/** Calls that ring at one of our numbers, all that came in together. */
export async function hearVoice(ctx: Context, tx: Transaction, all: readonly Told[]): Promise<void> {
  await showCalls(
    ctx,
    tx,
    all.flatMap((each) => voiceHeard(ctx, each) ?? []),
  );
}

function voiceHeard(ctx: Context, { told, receivedAt }: Told): Heard | undefined {
  const { form } = told;
  const facts = {
    role: 'them' as const,
    from: form.From ?? '',
    to: form.To ?? '',
    ...(form.StirVerstat ? { stir: form.StirVerstat } : {}),
    ...(form.CallerName ? { callerName: form.CallerName } : {}),
  };
  const legId = form.CallSid ?? '';
  const events: CallEvent[] = [{ type: 'ringing', legId, at: receivedAt, dedupeKey: `${legId}:voice`, facts }];
  const seed = seedOf(ctx, told, receivedAt);
  return seed && { seed, events, receivedAt };
}

const NODE_EVENTS: Readonly<Record<string, LegEventType>> = { menu: 'menu_entered', queue: 'queue_entered' };

/** Steps of flows, all that came in together. */
export async function hearFlow(ctx: Context, tx: Transaction, all: readonly Told[]): Promise<void> {
  // Steps of calls that we placed are told of by status callbacks.
  const steps = all.filter(({ told: { own } }) => own.step === undefined && own.at !== undefined);
  const heard: Awaited<ReturnType<typeof stepHeard>>[] = [];
  for (const each of steps) heard.push(await stepHeard(ctx, each));
  await ctx.tasks.enqueueAll(
    'voip.ask-webhook',
    heard.flatMap(({ asked }) => (asked ? [{ payload: asked, singletonKey: `${asked.callId}:${asked.nodeId}` }] : [])),
  );
  await hearCalls(
    ctx,
    tx,
    heard.flatMap(({ seed, events, receivedAt }) => (seed ? [{ seed, events, receivedAt }] : [])),
  );
}

async function stepHeard(ctx: Context, { told, receivedAt }: Told) {
  const { form, own } = told;
  const [nodeId, , , since] = JSON.parse(own.at ?? '') as [string, number, number, number?];
  const version = own.v ?? 'default';
  const node = (await flowOf(ctx, version)).nodes[nodeId];
  const legId = form.CallSid ?? '';
  const type = node && NODE_EVENTS[node.type];
  const events: CallEvent[] = [];
  if (node && type)
    events.push({
      type,
      legId,
      at: since === undefined ? receivedAt : new Date(since * 1000),
      dedupeKey: `${legId}:${type}:${nodeId}`,
      facts: { nodeId, ...(node.type === 'queue' ? { queueId: node.queueId } : {}) },
    });
  if (node?.type === 'queue' && node.offersCallback && form.Digits === '1')
    events.push({ type: 'callback_asked', legId, at: receivedAt, dedupeKey: `${legId}:callback`, facts: { queueId: node.queueId } });
  const seed = seedOf(ctx, told, receivedAt);
  const asked = node?.type === 'webhook' && own.call ? { callId: own.call, nodeId, version } : undefined;
  return { seed, events, receivedAt, asked };
}

/** Status callbacks, all that came in together: they come by the thousand. */
export async function hearStatus(ctx: Context, tx: Transaction, all: readonly Told[]): Promise<void> {
  const heard: Heard[] = [];
  for (const { told, receivedAt } of all) {
    const { form, own } = told;
    // The number's own status callback bears no name of ours: it speaks of whoever called.
    const leg = own.leg ?? (form.Direction === 'inbound' ? 'them' : 'unknown');
    // Whoever was asked to take over hangs on the one who asks, not on themselves.
    const event = statusEvent({ form: own.by ? { ...form, ParentCallSid: own.by } : form, own: { ...own, leg } }, receivedAt);
    if (!event) continue;
    const seed = seedOf(ctx, told, receivedAt);
    // A test ring is no call of anybody.
    if (own.test === '1') await ctx.tasks.enqueue('voip.note-test-ring', { userId: own.user ?? '', status: event.type });
    else if (seed) heard.push({ seed, events: [event], receivedAt });
  }
  await hearCalls(ctx, tx, heard);
}

export async function hearAmd(ctx: Context, tx: Transaction, told: TwilioForm, receivedAt: Date): Promise<void> {
  const { form, own } = told;
  const legId = form.CallSid ?? '';
  const answeredBy = form.AnsweredBy ?? 'unknown';
  if (!own.call || !(await callById(tx, ctx.workspaceId, own.call))) return;
  await hear(ctx, tx, told, receivedAt, [{ type: 'amd', legId, at: receivedAt, dedupeKey: `${legId}:amd`, facts: { answeredBy } }]);
}

export async function hearRecording(ctx: Context, tx: Transaction, told: TwilioForm, receivedAt: Date): Promise<void> {
  if (!ctx.connection || !told.form.RecordingSid) return;
  const legId = told.form.CallSid ?? '';
  const isVoicemail = told.own.kind === 'voicemail';
  const hasSound = told.form.RecordingStatus === 'completed';
  const events: CallEvent[] = isVoicemail && hasSound ? [{ type: 'voicemail', legId, at: receivedAt, dedupeKey: `${legId}:voicemail`, facts: {} }] : [];
  const call = await hear(
    ctx,
    tx,
    { form: { ...told.form, Direction: told.form.Direction ?? (isVoicemail ? 'inbound' : '') }, own: told.own },
    receivedAt,
    events,
  );
  if (call) await noteRecording(ctx, tx, call, told);
}

/** A text message to one of our numbers. */
export async function hearMessage(ctx: Context, _tx: Transaction, { form }: TwilioForm, receivedAt: Date): Promise<void> {
  if (!ctx.connection || !form.MessageSid) return;
  const from = readNumber(form.From ?? '');
  await ctx.crm.activities.record({
    kind: 'message',
    direction: 'inbound',
    occurredAt: receivedAt,
    provider: ctx.connection.provider,
    externalId: form.MessageSid,
    connectionId: ctx.connection.id,
    subject: 'Text message',
    snippet: (form.Body ?? '').slice(0, 500),
    body: form.Body ?? '',
    participants: [{ address: from.e164 ?? form.From ?? '', kind: 'phone', role: 'from' }],
    data: { to: form.To ?? null },
  });
}
