import { RATE, wave } from './wave.ts';

const BEAT_SECONDS = 0.375;
const BEATS_IN_BAR = 8;
/** Notes as half tones above the A of 220 Hz: C, A minor, F, G, each with its seventh; played up and down. */
const BARS = [
  [-9, -5, -2, 2],
  [-12, -9, -5, -2],
  [-16, -12, -9, -5],
  [-14, -10, -7, -3],
] as const;
const ORDER = [0, 2, 1, 3, 2, 3, 1, 2] as const;
const LOUDNESS = 5_200;

const frequencyOf = (halfTones: number): number => 440 * 2 ** (halfTones / 12);

/** A string that was plucked: a tone with two overtones that dies away. */
const plucked = (frequency: number, seconds: number): number => {
  const turn = 2 * Math.PI * frequency * seconds;
  return (Math.sin(turn) + 0.35 * Math.sin(2 * turn) * Math.exp(-2 * seconds) + 0.12 * Math.sin(3 * turn) * Math.exp(-4 * seconds)) * Math.exp(-2.4 * seconds);
};

function compose(): Uint8Array {
  const beat = Math.round(BEAT_SECONDS * RATE);
  const frames = BARS.length * BEATS_IN_BAR * beat;
  const sum = new Float64Array(frames);
  const lay = (at: number, frequency: number, seconds: number, loudness: number) => {
    const length = Math.round(seconds * RATE);
    for (let frame = 0; frame < length; frame++) {
      // Not all at once, or it clicks. What rings over the end rings into the beginning: it has none.
      const begins = Math.min(1, frame / 80);
      const place = (at + frame) % frames;
      sum[place] = (sum[place] ?? 0) + loudness * begins * plucked(frequency, frame / RATE);
    }
  };
  for (const [bar, notes] of BARS.entries()) {
    lay(bar * BEATS_IN_BAR * beat, frequencyOf(notes[0] - 12), 3, 0.9);
    for (const [step, note] of ORDER.entries()) lay((bar * BEATS_IN_BAR + step) * beat, frequencyOf(notes[note] ?? 0), 1.6, 0.55);
  }
  return wave(Int16Array.from(sum, (each) => Math.max(-32_767, Math.min(32_767, Math.round(each * LOUDNESS)))));
}

let composed: Uint8Array | undefined;
/** What callers hear who wait, where nobody uploaded anything: twelve seconds that go on without a seam. Made here, so it costs nobody a licence. */
export const builtInMusic = (): Uint8Array => {
  composed ??= compose();
  return composed;
};
