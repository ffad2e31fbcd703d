/** Samples a second that a telephone carries. */
export const RATE = 8_000;
const HEADER_BYTES = 44;

/** Samples as a wave file with one channel and 16 bits. */
export function wave(samples: Int16Array, rate = RATE, channels = 1): Uint8Array {
  const file = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples.length * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * channels * 2, 28);
  file.writeUInt16LE(channels * 2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples.length * 2, 40);
  for (const [index, sample] of samples.entries()) file.writeInt16LE(sample, HEADER_BYTES + index * 2);
  return file;
}

export interface WaveFormat {
  /** All of the format chunk, as it stands there. */
  header: Uint8Array;
  bytesPerSecond: number;
  /** One moment of all channels. */
  bytesPerFrame: number;
  isPcm16: boolean;
  data: Uint8Array;
}
/** The parts of a wave file; undefined where it is none, or has no sound. */
export function readWave(bytes: Uint8Array): WaveFormat | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  if (bytes.byteLength < HEADER_BYTES || word(0) !== 'RIFF' || word(8) !== 'WAVE') return undefined;
  let format: Omit<WaveFormat, 'data'> | undefined;
  for (let at = 12; at + 8 <= bytes.byteLength; ) {
    const [kind, size] = [word(at), view.getUint32(at + 4, true)];
    const content = bytes.subarray(at + 8, Math.min(bytes.byteLength, at + 8 + size));
    if (kind === 'fmt ' && content.byteLength >= 16)
      format = {
        header: content,
        bytesPerSecond: view.getUint32(at + 16, true),
        bytesPerFrame: view.getUint16(at + 20, true),
        isPcm16: view.getUint16(at + 8, true) === 1 && view.getUint16(at + 22, true) === 16,
      };
    if (kind === 'data' && format && format.bytesPerFrame > 0 && format.bytesPerSecond > 0 && content.byteLength >= format.bytesPerFrame)
      return { ...format, data: content };
    at += 8 + size + (size % 2);
  }
  return undefined;
}
