import { pino } from 'pino';
import type { Log } from '#sdk';

/** Names whose values never reach the log, at any of the first three levels. Values of type `Secret` print as `***` by themselves. */
const MASKED = ['authorization', 'cookie', 'password', 'secret', 'token', 'accessToken', 'refreshToken', 'apiKey', 'clientSecret', 'code'];

export interface RootLog extends Log {
  child(facts: Record<string, unknown>): RootLog;
}

/** JSON lines by pino; `write` is for tests. */
export function createLog(level: string, write?: (line: string) => void): RootLog {
  const paths = MASKED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  const options = {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '***' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, write ? { write } : pino.destination({ fd: 2, sync: false }));
}
