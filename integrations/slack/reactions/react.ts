import type { ConnectedContext } from '#sdk';
import { actions, button, section } from '../blocks/build.ts';
import { bold } from '../blocks/text.ts';
import { postEphemeral, threadOf } from '../client/index.ts';
import { whoIs } from '../people.ts';
import { reactionEvent } from '../serializers/events.ts';
import { settingsOf } from '../settings.ts';
import { type LinkRow, linkOf, timelineOf } from '../store/links.ts';
import { messageAt } from '../store/messages.ts';
import { keepFiles } from '../timeline/files.ts';
import { recordMessage } from '../timeline/record.ts';

const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });
/** A reaction is taken back for as long as any change from Slack. */
const UNDO_MS = 10 * 60_000;

/** What a message belongs to: its thread’s link, or the record of ours that it tells of. */
async function linkFor(ctx: ConnectedContext, channel: string, ts: string, threadTs: string | undefined): Promise<LinkRow | undefined> {
  return ctx.db.transaction(async (tx) => {
    const link = await linkOf(tx, placeOf(ctx), channel, threadTs ?? ts);
    if (link) return link;
    const ours = await messageAt(tx, placeOf(ctx), channel, threadTs ?? ts);
    if (!ours?.recordId || !ours.recordType) return undefined;
    const { workspaceId, connectionId, recordType, recordId, createdAt, updatedAt } = ours;
    return {
      workspaceId,
      connectionId,
      id: ours.id,
      channelId: channel,
      threadTs: ours.ts,
      recordType,
      recordId,
      direction: 'to_crm',
      badgeTs: null,
      createdBy: null,
      createdAt,
      updatedAt,
    };
  });
}

/** An emoji as an act: 📌 keeps a message on the timeline, 💰 asks whether the deal is won. */
export async function onReaction(ctx: ConnectedContext, event: unknown, isRemoved: boolean): Promise<void> {
  const { user, reaction, item } = reactionEvent.parse(event);
  const what = settingsOf(ctx.connection).reactions[reaction];
  if (!item.channel || !item.ts || !what || what === 'off' || user === ctx.connection.data.botUserId) return;
  const { channel, ts } = { channel: item.channel, ts: item.ts };
  const who = await whoIs(ctx, user);
  if (who.kind === 'nobody') return;
  if (what === 'log' && isRemoved) {
    const known = await ctx.db.transaction((tx) => timelineOf(tx, placeOf(ctx), channel, ts));
    if (known && known.createdAt.getTime() > ctx.clock.now().getTime() - UNDO_MS)
      await ctx.crm.activities.update(known.activityId, {
        snippet: 'Taken off the timeline in Slack.',
        body: null,
        status: 'deleted',
        toldAt: ctx.clock.now(),
      });
    return;
  }
  if (isRemoved) return;
  if (what === 'log') {
    const [message] = (await threadOf(ctx.http, channel, ts)).filter((each) => each.ts === ts);
    const link = message && (await linkFor(ctx, channel, ts, message.thread_ts));
    if (!message?.user || !link) return;
    const files = await keepFiles(ctx, message.files ?? []);
    const said = { channel, ts, threadTs: message.thread_ts, user: message.user, text: message.text, files };
    await ctx.db.transaction((tx) => recordMessage(ctx, tx, said, link));
    return;
  }
  if (what === 'won') {
    const link = await linkFor(ctx, channel, ts, undefined);
    if (link?.recordType !== 'deal') return;
    const deal = await who.ctx.crm.deals.get(link.recordId);
    await postEphemeral(ctx.http, channel, user, {
      text: `Is ${deal.name} won?`,
      blocks: [section(`Is ${bold(deal.name)} won?`), actions(button('deal_won', 'Yes, it is won', `deal:${deal.id}`, { style: 'primary' }))],
    });
  }
}
