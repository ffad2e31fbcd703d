import type { ConnectedContext, WebhookReply } from '#sdk';
import { addressOf } from '../addresses.ts';
import { callIdOf } from '../calls/identity.ts';
import { listenersRoom } from '../calls/listen.ts';
import { callById } from '../calls/tell.ts';
import { isListening } from '../driver.ts';
import { begin, type Input, type Op, type Place, resume } from '../flows/machine.ts';
import { toTwiml } from '../flows/render.ts';
import { recordingRule } from '../recordings/consent.ts';
import type { TwilioForm } from '../serializers.ts';
import { settingsOf } from '../settings.ts';
import { musicOf, soundAddresses } from '../sounds/address.ts';
import { twiml, type Verb, verb } from '../twiml/write.ts';
import { flowOf, planFor } from './plan.ts';
import { keepTelephones, lastTelephones, takeStep } from './world.ts';

const VOICE = 'Polly.Joanna-Neural';
/** Longer than this a caller hears nothing, and something is better than the right thing. */
const PATIENCE_MS = 2_500;
const XML = 'text/xml; charset=utf-8';
export const xml = (...verbs: readonly Verb[]): WebhookReply => ({ contentType: XML, body: twiml(...verbs) });
const say = (text: string) => verb('Say', { voice: VOICE }, text);

const readPlace = (text: string | undefined): Place | undefined => {
  try {
    const [node, tries, steps, since] = JSON.parse(text ?? '') as unknown[];
    return typeof node === 'string'
      ? { node, tries: Number(tries) || 0, steps: Number(steps) || 0, ...(typeof since === 'number' ? { since } : {}) }
      : undefined;
  } catch {
    return undefined;
  }
};
const writePlace = ({ node, tries, steps, since }: Place): string => JSON.stringify([node, tries, steps, ...(since === undefined ? [] : [since])]);

const DIALLED: Readonly<Record<string, 'answered' | 'busy' | 'no_answer'>> = { completed: 'answered', answered: 'answered', busy: 'busy' };
const inputOf = ({ form }: TwilioForm): Input => {
  if (form.DialCallStatus !== undefined) return { dialled: DIALLED[form.DialCallStatus] ?? 'no_answer' };
  if (form.RecordingSid !== undefined) return { recorded: true };
  if (form.Digits !== undefined) return { digits: form.Digits };
  return { digits: '' };
};

/** When our side fails the caller hears so, and a person's telephone rings. */
export function fallback(ctx: ConnectedContext, { form }: TwilioForm): WebhookReply {
  const { fallbackNumber } = settingsOf(ctx.connection);
  const targets = fallbackNumber ? [{ to: fallbackNumber }] : lastTelephones(ctx.workspaceId).slice(0, 10);
  const own = form.Direction === 'inbound' ? form.To : form.From;
  return xml(
    say('One moment, please.'),
    ...(targets.length > 0
      ? [
          verb(
            'Dial',
            { timeout: '25', answerOnBridge: 'true', ...(own ? { callerId: own } : {}) },
            ...targets.map(({ to }) => (to.startsWith('client:') ? verb('Client', {}, to.slice(7)) : verb('Number', {}, to))),
          ),
        ]
      : []),
    say('Please leave a message after the tone.'),
    verb('Record', { maxLength: '180', playBeep: 'true', recordingStatusCallback: addressOf(ctx, 'recording', { kind: 'voicemail' }) }),
  );
}

async function rendered(
  ctx: ConnectedContext,
  told: TwilioForm,
  { ops, version, isFirst, records }: { ops: readonly Op[]; version: string; isFirst: boolean; records: boolean },
): Promise<WebhookReply> {
  const callId = told.own.call ?? callIdOf(ctx.connection.id, told.form.CallSid ?? '');
  const own = told.form.Direction === 'inbound' ? (told.form.To ?? '') : (told.form.From ?? '');
  const settings = settingsOf(ctx.connection);
  // The provider keeps a sound for a while: an address without an end is the same each time.
  const addressOfSound = ops.some((op) => (op.op === 'say' && op.fileId) || (op.op === 'wait' && op.music)) ? await soundAddresses(ctx) : () => '';
  const verbs = toTwiml(
    ops,
    {
      step: (place) => addressOf(ctx, 'flow', { call: callId, v: version, at: writePlace(place), ...(records ? { rec: '1' } : {}) }),
      status: (more) => addressOf(ctx, 'status', { call: callId, ...more }),
      recording: (more) => addressOf(ctx, 'recording', { call: callId, ...more }),
      sound: (fileId) => addressOfSound({ file: fileId }),
      music: ({ fileId, fromSeconds }, seconds) => addressOfSound(musicOf(fileId), { piece: { from: fromSeconds, seconds } }),
    },
    // A withheld caller's own number cannot be shown on: ours is.
    { callerId: /^\+\d{6,15}$/.test(told.form.From ?? '') ? (told.form.From ?? own) : own, record: records, voice: VOICE },
  );
  const announces = isFirst && records && ops.some(({ op }) => op !== 'hangup') && recordingRule(settings, told.form.From ?? '').announces;
  return xml(...(announces ? [say(settings.announcement)] : []), ...verbs);
}

