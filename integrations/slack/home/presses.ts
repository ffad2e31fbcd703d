import { PatchbayError } from '#sdk';
import { dealEdited } from '../deals/edited.ts';
import type { Press } from '../interactions/deed.ts';
import { readRef } from '../records.ts';
import { showHome } from './home.ts';

/** A to-do is done; the list says so. */
export const taskDone: Press = async ({ ctx, hub, member, action }) => {
  await ctx.crm.tasks.complete(action.value ?? '');
  return () => showHome(hub, member.externalId);
};

export const closeDate: Press = async ({ id, ctx, hub, userId, member, action, say }) => {
  const ref = readRef(action.block_id);
  if (ref?.type !== 'deal') throw new PatchbayError('invalid_input', { detail: 'This card is out of date.' });
  const before = await ctx.crm.deals.get(ref.id);
  const after = await ctx.crm.deals.update(ref.id, { expectedCloseDate: action.selected_date ?? null, version: before.version });
  const told = await dealEdited({ id, ctx, hub, userId, before, after, say });
  return async () => {
    await told();
    await showHome(hub, member.externalId);
  };
};
