import { type Verb, verb } from '../twiml/write.ts';
import type { Music, Op, Place } from './machine.ts';

export interface Addresses {
  /** Where the call goes on from a place. */
  step: (place: Place) => string;
  status: (more: Record<string, string>) => string;
  recording: (more: Record<string, string>) => string;
  sound: (fileId: string) => string;
  /** So much of a music as is played until the next look. */
  music: (music: Music, seconds: number) => string;
}
export interface DialOptions {
  callerId: string;
  record: boolean;
  voice: string;
}
const EVENTS = 'initiated ringing answered completed';

/** One operation as TwiML. */
function verbsOf(op: Op, addresses: Addresses, { callerId, record, voice }: DialOptions): Verb[] {
  const say = (text: string) => verb('Say', { voice }, text);
  switch (op.op) {
    case 'say':
      return op.fileId ? [verb('Play', {}, addresses.sound(op.fileId))] : op.text ? [say(op.text)] : [];
    case 'gather': {
      const action = addresses.step(op.at);
      // Silence falls through a Gather: the redirect says so, with the same address.
      return [
        verb('Gather', { input: 'dtmf', numDigits: '1', timeout: String(op.timeoutSeconds), action, method: 'POST' }, say(op.text)),
        verb('Redirect', { method: 'POST' }, action),
      ];
    }
    case 'wait': {
      const action = addresses.step(op.at);
      const spoken = op.text ? [say(op.text)] : [];
      // The pause after a Gather begins when its music is over, and lasts a second at least.
      const played = op.music ? op.seconds - (op.takesKey ? 1 : 0) : 0;
      const heard = op.music ? [...spoken, verb('Play', {}, addresses.music(op.music, played))] : spoken;
      if (op.takesKey)
        return [
          verb('Gather', { input: 'dtmf', numDigits: '1', timeout: String(op.seconds - played), action, method: 'POST' }, ...heard),
          verb('Redirect', { method: 'POST' }, action),
        ];
      return [...heard, ...(op.music ? [] : [verb('Pause', { length: String(op.seconds) })]), verb('Redirect', { method: 'POST' }, action)];
    }
    case 'dial':
      return [
        verb(
          'Dial',
          {
            timeout: String(op.ringSeconds),
            answerOnBridge: 'true',
            callerId,
            action: addresses.step(op.at),
            ...(record
              ? {
                  record: 'record-from-answer-dual',
                  recordingStatusCallback: addresses.recording({}),
                  recordingStatusCallbackEvent: 'in-progress completed absent',
                }
              : {}),
          },
          ...op.targets.map(({ to, userId }) => {
            const told = { statusCallback: addresses.status({ leg: 'us', ...(userId ? { user: userId } : {}) }), statusCallbackEvent: EVENTS };
            return to.startsWith('client:')
              ? verb('Client', told, to.slice('client:'.length))
              : to.startsWith('sip:')
                ? verb('Sip', told, to)
                : verb('Number', told, to);
          }),
        ),
      ];
    case 'record':
      return [
        verb('Record', {
          maxLength: String(op.maxSeconds),
          playBeep: 'true',
          action: addresses.step(op.at),
          recordingStatusCallback: addresses.recording({ kind: 'voicemail', ...(op.mailboxUserId ? { user: op.mailboxUserId } : {}) }),
          recordingStatusCallbackEvent: 'completed absent',
        }),
      ];
    case 'hangup':
      return [verb('Hangup', {})];
  }
}

/** The operations of one step as TwiML. */
export const toTwiml = (ops: readonly Op[], addresses: Addresses, options: DialOptions): Verb[] => ops.flatMap((op) => verbsOf(op, addresses, options));
