const RATE = 8_000;
const HEADER_BYTES = 44;

/** Samples between -1 and 1 as a wave file with one channel and 16 bits: what every telephone network plays. */
export function waveFile(samples: Float32Array, rate: number): Blob {
  // A telephone carries 8,000 samples a second; more would only be sent.
  const step = rate / RATE;
  const frames = Math.floor(samples.length / step);
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + frames * 2));
  const write = (at: number, text: string) => {
    for (const [index, letter] of [...text].entries()) view.setUint8(at + index, letter.charCodeAt(0));
  };
  write(0, 'RIFF');
  view.setUint32(4, 36 + frames * 2, true);
  write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  write(36, 'data');
  view.setUint32(40, frames * 2, true);
  for (let frame = 0; frame < frames; frame++) {
    // The mean of what falls together, so that high tones do not come back as whistles.
    const from = Math.floor(frame * step);
    const until = Math.max(from + 1, Math.floor((frame + 1) * step));
    let sum = 0;
    for (let at = from; at < until; at++) sum += samples[at] ?? 0;
    view.setInt16(HEADER_BYTES + frame * 2, Math.max(-1, Math.min(1, sum / (until - from))) * 32_767, true);
  }
  return new Blob([view], { type: 'audio/wav' });
}

/** The first channel of what a browser recorded, as a wave file. */
export async function toWave(recorded: Blob): Promise<Blob> {
  const context = new AudioContext();
  try {
    const sound = await context.decodeAudioData(await recorded.arrayBuffer());
    return waveFile(sound.getChannelData(0), sound.sampleRate);
  } finally {
    await context.close();
  }
}
