import { PatchbayError } from '#sdk';
import { csvRecords } from '../../archive/csv.ts';
import { looksZipped } from '../../archive/zip.ts';

export interface LeadTable {
  columns: string[];
  sample: string[][];
  rows: number;
}
/** Campaign, account and dates stand above the header in some downloads. */
const HEADER_WITHIN = 20;
const SAMPLE = 20;
const MOST_ROWS = 100_000;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const step = 256 * 1024;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

interface Line {
  line: number;
  record: string[];
}
const filled = (record: readonly string[]): number => record.filter((cell) => cell.trim() !== '').length;

/** The header names nearly every column, each once, and none of its names is somebody's address. */
function headerAmong(lines: readonly Line[]): Line | undefined {
  const widest = Math.max(...lines.map(({ record }) => record.length));
  return lines.find(({ record }) => {
    const names = record.map((cell) => cell.trim()).filter((cell) => cell !== '');
    return (
      names.length >= 2 && names.length >= widest * 0.6 && new Set(names).size === names.length && !names.some((name) => /@|^[\d\s./:-]+$|https?:/.test(name))
    );
  });
}

/** A second column of the same name, or of none, is told by its place. */
const named = (record: readonly string[]): string[] => record.map((cell, index) => cell.trim().slice(0, 200) || `Column ${index + 1}`);

/** Records below the header, with the number each has in the file. @throws PatchbayError file_invalid */
export async function* leadRows(bytes: Uint8Array): AsyncGenerator<{ line: number; record: string[]; isHeader: boolean }> {
  if (looksZipped(bytes))
    throw new PatchbayError('file_invalid', {
      detail: 'This is a zip file. A list of leads is one CSV file.',
      remedy: 'A copy of your LinkedIn data belongs under Network. Leads: Campaign Manager → Leads → Download.',
    });
  let line = 0;
  let head: Line[] | undefined = [];
  function* settle(): Generator<Line & { isHeader: boolean }> {
    const header = head && head.length > 0 ? headerAmong(head) : undefined;
    if (!header)
      throw new PatchbayError('file_invalid', {
        detail: 'No line of this file names columns, so nobody can tell what is what.',
        remedy: 'Campaign Manager → Leads → Download gives a list whose columns have names.',
      });
    yield { line: header.line, record: named(header.record), isHeader: true };
    for (const each of head ?? []) if (each.line > header.line) yield { ...each, isHeader: false };
    head = undefined;
  }
  for await (const record of csvRecords(once(bytes))) {
    line++;
    if (filled(record) === 0) continue;
    if (!head) yield { line, record, isHeader: false };
    else {
      head.push({ line, record });
      if (head.length >= HEADER_WITHIN) yield* settle();
    }
  }
  if (head) yield* settle();
}

/** What is in a list of leads, for whoever says which column is what. @throws PatchbayError file_invalid */
export async function lookAtFile(bytes: Uint8Array): Promise<LeadTable> {
  if (bytes.length === 0) throw new PatchbayError('file_invalid', { detail: 'This file is empty.' });
  const table: LeadTable = { columns: [], sample: [], rows: 0 };
  for await (const { record, isHeader } of leadRows(bytes)) {
    if (isHeader) {
      table.columns = record;
      continue;
    }
    table.rows++;
    if (table.rows > MOST_ROWS)
      throw new PatchbayError('file_invalid', {
        detail: `This list has more than ${MOST_ROWS.toLocaleString('en')} rows. Download it by month and bring the parts in.`,
      });
    if (table.sample.length < SAMPLE) table.sample.push(table.columns.map((_, index) => (record[index] ?? '').slice(0, 300)));
  }
  if (table.rows === 0)
    throw new PatchbayError('file_invalid', { detail: 'There is not one lead below the header of this file, so nothing could be imported.' });
  return table;
}
