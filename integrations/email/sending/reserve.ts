import type { ConnectedContext, Transaction } from '#sdk';
import { addHistory, leaveScheduled, outgoingById } from '../store/outgoing.ts';

export const SEND = 'email.send-message';
export const keyOfSend = (outgoingId: string): string => `mail:${outgoingId}`;

/** From now on it is sent, once. False: it was called back, or is on its way already. */
export async function reserveSend(ctx: ConnectedContext, tx: Transaction, outgoingId: string): Promise<boolean> {
  const { workspaceId, clock } = ctx;
  const now = clock.now();
  if (!(await leaveScheduled(tx, workspaceId, outgoingId, 'reserved', now))) return false;
  const { subject, to } = await outgoingById(tx, workspaceId, outgoingId);
  await addHistory(tx, workspaceId, outgoingId, { state: 'reserved', at: now, source: 'hub', eventKey: 'reserved' });
  const first = to[0]?.address ?? 'nobody';
  await ctx.effects.reserve({
    kind: SEND,
    key: keyOfSend(outgoingId),
    summary: `Mail “${subject.slice(0, 60)}” to ${first}${to.length > 1 ? ` and ${to.length - 1} more` : ''}`,
    input: { outgoingId },
  });
  return true;
}
