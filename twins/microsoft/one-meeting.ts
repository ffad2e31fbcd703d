import { occurrencesOf, utc } from './occurrences.ts';
import type { GraphEvent, MicrosoftData } from './store.ts';
import { keepEvent } from './write-event.ts';

export interface OneMeeting {
  master: GraphEvent;
  /** As its rule puts it, with an id of its own. */
  event: GraphEvent;
  originalStart: string;
}

/** One meeting of a series by its own id, as long as it is as the rule says. */
export function meetingOf(data: MicrosoftData, accountId: string, id: string): OneMeeting | undefined {
  const master = Object.values(data.events).find(
    (event) => event.accountId === accountId && event.type === 'seriesMaster' && !event.isDeleted && id.startsWith(`${event.id}-`),
  );
  const found = master && occurrencesOf(master, 0, Number.MAX_SAFE_INTEGER).find((each) => each.id === id);
  if (!master || !found) return undefined;
  const originalStart = new Date(found.startMs).toISOString();
  const event: GraphEvent = {
    ...master,
    id,
    type: 'occurrence',
    seriesMasterId: master.id,
    originalStart: null,
    recurrence: null,
    changedOccurrences: [],
    start: utc(found.startMs),
    end: utc(found.endMs),
  };
  return { master, event, originalStart };
}

/** From now on it is otherwise than its rule says: an exception under the same id. */
export function asException(
  data: MicrosoftData,
  { master, event, originalStart }: OneMeeting,
  change: (event: GraphEvent) => GraphEvent,
  at: string,
): GraphEvent[] {
  const kept = keepEvent(data, { ...master, changedOccurrences: [...master.changedOccurrences, originalStart] }, at);
  return [kept, change({ ...event, type: 'exception', originalStart })];
}

/** With a series go the meetings that differ. */
export const exceptionsOf = (data: MicrosoftData, { id, type }: GraphEvent): GraphEvent[] =>
  type === 'seriesMaster' ? Object.values(data.events).filter((event) => event.seriesMasterId === id && !event.isDeleted) : [];
