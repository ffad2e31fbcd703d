import type { ConnectedContext } from '#sdk';
import { postEphemeral } from '../client/index.ts';
import { findRecords } from '../commands/find.ts';
import { help } from '../commands/help.ts';
import { parseCommand } from '../commands/parse.ts';
import { showHome } from '../home/home.ts';
import { freshMember, whoIs } from '../people.ts';
import { onReaction } from '../reactions/react.ts';
import { homeEvent, mentionEvent, messageEvent } from '../serializers/events.ts';
import { memberOf } from '../store/members.ts';
import { keepFiles } from '../timeline/files.ts';
import { onMessage } from '../timeline/record.ts';
import { saveAsked } from '../timeline/save.ts';
import { unfurlLinks } from '../unfurl/unfurl.ts';

/** Mentioned in a thread, where commands cannot be typed: the same words, answered to that person alone. */
async function onMention(ctx: ConnectedContext, event: unknown): Promise<void> {
  const { user, channel, text } = mentionEvent.parse(event);
  const { verb, rest } = parseCommand(text.replaceAll(/<@[A-Z0-9]+>/g, ' '));
  const who = await whoIs(ctx, user);
  if (who.kind === 'nobody') return;
  await postEphemeral(ctx.http, channel, user, verb === 'find' ? await findRecords(who.ctx, rest, 0, false) : help('/crm'));
}

/** Said by somebody who was not known, or with files: once Slack was asked, it is kept like any other. */
async function onMessageAsked(ctx: ConnectedContext, event: unknown): Promise<void> {
  const message = messageEvent.parse(event);
  const { user } = message;
  if (user && !(await ctx.db.transaction((tx) => memberOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, user))))
    await freshMember(ctx, user);
  const files = await keepFiles(ctx, message.files ?? []);
  await ctx.db.transaction((tx) => onMessage(ctx, tx, message, files));
}

/** Events of Slack that are done by a task. */
export const EVENT_DEEDS: Readonly<Record<string, (ctx: ConnectedContext, event: unknown) => Promise<void>>> = {
  app_home_opened: (ctx, event) => {
    const { user, tab } = homeEvent.parse(event);
    return tab === 'messages' ? Promise.resolve() : showHome(ctx, user);
  },
  app_mention: onMention,
  link_shared: unfurlLinks,
  message: onMessageAsked,
  save_messages: saveAsked,
  reaction_added: (ctx, event) => onReaction(ctx, event, false),
  reaction_removed: (ctx, event) => onReaction(ctx, event, true),
};
