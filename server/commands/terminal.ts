import { PatchbayError } from '#sdk';
import type { Outcome, Progress } from './command.ts';

/** Progress on a terminal only; a log file gets no carriage returns. */
export function progressLine(): (progress: Progress) => void {
  if (!process.stderr.isTTY) return () => {};
  return ({ done, total, message }) => {
    const width = 24;
    const bar = total ? `[${'#'.repeat(Math.round((done / total) * width)).padEnd(width, '.')}] ${done}/${total}` : `${done}`;
    process.stderr.write(`\r\x1b[2K${bar} ${message}`);
  };
}

export function print(outcome: Outcome, json: boolean): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  console.log(json ? JSON.stringify(outcome.data, null, 2) : outcome.text);
}

/** One sentence, what to do, and a code to search for. Never a stack, unless it is our own mistake. */
export function printError(error: unknown, json: boolean): void {
  const known =
    error instanceof PatchbayError ? error : new PatchbayError('internal', { detail: error instanceof Error ? error.message : String(error), cause: error });
  const remedy = known.details.remedy ?? known.row.remedy;
  if (json) console.error(JSON.stringify({ code: known.code, detail: known.message, remedy, errors: known.details.errors }));
  else {
    console.error(`\n${known.message}`);
    for (const { path, message } of known.details.errors ?? []) console.error(`  ${path}: ${message}`);
    if (remedy) console.error(`→ ${remedy}`);
    console.error(`  (${known.code})`);
    if (known.code === 'internal' && error instanceof Error) console.error(error.stack);
  }
}
