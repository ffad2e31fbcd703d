import { instantOfWall, isZone } from './availability/zone.ts';
import type { EventDraft, Moment, RemoteEvent } from './serializers/remote-event.ts';
import type { EventRow } from './store/events.ts';

/** An event as whoever changed it saw it. JSON: it waits with the change. */
export interface Seen {
  title: string;
  body: string;
  location: string;
  start: string;
  end: string;
  attendees: readonly string[];
  recurrence: readonly string[];
}
export interface Decision {
  field: 'title' | 'body' | 'location' | 'time' | 'attendees' | 'recurrence';
  /** Whose value stands now. */
  kept: 'ours' | 'theirs' | 'both' | 'same';
  ours: string;
  theirs: string;
  because: string;
}

const isoOf = (moment: Moment | undefined): string => (moment === undefined ? '' : 'date' in moment ? moment.date : moment.at.toISOString());
const instantOf = (text: string, timeZone: string): string => {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  if (/(?:Z|[+-]\d\d:\d\d)$/.test(text)) return new Date(text).toISOString();
  return instantOfWall(text.slice(0, 19), isZone(timeZone) ? timeZone : 'UTC').toISOString();
};
const addresses = (attendees: readonly { email: string }[]): string[] => attendees.map(({ email }) => email.toLowerCase()).sort();

export const seenOf = (
  row: Pick<EventRow, 'title' | 'body' | 'location' | 'startsAt' | 'endsAt' | 'startDate' | 'endDate' | 'attendees' | 'recurrence'>,
): Seen => ({
  title: row.title,
  body: row.body ?? '',
  location: row.location ?? '',
  start: row.startDate ?? row.startsAt?.toISOString() ?? '',
  end: row.endDate ?? row.endsAt?.toISOString() ?? '',
  attendees: addresses(row.attendees),
  recurrence: row.recurrence,
});
const seenThere = (event: RemoteEvent): Seen => ({
  title: event.title,
  body: event.body ?? '',
  location: event.location ?? '',
  start: isoOf(event.start),
  end: isoOf(event.end),
  attendees: addresses(event.attendees),
  recurrence: event.recurrence,
});

/** What only the organizer decides. */
const SHARED = new Set<Decision['field']>(['time', 'attendees', 'recurrence', 'location']);

/**
 * Both sides changed an event. Field by field: what one side alone changed stands; of two the organizer's for what is
 * shared, else the later one. Guests are joined as sets. Gives what is still to be written, and what was decided. Pure.
 */
export function mergeChange(base: Seen, draft: Partial<EventDraft>, remote: RemoteEvent, madeAt: Date): { draft: Partial<EventDraft>; decisions: Decision[] } {
  const theirs = seenThere(remote);
  const left: Partial<EventDraft> = {};
  const decisions: Decision[] = [];
  const isTheirs = remote.organizer !== undefined && !remote.organizer.self;
  const decide = (field: Decision['field'], now: string, before: string, there: string): boolean => {
    if (there === before) return true;
    const decided = (kept: Decision['kept'], because: string) => decisions.push({ field, kept, ours: now.slice(0, 500), theirs: there.slice(0, 500), because });
    if (now === there) decided('same', 'Both sides said the same.');
    else if (now === before) decided('theirs', 'Only the calendar was changed.');
    else if (isTheirs && SHARED.has(field)) decided('theirs', 'Its organizer decides this.');
    else if (remote.updatedAt !== undefined && remote.updatedAt > madeAt) decided('theirs', 'The calendar was changed later.');
    else {
      decided('ours', 'It was changed here later.');
      return true;
    }
    return false;
  };
  for (const field of ['title', 'body', 'location'] as const)
    if (draft[field] !== undefined && decide(field, draft[field], base[field], theirs[field])) left[field] = draft[field];
  if (draft.start && draft.end && draft.timeZone) {
    const [start, end] = [instantOf(draft.start, draft.timeZone), instantOf(draft.end, draft.timeZone)];
    if (decide('time', `${start}/${end}`, `${base.start}/${base.end}`, `${theirs.start}/${theirs.end}`))
      Object.assign(left, { start: draft.start, end: draft.end, timeZone: draft.timeZone });
  }
  if (draft.recurrence && decide('recurrence', draft.recurrence.join('\n'), base.recurrence.join('\n'), theirs.recurrence.join('\n')))
    left.recurrence = draft.recurrence;
  if (draft.attendees) {
    const ours = addresses(draft.attendees);
    if (ours.join() !== theirs.attendees.join() && theirs.attendees.join() !== base.attendees.join() && !isTheirs) {
      const gone = new Set(base.attendees.filter((email) => !ours.includes(email)));
      const goneThere = new Set(base.attendees.filter((email) => !theirs.attendees.includes(email)));
      const named = new Map(draft.attendees.map((each) => [each.email.toLowerCase(), each]));
      const joined = [...new Set([...theirs.attendees, ...ours])].filter((email) => !gone.has(email) && !goneThere.has(email));
      left.attendees = joined.map((email) => named.get(email) ?? { email });
      decisions.push({
        field: 'attendees',
        kept: 'both',
        ours: ours.join(', '),
        theirs: theirs.attendees.join(', '),
        because: 'Guests added or taken out on either side.',
      });
    } else if (decide('attendees', ours.join(), base.attendees.join(), theirs.attendees.join())) left.attendees = draft.attendees;
  }
  return { draft: left, decisions };
}
