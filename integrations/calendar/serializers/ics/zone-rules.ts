import { Temporal } from 'temporal-polyfill';

type Jcal = [string, [string, object, string, ...unknown[]][], Jcal[]];

const sign = (ns: number): string => {
  const minutes = Math.round(ns / 60_000_000_000);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
};

/** VTIMEZONE of a zone from a time on: each change of its clock in the ten years that follow, as programs without IANA's list need it. */
export function zoneRules(timeZone: string, from: Date): Jcal {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone).subtract({ years: 1 });
  const steps = [{ at: start, before: start.offsetNanoseconds }];
  for (let at: Temporal.ZonedDateTime = start, count = 0; count < 24; count++) {
    const next = at.getTimeZoneTransition('next');
    if (!next) break;
    steps.push({ at: next, before: at.offsetNanoseconds });
    at = next;
  }
  const standard = Math.min(...steps.map(({ at }) => at.offsetNanoseconds));
  const groups = Map.groupBy(steps, ({ at, before }) => `${before} ${at.offsetNanoseconds}`);
  const observances = [...groups.values()].map((group): Jcal => {
    const [first] = group as [(typeof group)[number]];
    // An observance begins by the clock that it ends.
    const wall = ({ at, before }: (typeof group)[number]) =>
      at.toInstant().add({ nanoseconds: before }).toZonedDateTimeISO('UTC').toPlainDateTime().toString({ smallestUnit: 'second' });
    return [
      first.at.offsetNanoseconds === standard ? 'standard' : 'daylight',
      [
        ['dtstart', {}, 'date-time', wall(first)],
        ['tzoffsetfrom', {}, 'utc-offset', sign(first.before)],
        ['tzoffsetto', {}, 'utc-offset', sign(first.at.offsetNanoseconds)],
        ...group.slice(1).map((each): [string, object, string, string] => ['rdate', {}, 'date-time', wall(each)]),
      ],
      [],
    ];
  });
  return ['vtimezone', [['tzid', {}, 'text', timeZone]], observances];
}
