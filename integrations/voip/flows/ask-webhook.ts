import { uuidv7 } from 'uuidv7';
import { asId, type ConnectionId, type Context } from '#sdk';
import { callById } from '../calls/tell.ts';
import { voipFlowAnswers as answers } from '../models.ts';
import { flowOf } from '../routing/plan.ts';

/** Asks somebody's server where the caller goes. Whoever hangs or fails is answered for with `error`. */
export async function askWebhook(ctx: Context, { callId, nodeId, version }: { callId: string; nodeId: string; version: string }): Promise<void> {
  const node = (await flowOf(ctx, version)).nodes[nodeId];
  const call = await ctx.db.transaction((tx) => callById(tx, ctx.workspaceId, callId));
  if (node?.type !== 'webhook' || !call?.connectionId) return;
  const connected = await ctx.withConnection(asId<ConnectionId>(call.connectionId));
  let label = 'error';
  try {
    const { body } = await connected.http.request<{ next?: unknown }>({
      method: 'POST',
      url: node.url,
      json: { callId, from: call.fromNumber, to: call.toNumber, contactId: call.contactId, node: nodeId },
      // The provider's key is for the provider.
      headers: { authorization: '' },
      operation: 'voip.flow-webhook',
      lane: 'interactive',
      timeoutMs: node.timeoutSeconds * 1000,
      maxWaitMs: node.timeoutSeconds * 1000,
      maxResponseBytes: 64 * 1024,
    });
    label = typeof body?.next === 'string' && body.next in node.next ? body.next : 'done';
  } catch (error) {
    ctx.log.warn({ err: error, callId, nodeId }, 'a webhook of a flow did not answer');
  }
  await ctx.db.transaction((tx) => tx.insert(answers).values({ workspaceId: ctx.workspaceId, id: uuidv7(), callId, nodeId, label }).onConflictDoNothing());
}
