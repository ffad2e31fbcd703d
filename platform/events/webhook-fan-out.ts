import { and, inArray, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Database, rowsOf } from '#platform/database/database';
import type { Clock } from '#sdk';
import type { Cursors } from './cursors.ts';
import { matchesAny } from './event-glob.ts';
import { webhookDeliveries, webhookEndpoints } from './models.ts';
import { readEvents } from './read-events.ts';

export const WEBHOOK_SUBSCRIBER = 'platform.webhooks';
const PAGE = 500;

/**
 * Turns events into deliveries: one per endpoint that wants the type. Deliveries and cursor are written in one
 * transaction, so a process that dies in between leaves neither.
 */
export function createWebhookFanOut({ database, clock, cursors }: { database: Database; clock: Clock; cursors: Cursors }) {
  return async (): Promise<{ more: boolean; pending: boolean; added: number } | undefined> =>
    cursors.hold(WEBHOOK_SUBSCRIBER, async (cursor) => {
      const page = await readEvents(database, cursor.position, { limit: PAGE });
      if (page.events.length === 0) {
        await cursors.save(WEBHOOK_SUBSCRIBER, cursor.owner, page.upTo, true);
        return { more: false, pending: page.pending, added: 0 };
      }
      const now = clock.now();
      const added = await database.system(async (tx) => {
        const workspaces = [...new Set(page.events.map((event) => event.workspaceId))];
        const endpoints = Map.groupBy(
          await tx
            .select({ workspaceId: webhookEndpoints.workspaceId, id: webhookEndpoints.id, eventTypes: webhookEndpoints.eventTypes })
            .from(webhookEndpoints)
            .where(and(inArray(webhookEndpoints.workspaceId, workspaces), isNull(webhookEndpoints.disabledAt))),
          (endpoint) => endpoint.workspaceId,
        );
        const rows = page.events.flatMap((event) =>
          (endpoints.get(event.workspaceId) ?? [])
            .filter((endpoint) => matchesAny(endpoint.eventTypes, event.type))
            .map((endpoint) => ({
              workspaceId: event.workspaceId,
              id: uuidv7(),
              endpointId: endpoint.id,
              eventId: event.id,
              eventType: event.type,
              nextTryAt: now,
              createdAt: now,
            })),
        );
        for (let from = 0; from < rows.length; from += 1_000) {
          await tx
            .insert(webhookDeliveries)
            .values(rows.slice(from, from + 1_000))
            .onConflictDoNothing();
        }
        const saved = await rowsOf(
          tx,
          sql`update event_cursors set position = ${page.upTo} where subscriber = ${WEBHOOK_SUBSCRIBER} and lease_owner = ${cursor.owner}::uuid returning 1`,
        );
        if (saved.length === 0) throw new Error('another process reads for the webhooks now');
        return rows.length;
      });
      cursors.moved(WEBHOOK_SUBSCRIBER, page.upTo);
      return { more: page.more, pending: page.pending, added };
    });
}
