import { openView } from '../client/index.ts';
import { preferencesModal } from '../forms/preferences.ts';
import type { CommandDefinition } from './command.ts';

/** What one hears of, and when. */
export const prefs: CommandDefinition = {
  async answer({ ctx, userId, command }) {
    await openView(ctx.http, command.trigger_id, await preferencesModal(ctx, userId));
    return undefined;
  },
};
