/** `P30D` is back from now, `+P30D` ahead of now. Calendar units count as a calendar does, in UTC. */
export interface Duration {
  ahead: boolean;
  years: number;
  months: number;
  days: number;
  seconds: number;
}

const FORM = /^(\+?)P(?=[\dT])(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/;

/** An ISO 8601 duration of whole numbers; undefined when it is none, or longer than 100 years. */
export function readDuration(text: string): Duration | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0)) as [number, ...number[]];
  const duration = {
    ahead: match[1] === '+',
    years,
    months: months ?? 0,
    days: (weeks ?? 0) * 7 + (days ?? 0),
    seconds: (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0),
  };
  const roughYears = duration.years + duration.months / 12 + duration.days / 365 + duration.seconds / 31_536_000;
  return roughYears > 0 && roughYears <= 100 ? duration : undefined;
}

/** The instant the duration ends at. The 31st of a month less one month is the last day of the one before. */
export function shiftBy(from: Date, { ahead, years, months, days, seconds }: Duration): Date {
  const sign = ahead ? 1 : -1;
  const to = new Date(from);
  const day = to.getUTCDate();
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + sign * (years * 12 + months));
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day, lastDay) + sign * days);
  return new Date(to.getTime() + sign * seconds * 1000);
}

const UNITS = [
  ['years', 'year'],
  ['months', 'month'],
  ['days', 'day'],
] as const;

/** `30 days`, `1 month and 2 days`. */
export function durationInWords(duration: Duration): string {
  const parts = UNITS.flatMap(([key, unit]) => (duration[key] > 0 ? [`${duration[key]} ${unit}${duration[key] === 1 ? '' : 's'}`] : []));
  const { seconds } = duration;
  if (seconds > 0) {
    const [n, unit] = seconds % 3600 === 0 ? [seconds / 3600, 'hour'] : seconds % 60 === 0 ? [seconds / 60, 'minute'] : [seconds, 'second'];
    parts.push(`${n} ${unit}${n === 1 ? '' : 's'}`);
  }
  return parts.join(' and ');
}
