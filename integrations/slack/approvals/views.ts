import { z } from 'zod';
import { type Context, PatchbayError, type RouteInput, type UserId } from '#sdk';
import { needSlack } from '../connection.ts';
import { type ApprovalRow, listApprovals } from '../store/teamwork.ts';
import { answer, askForApproval, redraw } from './ask.ts';

export const newApproval = z.strictObject({
  dealId: z.uuid(),
  title: z.string().trim().min(1, 'Say what is asked.').max(150),
  approverIds: z.array(z.uuid()).min(1).max(20),
  quorum: z.number().int().min(1).max(20).default(1),
  channelId: z.string().min(1).max(100),
  dueAt: z.iso.datetime({ offset: true }).optional(),
});
export const decision = z.strictObject({ answer: z.enum(['approve', 'reject']), comment: z.string().trim().max(2000).optional() });
export const approvalView = z
  .object({
    id: z.uuid(),
    dealId: z.uuid(),
    title: z.string(),
    state: z.enum(['open', 'approved', 'rejected', 'void']),
    approverIds: z.array(z.uuid()),
    quorum: z.number().int(),
    decisions: z.array(
      z.object({ userId: z.uuid(), for: z.uuid().optional(), answer: z.enum(['approve', 'reject']), comment: z.string().optional(), at: z.string() }),
    ),
    dueAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SlackApproval' });
const toView = (row: ApprovalRow): z.output<typeof approvalView> => ({
  id: row.id,
  dealId: row.dealId,
  title: row.title,
  state: row.state as z.output<typeof approvalView>['state'],
  approverIds: row.approverIds,
  quorum: row.quorum,
  decisions: row.decisions,
  dueAt: row.dueAt?.toISOString() ?? null,
});
const personOf = ({ actor }: Context): UserId | undefined => (actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined);

export const getApprovals = (ctx: Context) =>
  ctx.db.transaction(async (tx) => ({ data: (await listApprovals(tx, ctx.workspaceId)).map(toView), nextCursor: null }));
export const postApproval = async (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newApproval>>) =>
  toView(await askForApproval(await needSlack(ctx), { ...body, dueAt: body.dueAt ? new Date(body.dueAt) : undefined }, personOf(ctx)));
export async function postDecision(ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof decision>>) {
  const userId = personOf(ctx);
  if (!userId) throw new PatchbayError('person_needed');
  const connected = await needSlack(ctx);
  const row = await answer(connected, params.id, userId, body);
  await redraw(connected, row);
  return toView(row);
}
