import type { Callbacks } from '../callbacks.ts';
import type { Exchange } from '../exchange.ts';
import { type Document, type Line, type Load, newLine, Over, Redirected, unlessInterrupted } from '../line.ts';
import { isOver, type Leg } from '../store.ts';
import { dial } from './dial.ts';
import { type Element, parseTwiml } from './parse.ts';

export interface Stage {
  exchange: Exchange;
  callbacks: Callbacks;
  /** Runs documents on a leg, one after the other, until it ends. `stays`: the end of the last is not the end of the leg. */
  drive: (leg: Leg, load: Load, stays?: boolean) => Promise<void>;
}
/** The next document where a verb leads to one; undefined: the next verb. `hangup` ends the leg. */
export type Next = Load | 'hangup' | undefined;

const ABSOLUTE = /^https?:\/\//;
export const addressIn = (document: Document, address: string): string => (ABSOLUTE.test(address) ? address : new URL(address, document.url).href);
const KNOWN = ['Say', 'Play', 'Pause', 'Gather', 'Dial', 'Record', 'Redirect', 'Hangup', 'Reject', 'Start', 'Enqueue', 'Leave'];

export const spoken = ({ name, text, attributes }: Element): string =>
  name === 'Say' ? text.trim() : name === 'Play' ? `♪ ${(text.trim() || attributes.digits) ?? ''}` : '';

/** Until a sound is over. */
const played = async ({ exchange, callbacks }: Stage, { text, attributes }: Element, document: Document): Promise<void> => {
  const address = text.trim();
  if (address === '' || attributes.digits !== undefined) return;
  const seconds = await callbacks.soundSeconds(addressIn(document, address));
  if (seconds > 0) await exchange.sleep(seconds * 1000 * Math.max(1, Number(attributes.loop ?? 1)));
};

async function gather(stage: Stage, line: Line, leg: Leg, element: Element, document: Document): Promise<Next> {
  const { exchange, callbacks } = stage;
  const { numDigits, timeout = '5', finishOnKey = '#', action, actionOnEmptyResult } = element.attributes;
  for (const child of element.children) {
    exchange.say(leg.sid, spoken(child));
    // A key ends what is being played.
    if (child.name === 'Play' && line.keys.length === 0) await unlessInterrupted(line, Promise.race([line.keyed.promise, played(stage, child, document)]));
  }
  const scripted = exchange.nextOfScript(leg);
  if (scripted === 'hangup') {
    exchange.hangUp(leg.sid);
    return 'hangup';
  }
  if (scripted !== undefined && scripted !== 'timeout') exchange.press(leg.sid, scripted);
  let digits = '';
  for (;;) {
    const key = line.keys.shift();
    if (key === undefined) {
      const isSilent = await unlessInterrupted(
        line,
        Promise.race([line.keyed.promise.then(() => false), exchange.sleep(Number(timeout) * 1000).then(() => true)]),
      );
      if (isSilent) break;
      continue;
    }
    if (key === finishOnKey) break;
    digits += key;
    if (numDigits !== undefined && digits.length >= Number(numDigits)) break;
  }
  if (digits === '' && actionOnEmptyResult !== 'true') return undefined;
  const to = action === undefined ? document.url : addressIn(document, action);
  return () => callbacks.fetchTwiml(to, leg, { Digits: digits, msg: 'Gather End' });
}

