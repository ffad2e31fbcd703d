import { z } from 'zod';
import type { HttpClient, HttpRequest } from '#sdk';

const optional = z.string().nullish();
export const twilioCall = z.object({
  sid: z.string(),
  parent_call_sid: optional,
  to: optional.transform((value) => value ?? ''),
  from: optional.transform((value) => value ?? ''),
  status: z.string(),
  start_time: optional,
  end_time: optional,
  duration: optional,
  price: optional,
  price_unit: optional,
  direction: z.string(),
  answered_by: optional,
  caller_name: optional,
  date_created: optional,
});
export type TwilioCall = z.output<typeof twilioCall>;
export const twilioRecording = z.object({
  sid: z.string(),
  call_sid: z.string(),
  status: z.string(),
  duration: optional,
  channels: z.number().nullish(),
  source: optional,
  start_time: optional,
  date_created: optional,
  error_code: z.number().nullish(),
});
export type TwilioRecording = z.output<typeof twilioRecording>;
const twilioNumber = z.object({ sid: z.string(), phone_number: z.string(), friendly_name: z.string(), voice_url: optional, status_callback: optional });
export type TwilioNumber = z.output<typeof twilioNumber>;
const account = z.object({ sid: z.string(), friendly_name: z.string(), status: z.string() });

export interface PlaceCall {
  to: string;
  from: string;
  /** Asked for what to do once they pick up; carries our call's id. */
  url: string;
  fallbackUrl?: string;
  statusUrl: string;
  amdUrl?: string;
  ringSeconds: number;
}

const EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const LARGEST_RECORDING = 512 * 1024 * 1024;

