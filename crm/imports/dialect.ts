import { parse } from 'csv-parse/sync';
import { detectEncoding, notText, refuseOtherFiles } from './encoding.ts';
import type { Written } from './read-rows.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const SAMPLE_ROWS = 200;

/** How a file is written, from its beginning. @throws PatchbayError file_invalid */
export function detectWritten(sample: Uint8Array, text: (encoding: string) => string): Written {
  refuseOtherFiles(sample);
  const encoding = detectEncoding(sample);
  const sampled = text(encoding);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what tells a program from a list
  const strange = sampled.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0;
  if (strange > sampled.length / 100) throw notText();
  return { encoding, delimiter: detectDelimiter(sampled) };
}

/** The one that divides the rows into the most, and equally many, columns. */
export function detectDelimiter(sample: string): string {
  // Said by the file itself, as spreadsheets do.
  const said = /^sep=(.)\r?\n/i.exec(sample)?.[1];
  if (said && (DELIMITERS as readonly string[]).includes(said)) return said;
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(sample, delimiter) })).sort((a, b) => b.score - a.score);
  return scored[0] && scored[0].score > 0 ? scored[0].delimiter : ',';
}

function scoreOf(sample: string, delimiter: string): number {
  if (!sample.includes(delimiter)) return 0;
  const rows = rowsOfSample(sample, delimiter).filter((row) => row.length > 1 || row[0] !== '');
  if (rows.length === 0) return 0;
  const widths = rows.map((row) => row.length).sort((a, b) => a - b);
  const usual = widths[widths.length >> 1] ?? 1;
  if (usual < 2) return 0;
  const alike = widths.filter((width) => width === usual).length / widths.length;
  // Equal widths say more than many columns: commas in prose divide as well, but never alike.
  return alike * alike * 100 + Math.min(usual, 50);
}

/** Rows of a sample as far as they can be read; what it cuts in two is left out. */
export function rowsOfSample(sample: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  try {
    parse(sample, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      to: SAMPLE_ROWS,
      on_record: (record: string[]) => {
        rows.push(record);
        return null;
      },
    });
  } catch {
    // Within quotation marks where the sample ends: what came before is enough.
  }
  return rows;
}