async function voicemail(stage: Stage, line: Line, leg: Leg, element: Element, document: Document): Promise<Next> {
  const { exchange, callbacks } = stage;
  const { maxLength = '3600', finishOnKey = '1234567890*#', action, recordingStatusCallback } = element.attributes;
  exchange.say(leg.sid, 'beep');
  const recording = exchange.record(leg.sid, 'RecordVerb', 1, recordingStatusCallback ? addressIn(document, recordingStatusCallback) : null);
  const scripted = exchange.nextOfScript(leg);
  let pressed = '';
  const talk = scripted?.startsWith('talk') ? exchange.sleep(Number(scripted.split(':')[1] ?? 4) * 1000).then(() => 'hangup' as const) : undefined;
  for (;;) {
    const key = line.keys.shift();
    if (key !== undefined && finishOnKey.includes(key)) {
      pressed = key;
      break;
    }
    if (key !== undefined) continue;
    const over = exchange.sleep(Number(maxLength) * 1000).then(() => 'full' as const);
    const why = await unlessInterrupted(line, Promise.race([line.keyed.promise, over, ...(talk ? [talk] : [])]));
    if (why === 'full') break;
    if (why === 'hangup') {
      exchange.hangUp(leg.sid);
      return 'hangup';
    }
  }
  exchange.finish(recording);
  const url = `https://api.twilio.com/2010-04-01/Accounts/${leg.accountSid}/Recordings/${recording.sid}`;
  const to = action === undefined ? document.url : addressIn(document, action);
  return () =>
    callbacks.fetchTwiml(to, leg, { RecordingUrl: url, RecordingSid: recording.sid, RecordingDuration: String(recording.durationSeconds), Digits: pressed });
}

async function perform(stage: Stage, line: Line, leg: Leg, element: Element, document: Document): Promise<Next> {
  const { exchange, callbacks } = stage;
  const { attributes } = element;
  switch (element.name) {
    case 'Say':
    case 'Play':
      exchange.say(leg.sid, spoken(element));
      // Without an end: hold music.
      if (attributes.loop === '0') await unlessInterrupted(line, new Promise<never>(() => undefined));
      if (element.name === 'Play') await unlessInterrupted(line, played(stage, element, document));
      return undefined;
    case 'Pause':
      await unlessInterrupted(line, exchange.sleep(Number(attributes.length ?? 1) * 1000));
      return undefined;
    case 'Gather':
      return gather(stage, line, leg, element, document);
    case 'Record':
      return voicemail(stage, line, leg, element, document);
    case 'Dial':
      return dial(stage, line, leg, element, document);
    case 'Redirect': {
      const address = element.text.trim();
      return () => callbacks.fetchTwiml(address === '' ? document.url : addressIn(document, address), leg);
    }
    case 'Enqueue':
      leg.room = element.text.trim();
      await unlessInterrupted(line, new Promise<never>(() => undefined));
      return undefined;
    case 'Reject':
      exchange.end(leg.sid, attributes.reason === 'busy' ? 'busy' : 'no-answer');
      return 'hangup';
    case 'Hangup':
      return 'hangup';
    default:
      if (!KNOWN.includes(element.name)) throw new Error(`12200 Schema validation warning: ${element.name}`);
      return undefined;
  }
}

export const createDriver = (exchange: Exchange, callbacks: Callbacks): Stage['drive'] => {
  const drive: Stage['drive'] = async (leg, load, stays = false) => {
    const stage: Stage = { exchange, callbacks, drive };
    const line = exchange.lineOf(leg.sid);
    line.isDriven = true;
    let next: Next = load;
    while (typeof next === 'function' && !isOver(leg)) {
      try {
        const document: Document = await unlessInterrupted(line, next());
        // An inbound call is answered by the first verb that is not a refusal.
        const root = parseTwiml(document.xml);
        if (leg.answeredMs === null && root.children[0]?.name !== 'Reject') exchange.answer(leg.sid);
        next = undefined;
        for (const element of root.children) {
          next = await perform(stage, line, leg, element, document);
          if (next !== undefined) break;
        }
      } catch (error) {
        if (error instanceof Over) return;
        if (error instanceof Redirected) {
          const fresh = newLine(leg.sid);
          line.interrupt = fresh.interrupt;
          line.left = fresh.left;
          leg.bridgedWith = null;
          leg.room = null;
          next = error.load;
        } else {
          exchange.say(leg.sid, 'We are sorry, an application error has occurred. Goodbye.');
          console.error('twin twilio: TwiML failed', leg.sid, error instanceof Error ? error.message : error);
          next = 'hangup';
        }
      }
    }
    line.isDriven = false;
    if (!isOver(leg) && !(stays && next === undefined)) exchange.hangUp(leg.sid);
  };
  return drive;
};
