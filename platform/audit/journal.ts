import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { startTimeOf } from './process-identity.ts';

const SEGMENT_BYTES = 4 * 1024 * 1024;

/** A line of the journal: a call begins or ends, or an act happened. */
export type JournalLine = { begin: unknown } | { end: unknown; id: string } | { act: unknown };

interface Segment {
  path: string;
  handle: number;
  size: number;
  /** Rows that began here and are not in the table yet. */
  open: Set<string>;
}

/**
 * The process's own file of rows that are not in the table yet. Written synchronously before a call leaves: what `write`
 * has taken survives `kill -9` (not the loss of power). A segment goes when all its rows are in the table.
 */
export function createJournal(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const name = `audit-${process.pid}-${startTimeOf(process.pid)}-${randomBytes(4).toString('hex')}`;
  const segments = new Map<string, Segment>();
  let counter = 0;
  let current: Segment | undefined;

  const open = (): Segment => {
    const path = join(folder, `${name}-${counter++}.jsonl`);
    return { path, handle: openSync(path, 'ax', 0o600), size: 0, open: new Set() };
  };
  const drop = (segment: Segment) => {
    closeSync(segment.handle);
    rmSync(segment.path, { force: true });
  };
  const write = (segment: Segment, line: JournalLine) => {
    segment.size += writeSync(segment.handle, `${JSON.stringify(line)}\n`);
  };

  return {
    /** First line of a row. */
    begin(id: string, line: JournalLine) {
      if (!current || current.size > SEGMENT_BYTES) {
        const full = current;
        current = open();
        if (full && full.open.size === 0) drop(full);
      }
      current.open.add(id);
      segments.set(id, current);
      write(current, line);
    },
    /** A later line of the same row, in the same file. */
    append(id: string, line: JournalLine) {
      const segment = segments.get(id);
      if (segment) write(segment, line);
    },
    /** The row is in the table. */
    done(ids: Iterable<string>) {
      for (const id of ids) {
        const segment = segments.get(id);
        segments.delete(id);
        if (!segment?.open.delete(id) || segment.open.size > 0) continue;
        if (segment !== current) drop(segment);
        else if (segment.size > SEGMENT_BYTES / 16) {
          current = undefined;
          drop(segment);
        }
      }
    },
    /** Ends the files; one with rows that are not in the table stays for the next start. */
    close() {
      for (const segment of new Set([...segments.values(), ...(current ? [current] : [])])) {
        if (segment.open.size === 0) drop(segment);
        else closeSync(segment.handle);
      }
      current = undefined;
      segments.clear();
    },
  };
}
export type Journal = ReturnType<typeof createJournal>;
