import { type ConnectedContext, PatchbayError, type UserId } from '#sdk';
import type { DeedInput, Press } from '../interactions/deed.ts';
import { whoIs } from '../people.ts';
import { type ClaimRow, handOver, lockClaim, releaseClaim, takeClaim } from '../store/teamwork.ts';
import { dueIn, redraw } from './offer.ts';

/** The first who presses has it; everybody after is told who was quicker. */
export const claimLead: Press = async ({ ctx, hub, userId, action, say }) => {
  const row = await ctx.db.transaction((tx) => takeClaim(tx, ctx.workspaceId, action.value ?? '', userId, ctx.clock.now()));
  if (!row) throw new PatchbayError('conflict', { detail: 'Somebody else was quicker.' });
  // A lead belongs to nobody, so whoever takes it may write it: the hub does it in their name.
  await hub.crm.contacts.update(row.contactId, { ownerId: userId });
  return async () => {
    await redraw(hub, row.id);
    await say({ text: 'It is yours.' });
  };
};

/** Only whose it is, and who manages Slack. */
async function owned(ctx: ConnectedContext, userId: UserId, id: string): Promise<ClaimRow> {
  const row = await ctx.db.transaction((tx) => lockClaim(tx, ctx.workspaceId, id));
  if (row?.state !== 'claimed') throw new PatchbayError('conflict', { detail: 'This lead is on offer: take it first.' });
  if (row.claimedBy !== userId && !ctx.may('slack:manage'))
    throw new PatchbayError('forbidden', { detail: 'Only whoever has this lead, or a manager, gives it back or hands it over.' });
  return row;
}

export const releaseLead: Press = async ({ ctx, hub, userId, action, say }) => {
  const row = await owned(ctx, userId, action.value ?? '');
  await ctx.db.transaction((tx) => releaseClaim(tx, row, ctx.clock.now(), dueIn(hub)));
  await hub.crm.contacts.update(row.contactId, { ownerId: null });
  return async () => {
    await redraw(hub, row.id);
    await say({ text: 'It is on offer again.' });
  };
};

/** The card carries its lead in the button beside the menu: a person chosen says nothing of it. */
const leadOf = ({ payload }: Pick<DeedInput, 'payload'>): string => {
  const blocks = (payload.message as { blocks?: { elements?: { action_id?: string; value?: string }[] }[] } | null | undefined)?.blocks ?? [];
  const beside = blocks.flatMap(({ elements }) => elements ?? []).find(({ action_id: id }) => id === 'claim_release');
  if (!beside?.value) throw new PatchbayError('invalid_input', { detail: 'This card is out of date.' });
  return beside.value;
};

export const reassignLead: Press = async (input) => {
  const { ctx, hub, userId, action, say } = input;
  const row = await owned(ctx, userId, leadOf(input));
  const to = await whoIs(hub, action.selected_user ?? '');
  if (to.kind === 'nobody') throw new PatchbayError('invalid_input', { detail: 'They have no account in the CRM, as far as we know.' });
  await ctx.db.transaction((tx) => handOver(tx, row, to.userId, ctx.clock.now()));
  await hub.crm.contacts.update(row.contactId, { ownerId: to.userId });
  return async () => {
    await redraw(hub, row.id);
    await hub.notify([to.userId], { key: `slack.lead:${row.id}:${to.userId}`, title: 'A lead was handed over to you', href: `/contacts/${row.contactId}` });
    await say({ text: `It is ${to.member.name}’s now.` });
  };
};
