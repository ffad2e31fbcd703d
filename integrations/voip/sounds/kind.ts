const starts = (bytes: Uint8Array, text: string, at = 0): boolean => [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));

/** What telephones play, told by the first bytes and not by a name: a wave file, or MP3. */
export function soundKind(bytes: Uint8Array): 'audio/wav' | 'audio/mpeg' | undefined {
  if (starts(bytes, 'RIFF') && starts(bytes, 'WAVE', 8)) return 'audio/wav';
  // A tag in front, or a frame of layer III at once.
  if (starts(bytes, 'ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2)) return 'audio/mpeg';
  return undefined;
}
