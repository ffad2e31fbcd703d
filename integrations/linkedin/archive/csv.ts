import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { PatchbayError } from '#sdk';

type Decoder = InstanceType<typeof TextDecoder>;
const PEEK_BYTES = 64 * 1024;

/** UTF-8 with or without its mark, or UTF-16 as spreadsheets write it; anything else is read as Windows text. */
function decoderFor(head: Uint8Array): Decoder {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be');
  try {
    // A character may be cut at the end of what was looked at.
    new TextDecoder('utf-8', { fatal: true }).decode(head.subarray(0, Math.max(0, head.length - 4)), { stream: true });
    return new TextDecoder('utf-8');
  } catch {
    return new TextDecoder('windows-1252');
  }
}

/** LinkedIn separates by commas; a file that went through a spreadsheet of another country does not any more. */
function delimiterOf(text: string): string {
  const line = text.split(/\r\n|\r|\n/).find((each) => /first.?name|conversation.?id|connected.?on|direction/i.test(each)) ?? text.slice(0, 1_000);
  const count = (char: string) => line.split(char).length;
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best), ',');
}

async function* decoded(source: AsyncIterable<Uint8Array>, head: Uint8Array, decoder: Decoder): AsyncGenerator<string> {
  yield decoder.decode(head, { stream: true });
  for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Records of a CSV, however long; lines as a text editor counts would cost half of the speed, so records are counted. */
export async function* csvRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const iterator = source[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    parts.push(next.value);
    size += next.value.length;
    if (size >= PEEK_BYTES) break;
  }
  const head = Buffer.concat(parts);
  if (head.includes(0) && !(head[0] === 0xff && head[1] === 0xfe) && !(head[0] === 0xfe && head[1] === 0xff))
    throw new PatchbayError('file_invalid', { detail: 'This is no CSV file: it holds bytes that no text has.' });
  const decoder = decoderFor(head);
  const delimiter = delimiterOf(decoderFor(head).decode(head.subarray(0, PEEK_BYTES)));
  const rest: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => iterator };
  const parser = parse({ bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, max_record_size: 2_000_000 });
  const text = Readable.from(decoded(rest, head, decoder));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    for await (const record of parser) yield record as string[];
  } catch (error) {
    if (error instanceof PatchbayError) throw error;
    throw new PatchbayError('file_invalid', {
      detail: 'A quote in this file is never closed, so its rows cannot be told apart.',
      remedy: 'Download it from LinkedIn again.',
      cause: error,
    });
  } finally {
    text.destroy();
  }
}
