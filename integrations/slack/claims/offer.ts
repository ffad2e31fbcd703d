import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, PatchbayError } from '#sdk';
import { slackClaims } from '../models/index.ts';
import { edit, placeIn, post } from '../send.ts';
import { settingsOf } from '../settings.ts';
import { findChannel } from '../store/channels.ts';
import { type ClaimRow, claimById, claimOfContact, noteClaim } from '../store/teamwork.ts';
import { claimCard } from './card.ts';

export const dueIn = (ctx: ConnectedContext): Date => new Date(ctx.clock.now().getTime() + settingsOf(ctx.connection).claimMinutes * 60_000);

/** Posts what is on offer, once: taken up again where a crash left it. */
async function show(ctx: ConnectedContext, row: ClaimRow): Promise<void> {
  const { contactId, channelId: channel } = row;
  const place = placeIn(
    await post(ctx, `claim:${row.id}`, { channel, kind: 'claim', record: { type: 'contact', id: contactId }, ...(await claimCard(ctx, row)) }),
  );
  if (place) await ctx.db.transaction((tx) => noteClaim(tx, row, { ts: place.ts }));
}

/** Offers a lead to a channel, once. @throws PatchbayError already_exists */
export async function offerLead(ctx: ConnectedContext, contactId: string, channelKey: string): Promise<ClaimRow> {
  const channel = await ctx.db.transaction((tx) => findChannel(tx, ctx.workspaceId, channelKey));
  if (channel.isExternal)
    throw new PatchbayError('forbidden', { detail: `People of other companies read #${channel.name}: nothing of the CRM is posted there.` });
  await ctx.crm.contacts.get(contactId);
  const now = ctx.clock.now();
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .insert(slackClaims)
      .values({
        workspaceId: ctx.workspaceId,
        connectionId: ctx.connection.id,
        id: uuidv7(),
        contactId,
        channelId: channel.externalId,
        offeredAt: now,
        dueAt: dueIn(ctx),
      })
      .onConflictDoNothing()
      .returning(),
  );
  const known = row ?? (await ctx.db.transaction((tx) => claimOfContact(tx, ctx.workspaceId, contactId)));
  if (!known || (!row && known.ts !== null)) throw new PatchbayError('already_exists', { detail: 'This lead was offered already.' });
  await show(ctx, known);
  return known;
}

/** A lead that belongs to nobody goes to the channel that the settings name; one that has an owner by now does not. */
export async function offerFreshLead(ctx: ConnectedContext, contactId: string): Promise<void> {
  const { claimChannelId } = settingsOf(ctx.connection);
  if (!claimChannelId || (await ctx.crm.contacts.get(contactId)).ownerId) return;
  await offerLead(ctx, contactId, claimChannelId).catch((error: unknown) => {
    if (!(error instanceof PatchbayError) || error.code !== 'already_exists') throw error;
  });
}

/** Brings the card to where the lead stands. */
export async function redraw(ctx: ConnectedContext, id: string): Promise<void> {
  const row = await ctx.db.transaction((tx) => claimById(tx, ctx.workspaceId, id));
  if (!row?.ts) return;
  const state = `${row.state}:${row.claimedBy ?? ''}:${row.reminders}:${row.offeredAt.getTime()}:${row.claimedAt?.getTime() ?? ''}`;
  await edit(ctx, `claim:${row.id}:${state}`, { channel: row.channelId, ts: row.ts }, await claimCard(ctx, row));
}
