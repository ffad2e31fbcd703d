import { PatchbayError } from '#sdk';
import { section } from '../blocks/build.ts';
import { bold, escaped, moment } from '../blocks/text.ts';
import { dealEdited } from '../deals/edited.ts';
import type { Press } from '../interactions/deed.ts';
import { readRef } from '../records.ts';
import { askForRoom } from '../rooms/open.ts';
import { deliveryPage, mute } from '../store/rules.ts';

const DAY_MS = 86_400_000;

/** Moves the deal from its card, as the person who chose. */
export const moveStage: Press = async ({ id, ctx, hub, userId, action, say }) => {
  const [stage = '', dealId = ''] = (action.selected_option?.value ?? '').split('|');
  const before = await ctx.crm.deals.get(dealId);
  if (before.stage === stage) return undefined;
  const after = await ctx.crm.deals.update(dealId, { stage, version: before.version });
  return dealEdited({ id, ctx, hub, userId, before, after, say });
};

/** Asks for the deal’s room; it says itself when it is there. */
export const openDealRoom: Press = async ({ ctx, userId, action, say }) => {
  const ref = readRef(action.value);
  if (ref?.type !== 'deal') throw new PatchbayError('invalid_input', { detail: 'This card is out of date.' });
  const room = await askForRoom(ctx, ref.id, userId);
  return () => say({ text: room.state === 'open' && room.channelId ? `The room is <#${room.channelId}>.` : 'The room is being opened; you will be invited.' });
};

/** Mute, snooze, why: the menu of a card. */
export const cardMenu: Press = async ({ ctx, userId, member, payload, action, say }) => {
  const [what = '', ...rest] = (action.selected_option?.value ?? '').split(':');
  const ref = readRef(rest.join(':'));
  const channel = payload.channel?.id ?? payload.container?.channel_id ?? '';
  if (!ref) throw new PatchbayError('invalid_input', { detail: 'This card is out of date.' });
  // In one’s own conversation with the app it is one’s own; elsewhere it is the channel’s.
  const target = channel.startsWith('D') ? member.externalId : channel;
  if (what === 'mute' || what === 'snooze') {
    const until = what === 'snooze' ? new Date(ctx.clock.now().getTime() + DAY_MS) : null;
    await ctx.db.transaction((tx) => mute(tx, ctx.workspaceId, { target, recordId: ref.id, until, by: userId }));
    const where = channel.startsWith('D') ? 'You hear' : 'This channel hears';
    return () => say({ text: until ? `${where} nothing of this deal until tomorrow.` : `${where} nothing more of this deal. The card stays.` });
  }
  if (what === 'why') {
    const [last] = await ctx.db.transaction((tx) => deliveryPage(tx, ctx.workspaceId, { recordId: ref.id, limit: 1 }));
    if (!last) return () => say({ text: 'This card was made by a person, not by a rule.' });
    const { why } = last;
    const lines = [
      `Rule ${bold(why.rule)} waits for \`${escaped(why.event)}\`${why.conditions.length > 0 ? ' where' : '.'}`,
      ...why.conditions.map((each) => `• ${escaped(each)}`),
      ...why.changed.map(({ field, from, to }) => `${escaped(field)}: ${escaped(String(from))} → ${escaped(String(to))}`),
      `Done by ${escaped(why.actor)}, ${moment(last.at)}.`,
    ];
    return () => say({ text: `Because of the rule “${why.rule}”.`, blocks: [section(lines.join('\n'))] });
  }
  if (what === 'rewind') {
    const rows = await ctx.db.transaction((tx) => deliveryPage(tx, ctx.workspaceId, { recordId: ref.id, limit: 20 }));
    const lines = rows.map(({ at, sentence }) => `${moment(at)} ${escaped(sentence)}`);
    return () => say({ text: 'What happened so far', blocks: [section(lines.join('\n') || 'Nothing that a rule told of.')] });
  }
  throw new PatchbayError('invalid_input', { detail: 'This card is out of date.' });
};
