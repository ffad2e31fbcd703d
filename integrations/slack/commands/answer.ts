import { setTimeout as pause } from 'node:timers/promises';
import { type ConnectedContext, PatchbayError } from '#sdk';
import { refusalOf } from '../client/index.ts';
import { whoIs } from '../people.ts';
import type { Command } from '../serializers/inbound.ts';
import { channelOf } from '../store/channels.ts';
import type { CommandAnswer, CommandInput } from './command.ts';
import { help } from './help.ts';
import { identify } from './identify.ts';
import { parseCommand } from './parse.ts';
import { COMMANDS } from './registry.ts';

/** Who typed it, where, and as whom it is done; or what they are told instead. */
export async function commandInput(ctx: ConnectedContext, command: Command): Promise<CommandInput | CommandAnswer> {
  const who = await whoIs(ctx, command.user_id);
  if (who.kind === 'nobody') return who.mayLink ? identify(ctx, command.user_id, who.sentence) : { text: who.sentence };
  const channel = await ctx.db.transaction((tx) => channelOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, command.channel_id));
  return { ctx: who.ctx, userId: who.userId, member: who.member, rest: parseCommand(command.text).rest, command, isExternal: channel?.isExternal ?? false };
}

async function answer(ctx: ConnectedContext, command: Command): Promise<CommandAnswer | undefined> {
  const { verb } = parseCommand(command.text);
  const known = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
  if (!known) return help(command.command, verb);
  if (verb === 'help') return help(command.command);
  const input = await commandInput(ctx, command);
  return 'userId' in input ? known.answer(input) : input;
}

/** What is answered to a command, within Slack’s three seconds and in a sentence whatever happens. */
export async function answerCommand(ctx: ConnectedContext, command: Command, withinMs: number): Promise<CommandAnswer | undefined> {
  const late = pause(withinMs, { text: 'That takes longer than usual. Please try again in a moment.' }, { ref: false });
  try {
    return await Promise.race([answer(ctx, command), late]);
  } catch (error) {
    if (error instanceof PatchbayError && error.row.status < 500) return { text: error.message };
    // What Slack refused is said in its own sentence; that a form came too late is nobody’s fault.
    if (refusalOf(error)?.includes('trigger')) return { text: (error as PatchbayError).message };
    ctx.log.error({ err: error, command: parseCommand(command.text).verb }, 'a Slack command failed');
    return { text: 'Something went wrong on our side. It was recorded; please try again.' };
  }
}
