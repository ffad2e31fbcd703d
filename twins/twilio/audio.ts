/** Samples a second, 16 bits each: what a telephone carries. */
const RATE = 8000;
const TURN_SECONDS = 1.5;
const TONES = [440, 660] as const;

const header = (dataBytes: number, channels: number): Buffer => {
  const made = Buffer.alloc(44);
  made.write('RIFF', 0);
  made.writeUInt32LE(36 + dataBytes, 4);
  made.write('WAVEfmt ', 8);
  made.writeUInt32LE(16, 16);
  made.writeUInt16LE(1, 20);
  made.writeUInt16LE(channels, 22);
  made.writeUInt32LE(RATE, 24);
  made.writeUInt32LE(RATE * channels * 2, 28);
  made.writeUInt16LE(channels * 2, 32);
  made.writeUInt16LE(16, 34);
  made.write('data', 36);
  made.writeUInt32LE(dataBytes, 40);
  return made;
};

/** How long a wave file plays; 0 for anything else. */
export function waveSeconds(sound: Buffer): number {
  if (sound.length < 44 || sound.toString('latin1', 0, 4) !== 'RIFF') return 0;
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= sound.length; ) {
    const [kind, size] = [sound.toString('latin1', at, at + 4), sound.readUInt32LE(at + 4)];
    if (kind === 'fmt ') bytesPerSecond = sound.readUInt32LE(at + 16);
    if (kind === 'data') return bytesPerSecond > 0 ? size / bytesPerSecond : 0;
    at += 8 + size + (size % 2);
  }
  return 0;
}

/** A conversation as tones: each speaker has one, they take turns, swelling and fading like sentences do. */
export const conversation = (seconds: number, channels: 1 | 2): Buffer => {
  const frames = Math.max(1, Math.round(seconds * RATE));
  const data = Buffer.alloc(frames * channels * 2);
  for (let frame = 0; frame < frames; frame += 1) {
    const at = frame / RATE;
    const speaker = Math.floor(at / TURN_SECONDS) % 2;
    const within = (at % TURN_SECONDS) / TURN_SECONDS;
    const loudness = within > 0.85 ? 0 : Math.sin(Math.PI * (within / 0.85)) * (0.7 + 0.3 * Math.sin(at * 37));
    const sample = Math.round(9_000 * loudness * Math.sin(2 * Math.PI * (TONES[speaker] ?? 440) * at));
    for (let channel = 0; channel < channels; channel += 1)
      data.writeInt16LE(channels === 1 || channel === speaker ? sample : 0, (frame * channels + channel) * 2);
  }
  return Buffer.concat([header(data.length, channels), data]);
};
