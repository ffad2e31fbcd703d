import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, PatchbayError, type UserId } from '#sdk';
import { slackApprovals } from '../models/index.ts';
import { edit, placeIn, post } from '../send.ts';
import { findChannel } from '../store/channels.ts';
import { type ApprovalRow, changeApproval, dueApprovals, liveApprovals, lockApproval } from '../store/teamwork.ts';
import { approvalCard } from './card.ts';
import { hashOfTerms, speaksFor, standing } from './decide.ts';

export interface Question {
  dealId: string;
  title: string;
  approverIds: readonly string[];
  quorum: number;
  channelId: string;
  dueAt?: Date | undefined;
}
const HOUR_MS = 3_600_000;

const termsOf = async (ctx: ConnectedContext, dealId: string) => {
  const { name, amount, currency, stage, expectedCloseDate } = await ctx.crm.deals.get(dealId);
  return { name, amount, currency, stage, expectedCloseDate };
};
/** What an approval is about: its name and stage may move on. */
const core = ({ amount, currency }: Readonly<Record<string, unknown>>) => ({ amount, currency });

export async function askForApproval(ctx: ConnectedContext, question: Question, by: UserId | undefined): Promise<ApprovalRow> {
  const channel = await ctx.db.transaction((tx) => findChannel(tx, ctx.workspaceId, question.channelId));
  if (channel.isExternal)
    throw new PatchbayError('forbidden', { detail: `People of other companies read #${channel.name}: nothing of the CRM is posted there.` });
  const people = await ctx.people.list();
  if (question.approverIds.some((id) => !people.some((each) => each.userId === id && each.state === 'active')))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'approverIds', message: 'Everybody who is asked must be an active person here.' }] });
  if (question.quorum > question.approverIds.length)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'quorum', message: 'More approvals are needed than people are asked.' }] });
  const terms = await termsOf(ctx, question.dealId);
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .insert(slackApprovals)
      .values({
        workspaceId: ctx.workspaceId,
        connectionId: ctx.connection.id,
        id: uuidv7(),
        dealId: question.dealId,
        title: question.title,
        terms,
        termsHash: hashOfTerms(core(terms)),
        approverIds: [...question.approverIds],
        quorum: question.quorum,
        channelId: channel.externalId,
        requestedBy: by ?? null,
        dueAt: question.dueAt ?? new Date(ctx.clock.now().getTime() + 24 * HOUR_MS),
      })
      .returning(),
  );
  if (!row) throw new PatchbayError('internal');
  const place = placeIn(
    await post(ctx, `approval:${row.id}`, {
      channel: channel.externalId,
      kind: 'approval',
      record: { type: 'deal', id: row.dealId },
      ...(await approvalCard(ctx, row)),
    }),
  );
  return place ? ctx.db.transaction((tx) => changeApproval(tx, row, { ts: place.ts })) : row;
}

export async function redraw(ctx: ConnectedContext, row: ApprovalRow): Promise<void> {
  if (row.ts)
    await edit(
      ctx,
      `approval:${row.id}:${row.state}:${row.decisions.length}:${row.reminders}`,
      { channel: row.channelId, ts: row.ts },
      await approvalCard(ctx, row),
    );
}

/** Somebody answers; in one transaction, so that the last two of a quorum do not both decide it. */
export async function answer(
  ctx: ConnectedContext,
  id: string,
  userId: UserId,
  said: { answer: 'approve' | 'reject'; comment?: string | undefined },
): Promise<ApprovalRow> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const row = await lockApproval(tx, ctx.workspaceId, id);
    if (row.state !== 'open') throw new PatchbayError('conflict', { detail: 'This was decided already.' });
    const deputies = new Map<string, string>();
    for (const approver of row.approverIds) {
      const deputy = await ctx.people.deputyOf(approver as UserId, now);
      if (deputy) deputies.set(approver, deputy);
    }
    const forWhom = speaksFor(row, userId, deputies);
    if (!forWhom)
      throw new PatchbayError('forbidden', {
        detail: row.decisions.some((each) => each.userId === userId)
          ? 'You have answered already.'
          : 'You were not asked. Only those named on the card answer.',
      });
    if (said.answer === 'reject' && !said.comment) throw new PatchbayError('invalid_input', { detail: 'Say why, so that it can be mended.' });
    const decisions = [
      ...row.decisions,
      {
        userId,
        ...(forWhom === userId ? {} : { for: forWhom }),
        answer: said.answer,
        ...(said.comment ? { comment: said.comment } : {}),
        at: now.toISOString(),
      },
    ];
    const state = standing({ ...row, decisions });
    return changeApproval(tx, row, { decisions, state, ...(state === 'open' ? {} : { decidedAt: now }) });
  });
}

/** What was approved for other terms is not approved: the card says so and has to be asked again. */
export async function checkTerms(ctx: ConnectedContext, dealId: string): Promise<void> {
  const rows = await ctx.db.transaction((tx) => liveApprovals(tx, ctx.workspaceId, dealId));
  if (rows.length === 0) return;
  const hash = hashOfTerms(core(await termsOf(ctx, dealId)));
  for (const row of rows.filter(({ termsHash }) => termsHash !== hash))
    await redraw(ctx, await ctx.db.transaction((tx) => changeApproval(tx, row, { state: 'void' })));
}

/** Who has not answered in time is reminded, three times at most. */
export async function remindApprovers(ctx: ConnectedContext): Promise<void> {
  const due = (await ctx.db.transaction((tx) => dueApprovals(tx, ctx.workspaceId, ctx.clock.now()))).filter(
    ({ reminders, ts }) => ts !== null && reminders < 3,
  );
  for (const row of due) {
    await ctx.db.transaction((tx) => changeApproval(tx, row, { reminders: row.reminders + 1, dueAt: new Date(ctx.clock.now().getTime() + 24 * HOUR_MS) }));
    await post(ctx, `approval:${row.id}:reminder:${row.reminders}`, {
      channel: row.channelId,
      threadTs: row.ts ?? undefined,
      broadcast: true,
      kind: 'reminder',
      text: `Still waits for an answer: ${row.title}`,
    });
  }
}
