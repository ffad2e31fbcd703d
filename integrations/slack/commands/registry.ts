import { call } from './call.ts';
import type { CommandDefinition } from './command.ts';
import { findRecords } from './find.ts';
import { help } from './help.ts';
import { identify } from './identify.ts';
import { log } from './log.ts';
import { meet } from './meet.ts';
import { newCommand, noteCommand, taskCommand } from './open.ts';
import { prefs } from './prefs.ts';
import { room } from './room.ts';
import { subscribe } from './subscribe.ts';

/** Every word that `/crm` knows. */
export const COMMANDS: Readonly<Record<string, CommandDefinition>> = {
  find: { answer: ({ ctx, rest, isExternal }) => findRecords(ctx, rest, 0, !isExternal) },
  call,
  log,
  meet,
  new: newCommand,
  note: noteCommand,
  prefs,
  room,
  subscribe,
  task: taskCommand,
  help: { answer: async ({ command }) => help(command.command) },
  link: {
    answer: async ({ ctx, member, userId }) => {
      const person = await ctx.people.get(userId);
      return identify(ctx, member.externalId, `Here you are ${person?.name ?? 'yourself'} (${person?.email ?? ''}).`);
    },
  },
};
