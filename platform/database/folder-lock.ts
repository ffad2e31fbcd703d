import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** PGlite takes no lock on its folder, and two processes silently lose rows: we take our own. */
export interface FolderLock {
  release(): void;
}

/** A pid alone may be reused; with its start time (field 22 of /proc/<pid>/stat) it may not. Elsewhere the pid has to do. */
function startTime(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes the folder, or gives the pid of the process that holds it. A lock left by a killed process is taken over. */
export function lockFolder(folder: string): FolderLock | { heldBy: number } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock');
  const mine = JSON.stringify({ pid: process.pid, started: startTime(process.pid) });
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    let held: { pid: number; started?: string };
    try {
      held = JSON.parse(readFileSync(path, 'utf8')) as { pid: number; started?: string };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      held = { pid: -1 };
    }
    if (held.pid > 0 && isAlive(held.pid) && (held.started === undefined || held.started === startTime(held.pid))) return { heldBy: held.pid };
    // Of several that find it stale only one rename succeeds.
    const stale = `${path}.${process.pid}.stale`;
    try {
      renameSync(path, stale);
      rmSync(stale, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return { heldBy: -1 };
}
