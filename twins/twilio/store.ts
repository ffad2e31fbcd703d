import { createHash } from 'node:crypto';

export type LegStatus = 'queued' | 'initiated' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled';
export const ENDED: readonly LegStatus[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

/** One leg as the Call resource keeps it. Times in virtual milliseconds. */
export interface Leg {
  sid: string;
  accountSid: string;
  parentSid: string | null;
  to: string;
  from: string;
  direction: 'inbound' | 'outbound-api' | 'outbound-dial';
  status: LegStatus;
  createdMs: number;
  answeredMs: number | null;
  endedMs: number | null;
  answeredBy: string | null;
  callerName: string | null;
  forwardedFrom: string | null;
  stirVerstat: string | null;
  sipCode: number | null;
  statusCallback: { url: string; events: readonly string[] } | null;
  /** Counts the callbacks this leg has sent; says nothing of the order in which they arrive. */
  sent: number;
  /** What whoever holds this leg's phone hears, newest last; for the handset page. */
  heard: string[];
  /** The conference or hold place it is in. */
  room: string | null;
  /** Nobody else in the room hears them. */
  isMuted: boolean;
  /** In a conference: the only one who hears them. */
  coaches: string | null;
  bridgedWith: string | null;
}

export interface Recording {
  sid: string;
  accountSid: string;
  callSid: string;
  status: 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent' | 'deleted';
  channels: 1 | 2;
  source: 'DialVerb' | 'RecordVerb' | 'StartCallRecordingAPI' | 'OutboundAPI';
  startedMs: number;
  durationSeconds: number;
  errorCode: number | null;
  callback: string | null;
}

/** How a phone outside behaves when it rings; `manual` waits for a verb or for the handset page. */
export interface Phone {
  mode: 'manual' | 'answer' | 'busy' | 'no_answer' | 'reject' | 'machine' | 'unreachable';
  afterMs: number;
  /** Keys to press, in order, each as soon as it is asked for something; `hangup` ends the call. */
  script: string[];
}

export interface OwnNumber {
  sid: string;
  e164: string;
  friendlyName: string;
  voiceUrl: string;
  voiceMethod: string;
  voiceFallbackUrl: string;
  statusCallback: string;
  callerIdLookup: boolean;
}

/** What goes wrong with callbacks on their way, until it is set back. */
export interface Weather {
  repeat: number;
  /** Each callback leaves up to this late, so that they overtake each other. */
  lateMs: number;
  /** Kinds that never arrive. */
  lost: ('status' | 'recording')[];
}

export interface TwilioData {
  account: { sid: string; authToken: string; friendlyName: string; apiKeys: Record<string, string> };
  numbers: Record<string, OwnNumber>;
  legs: Record<string, Leg>;
  recordings: Record<string, Recording>;
  phones: Record<string, Phone>;
  /** Browsers that can be called, by their identity, and until when. */
  clients: Record<string, number>;
  weather: Weather;
  /** Counts everything that gets a sid, so that the same acts give the same sids. */
  made: number;
}

export const ACCOUNT_SID = `AC${createHash('md5').update('patchbay twin account').digest('hex')}`;
export const AUTH_TOKEN = 'twilio-auth-token';
export const FIRST_NUMBER = '+14155550100';

const number = (index: number, e164: string, friendlyName: string): OwnNumber => ({
  sid: `PN${String(index).padStart(32, '0')}`,
  e164,
  friendlyName,
  voiceUrl: '',
  voiceMethod: 'POST',
  voiceFallbackUrl: '',
  statusCallback: '',
  callerIdLookup: false,
});

export const twilioSeed = (): TwilioData => ({
  account: {
    sid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    friendlyName: 'Acme Telephony',
    apiKeys: { [`SK${'1'.repeat(32)}`]: 'twilio-api-secret' },
  },
  numbers: Object.fromEntries(
    [number(1, FIRST_NUMBER, 'Main line'), number(2, '+14155550101', 'Support'), number(3, '+442071838750', 'London')].map((each) => [each.sid, each]),
  ),
  legs: {},
  recordings: {},
  phones: {},
  clients: {},
  weather: { repeat: 1, lateMs: 0, lost: [] },
  made: 0,
});

/** `CA…`, `RE…`: two letters and 32 hex digits. */
export const newSid = (data: TwilioData, prefix: string): string => {
  data.made += 1;
  return `${prefix}${createHash('md5').update(`${prefix} ${data.made}`).digest('hex')}`;
};

export const isOver = ({ status }: Pick<Leg, 'status'>): boolean => ENDED.includes(status);
