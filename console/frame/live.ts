import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** What to fetch again when an event of this kind arrives. */
const REFRESHES: [RegExp, readonly string[]][] = [
  [/^incident\./, ['incidents']],
  [/^connection\./, ['connections', 'integrations', 'streams']],
  [/^job\./, ['jobs', 'streams']],
  [/^deal\./, ['deals']],
  [/^contact\./, ['contacts', 'duplicates']],
  [/^organization\./, ['organizations']],
  [/^activity\./, ['activities']],
  [/./, ['webhook-events', 'api-calls']],
];

/** Follows the live stream; the browser reconnects by itself and resumes after the last event. */
export function useLiveUpdates(): { isConnected: boolean } {
  const queries = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    const source = new EventSource('/api/v1/stream');
    const refresh = (type: string) => {
      for (const [pattern, keys] of REFRESHES) if (pattern.test(type)) for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
    };
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.onmessage = (message) => refresh((JSON.parse(message.data as string) as { type?: string }).type ?? '');
    for (const type of [
      'incident.opened',
      'incident.resolved',
      'connection.health_changed',
      'connection.health',
      'job.progress',
      'job.finished',
      'deal.created',
      'deal.updated',
      'deal.deleted',
      'contact.created',
      'contact.updated',
      'contact.deleted',
      'contact.merged',
      'organization.created',
      'organization.updated',
      'organization.deleted',
      'activity.created',
      'activity.updated',
    ]) {
      source.addEventListener(type, () => refresh(type));
    }
    return () => source.close();
  }, [queries]);
  return { isConnected };
}
