import { type Answer, json } from '../http/answer.ts';
import type { TwinRequest } from '../http/request.ts';
import { durationOf } from './callbacks.ts';
import { isOver, type Leg, type OwnNumber, type Recording, type TwilioData } from './store.ts';

const rfc2822 = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000');
const base = (accountSid: string) => `/2010-04-01/Accounts/${accountSid}`;
const CENTS_A_MINUTE = 1.4;

export const callView = (leg: Leg, data: TwilioData) => {
  const isDone = isOver(leg);
  return {
    sid: leg.sid,
    date_created: rfc2822(leg.createdMs),
    date_updated: rfc2822(leg.endedMs ?? leg.answeredMs ?? leg.createdMs),
    parent_call_sid: leg.parentSid,
    account_sid: leg.accountSid,
    to: leg.to,
    to_formatted: leg.to,
    from: leg.from,
    from_formatted: leg.from,
    phone_number_sid: Object.values(data.numbers).find(({ e164 }) => e164 === (leg.direction === 'inbound' ? leg.to : leg.from))?.sid ?? null,
    status: leg.status === 'initiated' ? 'queued' : leg.status,
    start_time: rfc2822(leg.answeredMs ?? leg.createdMs),
    end_time: isDone && leg.endedMs !== null ? rfc2822(leg.endedMs) : null,
    duration: isDone ? String(durationOf(leg)) : null,
    price: leg.status === 'completed' ? (-(Math.ceil(durationOf(leg) / 60) * CENTS_A_MINUTE) / 100).toFixed(5) : null,
    price_unit: 'USD',
    direction: leg.direction,
    answered_by: leg.answeredBy,
    api_version: '2010-04-01',
    forwarded_from: leg.forwardedFrom,
    group_sid: null,
    caller_name: leg.callerName,
    queue_time: '0',
    trunk_sid: null,
    uri: `${base(leg.accountSid)}/Calls/${leg.sid}.json`,
    subresource_uris: { recordings: `${base(leg.accountSid)}/Calls/${leg.sid}/Recordings.json` },
  };
};

export const recordingView = (recording: Recording) => ({
  sid: recording.sid,
  account_sid: recording.accountSid,
  api_version: '2010-04-01',
  call_sid: recording.callSid,
  conference_sid: null,
  date_created: rfc2822(recording.startedMs),
  date_updated: rfc2822(recording.startedMs + recording.durationSeconds * 1000),
  start_time: rfc2822(recording.startedMs),
  duration: String(recording.durationSeconds),
  price: null,
  price_unit: 'USD',
  status: recording.status,
  channels: recording.channels,
  source: recording.source,
  error_code: recording.errorCode,
  uri: `${base(recording.accountSid)}/Recordings/${recording.sid}.json`,
  encryption_details: null,
  subresource_uris: {},
  media_url: `https://api.twilio.com${base(recording.accountSid)}/Recordings/${recording.sid}`,
});

export const numberView = (number: OwnNumber, data: TwilioData) => ({
  sid: number.sid,
  account_sid: data.account.sid,
  api_version: '2010-04-01',
  friendly_name: number.friendlyName,
  phone_number: number.e164,
  capabilities: { voice: true, sms: true, mms: false, fax: false },
  beta: false,
  origin: 'twilio',
  voice_url: number.voiceUrl || null,
  voice_method: number.voiceMethod,
  voice_fallback_url: number.voiceFallbackUrl || null,
  voice_fallback_method: 'POST',
  voice_caller_id_lookup: number.callerIdLookup,
  status_callback: number.statusCallback || null,
  status_callback_method: 'POST',
  status: 'in-use',
  uri: `${base(data.account.sid)}/IncomingPhoneNumbers/${number.sid}.json`,
});

export const accountView = ({ account }: TwilioData) => ({
  sid: account.sid,
  friendly_name: account.friendlyName,
  auth_token: account.authToken,
  date_created: rfc2822(Date.UTC(2026, 0, 5)),
  date_updated: rfc2822(Date.UTC(2026, 0, 5)),
  owner_account_sid: account.sid,
  status: 'active',
  type: 'Full',
  subresource_uris: {},
  uri: `${base(account.sid)}.json`,
});

/** 50 a page unless asked otherwise, at most 1,000; `next_page_uri` is relative. */
export const page = (request: TwinRequest, key: string, rows: readonly unknown[]): Answer => {
  const size = Math.min(1000, Math.max(1, Number(request.query.get('PageSize') ?? 50)));
  const number = Math.max(0, Number(request.query.get('Page') ?? 0));
  const shown = rows.slice(number * size, (number + 1) * size);
  const uri = (index: number): string => {
    const query = new URLSearchParams(request.query);
    query.set('PageSize', String(size));
    query.set('Page', String(index));
    return `${request.path.replace(/^\/twilio/, '')}?${query}`;
  };
  return json(200, {
    [key]: shown,
    page: number,
    page_size: size,
    start: number * size,
    end: Math.max(0, number * size + shown.length - 1),
    uri: uri(number),
    first_page_uri: uri(0),
    previous_page_uri: number > 0 ? uri(number - 1) : null,
    next_page_uri: (number + 1) * size < rows.length ? uri(number + 1) : null,
  });
};
