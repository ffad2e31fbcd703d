import { and, eq } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { slackApprovals, slackCards, slackChannels, slackClaims, slackLinks, slackMessages, slackRooms, slackTimeline } from '../models/index.ts';
import type { Place } from '../store/channels.ts';

/** A channel that moved to another organization has another id: all that stands there is found under it. */
export async function onIdChanged(
  tx: Transaction,
  of: Place,
  { old_channel_id: before, new_channel_id: after }: { old_channel_id: string; new_channel_id: string },
): Promise<void> {
  await tx
    .update(slackChannels)
    .set({ externalId: after })
    .where(and(eq(slackChannels.workspaceId, of.workspaceId), eq(slackChannels.connectionId, of.connectionId), eq(slackChannels.externalId, before)));
  for (const table of [slackMessages, slackLinks, slackTimeline, slackCards, slackRooms, slackClaims, slackApprovals])
    await tx
      .update(table)
      .set({ channelId: after })
      .where(and(eq(table.workspaceId, of.workspaceId), eq(table.connectionId, of.connectionId), eq(table.channelId, before)));
}
