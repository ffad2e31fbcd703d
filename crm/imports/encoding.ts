import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { PatchbayError } from '#sdk';

/** Those that people's files are in; a guess of anything rarer is wrong more often than right. */
const LIKELY = new Set([
  'Shift_JIS',
  'EUC-JP',
  'EUC-KR',
  'GB18030',
  'Big5',
  'ISO-8859-2',
  'ISO-8859-5',
  'ISO-8859-7',
  'ISO-8859-9',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'KOI8-R',
]);
/** Below this the guess is no better than the most usual one. */
const SURE = 30;
const MOST_USUAL = 'windows-1252';

/** How the bytes of a file are to be read, from its beginning. */
export function detectEncoding(sample: Uint8Array): string {
  const [a, b, c] = sample;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const wide = utf16By(sample);
  if (wide) return wide;
  if (isUtf8(withoutHalf(sample))) return 'utf-8';
  const [guess] = analyse(sample).filter(({ name }) => LIKELY.has(name));
  if (!guess || guess.confidence < SURE || guess.name.startsWith('ISO-8859-1')) return MOST_USUAL;
  // What Windows writes has more letters than the standard of the same family, at the same places.
  return guess.name === 'ISO-8859-9' ? 'windows-1254' : guess.name.toLowerCase();
}

/** Without a mark at the beginning: in our letters every second byte is empty. */
function utf16By(sample: Uint8Array): string | undefined {
  const pairs = Math.min(sample.length, 4096) >> 1;
  if (pairs < 2) return undefined;
  let [even, odd] = [0, 0];
  for (let n = 0; n < pairs; n++) {
    if (sample[2 * n] === 0) even++;
    if (sample[2 * n + 1] === 0) odd++;
  }
  if (odd > pairs / 2 && even < pairs / 20) return 'utf-16le';
  return even > pairs / 2 && odd < pairs / 20 ? 'utf-16be' : undefined;
}

/** A sample ends where it ends: a letter of several bytes may be cut in two. */
function withoutHalf(sample: Uint8Array): Uint8Array {
  let end = sample.length;
  for (let back = 1; back <= 3 && back <= sample.length; back++) {
    const byte = sample[sample.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      end = sample.length - back;
      break;
    }
  }
  return sample.subarray(0, end);
}

/** Text of bytes that come piece by piece; a mark at the beginning is no text. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding, { stripBOM: true });
  for await (const piece of bytes) {
    const text = decoder.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    if (text) yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

/** What is no text at all: an archive, a picture, a workbook under a wrong name. */
export function refuseOtherFiles(sample: Uint8Array): void {
  const head = Buffer.from(sample.subarray(0, 8)).toString('latin1');
  if (head.startsWith('PK\u0003\u0004') || head.startsWith('\u00d0\u00cf\u0011\u00e0')) {
    throw new PatchbayError('file_invalid', {
      detail: 'This is a workbook or an archive, not a CSV file.',
      remedy: 'In your spreadsheet choose “Save as”, type CSV.',
    });
  }
  if (
    head.startsWith('%PDF') ||
    head.startsWith('\u0089PNG') ||
    head.startsWith('\u001f\u008b') ||
    head.startsWith('GIF8') ||
    head.startsWith('\u00ff\u00d8\u00ff')
  )
    throw notText();
}
export const notText = () => new PatchbayError('file_invalid', { detail: 'This file is no text.', remedy: 'Export the list as CSV and import that file.' });
