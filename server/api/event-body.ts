import { z } from 'zod';
import type { PublishedEvent } from '#sdk';

export const eventShape = z
  .object({
    id: z.string(),
    sequence: z.string().meta({ description: 'Sorts as text in the order of events; the Last-Event-ID of the live stream' }),
    type: z.string(),
    timestamp: z.iso.datetime(),
    workspaceId: z.string(),
    subject: z.object({ type: z.string(), id: z.string() }),
    data: z.record(z.string(), z.unknown()),
    previous: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Event' });

/** An event as the API and the live stream write it. */
export const eventBody = ({ id, sequence, type, at, workspaceId, subject, data, previous }: PublishedEvent) => ({
  id,
  sequence,
  type,
  timestamp: at.toISOString(),
  workspaceId,
  subject,
  data,
  ...(previous ? { previous } : {}),
});
