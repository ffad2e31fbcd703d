import type { ConnectedContext, Effect } from '#sdk';
import type { OutgoingState } from '../models/mailbox.ts';
import { visibilityOf } from '../settings.ts';
import { peopleOf } from '../store/merge-data.ts';
import { addHistory, changeOutgoing, outgoingById } from '../store/outgoing.ts';

const STATE: Readonly<Record<Effect['state'], OutgoingState>> = {
  reserved: 'reserved',
  started: 'started',
  done: 'accepted',
  failed: 'failed',
  unknown: 'unknown',
};
/** What a provider told meanwhile is newer than that it took the mail over. */
const LATER: readonly OutgoingState[] = ['delivered', 'bounced'];

/** The mail says what the ledger says; in the ledger's transaction. */
export async function recordSend(ctx: ConnectedContext, effect: Effect & { input: unknown }): Promise<void> {
  const { outgoingId } = effect.input as { outgoingId: string };
  const { workspaceId, clock } = ctx;
  const now = clock.now();
  await ctx.db.transaction(async (tx) => {
    const row = await outgoingById(tx, workspaceId, outgoingId);
    const state = STATE[effect.state];
    const providerId = (effect.result as { providerId?: string | null } | null)?.providerId ?? null;
    await addHistory(tx, workspaceId, outgoingId, {
      state,
      at: now,
      source: state === 'accepted' ? 'server' : 'hub',
      eventKey: state === 'accepted' || state === 'failed' ? state : `${state}:${now.getTime()}`,
      evidence: { effectId: effect.id, ...(providerId ? { providerId } : {}), ...(effect.error ? { error: effect.error } : {}) },
    });
    await changeOutgoing(
      tx,
      workspaceId,
      outgoingId,
      {
        state: LATER.includes(row.state) ? row.state : state,
        error: effect.error,
        ...(providerId ? { providerId } : {}),
        ...(state === 'accepted' ? { acceptedAt: now } : {}),
      },
      now,
    );
    if (state !== 'accepted') return;
    const organizationId = row.contactId ? ((await peopleOf(tx, workspaceId, [row.contactId])).get(row.contactId)?.contact.organizationId ?? null) : null;
    await ctx.tasks.enqueue('email.keep-sent', { outgoingId }, { connectionId: ctx.connection.id, singletonKey: outgoingId });
    await ctx.events.publish({
      type: 'message.sent',
      subject: { type: 'message', id: outgoingId },
      data: {
        messageId: row.rfcId,
        outgoingId,
        connectionId: row.connectionId,
        threadId: row.threadId,
        activityId: row.activityId,
        contactIds: row.contactId ? [row.contactId] : [],
        organizationId,
        ownerId: row.userId,
        visibility: visibilityOf(ctx.connection),
      },
    });
  });
}
