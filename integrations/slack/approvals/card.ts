import type { ConnectedContext } from '#sdk';
import { actions, button, context, section } from '../blocks/build.ts';
import { bold, escaped, link, mention, moment, money } from '../blocks/text.ts';
import type { OutgoingMessage } from '../client/chat.ts';
import { urlOf } from '../records.ts';
import { accountsOf } from '../store/members.ts';
import type { ApprovalRow } from '../store/teamwork.ts';

const STATES = {
  open: ':hourglass: Waits for an answer',
  approved: ':white_check_mark: Approved',
  rejected: ':x: Rejected',
  void: ':warning: The terms changed after it was asked: it has to be asked again',
} as const;

/** The question with who was asked, what they said, and, once it is decided, no buttons: it cannot be pressed twice. */
export async function approvalCard(ctx: ConnectedContext, row: ApprovalRow): Promise<OutgoingMessage> {
  const accounts = await ctx.db.transaction((tx) => accountsOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, row.approverIds));
  const people = await ctx.people.list();
  const nameOf = (userId: string) => {
    const slackId = accounts.find((each) => each.userId === userId)?.externalId;
    return slackId ? mention(slackId) : escaped(people.find((each) => each.userId === userId)?.name ?? 'somebody');
  };
  const { name, amount, currency } = row.terms as { name?: string; amount?: string | null; currency?: string };
  const said = row.decisions.map(
    ({ userId, for: forWhom, answer, comment, at }) =>
      `${answer === 'approve' ? ':white_check_mark:' : ':x:'} ${nameOf(userId)}${forWhom && forWhom !== userId ? ` for ${nameOf(forWhom)}` : ''} ${moment(new Date(at))}${comment ? `\n> ${escaped(comment)}` : ''}`,
  );
  const state = STATES[row.state as keyof typeof STATES] ?? STATES.open;
  return {
    text: `${row.title}: ${name ?? 'a deal'}`,
    blocks: [
      section(`*${escaped(row.title)}*\n${link(urlOf(ctx, 'deal', row.dealId), name ?? 'Deal')} · ${escaped(money(amount, currency ?? 'EUR'))}`),
      section(`${state}\nAsked: ${row.approverIds.map(nameOf).join(', ')} · ${row.quorum} of ${row.approverIds.length} needed`),
      ...(said.length > 0 ? [section(said.join('\n'))] : []),
      ...(row.state === 'open'
        ? [actions(button('approval_yes', 'Approve', row.id, { style: 'primary' }), button('approval_no', 'Reject', row.id, { style: 'danger' }))]
        : []),
      context(row.dueAt && row.state === 'open' ? `Answer until ${moment(row.dueAt)}` : bold('Approval')),
    ],
  };
}
