import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ask, hub } from '../api.ts';

/**
 * Which queries (by the first word of their key) an event makes old. Without a line here an event refreshes the queries
 * named like its subject: `meeting.booked` those under `meetings`. What shows it under another name adds a line.
 */
const REFRESHES: [RegExp, readonly string[]][] = [
  [/^incident\./, ['incidents']],
  [/^notification\./, ['notifications']],
  [/^connection\./, ['connections', 'integrations', 'streams']],
  [/^job\./, ['jobs', 'streams', 'imports', 'exports']],
  [/^deal\./, ['deals', 'reports']],
  [/^contact\./, ['contacts', 'duplicates']],
  [/^organization\./, ['organizations']],
  [/^activity\./, ['activities']],
  [/^message\./, ['threads', 'inbox', 'campaigns']],
  [/^campaign\./, ['campaigns']],
  [/^(call|recording|voicemail)\./, ['calls', 'call-agents', 'call-figures', 'voicemails']],
  [/^meeting\./, ['meetings', 'calendar']],
  [/^lead\./, ['leads', 'linkedin']],
];
/** What passes by and is in no list of event types. */
const PASSING = ['job.progress', 'connection.health', 'campaign.progress', 'notification.created'];
/** A page of events makes the same query old once. */
const GATHER_MS = 120;

export const keysOf = (type: string): ReadonlySet<string> => {
  const named = REFRESHES.filter(([pattern]) => pattern.test(type)).flatMap(([, keys]) => keys);
  return new Set([`${type.split('.')[0]}s`, ...named, 'webhook-events', 'api-calls']);
};

function createGatherer(queries: QueryClient) {
  const old = new Set<string>();
  let timer: number | undefined;
  return (keys: Iterable<string>) => {
    for (const key of keys) old.add(key);
    if (timer !== undefined) return;
    timer = window.setTimeout(() => {
      timer = undefined;
      for (const key of old) void queries.invalidateQueries({ queryKey: [key] });
      old.clear();
    }, GATHER_MS);
  };
}

/** Follows the live stream; the browser reconnects by itself and resumes after the last event. */
export function useLiveUpdates(): { isConnected: boolean } {
  const queries = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  const { data: types } = useQuery({
    queryKey: ['event-types'],
    queryFn: () => ask(hub.GET('/api/v1/event-types', { params: { query: { fields: 'title' } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useEffect(() => {
    if (!types) return;
    const source = new EventSource('/api/v1/stream');
    const refresh = createGatherer(queries);
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    // What was missed cannot be told any more: everything shown is asked for again.
    source.addEventListener('resync', () => void queries.invalidateQueries());
    for (const type of new Set([...types.data.map((each) => each.type), ...PASSING])) source.addEventListener(type, () => refresh(keysOf(type)));
    return () => source.close();
  }, [queries, types]);
  return { isConnected };
}
