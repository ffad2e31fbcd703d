import { type Document, type Line, unlessInterrupted } from '../line.ts';
import { isOver, type Leg } from '../store.ts';
import type { Element } from './parse.ts';
import { addressIn, type Next, type Stage } from './run.ts';

const EVENTS = /\s+/;
const WORDS: Readonly<Record<string, string>> = { answered: 'completed', canceled: 'canceled' };

const childrenOf = (stage: Stage, leg: Leg, element: Element, document: Document): { child: Leg; whisper: string | undefined; amd: string | undefined }[] =>
  element.children
    .filter(({ name }) => name === 'Number' || name === 'Client' || name === 'Sip')
    .map(({ name, text, attributes, children }) => {
      const identity = children.find((inner) => inner.name === 'Identity')?.text.trim() ?? text.trim();
      const to = name === 'Client' ? `client:${identity}` : identity;
      const events = attributes.statusCallbackEvent?.trim().split(EVENTS) ?? ['completed'];
      const child = stage.exchange.begin({
        to,
        from: element.attributes.callerId ?? leg.from,
        direction: 'outbound-dial',
        parentSid: leg.sid,
        statusCallback: attributes.statusCallback ? { url: addressIn(document, attributes.statusCallback), events } : null,
      });
      const amd = attributes.machineDetection && attributes.amdStatusCallback ? addressIn(document, attributes.amdStatusCallback) : undefined;
      return { child, whisper: attributes.url ? addressIn(document, attributes.url) : undefined, amd };
    });

/** Joins a conference and stays until taken out of it; the last of those who end it takes the others along. */
async function conference(stage: Stage, line: Line, leg: Leg, room: Element): Promise<void> {
  leg.room = room.text.trim();
  leg.isMuted = room.attributes.muted === 'true';
  leg.coaches = room.attributes.coach ?? null;
  try {
    await unlessInterrupted(line, new Promise<never>(() => undefined));
  } finally {
    if (room.attributes.endConferenceOnExit === 'true' && isOver(leg)) stage.exchange.emptyRoom(room.text.trim());
  }
}

/** Rings all at once; the first that answers is bridged, the others are let go. */
export async function dial(stage: Stage, line: Line, leg: Leg, element: Element, document: Document): Promise<Next> {
  const { exchange, callbacks } = stage;
  const { attributes } = element;
  const room = element.children.find(({ name }) => name === 'Conference');
  if (room) {
    await conference(stage, line, leg, room);
    return undefined;
  }
  const timeoutMs = Number(attributes.timeout ?? 30) * 1000;
  const plain = element.text.trim();
  const targets = plain
    ? [
        {
          child: exchange.begin({ to: plain, from: attributes.callerId ?? leg.from, direction: 'outbound-dial', parentSid: leg.sid }),
          whisper: undefined,
          amd: undefined,
        },
      ]
    : childrenOf(stage, leg, element, document);

  let bridged: Leg | undefined;
  let outcome: string = 'failed';
  try {
    const { promise: first, resolve } = Promise.withResolvers<Leg | undefined>();
    void Promise.all(
      targets.map(async ({ child, whisper, amd }) => {
        const how = await exchange.ring(child, timeoutMs);
        if (how === 'answered' && amd) callbacks.amd(amd, child, child.answeredBy ?? 'human');
        if (how === 'answered' && whisper) await stage.drive(child, () => callbacks.fetchTwiml(whisper, child), true);
        if (how === 'answered' && !isOver(child)) resolve(child);
        else outcome = how === 'answered' ? 'no-answer' : how;
      }),
    ).then(() => resolve(undefined));
    bridged = await unlessInterrupted(line, first);
    for (const { child } of targets) if (child !== bridged) exchange.hangUp(child.sid);
    if (bridged) {
      outcome = 'answered';
      leg.bridgedWith = bridged.sid;
      bridged.bridgedWith = leg.sid;
      const recorded = attributes.record ?? 'do-not-record';
      if (recorded !== 'do-not-record' && recorded !== 'false')
        exchange.record(
          leg.sid,
          'DialVerb',
          recorded.endsWith('dual') ? 2 : 1,
          attributes.recordingStatusCallback ? addressIn(document, attributes.recordingStatusCallback) : null,
          attributes.recordingStatusCallbackEvent?.split(EVENTS).includes('in-progress'),
        );
      const other = exchange.lineOf(bridged.sid);
      await unlessInterrupted(line, Promise.race([other.over.promise, other.left.promise]));
    }
  } finally {
    leg.bridgedWith = null;
    for (const recording of exchange.recordingsOf(leg.sid)) if (recording.source === 'DialVerb') exchange.finish(recording);
    // Whoever was taken out of the bridge goes their own way; who is still in it goes with it.
    for (const { child } of targets) if (!isOver(child) && (child.bridgedWith === leg.sid || child !== bridged)) exchange.hangUp(child.sid);
  }
  if (attributes.action === undefined) return undefined;
  const action = addressIn(document, attributes.action);
  const talked = bridged?.answeredMs && bridged.endedMs ? Math.round((bridged.endedMs - bridged.answeredMs) / 1000) : 0;
  const result = {
    DialCallStatus: WORDS[outcome] ?? outcome,
    DialBridged: String(bridged !== undefined),
    ...(bridged ? { DialCallSid: bridged.sid, DialCallDuration: String(talked) } : {}),
  };
  return () => callbacks.fetchTwiml(action, leg, result);
}
