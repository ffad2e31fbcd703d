import { describe, expect, it } from 'vitest';
import { mailsOfMbox } from '../importing/mbox.ts';

async function* inParts(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const all = async (text: string, size = 7) => {
  const found: { raw: string; at: string | undefined }[] = [];
  for await (const { raw, receivedAt } of mailsOfMbox(inParts(text, size))) found.push({ raw: raw.toString(), at: receivedAt?.toISOString() });
  return found;
};

describe('an mbox file', () => {
  it('is taken apart at its separating lines, wherever the parts of the file end', async () => {
    const file =
      'From jane@x.example Mon Jan  5 10:00:00 2026\nSubject: One\n\nFrom here on\n>From there\n>>From deep\n\nFrom bob@x.example Tue Jan  6 10:00:00 2026 +0100\nSubject: Two\n\nb\n';
    for (const size of [1, 7, 1000])
      expect(await all(file, size)).toEqual([
        { raw: 'Subject: One\n\nFrom here on\nFrom there\n>From deep\n\n', at: '2026-01-05T10:00:00.000Z' },
        { raw: 'Subject: Two\n\nb\n', at: '2026-01-06T09:00:00.000Z' },
      ]);
  });
  it('that is none holds none', async () => {
    for (const file of ['', 'Subject: no separator\n\nx', '\n\n\0\0']) expect(await all(file)).toEqual([]);
  });
});
