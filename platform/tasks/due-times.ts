import { CronExpressionParser } from 'cron-parser';
import type { Schedule } from '#sdk';

export const rhythmOf = ({ cron, everyMs }: Pick<Schedule, 'cron' | 'everyMs'>): string => {
  if (cron !== undefined && everyMs === undefined) return `cron ${cron}`;
  if (everyMs !== undefined && cron === undefined && everyMs >= 1000) return `every ${everyMs}`;
  throw new TypeError('a schedule has either a cron expression or an interval of at least a second');
};

/** The first time strictly after `now`; what was missed meanwhile is not made up for. An interval keeps its phase. */
export function nextDue(rhythm: string, now: Date, last: Date = now): Date {
  const [kind, rest = ''] = [rhythm.slice(0, rhythm.indexOf(' ')), rhythm.slice(rhythm.indexOf(' ') + 1)];
  if (kind === 'cron') return CronExpressionParser.parse(rest, { currentDate: now, tz: 'UTC' }).next().toDate();
  const everyMs = Number(rest);
  const passed = Math.max(0, Math.floor((now.getTime() - last.getTime()) / everyMs));
  return new Date(last.getTime() + (passed + 1) * everyMs);
}
