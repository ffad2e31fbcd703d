import { stringify } from 'csv-stringify/sync';

/** Before a cell that a spreadsheet would calculate; an import takes it away again. */
const GUARD = "'";
const CALCULATED = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;
/** A number, also one of a telephone, is the same calculated. */
const NUMBER = /^[+-]?[\d\s().,]+$/;

/** A cell that no spreadsheet takes for a formula (CWE-1236). */
export const safeCell = (text: string): string => (CALCULATED.test(text) && !NUMBER.test(text) ? GUARD + text : text);
/** What `safeCell` made of it, taken back. */
export const bareCell = (text: string): string =>
  text.startsWith(GUARD) && CALCULATED.test(text.slice(1)) && !NUMBER.test(text.slice(1)) ? text.slice(1) : text;

/** Rows as RFC 4180 has them, with the line ends that every spreadsheet takes. */
export const csvRows = (rows: readonly (readonly string[])[]): string =>
  stringify(
    rows.map((row) => row.map(safeCell)),
    { record_delimiter: 'windows' },
  );
/** By which programs of Windows know that what follows is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';
