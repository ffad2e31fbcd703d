import { PatchbayError } from '#sdk';

/** What one file may hold. It arrives with at most 25 MB; these are for what a small file can be blown up to. */
export const MAX_ROWS = 1_000_000;
export const MAX_COLUMNS = 500;
export const MAX_CELL = 100_000;
/** Of the beginning of a file so much is looked at to know how it is written. */
export const SAMPLE_BYTES = 256 * 1024;

export const tooManyRows = () =>
  new PatchbayError('file_invalid', {
    detail: 'The file has more than a million rows.',
    remedy: 'Divide it into several files and import them one after the other.',
  });
export const tooManyColumns = (line: number) =>
  new PatchbayError('file_invalid', {
    detail: `Row ${line} has more than ${MAX_COLUMNS} columns.`,
    remedy: 'Leave out columns you do not need, or check which character divides them.',
  });
export const cellTooLong = (line: number) =>
  new PatchbayError('file_invalid', {
    detail: `Row ${line} has a cell of more than 100,000 characters.`,
    remedy: 'A quotation mark that is opened and never closed swallows the rows behind it: look at this row.',
  });
