import type { Context, PublishedEvent } from '#sdk';
import { asId, type ConnectionId } from '#sdk';
import { escaped } from '../blocks/text.ts';
import { namesOf, sentenceOf } from '../rules/sentence.ts';
import { post } from '../send.ts';
import { channelOf } from '../store/channels.ts';
import { linksOf } from '../store/links.ts';

/** What happened with a record is said in the threads that are linked both ways; what came from Slack does not go back there. */
export async function tellThreads(ctx: Context, event: PublishedEvent): Promise<void> {
  const { dealId, organizationId, source, visibility, participants } = event.data as {
    dealId?: string | null;
    organizationId?: string | null;
    source?: { integration?: string };
    visibility?: string;
    participants?: { contactId?: string | null }[];
  };
  // What is nobody’s but the mailbox’s person’s is said nowhere.
  if (source?.integration === 'slack' || visibility === 'private' || visibility === 'metadata') return;
  const records = [dealId, organizationId, ...(participants ?? []).map(({ contactId }) => contactId)].filter((id) => typeof id === 'string');
  for (const recordId of new Set(records)) {
    const links = (await ctx.db.transaction((tx) => linksOf(tx, ctx.workspaceId, recordId))).filter(({ direction }) => direction === 'both');
    for (const link of links) {
      const connected = await ctx.withConnection(asId<ConnectionId>(link.connectionId));
      const channel = await ctx.db.transaction((tx) => channelOf(tx, link, link.channelId));
      if (!channel || channel.isExternal || channel.isArchived) continue;
      const sentence = sentenceOf(event, await namesOf(connected));
      await post(connected, `tell:${link.id}:${event.id}`, {
        channel: link.channelId,
        ...(link.threadTs ? { threadTs: link.threadTs } : {}),
        kind: 'update',
        record: { type: link.recordType, id: link.recordId },
        text: escaped(sentence),
      });
    }
  }
}
