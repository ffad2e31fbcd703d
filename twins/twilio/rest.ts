import { createHash } from 'node:crypto';
import { type Answer, empty, json } from '../http/answer.ts';
import { formOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { lookUp, type Store } from '../store.ts';
import { conversation } from './audio.ts';
import type { Callbacks } from './callbacks.ts';
import { twilioError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Document } from './line.ts';
import { isOver, type TwilioData } from './store.ts';
import type { Stage } from './twiml/run.ts';
import { accountView, callView, numberView, page, recordingView } from './views.ts';

export interface RestParts {
  store: Store<TwilioData>;
  exchange: Exchange;
  callbacks: Callbacks;
  drive: Stage['drive'];
}
type Handler = (request: TwinRequest) => Answer | Promise<Answer>;

const BASE = '/twilio/2010-04-01/Accounts/{account}';
const E164 = /^\+\d{6,15}$/;
const listen = (url: string | null, events: readonly string[]) => (url ? { url, events: events.length > 0 ? events : ['completed'] } : null);

/** The calls of version 2010-04-01 that the hub makes, and Lookup version 2. */
export const twilioRest = ({ store, exchange, callbacks, drive }: RestParts): Route[] => {
  const guarded =
    (handle: Handler): Handler =>
    (request) => {
      const { account } = store.data;
      const [user = '', password = ''] = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /i, ''), 'base64')
        .toString('utf8')
        .split(/:(.*)/s);
      const isKnown = (user === account.sid && password === account.authToken) || (password !== '' && lookUp(account.apiKeys, user) === password);
      if (!isKnown) return twilioError(401, 20003, 'Authenticate', { 'www-authenticate': 'Basic realm="Twilio API"' });
      if (request.params.account !== undefined && request.params.account !== account.sid)
        return twilioError(404, 20404, `The requested resource ${request.path} was not found`);
      return handle(request);
    };
  const missing = (request: TwinRequest) => twilioError(404, 20404, `The requested resource ${request.path} was not found`);

  const createCall: Handler = (request) => {
    const form = formOf(request);
    const [to = '', from = '', url, twiml] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Url'), form.get('Twiml')];
    if (to === '') return twilioError(400, 21201, "No 'To' number is specified");
    if (from === '') return twilioError(400, 21213, "No 'From' number is specified");
    if (!url && !twiml) return twilioError(400, 21205, 'Url parameter is required.');
    if (!E164.test(to) && !/^(client|sip):/.test(to)) return twilioError(400, 21211, `The phone number you are attempting to call, ${to}, is not valid.`);
    if (!Object.values(store.data.numbers).some(({ e164 }) => e164 === from))
      return twilioError(400, 21210, `The source phone number provided, ${from}, is not yet verified for your account.`);
    const leg = exchange.begin({ to, from, direction: 'outbound-api', statusCallback: listen(form.get('StatusCallback'), form.getAll('StatusCallbackEvent')) });
    const answer = json(201, callView(leg, store.data));
    const load = url
      ? () => callbacks.fetchTwiml(url, leg, {}, form.get('FallbackUrl') ?? undefined)
      : async (): Promise<Document> => ({ xml: twiml ?? '', url: '' });
    void exchange.ring(leg, Number(form.get('Timeout') ?? 60) * 1000).then((how) => {
      if (how !== 'answered') return;
      const amd = form.get('AsyncAmdStatusCallback');
      if (amd && form.get('MachineDetection')) callbacks.amd(amd, leg, leg.answeredBy ?? 'human');
      if (form.get('Record') === 'true')
        exchange.record(leg.sid, 'OutboundAPI', form.get('RecordingChannels') === 'dual' ? 2 : 1, form.get('RecordingStatusCallback'));
      void drive(leg, load);
    });
    return answer;
  };

  const listCalls: Handler = (request) => {
    const { query } = request;
    const within = (ms: number, name: string) => {
      const [after, before] = [query.get(`${name}>`), query.get(`${name}<`)];
      return (!after || ms >= Date.parse(after)) && (!before || ms <= Date.parse(before));
    };
    const rows = Object.values(store.data.legs)
      .filter((leg) => !query.get('To') || leg.to === query.get('To'))
      .filter((leg) => !query.get('From') || leg.from === query.get('From'))
      .filter((leg) => !query.get('Status') || leg.status === query.get('Status'))
      .filter((leg) => !query.get('ParentCallSid') || leg.parentSid === query.get('ParentCallSid'))
      .filter((leg) => within(leg.createdMs, 'StartTime'))
      .toSorted((a, b) => b.createdMs - a.createdMs || (a.sid < b.sid ? 1 : -1));
    return page(
      request,
      'calls',
      rows.map((leg) => callView(leg, store.data)),
    );
  };

  const changeCall: Handler = (request) => {
    const leg = lookUp(store.data.legs, request.params.sid ?? '');
    if (!leg) return missing(request);
    const form = formOf(request);
    if (isOver(leg)) return twilioError(400, 21220, `Invalid call state: call ${leg.sid} is not in-progress.`);
    const status = form.get('Status');
    if (status === 'canceled' && leg.answeredMs !== null) return json(200, callView(leg, store.data));
    if (status === 'canceled' || status === 'completed') exchange.hangUp(leg.sid);
    const [url, twiml] = [form.get('Url'), form.get('Twiml')];
    if (url || twiml) {
      if (leg.answeredMs === null) return twilioError(400, 21220, `Invalid call state: call ${leg.sid} is not in-progress.`);
      const load = url ? () => callbacks.fetchTwiml(url, leg) : async (): Promise<Document> => ({ xml: twiml ?? '', url: '' });
      leg.bridgedWith = null;
      const isDriven = exchange.lineOf(leg.sid).isDriven;
      exchange.redirect(leg.sid, load);
      if (!isDriven) {
        exchange.renew(leg.sid);
        void drive(leg, load);
      }
    }
    return json(200, callView(leg, store.data));
  };

  const conferenceSid = (name: string): string => `CF${createHash('md5').update(name).digest('hex')}`;
  const rooms = (): string[] => [...new Set(Object.values(store.data.legs).flatMap((leg) => (leg.room !== null && !isOver(leg) ? [leg.room] : [])))];
  const listConferences: Handler = (request) =>
    page(
      request,
      'conferences',
      rooms()
        .filter((name) => !request.query.get('FriendlyName') || name === request.query.get('FriendlyName'))
        .map((name) => ({ sid: conferenceSid(name), account_sid: store.data.account.sid, friendly_name: name, status: 'in-progress' })),
    );
  const changeParticipant: Handler = (request) => {
    const leg = lookUp(store.data.legs, request.params.sid ?? '');
    if (!leg || leg.room === null || isOver(leg) || conferenceSid(leg.room) !== request.params.conference) return missing(request);
    const form = formOf(request);
    const [muted, coaching, coached] = [form.get('Muted'), form.get('Coaching'), form.get('CallSidToCoach')];
    if (coaching === 'true' && lookUp(store.data.legs, coached ?? '')?.room !== leg.room)
      return twilioError(400, 16240, 'Coach: the call to coach is not in this conference');
    if (muted !== null) leg.isMuted = muted === 'true';
    if (coaching !== null) leg.coaches = coaching === 'true' ? coached : null;
    return json(200, {
      account_sid: leg.accountSid,
      call_sid: leg.sid,
      conference_sid: conferenceSid(leg.room),
      muted: leg.isMuted,
      coaching: leg.coaches !== null,
      call_sid_to_coach: leg.coaches,
      hold: false,
      status: 'connected',
    });
  };

  const startRecording: Handler = (request) => {
    const leg = lookUp(store.data.legs, request.params.sid ?? '');
    if (!leg) return missing(request);
    if (leg.status !== 'in-progress') return twilioError(400, 21220, 'Requested resource is not eligible for recording');
    const form = formOf(request);
    const made = exchange.record(leg.sid, 'StartCallRecordingAPI', form.get('RecordingChannels') === 'dual' ? 2 : 1, form.get('RecordingStatusCallback'));
    return json(201, recordingView(made));
  };
  const changeRecording: Handler = (request) => {
    const recording = lookUp(store.data.recordings, request.params.recording ?? '');
    if (!recording || recording.callSid !== request.params.sid) return missing(request);
    const status = formOf(request).get('Status');
    if (recording.status !== 'in-progress' && recording.status !== 'paused') return twilioError(400, 21220, 'Recording is not in progress.');
    if (status === 'stopped') exchange.finish(recording);
    else recording.status = status === 'paused' ? 'paused' : 'in-progress';
    return json(200, recordingView(recording));
  };
  const recordingOf = (request: TwinRequest) => lookUp(store.data.recordings, (request.params.sid ?? '').replace(/\.(wav|mp3)$/, ''));
  const media: Handler = (request) => {
    const recording = recordingOf(request);
    if (recording?.status !== 'completed') return missing(request);
    const wanted = Number(request.query.get('RequestedChannels') ?? recording.channels);
    if (wanted > recording.channels) return twilioError(400, 20001, 'The requested number of channels is not available');
    return { status: 200, headers: { 'content-type': 'audio/x-wav' }, body: conversation(recording.durationSeconds, wanted === 2 ? 2 : 1) };
  };
  const listRecordings: Handler = (request) => {
    const callSid = request.params.sid ?? request.query.get('CallSid');
    const after = request.query.get('DateCreated>');
    const rows = Object.values(store.data.recordings)
      .filter(({ status }) => status !== 'deleted')
      .filter((recording) => !callSid || recording.callSid === callSid)
      .filter(({ startedMs }) => !after || startedMs >= Date.parse(after))
      .toSorted((a, b) => b.startedMs - a.startedMs);
    return page(request, 'recordings', rows.map(recordingView));
  };

  const changeNumber: Handler = (request) => {
    const number = lookUp(store.data.numbers, request.params.sid ?? '');
    if (!number) return missing(request);
    const form = formOf(request);
    number.voiceUrl = form.get('VoiceUrl') ?? number.voiceUrl;
    number.voiceFallbackUrl = form.get('VoiceFallbackUrl') ?? number.voiceFallbackUrl;
    number.statusCallback = form.get('StatusCallback') ?? number.statusCallback;
    number.friendlyName = form.get('FriendlyName') ?? number.friendlyName;
    number.callerIdLookup = form.has('VoiceCallerIdLookup') ? form.get('VoiceCallerIdLookup') === 'true' : number.callerIdLookup;
    return json(200, numberView(number, store.data));
  };

  const lookup: Handler = (request) => {
    const phone = request.params.number ?? '';
    const isValid = E164.test(phone);
    const fields = (request.query.get('Fields') ?? '').split(',');
    const isMobile = Number(phone.at(-1)) % 2 === 0;
    return json(200, {
      phone_number: phone,
      national_format: phone,
      country_code: phone.startsWith('+1') ? 'US' : phone.startsWith('+44') ? 'GB' : null,
      calling_country_code: phone.slice(1, 2),
      valid: isValid,
      validation_errors: isValid ? [] : ['TOO_SHORT'],
      caller_name: fields.includes('caller_name') && phone.startsWith('+1') ? { caller_name: 'ACME CORP', caller_type: 'BUSINESS', error_code: null } : null,
      line_type_intelligence: fields.includes('line_type_intelligence')
        ? { type: isMobile ? 'mobile' : 'landline', carrier_name: 'Twin Mobile', mobile_country_code: '310', mobile_network_code: '260', error_code: null }
        : null,
      url: `https://lookups.twilio.com/v2/PhoneNumbers/${phone}`,
    });
  };

  const on = (method: Route['method'], path: string, handle: Handler): Route => ({ method, path: `${BASE}${path}`, handle: guarded(handle) });
  return [
    on('GET', '.json', () => json(200, accountView(store.data))),
    on('POST', '/Calls.json', createCall),
    on('GET', '/Calls.json', listCalls),
    on('POST', '/Calls/{sid}/Recordings.json', startRecording),
    on('GET', '/Calls/{sid}/Recordings.json', listRecordings),
    on('POST', '/Calls/{sid}/Recordings/{recording}.json', changeRecording),
    on('GET', '/Calls/{sid}.json', (request) => {
      const leg = lookUp(store.data.legs, request.params.sid ?? '');
      return leg ? json(200, callView(leg, store.data)) : missing(request);
    }),
    on('POST', '/Calls/{sid}.json', changeCall),
    on('GET', '/Conferences.json', listConferences),
    on('POST', '/Conferences/{conference}/Participants/{sid}.json', changeParticipant),
    on('GET', '/Recordings.json', listRecordings),
    on('DELETE', '/Recordings/{sid}.json', (request) => {
      const recording = recordingOf(request);
      if (!recording || recording.status === 'deleted') return missing(request);
      recording.status = 'deleted';
      return empty(204);
    }),
    on('GET', '/Recordings/{sid}.json', (request) => {
      const recording = recordingOf(request);
      return recording && recording.status !== 'deleted' ? json(200, recordingView(recording)) : missing(request);
    }),
    on('GET', '/Recordings/{sid}', media),
    on('GET', '/IncomingPhoneNumbers.json', (request) =>
      page(
        request,
        'incoming_phone_numbers',
        Object.values(store.data.numbers).map((each) => numberView(each, store.data)),
      ),
    ),
    on('POST', '/IncomingPhoneNumbers/{sid}.json', changeNumber),
    on('GET', '/OutgoingCallerIds.json', (request) => page(request, 'outgoing_caller_ids', [])),
    { method: 'GET', path: '/twilio/v2/PhoneNumbers/{number}', handle: guarded(lookup) },
  ];
};
