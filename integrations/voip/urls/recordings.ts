import { z } from 'zod';
import { route } from '#sdk';
import { MOST_TEXT } from '../recordings/transcribe.ts';
import {
  cardData,
  comment,
  controlTape,
  dropRecording,
  recording,
  recordingsOfCall,
  setRecording,
  setTranscript,
  sound,
  voicemails,
} from '../views/recordings.ts';

const id = z.strictObject({ id: z.uuid() });
const recordingView = z
  .object({
    id: z.uuid(),
    callId: z.uuid(),
    kind: z.enum(['recording', 'voicemail']),
    state: z.enum(['expected', 'fetching', 'ready', 'absent', 'failed', 'deleted']),
    reason: z.string().nullable(),
    channels: z.int(),
    firstChannel: z.enum(['us', 'them']),
    seconds: z.int().nullable(),
    startedAt: z.iso.datetime().nullable(),
    peaks: z.array(z.array(z.number())).nullable(),
    heardAt: z.iso.datetime().nullable(),
    mailboxUserId: z.uuid().nullable(),
    transcript: z.string().nullable(),
    /** Who wrote it down. */
    transcribedBy: z.string().nullable(),
    onHold: z.boolean(),
    keepUntil: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Recording' });
const commentView = z.object({ id: z.uuid(), userId: z.uuid().nullable(), atSeconds: z.number(), body: z.string() });

export const recordingUrls = [
  route({
    method: 'GET',
    path: '/calls/:id/recordings',
    summary: 'Recordings of a call',
    permission: 'voip:read',
    params: id,
    responses: { 200: z.object({ data: z.array(recordingView) }) },
    handler: recordingsOfCall,
  }),
  route({
    method: 'POST',
    path: '/calls/:id/recording',
    summary: 'Start, pause, resume or stop recording',
    permission: 'voip:send',
    params: id,
    body: z.strictObject({ act: z.enum(['start', 'pause', 'resume', 'stop']) }),
    responses: { 200: z.object({ state: z.enum(['running', 'paused', 'stopped']) }) },
    handler: controlTape,
  }),
  route({
    method: 'POST',
    path: '/card',
    summary: 'Card data begins or ends: silence on the tape meanwhile, for three minutes at most',
    permission: 'voip:send',
    body: z.strictObject({ state: z.enum(['begins', 'ends']), callId: z.uuid().optional() }),
    responses: { 200: z.object({ callId: z.uuid().nullable(), state: z.enum(['off', 'running', 'paused', 'stopped']) }) },
    handler: cardData,
  }),
  route({
    method: 'GET',
    path: '/recordings/:id',
    summary: 'Open a recording; that it was opened is kept',
    permission: 'voip:read',
    params: id,
    responses: {
      200: recordingView
        .extend({ comments: z.array(commentView), openedBy: z.array(z.object({ who: z.string(), at: z.iso.datetime() })) })
        .meta({ id: 'RecordingDetail' }),
    },
    handler: recording,
  }),
  route({
    method: 'GET',
    path: '/recordings/:id/sound',
    summary: 'Hear a recording, also in parts; that it was opened is kept',
    permission: 'voip:read',
    params: id,
    sendsFile: true,
    responses: { 200: z.unknown(), 206: z.unknown() },
    handler: sound,
  }),
  route({
    method: 'PATCH',
    path: '/recordings/:id',
    summary: 'Legal hold, heard',
    permission: 'voip:write',
    params: id,
    body: z.strictObject({ onHold: z.boolean().optional(), isHeard: z.boolean().optional() }),
    responses: { 200: recordingView },
    handler: setRecording,
  }),
  route({
    method: 'PUT',
    path: '/recordings/:id/transcript',
    summary: 'What was said, as text: shown beside the sound, and found',
    permission: 'voip:write',
    params: id,
    body: z.strictObject({ text: z.string().trim().min(1).max(MOST_TEXT), by: z.string().trim().min(1).max(80).optional() }),
    responses: { 200: recordingView },
    handler: setTranscript,
  }),
  route({
    method: 'DELETE',
    path: '/recordings/:id',
    summary: 'Delete a recording here and at the provider',
    permission: 'voip:manage',
    params: id,
    responses: { 204: z.null() },
    handler: dropRecording,
  }),
  route({
    method: 'POST',
    path: '/recordings/:id/comments',
    summary: 'Comment a moment',
    permission: 'voip:write',
    params: id,
    body: z.strictObject({ atSeconds: z.number().min(0), body: z.string().trim().min(1).max(2000) }),
    responses: { 201: commentView },
    handler: comment,
  }),
  route({
    method: 'GET',
    path: '/voicemails',
    summary: 'Messages that callers left',
    permission: 'voip:read',
    responses: {
      200: z.object({
        data: z.array(
          recordingView
            .extend({
              contactId: z.uuid().nullable(),
              contactName: z.string().nullable(),
              callerName: z.string().nullable(),
              number: z.string().nullable(),
              shownNumber: z.string(),
              receivedAt: z.iso.datetime(),
            })
            .meta({ id: 'Voicemail' }),
        ),
      }),
    },
    handler: voicemails,
  }),
];
