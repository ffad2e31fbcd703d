import { z } from 'zod';
import type { EventType } from '#sdk';

const candidate = z.object({ contactId: z.string(), name: z.string() });
const call = z.object({
  callId: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  state: z.string(),
  from: z.string(),
  to: z.string(),
  number: z.string().nullable(),
  shownNumber: z.string().nullable(),
  contactId: z.string().nullable(),
  dealId: z.string().nullable(),
  userId: z.string().nullable(),
  callerName: z.string().nullable(),
  stir: z.string().nullable(),
  match: z.object({ rule: z.string(), candidates: z.array(candidate) }).nullable(),
  disposition: z.string().nullable(),
  outcome: z.string().nullable(),
  talkSeconds: z.number().nullable(),
  ringSeconds: z.number().nullable(),
  ringingAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  activityId: z.string().nullable(),
});
const id = (last: number) => `0199a2f0-0000-7000-8000-00000000000${last}`;
const example: z.output<typeof call> = {
  callId: id(1),
  direction: 'inbound',
  state: 'ringing',
  from: '+14155552671',
  to: '+14155550100',
  number: '+14155552671',
  shownNumber: '+1 415 555 2671',
  contactId: id(2),
  dealId: null,
  userId: null,
  callerName: null,
  stir: 'TN-Validation-Passed-A',
  match: { rule: 'exact', candidates: [{ contactId: id(2), name: 'Jane Doe' }] },
  disposition: null,
  outcome: null,
  talkSeconds: null,
  ringSeconds: null,
  ringingAt: '2027-03-01T09:00:00.000Z',
  answeredAt: null,
  endedAt: null,
  activityId: null,
};
const ended = { ...example, state: 'ended', endedAt: '2027-03-01T09:03:00.000Z', activityId: id(3) };
const recording = z.object({
  recordingId: z.string(),
  callId: z.string(),
  seconds: z.number().nullable(),
  contactId: z.string().nullable(),
  number: z.string().nullable(),
});
const running = z.object({ recordingId: z.string(), callId: z.string(), at: z.string(), contactId: z.string().nullable() });
const pause = running.extend({ reason: z.enum(['card', 'asked']) });
const recordingExample = { recordingId: id(4), callId: id(1), seconds: 42, contactId: id(2), number: '+14155552671' };

export const eventTypes: readonly EventType[] = [
  { type: 'call.ringing', title: 'A telephone rings', schema: call, example },
  {
    type: 'call.answered',
    title: 'A call was answered',
    schema: call,
    example: { ...example, state: 'answered', answeredAt: '2027-03-01T09:00:12.000Z', userId: id(5) },
  },
  { type: 'call.completed', title: 'A call ended', schema: call, example: { ...ended, disposition: 'answered', talkSeconds: 168 } },
  { type: 'call.missed', title: 'Nobody answered a caller', schema: call, example: { ...ended, disposition: 'missed' } },
  { type: 'recording.ready', title: 'A recording can be heard', schema: recording, example: recordingExample },
  {
    type: 'recording.started',
    title: 'A recording began',
    schema: running,
    example: { recordingId: id(4), callId: id(1), at: '2027-03-01T09:00:12.000Z', contactId: id(2) },
  },
  {
    type: 'recording.paused',
    title: 'There is silence on a recording',
    schema: pause,
    example: { recordingId: id(4), callId: id(1), reason: 'card', at: '2027-03-01T09:01:00.000Z', contactId: id(2) },
  },
  {
    type: 'recording.resumed',
    title: 'A recording goes on',
    schema: pause,
    example: { recordingId: id(4), callId: id(1), reason: 'card', at: '2027-03-01T09:01:40.000Z', contactId: id(2) },
  },
  { type: 'recording.transcribed', title: 'A recording was written down', schema: recording, example: recordingExample },
  { type: 'voicemail.received', title: 'Somebody left a voicemail', schema: recording, example: recordingExample },
];
