import type { VirtualClock } from '../clock.ts';
import { json } from '../http/answer.ts';
import type { Route } from '../http/router.ts';
import type { Store } from '../store.ts';
import type { Guard } from './api.ts';
import type { MailgunData } from './store.ts';

const MOST = 300;
const timeOf = (value: string | null): number | undefined => {
  if (value === null) return undefined;
  const seconds = Number(value);
  return Number.isFinite(seconds) ? seconds : Date.parse(value) / 1000;
};

/** The log of a domain. `paging.next` is always there: its end is an empty page. */
export const eventsApi = (store: Store<MailgunData>, base: string, guard: Guard, clock: VirtualClock): Route[] => [
  {
    method: 'GET',
    path: `${base}/v3/{domain}/events`,
    handle: guard((request, domain) => {
      const { query } = request;
      const [begin, end] = [timeOf(query.get('begin')), timeOf(query.get('end'))];
      const limit = Math.min(Number(query.get('limit') ?? 100), MOST);
      const offset = Number(query.get('page') ?? 0);
      const wanted = (query.get('event') ?? '').split(' OR ').filter(Boolean);
      const messageId = query.get('message-id')?.replace(/^<|>$/g, '');
      const recipient = query.get('recipient')?.toLowerCase();
      const found = store.data.events
        .filter(({ domain: name, visibleAtMs, data }) => {
          const headers = (data.message as { headers: Record<string, string> }).headers;
          return (
            name === domain.name &&
            visibleAtMs <= clock.nowMs() &&
            (begin === undefined || data.timestamp >= begin) &&
            (end === undefined || data.timestamp <= end) &&
            (wanted.length === 0 || wanted.includes(data.event)) &&
            (messageId === undefined || headers['message-id'] === messageId) &&
            (recipient === undefined || data.recipient?.toLowerCase() === recipient)
          );
        })
        .map(({ data }) => data)
        .toSorted((a, b) => (query.get('ascending') === 'yes' ? a.timestamp - b.timestamp : b.timestamp - a.timestamp));
      const at = (page: number) => {
        const next = new URLSearchParams(query);
        next.set('page', String(Math.max(0, page)));
        return `${request.origin}${request.path}?${next}`;
      };
      return json(200, { items: found.slice(offset, offset + limit), paging: { next: at(offset + limit), previous: at(offset - limit) } });
    }),
  },
];
