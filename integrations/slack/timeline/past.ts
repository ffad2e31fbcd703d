import type { ConnectedContext } from '#sdk';
import { type HistoryMessage, historyOf, threadOf } from '../client/index.ts';
import { linkById } from '../store/links.ts';
import { type KeptFile, keepFiles } from './files.ts';
import { isSaid, recordMessage } from './record.ts';

/** What was said before a channel or thread was tied to a record. Read again it is the same: each message is one entry. */
export async function readPast(ctx: ConnectedContext, linkId: string, since: Date): Promise<void> {
  const link = await ctx.db.transaction((tx) => linkById(tx, ctx.workspaceId, linkId));
  const keep = async (messages: readonly HistoryMessage[]) => {
    const said = messages.filter(({ user, text, ...rest }) => user && isSaid(ctx, { ...rest, user, text }));
    const kept = new Map<string, KeptFile[]>();
    for (const { ts, files = [] } of said) if (files.length > 0) kept.set(ts, await keepFiles(ctx, files));
    await ctx.db.transaction(async (tx) => {
      for (const { ts, thread_ts: threadTs, user = '', text } of said)
        await recordMessage(ctx, tx, { channel: link.channelId, ts, threadTs, user, text, files: kept.get(ts) ?? [] }, link);
    });
  };
  if (link.threadTs) return keep(await threadOf(ctx.http, link.channelId, link.threadTs));
  for await (const messages of historyOf(ctx.http, link.channelId, since)) {
    ctx.signal.throwIfAborted();
    const threads = messages.filter(({ reply_count: replies = 0 }) => replies > 0);
    await keep(messages.filter((each) => !threads.includes(each)));
    for (const { ts } of threads) await keep(await threadOf(ctx.http, link.channelId, ts));
  }
}
