import type { ConnectedContext } from '#sdk';
import { addReaction, postEphemeral, refusalOf, threadOf } from '../client/index.ts';
import type { SaveRequest } from '../forms/save-messages.ts';
import { freshMember, whoIs } from '../people.ts';
import { nameOf, readRef } from '../records.ts';
import { memberOf } from '../store/members.ts';
import { type KeptFile, keepFiles } from './files.ts';
import { isOwn, recordMessage } from './record.ts';

/** Keeps a message, or its whole thread, with files, on a record’s timeline: for the person who asked, once. */
export async function saveAsked(ctx: ConnectedContext, asked: unknown): Promise<void> {
  const { channel, ts, threadTs, isThread, ref: text, user } = asked as SaveRequest & { user: string };
  const who = await whoIs(ctx, user);
  const ref = readRef(text);
  if (who.kind === 'nobody' || !ref) return;
  const name = await nameOf(who.ctx, ref);
  const tell = (words: string) =>
    postEphemeral(ctx.http, channel, user, { text: words }).catch((error: unknown) => {
      if (!refusalOf(error)) throw error;
    });
  let all: Awaited<ReturnType<typeof threadOf>>;
  try {
    all = await threadOf(ctx.http, channel, threadTs ?? ts);
  } catch (error) {
    if (!refusalOf(error)) throw error;
    await tell('The app cannot read this channel. Type /invite @Patchbay here and save it again.');
    return;
  }
  const wanted = all.filter((each) => (isThread || each.ts === ts) && each.user && !isOwn(ctx, each));
  const files = new Map<string, KeptFile[]>();
  for (const each of wanted) {
    files.set(each.ts, await keepFiles(ctx, each.files ?? []));
    const author = each.user ?? '';
    if (!(await ctx.db.transaction((tx) => memberOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, author))))
      await freshMember(ctx, author);
  }
  let fresh = 0;
  await ctx.db.transaction(async (tx) => {
    for (const { ts: at, thread_ts: thread, user: author = '', text: words } of wanted) {
      const said = { channel, ts: at, threadTs: thread, user: author, text: words, files: files.get(at) ?? [] };
      if (await recordMessage(ctx, tx, said, { id: null, recordType: ref.type, recordId: ref.id })) fresh += 1;
    }
  });
  await addReaction(ctx.http, channel, ts, 'white_check_mark').catch((error: unknown) => {
    if (!refusalOf(error)) throw error;
  });
  const left = [...files.values()].flat().filter(({ reason }) => reason !== undefined);
  await tell(
    `${wanted.length === 0 ? 'Nothing that a person said was there to keep.' : `${fresh === 0 ? 'It lay there already' : wanted.length === 1 ? 'Kept' : `${wanted.length} messages kept`} on the timeline of ${name}.`}${left.map((each) => ` ${each.name} was not kept: ${each.reason}`).join('')}`,
  );
}
