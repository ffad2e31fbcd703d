import iconv from 'iconv-lite';
import type { ImportDialect } from '../models.ts';
import { detectWritten, rowsOfSample } from './dialect.ts';
import { columnNames, hasHeader } from './header.ts';
import { SAMPLE_BYTES } from './limits.ts';
import { type DateOrder, orderSaidBy } from './read-dates.ts';
import { readRows } from './read-rows.ts';
import { isKnownName, suggestMapping } from './suggest-mapping.ts';
import type { Target } from './targets.ts';

export type OpenFile = () => AsyncIterable<Uint8Array>;
export interface Inspected {
  dialect: ImportDialect;
  columns: string[];
  mapping: Record<string, string>;
  /** The first rows as they stand there. */
  sample: string[][];
}
const SAMPLE_ROWS = 20;

/** How a file is written and what its columns probably are, from its beginning. @throws PatchbayError file_invalid */
export async function inspectFile(open: OpenFile, targets: readonly Target[], country: string): Promise<Inspected> {
  const bytes = await beginning(open);
  const written = detectWritten(bytes, (encoding) => iconv.decode(Buffer.from(bytes), encoding, { stripBOM: true }));
  const rows = rowsOfSample(iconv.decode(Buffer.from(bytes), written.encoding, { stripBOM: true }), written.delimiter).filter(
    (row) => row.some((cell) => cell.trim() !== '') && !/^sep=.?$/i.test(row.join('')),
  );
  const [first = [], ...rest] = rows;
  const header = hasHeader(first, rest, (names) => names.filter((name) => isKnownName(name, targets)).length);
  const data = header ? rest : rows;
  const columns = columnNames(header ? first : undefined, Math.max(0, ...rows.map((row) => row.length)));
  return {
    dialect: { ...written, hasHeader: header, dates: dateOrders(columns, data) },
    columns,
    mapping: suggestMapping(columns, data, targets, country),
    sample: data.slice(0, SAMPLE_ROWS).map((row) => columns.map((_column, index) => row[index]?.slice(0, 200) ?? '')),
  };
}

/** How many rows it has; the whole file is read, so that one that cannot be is refused before anything is applied. */
export async function countRows(open: OpenFile, dialect: ImportDialect): Promise<number> {
  let rows = 0;
  for await (const _row of dataRows(open, dialect)) rows++;
  return rows;
}

/** The rows below the header. */
export async function* dataRows(open: OpenFile, dialect: ImportDialect) {
  let isHeader = dialect.hasHeader;
  for await (const row of readRows(open(), dialect)) {
    if (isHeader && row.cells.some((cell) => cell.trim() !== '')) {
      isHeader = false;
      continue;
    }
    if (row.broken || row.cells.some((cell) => cell.trim() !== '')) yield row;
  }
}

async function beginning(open: OpenFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of open()) {
    pieces.push(piece);
    size += piece.length;
    if (size >= SAMPLE_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, SAMPLE_BYTES);
}

/** By column, where a cell of it can be read in one order only. */
function dateOrders(columns: readonly string[], rows: readonly (readonly string[])[]): Record<string, DateOrder> {
  return Object.fromEntries(
    columns.flatMap((column, index) => {
      const said = rows.map((row) => orderSaidBy(row[index] ?? '')).find((order) => order !== undefined);
      return said ? [[column, said]] : [];
    }),
  );
}