/** Programmable Voice of one account, version 2010-04-01. */
export function twilioClient(http: HttpClient, accountSid: string) {
  const at = (path: string) => `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}${path}`;
  const ask = async <T extends z.ZodType>(schema: T, request: Omit<HttpRequest, 'lane'> & Partial<Pick<HttpRequest, 'lane'>>): Promise<z.output<T>> =>
    schema.parse((await http.request({ lane: 'interactive', ...request })).body);
  const form = (fields: readonly (readonly [string, string])[]) => ({
    headers: FORM,
    body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString(),
  });

  return {
    account: () => ask(account, { method: 'GET', url: at('.json'), operation: 'twilio.account' }),

    /** Never repeated by itself: Twilio has no key by which it would know a repeat, and a telephone would ring twice. */
    placeCall: (call: PlaceCall) =>
      ask(twilioCall, {
        method: 'POST',
        url: at('/Calls.json'),
        ...form([
          ['To', call.to],
          ['From', call.from],
          ['Url', call.url],
          ...(call.fallbackUrl ? ([['FallbackUrl', call.fallbackUrl]] as const) : []),
          ['StatusCallback', call.statusUrl],
          ...EVENTS.map((event) => ['StatusCallbackEvent', event] as const),
          ...(call.amdUrl
            ? ([
                ['MachineDetection', 'Enable'],
                ['AsyncAmd', 'true'],
                ['AsyncAmdStatusCallback', call.amdUrl],
              ] as const)
            : []),
          ['Timeout', String(call.ringSeconds)],
        ]),
        operation: 'twilio.place-call',
        quotaClass: 'calls',
        timeoutMs: 15_000,
      }),

    /** Another document for a leg that is up. */
    redirect: (callSid: string, twiml: string) =>
      ask(twilioCall, { method: 'POST', url: at(`/Calls/${callSid}.json`), ...form([['Twiml', twiml]]), idempotent: true, operation: 'twilio.redirect-call' }),
    hangUp: (callSid: string) =>
      ask(twilioCall, { method: 'POST', url: at(`/Calls/${callSid}.json`), ...form([['Status', 'completed']]), idempotent: true, operation: 'twilio.hang-up' }),
    /** The conference of this name that goes on, if one does. */
    async conference(name: string): Promise<string | undefined> {
      const { conferences } = await ask(z.object({ conferences: z.array(z.object({ sid: z.string() })) }), {
        method: 'GET',
        url: at('/Conferences.json'),
        query: { FriendlyName: name, Status: 'in-progress', PageSize: 1 },
        operation: 'twilio.conferences',
      });
      return conferences[0]?.sid;
    },
    /** Whether the others in a conference hear somebody, or only one of them does (`coaches`: that one's leg; null: no longer). */
    changeParticipant: (conferenceSid: string, callSid: string, { isMuted, coaches }: { isMuted: boolean; coaches?: string | null }) =>
      ask(z.object({ muted: z.boolean() }), {
        method: 'POST',
        url: at(`/Conferences/${conferenceSid}/Participants/${callSid}.json`),
        ...form([
          ['Muted', String(isMuted)],
          ...(coaches === undefined ? [] : ([['Coaching', String(coaches !== null)]] as const)),
          ...(coaches ? ([['CallSidToCoach', coaches]] as const) : []),
        ]),
        idempotent: true,
        operation: 'twilio.change-participant',
      }),
    call: (callSid: string) => ask(twilioCall, { method: 'GET', url: at(`/Calls/${callSid}.json`), operation: 'twilio.call', lane: 'webhook' }),

    /** Newest first. `page` is what the last answer said comes next. */
    async listCalls({
      after,
      before,
      to,
      from,
      parent,
      page,
      lane = 'backfill',
    }: {
      after?: Date;
      before?: Date;
      to?: string;
      from?: string;
      /** Only legs that this one began. */
      parent?: string;
      page?: string | undefined;
      lane?: 'interactive' | 'webhook' | 'backfill';
    }) {
      const { calls, next_page_uri } = await ask(z.object({ calls: z.array(twilioCall), next_page_uri: optional }), {
        method: 'GET',
        url: page ?? at('/Calls.json'),
        ...(page
          ? {}
          : {
              query: {
                PageSize: 200,
                ...(to ? { To: to } : {}),
                ...(from ? { From: from } : {}),
                ...(parent ? { ParentCallSid: parent } : {}),
                ...(after ? { 'StartTime>': after.toISOString() } : {}),
                ...(before ? { 'StartTime<': before.toISOString() } : {}),
              },
            }),
        operation: 'twilio.list-calls',
        lane,
      });
      return { calls, next: next_page_uri ?? undefined };
    },
    async listRecordings({ after, page, callSid }: { after?: Date; page?: string | undefined; callSid?: string }) {
      const { recordings, next_page_uri } = await ask(z.object({ recordings: z.array(twilioRecording), next_page_uri: optional }), {
        method: 'GET',
        url: page ?? at(callSid ? `/Calls/${callSid}/Recordings.json` : '/Recordings.json'),
        ...(page ? {} : { query: { PageSize: 200, ...(after ? { 'DateCreated>': after.toISOString() } : {}) } }),
        operation: 'twilio.list-recordings',
        lane: 'backfill',
      });
      return { recordings, next: next_page_uri ?? undefined };
    },
    async numbers(): Promise<TwilioNumber[]> {
      const all: TwilioNumber[] = [];
      for (let page: string | undefined = at('/IncomingPhoneNumbers.json'); page; ) {
        const read: { incoming_phone_numbers: TwilioNumber[]; next_page_uri?: string | null | undefined } = await ask(
          z.object({ incoming_phone_numbers: z.array(twilioNumber), next_page_uri: optional }),
          { method: 'GET', url: page, ...(all.length === 0 ? { query: { PageSize: 200 } } : {}), operation: 'twilio.numbers', lane: 'backfill' },
        );
        all.push(...read.incoming_phone_numbers);
        page = read.next_page_uri ?? undefined;
      }
      return all;
    },
    pointNumber: (numberSid: string, urls: { voice: string; fallback: string; status: string }) =>
      ask(twilioNumber, {
        method: 'POST',
        url: at(`/IncomingPhoneNumbers/${numberSid}.json`),
        ...form([
          ['VoiceUrl', urls.voice],
          ['VoiceMethod', 'POST'],
          ['VoiceFallbackUrl', urls.fallback],
          ['StatusCallback', urls.status],
        ]),
        idempotent: true,
        operation: 'twilio.point-number',
      }),

    startRecording: (callSid: string, callback: string) =>
      ask(twilioRecording, {
        method: 'POST',
        url: at(`/Calls/${callSid}/Recordings.json`),
        ...form([
          ['RecordingChannels', 'dual'],
          ['RecordingStatusCallback', callback],
        ]),
        operation: 'twilio.start-recording',
      }),
    /** While cards are read out the tape runs on in silence, so that times stay right. */
    setRecording: (callSid: string, recordingSid: string, status: 'paused' | 'in-progress' | 'stopped') =>
      ask(twilioRecording, {
        method: 'POST',
        url: at(`/Calls/${callSid}/Recordings/${recordingSid}.json`),
        ...form([['Status', status], ...(status === 'paused' ? ([['PauseBehavior', 'silence']] as const) : [])]),
        idempotent: true,
        operation: 'twilio.set-recording',
      }),
    async recordingMedia(recordingSid: string): Promise<Uint8Array> {
      const { body } = await http.request<Uint8Array>({
        method: 'GET',
        url: at(`/Recordings/${recordingSid}.wav`),
        operation: 'twilio.recording-media',
        lane: 'backfill',
        responseType: 'bytes',
        maxResponseBytes: LARGEST_RECORDING,
        timeoutMs: 120_000,
      });
      return body;
    },
    async deleteRecording(recordingSid: string): Promise<void> {
      await http.request({
        method: 'DELETE',
        url: at(`/Recordings/${recordingSid}.json`),
        operation: 'twilio.delete-recording',
        lane: 'backfill',
        responseType: 'text',
      });
    },
  };
}
export type TwilioClient = ReturnType<typeof twilioClient>;
