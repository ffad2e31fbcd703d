import { type ConnectedContext, PatchbayError } from '#sdk';
import { type CallRow, callById } from '../calls/tell.ts';
import type { Dialog } from '../client/kamailio.ts';
import { sipServer } from './driver.ts';
import { endLost } from './sweep.ts';

const AGAIN_MS = 1_500;
/** About a minute; after that it is left to the sweep. */
const MOST_LOOKS = 40;

const own = async (ctx: ConnectedContext, call: CallRow): Promise<Dialog[]> =>
  (await sipServer(ctx).client.dialogs()).filter(({ call: named, callId }) => named === call.id || callId === call.externalId);

async function endAnswered(ctx: ConnectedContext, dialogs: readonly Dialog[]): Promise<void> {
  for (const dialog of dialogs)
    try {
      if (dialog.isAnswered) await sipServer(ctx).client.end(dialog);
    } catch (error) {
      // It ended between the list and the word.
      if (!(error instanceof PatchbayError) || error.row.retryable) throw error;
    }
}

const lookAgain = (ctx: ConnectedContext, callId: string, look: number): Promise<void> =>
  ctx.tasks.enqueue(
    'voip.end-sip-call',
    { callId, look },
    { connectionId: ctx.connection.id, singletonKey: callId, dueAt: new Date(ctx.clock.now().getTime() + AGAIN_MS) },
  );

/** Ends a call at the server, and does not take its word for it: a task looks until the server no longer has the call. */
export async function endSipCall(ctx: ConnectedContext, call: CallRow): Promise<void> {
  const dialogs = await own(ctx, call);
  if (!call.answeredAt && dialogs.some(({ isAnswered }) => !isAnswered))
    throw new PatchbayError('conflict', { detail: 'A SIP server ends a call only once it was answered. Hang up at your telephone.' });
  await endAnswered(ctx, dialogs);
  await lookAgain(ctx, call.id, 1);
}

/**
 * An end that is asked for in the moment of the answer may pass the answer on its way: the call goes on, or ends and nobody
 * is told. So it is asked for again while the server has the call, and told by us once the server has it no longer.
 */
export async function seeSipCallEnd(ctx: ConnectedContext, callId: string, look: number): Promise<void> {
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, callId));
  if (!call) return;
  const dialogs = await own(ctx, call);
  if (dialogs.length === 0) {
    if (call.state === 'ended') return;
    // A word of the server that is on its way counts more than ours: it gets a moment.
    if (look > 1) return endLost(ctx, call);
  }
  await endAnswered(ctx, dialogs);
  if (look < MOST_LOOKS) await lookAgain(ctx, callId, look + 1);
  else ctx.log.warn({ callId }, 'the SIP server does not let go of a call');
}