async function inTime(ctx: ConnectedContext, told: TwilioForm, work: Promise<WebhookReply>): Promise<WebhookReply> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  try {
    return (await Promise.race([work, promise])) ?? fallback(ctx, told);
  } catch (error) {
    ctx.log.error({ err: error, callSid: told.form.CallSid }, 'a call was answered by the fallback');
    return fallback(ctx, told);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

/** Somebody calls one of our numbers. */
export const answerVoice = (ctx: ConnectedContext, told: TwilioForm): Promise<WebhookReply> =>
  inTime(
    ctx,
    told,
    ctx.db
      .transaction(async (tx) => {
        const { CallSid = '', From: caller = '', To: called = '' } = told.form;
        const { flow, version, number } = await planFor(ctx, tx, called);
        await keepTelephones(ctx, tx);
        const callId = callIdOf(ctx.connection.id, CallSid);
        const { ops } = await takeStep(ctx, { flow, caller, called, callId, number }, (world) => begin(flow, world));
        const records = number?.record === 'on' || (settingsOf(ctx.connection).recording === 'on' && number?.record !== 'off');
        return { ops, version, isFirst: true, records };
      })
      .then((answer) => rendered(ctx, told, answer)),
  );

const roomOf = (call: string): Verb => verb('Dial', {}, verb('Conference', { startConferenceOnEnter: 'true', beep: 'false' }, `call-${call}`));

/** A bridge that ended because we took one side out of it: the other waits in the call's room. Nobody waits while the database is away. */
async function inRoom(ctx: ConnectedContext, { own, form }: TwilioForm): Promise<WebhookReply | undefined> {
  if (form.DialCallStatus === undefined) return undefined;
  const id = own.call ?? callIdOf(ctx.connection.id, form.CallSid ?? '');
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, id)).catch(() => undefined);
  return call?.room && call.state === 'answered' ? xml(roomOf(id)) : undefined;
}

/** A call goes on: from a place in its flow, or between the two sides of a call that we placed. */
export const answerFlow = (ctx: ConnectedContext, told: TwilioForm): Promise<WebhookReply> =>
  inTime(
    ctx,
    told,
    inRoom(ctx, told).then((room) => room ?? goOn(ctx, told)),
  );

async function goOn(ctx: ConnectedContext, told: TwilioForm): Promise<WebhookReply> {
  const { own, form } = told;
  if (own.step !== undefined) return answerPlaced(ctx, told);
  const place = readPlace(own.at);
  if (!place) return fallback(ctx, told);
  const version = own.v ?? 'default';
  const flow = await flowOf(ctx, version);
  const callId = own.call ?? callIdOf(ctx.connection.id, form.CallSid ?? '');
  const { ops } = await takeStep(ctx, { flow, callId, caller: form.From ?? '', called: form.To ?? '' }, (world) => resume(flow, place, inputOf(told), world));
  return rendered(ctx, told, { ops, version, isFirst: false, records: own.rec === '1' });
}

/** Steps of a call that we placed. All that is needed stands in the signed address: it works while the database is away. */
async function answerPlaced(ctx: ConnectedContext, told: TwilioForm): Promise<WebhookReply> {
  const { own, form } = told;
  const { call = '', to = '', from = '', rec, user = '', name = '' } = own;
  const keep = { call, to, from, user, ...(rec ? { rec } : {}) };
  switch (own.step) {
    case 'connect': {
      if (own.key === '1' && form.Digits === undefined)
        return xml(
          verb(
            'Gather',
            { input: 'dtmf', numDigits: '1', timeout: '8', action: addressOf(ctx, 'flow', { step: 'connect', ...keep }) },
            say(`Press any key to call ${name || to}.`),
          ),
          verb('Hangup', {}),
        );
      const settings = settingsOf(ctx.connection);
      const announces = rec === '1' && recordingRule(settings, to).announces;
      const told2 = {
        statusCallback: addressOf(ctx, 'status', { call, leg: 'them' }),
        statusCallbackEvent: 'initiated ringing answered completed',
        ...(announces ? { url: addressOf(ctx, 'flow', { step: 'announce' }) } : {}),
        ...(settings.detectMachines ? { machineDetection: 'Enable', amdStatusCallback: addressOf(ctx, 'amd', { call, leg: 'them' }) } : {}),
      };
      return xml(
        verb(
          'Dial',
          {
            timeout: '45',
            answerOnBridge: 'true',
            callerId: from,
            action: addressOf(ctx, 'flow', { step: 'after', ...keep }),
            ...(rec === '1'
              ? {
                  record: 'record-from-answer-dual',
                  recordingStatusCallback: addressOf(ctx, 'recording', { call, first: 'us' }),
                  recordingStatusCallbackEvent: 'in-progress completed absent',
                }
              : {}),
          },
          to.startsWith('sip:') ? verb('Sip', told2, to) : verb('Number', told2, to),
        ),
      );
    }
    case 'announce':
      return xml(say(settingsOf(ctx.connection).announcement));
    case 'listen':
      return isListening(own.mode) ? { contentType: XML, body: listenersRoom(call, own.mode, own.us ?? '') } : xml(verb('Hangup', {}));
    case 'join':
      return xml(roomOf(call));
    case 'test':
      return xml(say('This is your test call from Patchbay. You can be reached here. Goodbye.'), verb('Hangup', {}));
    default:
      return xml(verb('Hangup', {}));
  }
}
