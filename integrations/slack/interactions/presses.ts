import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { PatchbayError } from '#sdk';
import { approve } from '../approvals/presses.ts';
import { claimLead, reassignLead, releaseLead } from '../claims/presses.ts';
import { callNumber } from '../commands/call.ts';
import { findRecords } from '../commands/find.ts';
import { undoOf } from '../deals/edited.ts';
import { closeDate, taskDone } from '../home/presses.ts';
import { slackUndos as undos } from '../models/index.ts';
import { winDeal } from '../reactions/presses.ts';
import { cardMenu, moveStage, openDealRoom } from '../rules/presses.ts';
import { channelOf } from '../store/channels.ts';
import type { Press } from './deed.ts';

const page = z.object({ q: z.string().max(300), from: z.number().int().min(0).max(1000) });
const pageOf = (text: string | null | undefined) => {
  try {
    return page.parse(JSON.parse(text ?? ''));
  } catch {
    throw new PatchbayError('invalid_input', { detail: 'This card is out of date. Ask again with /crm find.' });
  }
};

const turnPage: Press = async ({ ctx, action, say }) => {
  const { q, from } = pageOf(action.value);
  const found = await findRecords(ctx, q, from);
  return () => say(found, { replace: true });
};

/** Shown to the channel as the person who shares may see it; never where outsiders read along. */
const share: Press = async ({ ctx, action, payload, say }) => {
  const { q, from } = pageOf(action.value);
  const channelId = payload.channel?.id ?? payload.container?.channel_id ?? '';
  const channel = await ctx.db.transaction((tx) => channelOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, channelId));
  if (!channel || channel.isExternal)
    throw new PatchbayError('forbidden', { detail: 'People of other companies read this channel: nothing of the CRM is shown here.' });
  const found = await findRecords(ctx, q, from, false);
  return () => say({ ...found, text: `${ctx.actor.kind === 'person' ? 'Shared: ' : ''}${found.text}` }, { inChannel: true });
};

/** Takes a change back, unless somebody changed the record since. */
const undo: Press = async ({ ctx, userId, action, say }) => {
  const row = await undoOf(ctx, action.value ?? '');
  if (!row || row.userId !== userId) throw new PatchbayError('forbidden', { detail: 'Only whoever made this change can take it back.' });
  if (row.isUsed) return () => say({ text: 'This was taken back already.' }, { replace: true });
  if (row.expiresAt < ctx.clock.now())
    throw new PatchbayError('conflict', { detail: 'A change can be taken back for ten minutes. Those are over; change it in the CRM.' });
  await ctx.db.transaction((tx) =>
    tx
      .update(undos)
      .set({ isUsed: true })
      .where(and(eq(undos.workspaceId, ctx.workspaceId), eq(undos.id, row.id))),
  );
  await ctx.crm.deals.update(row.recordId, { ...row.inverse, ...(row.version === null ? {} : { version: row.version }) });
  return () => say({ text: 'Taken back.' }, { replace: true });
};

/** Buttons and menus by their action id. */
export const PRESSES: Readonly<Record<string, Press>> = {
  approval_yes: approve,
  call_number_0: callNumber,
  call_number_1: callNumber,
  call_number_2: callNumber,
  claim_lead: claimLead,
  claim_reassign: reassignLead,
  claim_release: releaseLead,
  deal_close: closeDate,
  deal_more: cardMenu,
  deal_room: openDealRoom,
  deal_stage: moveStage,
  deal_won: winDeal,
  task_done: taskDone,
  find_back: turnPage,
  find_more: turnPage,
  find_share: share,
  undo,
};
