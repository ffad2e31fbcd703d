import { PatchbayError } from '#sdk';
import { dealEdited } from '../deals/edited.ts';
import type { Press } from '../interactions/deed.ts';
import { readRef } from '../records.ts';

/** Said twice it is once. */
export const winDeal: Press = async ({ id, ctx, hub, userId, action, say }) => {
  const ref = readRef(action.value);
  if (ref?.type !== 'deal') throw new PatchbayError('invalid_input', { detail: 'This card is out of date.' });
  const before = await ctx.crm.deals.get(ref.id);
  return dealEdited({ id, ctx, hub, userId, before, after: await ctx.crm.deals.win(ref.id, { version: before.version }), say });
};
