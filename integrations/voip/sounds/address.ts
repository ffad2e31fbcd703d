import type { Context } from '#sdk';

export const SOUND = 'voice-sound';
/** A sound that somebody outside plays: a recording, or a file of ours such as a greeting. */
export type Sound = { recording: string } | { file: string };

/** Makes addresses under which the provider, or whoever writes recordings down, finds sounds: for whoever holds one, until it is over. */
export async function soundAddresses(ctx: Context): Promise<(sound: Sound, expiresAt?: Date) => string> {
  const sign = await ctx.links.signer(SOUND);
  return (sound, expiresAt) => ctx.links.url(`/voice/sounds/${sign(sound, expiresAt ? { expiresAt } : {})}`);
}
export const soundAddress = async (ctx: Context, sound: Sound, expiresAt?: Date): Promise<string> => (await soundAddresses(ctx))(sound, expiresAt);
