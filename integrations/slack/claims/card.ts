import type { ConnectedContext } from '#sdk';
import { actions, button, context, section, usersSelect } from '../blocks/build.ts';
import { escaped, link, mention, moment } from '../blocks/text.ts';
import type { OutgoingMessage } from '../client/chat.ts';
import { nameOf, urlOf } from '../records.ts';
import { accountOf } from '../store/members.ts';
import type { ClaimRow } from '../store/teamwork.ts';

const minutesBetween = (from: Date, to: Date) => Math.max(1, Math.round((to.getTime() - from.getTime()) / 60_000));
/** How urgent it has become, as a word and a colour. */
const CLOCKS = [
  ':raising_hand: New lead',
  ':hourglass: Still free',
  ':warning: Nobody has taken this lead',
  ':alarm_clock: Overdue: nobody has taken this lead',
] as const;

/** A lead on offer with its running clock, or in whose hands it is. */
export async function claimCard(ctx: ConnectedContext, row: ClaimRow): Promise<OutgoingMessage> {
  const name = await nameOf(ctx, { type: 'contact', id: row.contactId });
  const title = `*${link(urlOf(ctx, 'contact', row.contactId), name)}*`;
  if (row.state === 'claimed' && row.claimedBy && row.claimedAt) {
    const userId = row.claimedBy;
    const account = await ctx.db.transaction((tx) => accountOf(tx, ctx.workspaceId, userId, ctx.connection.id));
    const who = account ? mention(account.externalId) : escaped((await ctx.people.get(userId))?.name ?? 'somebody');
    return {
      text: `${name} is taken`,
      blocks: [
        section(`${title}\n:white_check_mark: Taken by ${who} after ${minutesBetween(row.offeredAt, row.claimedAt)} min`),
        actions(button('claim_release', 'Give it back', row.id), usersSelect('claim_reassign', 'Hand it over to…')),
        context('Whoever has it, and managers, give it back or hand it over.'),
      ],
    };
  }
  if (row.state === 'expired') return { text: `${name} was not taken`, blocks: [section(`${title}\n:x: Nobody took this lead. It is in the CRM.`)] };
  const clock = CLOCKS[Math.min(row.reminders, CLOCKS.length - 1)];
  return {
    text: `New lead: ${name}`,
    blocks: [
      section(
        `${clock}: ${title}${row.reminders > 0 ? `\nOn offer since ${moment(row.offeredAt)}` : ''}${row.dueAt ? `\nTake it until ${moment(row.dueAt)}` : ''}`,
      ),
      actions(button('claim_lead', 'I take it', row.id, { style: 'primary' })),
    ],
  };
}
