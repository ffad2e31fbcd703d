import { link } from '../blocks/text.ts';
import { urlOf } from '../records.ts';
import { askForRoom } from '../rooms/open.ts';
import type { CommandDefinition, CommandInput } from './command.ts';

const dealFor = async ({ ctx, rest }: CommandInput) => (rest ? (await ctx.crm.search(rest, { kinds: ['deal'], limit: 2 }))[0] : undefined);

/** `/crm room acme`: the best deal of that name gets its channel. */
export const room: CommandDefinition = {
  async answer(input) {
    const hit = await dealFor(input);
    if (!hit)
      return { text: input.rest ? `No deal is called “${input.rest.slice(0, 80)}”, as far as you may see.` : 'Which deal? For instance: `/crm room acme`' };
    return { text: `Opening the room of ${link(urlOf(input.ctx, 'deal', hit.id), hit.title)}…` };
  },
  async act(input, say) {
    const hit = await dealFor(input);
    if (!hit) return;
    const row = await askForRoom(input.ctx, hit.id, input.userId);
    if (row.state === 'open' && row.channelId) await say({ text: `It is there already: <#${row.channelId}>` });
  },
};
