import type { ConnectedContext } from '#sdk';
import { PatchbayError } from '#sdk';
import { actions, button, context, section } from '../blocks/build.ts';
import { bold, escaped } from '../blocks/text.ts';
import type { Press } from '../interactions/deed.ts';
import { readRef } from '../records.ts';
import type { CommandAnswer, CommandDefinition } from './command.ts';

const MOST = 3;
const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`.trim() || 'this contact';

async function numbersOf(ctx: ConnectedContext, contactId: string): Promise<CommandAnswer> {
  const contact = await ctx.crm.contacts.get(contactId);
  const name = nameOf(contact);
  if (contact.phones.length === 0) return { text: `${name} has no telephone number in the CRM.` };
  const { allowed, reasons } = await ctx.crm.mayContact(contactId, 'call');
  // Quiet hours are a warning; who does not want to be called is not called from here.
  if (!allowed && reasons.some(({ code }) => code !== 'quiet_hours'))
    return { text: `${name} is not to be called: ${reasons.map(({ sentence }) => sentence).join(' ')}` };
  return {
    text: `Call ${name}?`,
    blocks: [
      section(`Call ${bold(name)}? Your own telephone rings first.`),
      actions(
        ...contact.phones
          .slice(0, MOST)
          .map(({ value }, index) => button(`call_number_${index}`, value, `contact:${contactId}|${value}`, index === 0 ? { style: 'primary' } : {})),
      ),
      ...(reasons.length > 0 ? [context(escaped(reasons.map(({ sentence }) => sentence).join(' ')))] : []),
    ],
  };
}

/** `/crm call jane`: whom, by which number; nothing rings before a button is pressed. */
export const call: CommandDefinition = {
  async answer({ ctx, rest, isExternal }) {
    if (isExternal) return { text: 'People of other companies read this channel. Call from a channel of your own, or from the CRM.' };
    if (!rest) return { text: 'Whom? For instance: `/crm call jane doe`' };
    const [hit] = await ctx.crm.search(rest, { kinds: ['contact'], limit: 1 });
    return hit ? numbersOf(ctx, hit.id) : { text: `Nobody is called “${rest.slice(0, 80)}”, as far as you may see.` };
  },
};

/** The number must still be theirs: a button stays alive for months. */
export const callNumber: Press = async ({ id, ctx, action, say }) => {
  const [about = '', number = ''] = (action.value ?? '').split('|');
  const ref = readRef(about);
  if (ref?.type !== 'contact') throw new PatchbayError('invalid_input', { detail: 'This card is out of date.' });
  const contact = await ctx.crm.contacts.get(ref.id);
  if (!contact.phones.some(({ value }) => value === number))
    throw new PatchbayError('conflict', { detail: 'This is not their number any more. Ask again with /crm call.' });
  return async () => {
    try {
      const { call: made, guard } = await ctx.actions.run<{ call: object | null; guard: { allowed: boolean; sentence?: string } }>('voip.place-call', {
        to: number,
        contactId: ref.id,
        reference: `slack:${id}`,
      });
      await say(
        { text: made ? `Your telephone rings; then it calls ${nameOf(contact)}.` : (guard.sentence ?? 'This call may not be made now.') },
        { replace: true },
      );
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      await say({ text: error.details.errors?.[0]?.message ?? error.message });
    }
  };
};
