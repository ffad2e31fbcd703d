import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { PatchbayError } from '#sdk';
import { bareCell } from '../exports/csv.ts';
import { decoded } from './encoding.ts';
import { cellTooLong, MAX_CELL, MAX_COLUMNS, MAX_ROWS, tooManyColumns, tooManyRows } from './limits.ts';

/** One row of a file. `line` is its number as a spreadsheet shows it. */
export interface FileRow {
  line: number;
  cells: string[];
  /** Why it cannot be read. */
  broken?: string;
}
export interface Written {
  encoding: string;
  delimiter: string;
}

/**
 * The rows of a CSV file one by one, empty ones left out. Only what is being read is in memory; a file that ends within
 * quotation marks ends with a broken row.
 * @throws PatchbayError file_invalid
 */
export async function* readRows(bytes: AsyncIterable<Uint8Array>, { encoding, delimiter }: Written): AsyncGenerator<FileRow> {
  let isOpen = false;
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    // Rows keep their numbers; empty ones are left out below.
    skip_empty_lines: false,
    max_record_size: MAX_CELL * 4,
    // An error of the parser would take the rows before it along; what follows is decided here.
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error?.code === 'CSV_QUOTE_NOT_CLOSED') isOpen = true;
      else if (error) parser.destroy(error);
      return undefined;
    },
  });
  const text = Readable.from(decoded(bytes, encoding));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  let line = 0;
  let last: string[] | undefined;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line++;
      if (record.length === 1 && record[0] === '') continue;
      // What spreadsheets write for each other: how the file is divided.
      if (line === 1 && /^sep=.?$/i.test(record.join(''))) continue;
      if (record.length > MAX_COLUMNS) throw tooManyColumns(line);
      for (const cell of record) if (cell.length > MAX_CELL) throw cellTooLong(line);
      if (line > MAX_ROWS + 1) throw tooManyRows();
      last = record;
      yield { line, cells: record.map(clean) };
    }
    if (isOpen) yield { line: line + 1, cells: [], broken: 'A quotation mark is opened in this row and never closed: the file ends within it.' };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code === 'CSV_MAX_RECORD_SIZE') throw cellTooLong(line + 1);
    else throw new PatchbayError('file_invalid', { detail: `Row ${line + 1} cannot be read.`, facts: { code: error.code, last: last?.length }, cause: error });
  } finally {
    text.destroy();
    parser.destroy();
  }
}

/** PostgreSQL takes neither NUL nor half a surrogate. */
const clean = (cell: string): string => bareCell(cell.includes('\0') || !cell.isWellFormed() ? cell.replaceAll('\0', '').toWellFormed() : cell);
