import { PatchbayError } from '#sdk';
import { actions, button, section } from '../blocks/build.ts';
import { bold, link } from '../blocks/text.ts';
import type { CommandDefinition } from './command.ts';

interface Link {
  url: string;
  title: string;
}
/** `/crm meet jane`: one’s own booking page, in the zone of whom it is for. */
export const meet: CommandDefinition = {
  async answer({ ctx, userId, rest }) {
    const [hit] = rest ? await ctx.crm.search(rest, { kinds: ['contact'], limit: 1 }) : [];
    if (rest && !hit) return { text: `Nobody is called “${rest.slice(0, 80)}”, as far as you may see.` };
    try {
      const { url, title } = await ctx.actions.run<Link>('calendar.create-booking-link', { userId, ...(hit ? { contactId: hit.id } : {}) });
      return {
        text: `${title}: ${url}`,
        blocks: [
          section(`${bold(title)}${hit ? ` for ${bold(hit.title)}, in their time zone` : ''}\n${link(url, url)}`),
          actions(button('open_record', 'Open the page', 'meet', { url })),
        ],
      };
    } catch (error) {
      if (!(error instanceof PatchbayError) || error.code !== 'not_found') throw error;
      return { text: 'You have no booking page yet. Make one in the CRM under Calendar, Booking pages.' };
    }
  },
};
