import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { requestSend } from '../sending/request.ts';
import type { accepted, NewMessage, outgoingView } from '../serializers/messages.ts';
import { addHistory, changeOutgoing, historyOf, leaveScheduled, type OutgoingRow, outgoingById } from '../store/outgoing.ts';

export const toAccepted = ({ id, state, rfcId, threadId, dueAt }: OutgoingRow): z.input<typeof accepted> => ({
  id,
  state,
  messageId: `<${rfcId}>`,
  threadId,
  sendAt: state === 'scheduled' ? (dueAt?.toISOString() ?? null) : null,
});

export const postMessage = async (ctx: Context, { body }: RouteInput<undefined, undefined, NewMessage>) => toAccepted(await requestSend(ctx, body));

export const getMessage = (ctx: Context, { params }: RouteInput<{ id: string }>): Promise<z.input<typeof outgoingView>> =>
  ctx.db.transaction(async (tx) => {
    const row = await outgoingById(tx, ctx.workspaceId, params.id);
    const history = await historyOf(tx, ctx.workspaceId, params.id);
    const { connectionId, userId, from, to, cc, subject, contactId, dealId, activityId, error, createdAt } = row;
    return {
      ...toAccepted(row),
      connectionId,
      userId,
      from,
      to,
      cc,
      subject,
      contactId,
      dealId,
      activityId,
      error,
      history: history.map(({ at, state, source, evidence }) => ({ at: at.toISOString(), state, source, evidence })),
      createdAt: createdAt.toISOString(),
    };
  });

export const cancelMessage = (ctx: Context, { params }: RouteInput<{ id: string }>) =>
  ctx.db.transaction(async (tx) => {
    const { workspaceId } = ctx;
    const now = ctx.clock.now();
    await outgoingById(tx, workspaceId, params.id);
    if (!(await leaveScheduled(tx, workspaceId, params.id, 'cancelled', now))) throw new PatchbayError('conflict', { detail: 'It is on its way already.' });
    await addHistory(tx, workspaceId, params.id, { state: 'cancelled', at: now, source: 'hub', eventKey: 'cancelled' });
    await changeOutgoing(tx, workspaceId, params.id, { dueAt: null }, now);
    return toAccepted(await outgoingById(tx, workspaceId, params.id));
  });
