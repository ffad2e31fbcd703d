import { openView } from '../client/index.ts';
import { logModal } from '../forms/log.ts';
import { wallOf } from '../rules/quiet-hours.ts';
import type { CommandDefinition } from './command.ts';
import { splitSubject, subjectOf } from './open.ts';

/** `/crm log acme: met for lunch`: what happened outside, written down where it belongs. */
export const log: CommandDefinition = {
  async answer(input) {
    const { ctx, command, member } = input;
    const { subject, words } = splitSubject(input.rest);
    const { day } = wallOf(ctx.clock.now(), member.timeZone ?? 'UTC');
    await openView(ctx.http, command.trigger_id, logModal(await subjectOf(input, subject), words, day, { channel: command.channel_id }));
    return undefined;
  },
};
