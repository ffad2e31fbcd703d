import { z } from 'zod';
import { type EventType, type NewEvent, PatchbayError } from '#sdk';

const incident = z.object({
  incidentId: z.string(),
  key: z.string(),
  level: z.enum(['warning', 'critical']),
  title: z.string(),
  detail: z.string(),
  remedy: z.string().nullable(),
  connectionId: z.string().nullable(),
  count: z.number().int(),
});
const incidentExample = {
  incidentId: '0199a2f0-0000-7000-8000-000000000001',
  key: 'connection:0199a2f0-0000-7000-8000-000000000002',
  level: 'critical',
  title: 'Please reconnect',
  detail: 'The provider no longer accepts this connection.',
  remedy: 'Reconnect it on the Connections page.',
  connectionId: '0199a2f0-0000-7000-8000-000000000002',
  count: 1,
};

/** What the platform itself tells. */
export const PLATFORM_EVENT_TYPES: readonly EventType[] = [
  {
    type: 'connection.health_changed',
    title: 'The health of a connection changed',
    schema: z.looseObject({ connectionId: z.string(), status: z.string() }),
    example: { connectionId: incidentExample.connectionId, status: 'reauthorize', reason: 'The permission was withdrawn.' },
  },
  {
    type: 'job.finished',
    title: 'Long work has ended',
    schema: z.looseObject({ jobId: z.string(), state: z.string() }),
    example: { jobId: '0199a2f0-0000-7000-8000-000000000003', state: 'done', done: 120, total: 120 },
  },
  { type: 'incident.opened', title: 'Something needs an administrator', schema: incident, example: incidentExample },
  { type: 'incident.resolved', title: 'An incident is over', schema: incident, example: { ...incidentExample, count: 3 } },
];

export interface EventTypes {
  list(): readonly EventType[];
  /** @throws PatchbayError internal: an unknown type or data of another shape is our defect, and must not be stored. */
  check(event: NewEvent): void;
}

export function createEventTypes(more: readonly EventType[]): EventTypes {
  const all = new Map<string, EventType>();
  for (const type of [...PLATFORM_EVENT_TYPES, ...more]) {
    if (all.has(type.type)) throw new TypeError(`event type "${type.type}" is declared twice`);
    all.set(type.type, type);
  }
  return {
    list: () => [...all.values()].sort((a, b) => (a.type < b.type ? -1 : 1)),
    check(event) {
      const known = all.get(event.type);
      if (!known) throw new PatchbayError('internal', { facts: { eventType: event.type }, cause: new TypeError(`unknown event type "${event.type}"`) });
      const result = known.schema.safeParse(event.data);
      if (!result.success) throw new PatchbayError('internal', { facts: { eventType: event.type }, cause: result.error });
    },
  };
}
