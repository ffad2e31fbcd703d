import { and, inArray, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Database, rowsOf } from '#platform/database/database';
import type { Actor, Clock, WorkspaceId } from '#sdk';
import type { Cursors } from './cursors.ts';
import { matchesAny } from './event-glob.ts';
import { webhookDeliveries, webhookEndpoints } from './models.ts';
import { readEvents, type StoredEvent } from './read-events.ts';

export const WEBHOOK_SUBSCRIBER = 'platform.webhooks';
const PAGE = 500;

/**
 * Turns events into deliveries: one per endpoint that wants the type. Deliveries and cursor are written in one
 * transaction, so a process that dies in between leaves neither.
 */
/** What an endpoint is told, by who made it (null: before that was kept). */
export type AudienceOf = (workspaceId: WorkspaceId, maker: Actor | null) => Promise<(event: StoredEvent) => boolean>;

export function createWebhookFanOut(deps: { database: Database; clock: Clock; cursors: Cursors; audienceOf?: AudienceOf }) {
  const { database, clock, cursors, audienceOf = async () => () => true } = deps;
  return async (): Promise<{ more: boolean; pending: boolean; added: number } | undefined> =>
    cursors.hold(WEBHOOK_SUBSCRIBER, async (cursor) => {
      const page = await readEvents(database, cursor.position, { limit: PAGE });
      if (page.events.length === 0) {
        await cursors.save(WEBHOOK_SUBSCRIBER, cursor.owner, page.upTo, true);
        return { more: false, pending: page.pending, added: 0 };
      }
      const now = clock.now();
      const workspaces = [...new Set(page.events.map((event) => event.workspaceId))];
      const found = await database.system((tx) =>
        tx
          .select({
            workspaceId: webhookEndpoints.workspaceId,
            id: webhookEndpoints.id,
            eventTypes: webhookEndpoints.eventTypes,
            actor: webhookEndpoints.actor,
          })
          .from(webhookEndpoints)
          .where(and(inArray(webhookEndpoints.workspaceId, workspaces), isNull(webhookEndpoints.disabledAt))),
      );
      // Asked in each workspace, so before the transaction over all of them.
      const listeners: { endpoint: (typeof found)[number]; events: StoredEvent[] }[] = [];
      for (const endpoint of found) {
        const wanted = page.events.filter((event) => event.workspaceId === endpoint.workspaceId && matchesAny(endpoint.eventTypes, event.type));
        if (wanted.length === 0) continue;
        const sees = await audienceOf(endpoint.workspaceId as WorkspaceId, endpoint.actor as Actor | null);
        listeners.push({ endpoint, events: wanted.filter(sees) });
      }
      const added = await database.system(async (tx) => {
        const rows = listeners.flatMap(({ endpoint, events }) =>
          events.map((event) => ({
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
