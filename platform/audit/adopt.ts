import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CallEnd, CallStart, StoredAct } from './call-record.ts';
import { isProcessAlive } from './process-identity.ts';

export interface Adopted {
  calls: { start: CallStart; end: CallEnd }[];
  acts: StoredAct[];
  /** Calls that had begun and not ended. */
  interrupted: number;
}

const FILE = /^audit-(\d+)-(\d+)-[0-9a-f]+-\d+\.jsonl$/;

/** Journal files whose process is gone. */
export function orphanedJournals(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => {
      const [, pid, started] = FILE.exec(name) ?? [];
      return pid !== undefined && started !== undefined && !isProcessAlive(Number(pid), started);
    })
    .map((name) => join(folder, name));
}

/** Pure: what a journal says. A last line that was cut off by the kill is skipped; what began and did not end is interrupted. */
export function readJournal(text: string): Adopted {
  const begun = new Map<string, CallStart>();
  const ended = new Map<string, CallEnd>();
  const acts: StoredAct[] = [];
  for (const line of text.split('\n')) {
    let entry: { begin?: CallStart; end?: CallEnd; id?: string; act?: StoredAct };
    try {
      entry = JSON.parse(line);
    } catch {
      continue;
    }
    if (entry.begin) begun.set(entry.begin.id, { ...entry.begin, at: new Date(entry.begin.at) });
    else if (entry.end && entry.id) ended.set(entry.id, entry.end);
    else if (entry.act) acts.push({ ...entry.act, at: new Date(entry.act.at) });
  }
  const calls = [...begun.values()].map((start) => ({ start, end: ended.get(start.id) ?? ({ outcome: 'interrupted' } as const) }));
  return { calls, acts, interrupted: calls.filter(({ end }) => end.outcome === 'interrupted').length };
}

export const readJournalFile = (path: string): Adopted => readJournal(readFileSync(path, 'utf8'));
export const removeJournalFile = (path: string): void => rmSync(path, { force: true });
