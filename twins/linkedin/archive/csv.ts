/** As LinkedIn writes CSV: quotes where they are needed, or around everything (since March 2026). */
export const csvLine = (cells: readonly string[], quoteAll: boolean): string =>
  cells.map((cell) => (quoteAll || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

export const csvFile = (header: readonly string[], rows: readonly (readonly string[])[], { quoteAll = false, newline = '\n' } = {}): string =>
  [header, ...rows].map((cells) => csvLine(cells, quoteAll)).join(newline);
