import { readFileSync } from 'node:fs';

/** A pid alone may be reused; with its start time (field 22 of /proc/<pid>/stat) it may not. Elsewhere the pid has to do. */
export function startTimeOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

export function isProcessAlive(pid: number, started: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return started === startTimeOf(pid);
}
