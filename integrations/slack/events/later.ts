import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, InboundEvent, Transaction } from '#sdk';
import { slackInteractions as interactions } from '../models/index.ts';

/** Events that need calls to Slack or act for a person: kept once, done by a task. */
export async function keepEvent(ctx: ConnectedContext, tx: Transaction, event: InboundEvent): Promise<void> {
  const payload = event.payload as { event: Record<string, unknown> };
  const id = uuidv7();
  const rows = await tx
    .insert(interactions)
    .values({
      workspaceId: ctx.workspaceId,
      connectionId: ctx.connection.id,
      id,
      eventId: event.eventId,
      slackUserId: String(payload.event.user ?? ''),
      kind: `event.${event.type}`,
      payload: payload.event,
    })
    .onConflictDoNothing()
    .returning({ id: interactions.id });
  if (rows.length > 0) await ctx.tasks.enqueue('slack.act', { id }, { connectionId: ctx.connection.id });
}
