import { readMp3 } from './mp3.ts';
import { readWave } from './wave.ts';

/** So long it swells and fades at a cut, so that it does not click. */
const FADE_SECONDS = 0.12;

/** `count` pieces from the one at `from` on, beginning anew where they end. */
function around<T>(pieces: readonly T[], from: number, count: number): T[] {
  return Array.from({ length: count }, (_, index) => pieces[(from + index) % pieces.length] as T);
}

function fade(data: Buffer, bytesPerFrame: number, frames: number): void {
  const most = data.byteLength / bytesPerFrame;
  const length = Math.min(frames, Math.floor(most / 2));
  const scale = (frame: number, by: number) => {
    for (let at = frame * bytesPerFrame; at < (frame + 1) * bytesPerFrame; at += 2) data.writeInt16LE(Math.round(data.readInt16LE(at) * by), at);
  };
  for (let frame = 0; frame < length; frame++) {
    scale(frame, frame / length);
    scale(most - 1 - frame, frame / length);
  }
}

function cutWave(bytes: Uint8Array, from: number, seconds: number): Uint8Array | undefined {
  const sound = readWave(bytes);
  if (!sound) return undefined;
  const { header, bytesPerSecond, bytesPerFrame, data, isPcm16 } = sound;
  const perSecond = bytesPerSecond / bytesPerFrame;
  const frames = Math.floor(data.byteLength / bytesPerFrame);
  const wanted = Math.max(1, Math.round(seconds * perSecond));
  const cut = Buffer.alloc(wanted * bytesPerFrame);
  for (let done = 0, at = Math.round(from * perSecond) % frames; done < wanted; at = 0) {
    const run = Math.min(wanted - done, frames - at);
    cut.set(data.subarray(at * bytesPerFrame, (at + run) * bytesPerFrame), done * bytesPerFrame);
    done += run;
  }
  if (isPcm16) fade(cut, bytesPerFrame, Math.round(FADE_SECONDS * perSecond));
  const head = Buffer.alloc(12 + 8 + header.byteLength + 8);
  head.write('RIFF', 0);
  head.writeUInt32LE(head.byteLength - 8 + cut.byteLength, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(header.byteLength, 16);
  head.set(header, 20);
  head.write('data', 20 + header.byteLength);
  head.writeUInt32LE(cut.byteLength, 24 + header.byteLength);
  return Buffer.concat([head, cut]);
}

function cutMp3(bytes: Uint8Array, from: number, seconds: number): Uint8Array | undefined {
  const sound = readMp3(bytes);
  if (!sound) return undefined;
  const { frames, secondsPerFrame } = sound;
  const begin = Math.round(from / secondsPerFrame) % frames.length;
  return Buffer.concat(around(frames, begin, Math.max(1, Math.round(seconds / secondsPerFrame))));
}

/**
 * A piece of a sound, in the format that it has: `seconds` of it from `from` on, round and round. Whoever waits in a queue
 * hears one after the other. What cannot be cut is undefined.
 */
export const cut = (bytes: Uint8Array, from: number, seconds: number): Uint8Array | undefined => cutWave(bytes, from, seconds) ?? cutMp3(bytes, from, seconds);
