import { type ConnectedContext, PatchbayError } from '#sdk';
import { twilioClient } from './client/twilio.ts';
import { sipDriver } from './sip/driver.ts';

/** `listen`: hears both, heard by nobody. `whisper`: only our side hears them. `join`: everybody does. */
export const LISTENING = ['listen', 'whisper', 'join'] as const;
export type Listening = (typeof LISTENING)[number];

export const isListening = (text: string | undefined): text is Listening => LISTENING.some((each) => each === text);

/** What every provider of calls can be asked, whoever it is. Times are dates, numbers E.164, ids the provider's own. */
export interface VoiceDriver {
  capabilities: { recording: boolean; hold: boolean; mute: boolean; listen: boolean; lookup: boolean; browser: boolean; flows: boolean };
  placeCall(call: {
    /** Rings first. */
    to: string;
    from: string;
    /** Where a provider that is told step by step asks for the next one. */
    url: string;
    statusUrl: string;
    amdUrl?: string;
    ringSeconds: number;
    /** Whom to ring then, and our name of the call: for a provider that bridges by itself. */
    callee?: string;
    callId?: string;
  }): Promise<{ externalId: string }>;
  /** A call that was asked for and whose answer was lost, if the provider has it. */
  findCall(call: { to: string; from: string; after: Date; known: readonly string[]; callId?: string }): Promise<{ externalId: string } | 'absent' | 'unsure'>;
  hangUp(legId: string): Promise<void>;
  /** Whether the others in a room hear a leg. False: it is in no such room. */
  mute(room: string, legId: string, isMuted: boolean): Promise<boolean>;
  /** How somebody in a room hears and is heard who is no side of its call. False: they are in no such room. */
  listen(room: string, legId: string, mode: Listening, us: string): Promise<boolean>;
  /** Gives a leg other instructions, in the provider's language. */
  instruct(legId: string, instructions: string): Promise<void>;
}

export function twilioOf(ctx: ConnectedContext) {
  if (ctx.connection.provider !== 'twilio') throw new PatchbayError('invalid_input', { detail: 'This works with a Twilio connection only.' });
  return twilioClient(ctx.http, ctx.connection.externalId);
}

export function driverOf(ctx: ConnectedContext): VoiceDriver {
  if (ctx.connection.provider === 'sip') return sipDriver(ctx);
  const client = twilioOf(ctx);
  /** False where the room, or whoever should be in it, is not there. */
  const inRoom = async (room: string, change: (conferenceSid: string) => Promise<unknown>): Promise<boolean> => {
    const conference = await client.conference(room);
    if (!conference) return false;
    try {
      await change(conference);
      return true;
    } catch (error) {
      if (error instanceof PatchbayError && error.details.facts?.status === 404) return false;
      throw error;
    }
  };
  return {
    capabilities: { recording: true, hold: true, mute: true, listen: true, lookup: true, browser: true, flows: true },
    async placeCall({ to, from, url, statusUrl, amdUrl, ringSeconds }) {
      const { sid } = await client.placeCall({ to, from, url, statusUrl, ringSeconds, ...(amdUrl ? { amdUrl } : {}) });
      return { externalId: sid };
    },
    async findCall({ to, from, after, known }) {
      const { calls } = await client.listCalls({ to, from, after: new Date(after.getTime() - 5_000), lane: 'interactive' });
      const own = calls.filter(({ sid, parent_call_sid }) => !parent_call_sid && !known.includes(sid));
      // Two of the same minute cannot be told apart: their callbacks bear our id and will.
      if (own.length > 1) return 'unsure';
      return own[0] ? { externalId: own[0].sid } : 'absent';
    },
    async hangUp(legId) {
      await client.hangUp(legId);
    },
    mute: (room, legId, isMuted) => inRoom(room, (conference) => client.changeParticipant(conference, legId, { isMuted })),
    listen: (room, legId, mode, us) =>
      inRoom(room, (conference) => client.changeParticipant(conference, legId, { isMuted: mode === 'listen', coaches: mode === 'whisper' ? us : null })),
    async instruct(legId, instructions) {
      await client.redirect(legId, instructions);
    },
  };
}
