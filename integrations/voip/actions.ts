import { z } from 'zod';
import { action } from '#sdk';
import { hangUpCall } from './calls/control.ts';
import { disposeCall, logCall, noteCall } from './calls/log.ts';
import { placeCall } from './calls/place.ts';
import { lookUp } from './phone/look-up.ts';
import { pauseRecording, resumeRecording } from './recordings/control.ts';
import { keepTranscript, MOST_TEXT } from './recordings/transcribe.ts';
import { callView, guardView, logCallBody, placeCallBody, toCallView } from './serializers.ts';

export const placed = z.object({ call: callView.nullable(), guard: guardView });
const verdict = ({ allowed, rule, sentence, nextAllowedAt }: { allowed: boolean; rule?: string; sentence?: string; nextAllowedAt?: string }) => ({
  allowed,
  ...(rule ? { rule } : {}),
  ...(sentence ? { sentence } : {}),
  ...(nextAllowedAt ? { nextAllowedAt } : {}),
});
export const place = async (...[ctx, input]: Parameters<typeof placeCall>) => {
  const { call, guard } = await placeCall(ctx, input);
  return { call: call && toCallView(call), guard: verdict(guard as never) };
};

export const actions = [
  action({
    name: 'voip.place-call',
    title: 'Call somebody',
    description: 'Rings the person who calls, then whom they call. Says why where it must not be done.',
    input: placeCallBody,
    output: placed,
    permission: 'voip:send',
    effect: 'outbound',
    confirm: 'Place this call?',
    undo: 'voip.hang-up',
    run: place,
  }),
  action({
    name: 'voip.hang-up',
    title: 'End a call',
    description: 'Ends a call that is going on.',
    input: z.strictObject({ callId: z.uuid() }),
    output: callView,
    permission: 'voip:send',
    effect: 'outbound',
    run: async (ctx, { callId }) => toCallView(await hangUpCall(ctx, callId)),
  }),
  action({
    name: 'voip.log-call',
    title: 'Write down a call',
    description: 'Keeps a call that was made elsewhere.',
    input: logCallBody,
    output: callView,
    permission: 'voip:write',
    effect: 'write',
    run: async (ctx, input) => toCallView(await logCall(ctx, input)),
  }),
  action({
    name: 'voip.note-call',
    title: 'Write a note to a call',
    description: 'Sets the notes of a call; they stand on the timeline.',
    input: z.strictObject({ callId: z.uuid(), notes: z.string().max(20_000) }),
    output: callView,
    permission: 'voip:write',
    effect: 'write',
    run: async (ctx, { callId, notes }) => toCallView(await noteCall(ctx, callId, notes)),
  }),
  action({
    name: 'voip.set-outcome',
    title: 'Say what came of a call',
    description: 'Sets the outcome of a call, with the fields that the workspace asks for.',
    input: z.strictObject({ callId: z.uuid(), outcome: z.string().min(1).max(60), fields: z.record(z.string(), z.string()).default({}) }),
    output: callView,
    permission: 'voip:write',
    effect: 'write',
    run: async (ctx, { callId, ...input }) => toCallView(await disposeCall(ctx, callId, input)),
  }),
  action({
    name: 'voip.note-card-data',
    title: 'Card data begins or ends',
    description: 'Puts silence on the recording of a call while a card is read out, and lets it go on afterwards; after three minutes by itself.',
    input: z.strictObject({ callId: z.uuid(), state: z.enum(['begins', 'ends']) }),
    output: z.object({ state: z.enum(['off', 'running', 'paused', 'stopped']) }),
    permission: 'voip:send',
    effect: 'write',
    run: async (ctx, { callId, state }) => ({
      state: state === 'begins' ? await pauseRecording(ctx, callId, 'card') : await resumeRecording(ctx, callId, 'card'),
    }),
  }),
  action({
    name: 'voip.set-transcript',
    title: 'Write down a recording',
    description: 'Keeps what was said in a recording as text; it is shown beside the sound, and found.',
    input: z.strictObject({ recordingId: z.uuid(), text: z.string().trim().min(1).max(MOST_TEXT), by: z.string().trim().min(1).max(80) }),
    output: z.object({ recordingId: z.uuid() }),
    permission: 'voip:write',
    effect: 'write',
    run: async (ctx, { recordingId, ...transcript }) => {
      await keepTranscript(ctx, recordingId, transcript);
      return { recordingId };
    },
  }),
  action({
    name: 'voip.look-up-number',
    title: 'Who is this number?',
    description: 'Who in the record has it, and what the provider knows of it; asked at most once a month.',
    input: z.strictObject({ number: z.string().min(2).max(60) }),
    output: z.object({
      e164: z.string().nullable(),
      isValid: z.boolean(),
      callerName: z.string().nullable(),
      lineType: z.string().nullable(),
      carrier: z.string().nullable(),
    }),
    permission: 'voip:read',
    effect: 'read',
    async run(ctx, { number }) {
      const { e164, isValid, callerName, lineType, carrier } = await lookUp(ctx, number);
      return { e164, isValid, callerName, lineType, carrier };
    },
  }),
];
