import type { Context } from '#sdk';

export const SOUND = 'voice-sound';
/** A sound that somebody outside plays: a recording, a file of ours such as a greeting, or music: a file of ours, or what everybody has. */
export type Sound = { recording: string } | { file: string } | { music: string };
/** A piece of a sound: from which second on, and how long. */
export interface Piece {
  from: number;
  seconds: number;
}

/** Makes addresses under which the provider, or whoever writes recordings down, finds sounds: for whoever holds one, until it is over. */
export async function soundAddresses(ctx: Context): Promise<(sound: Sound, only?: { expiresAt?: Date; piece?: Piece }) => string> {
  const sign = await ctx.links.signer(SOUND);
  return (sound, { expiresAt, piece } = {}) =>
    ctx.links.url(`/voice/sounds/${sign(sound, expiresAt ? { expiresAt } : {})}${piece ? `?from=${piece.from}&seconds=${piece.seconds}` : ''}`);
}
export const soundAddress = async (ctx: Context, sound: Sound, expiresAt?: Date): Promise<string> =>
  (await soundAddresses(ctx))(sound, expiresAt ? { expiresAt } : {});

/** What is heard by whoever waits: what was uploaded, else what everybody has. */
export const musicOf = (fileId: string | null | undefined): Sound => ({ music: fileId ?? 'built-in' });
