/** Kilobits a second by their index in a frame's head: MPEG 1 layer III, and MPEG 2 and 2.5 layer III (ISO 11172-3, 13818-3). */
const BIT_RATES = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
const ID3_HEAD_BYTES = 10;

interface Frame {
  bytes: number;
  seconds: number;
}
function frameAt(bytes: Uint8Array, at: number): Frame | undefined {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  // Eleven set bits, then a version that exists, then layer III.
  if (first !== 0xff || (second & 0xe0) !== 0xe0 || (second & 0x18) === 0x08 || (second & 0x06) !== 0x02) return undefined;
  const version = (second & 0x18) === 0x18 ? 1 : (second & 0x18) === 0x10 ? 2 : 4;
  const bitRate = BIT_RATES[version === 1 ? 0 : 1][third >> 4];
  const sampleRate = SAMPLE_RATES[(third >> 2) & 3];
  if (!bitRate || !sampleRate) return undefined;
  const rate = sampleRate / version;
  const samples = version === 1 ? 1152 : 576;
  return { bytes: Math.floor((samples / 8) * ((bitRate * 1000) / rate)) + ((third >> 1) & 1), seconds: samples / rate };
}

export interface Mp3 {
  frames: readonly Uint8Array[];
  secondsPerFrame: number;
}
/** The frames of an MP3, without what stands before and behind them. */
export function readMp3(bytes: Uint8Array): Mp3 | undefined {
  let at = 0;
  if (bytes[0] === 0x49 && bytes[1] === 0x44 && bytes[2] === 0x33)
    at = ID3_HEAD_BYTES + (((bytes[6] ?? 0) << 21) | ((bytes[7] ?? 0) << 14) | ((bytes[8] ?? 0) << 7) | (bytes[9] ?? 0));
  const frames: Uint8Array[] = [];
  let secondsPerFrame = 0;
  while (at + 4 <= bytes.byteLength) {
    const frame = frameAt(bytes, at);
    if (frame && at + frame.bytes <= bytes.byteLength) {
      frames.push(bytes.subarray(at, at + frame.bytes));
      secondsPerFrame ||= frame.seconds;
      at += frame.bytes;
    } else if (frames.length > 0) break;
    else at += 1;
  }
  return frames.length > 0 ? { frames, secondsPerFrame } : undefined;
}
