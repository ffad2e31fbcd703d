/** Two tones, as telephones ring, two seconds in six. Needs no file, and no permission of the content policy. */
const TONES = [440, 480];
const RINGS_MS = 2_000;
const EVERY_MS = 6_000;

/** Rings until it is told not to; softly and once, for a second call. */
export function ring(isSecond: boolean): () => void {
  const context = new AudioContext();
  const once = () => {
    const volume = context.createGain();
    volume.gain.value = isSecond ? 0.04 : 0.12;
    volume.connect(context.destination);
    const ends = context.currentTime + (isSecond ? 0.25 : RINGS_MS / 1_000);
    for (const frequency of TONES) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(volume);
      tone.start();
      tone.stop(ends);
    }
  };
  once();
  const timer = isSecond ? undefined : setInterval(once, EVERY_MS);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** How loud it is, from 0 to 1, several times a second, until it is told to stop. */
export function measure(stream: MediaStream, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech lies between -50 and -10 dB.
    tell(Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 50) / 40)));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}
