import type { Context } from '#sdk';
import { mergeDataOf, peopleOf } from '../store/merge-data.ts';
import { missingFields } from './merge-fields.ts';

/** Enough to find the worst reader without reading everybody. */
const LOOKED_AT = 500;
const NOBODY = { name: 'x', firstName: 'x', lastName: 'x', email: 'x' };
const LINKS = { unsubscribeUrl: 'x', preferencesUrl: 'x', bookingUrl: 'x' };

/** Whoever of those the actor sees lacks most of what a template asks for. Undefined: there is nobody to ask about. */
export async function worstOf(ctx: Context, fields: readonly string[], segmentId: string | undefined): Promise<string | undefined> {
  const ids = segmentId
    ? (await ctx.crm.segments.page({ segmentId }, { limit: LOOKED_AT })).contactIds
    : (await ctx.crm.contacts.list({ limit: 200 })).data.map(({ id }) => id);
  const people = await ctx.db.transaction((tx) => peopleOf(tx, ctx.workspaceId, ids));
  let worst: { id: string; missing: number } | undefined;
  for (const id of ids) {
    const person = people.get(id);
    if (!person?.contact.primaryEmail) continue;
    const missing = missingFields(mergeDataOf(person, NOBODY, LINKS), fields).length;
    if (!worst || missing > worst.missing) worst = { id, missing };
  }
  return worst?.id;
}
