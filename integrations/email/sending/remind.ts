import { and, eq, gte } from 'drizzle-orm';
import { asId, type Context, type UserId } from '#sdk';
import { emailMessages, emailThreads } from '../models/mailbox.ts';
import { findOutgoing } from '../store/outgoing.ts';

/** Tells whoever sent a mail that nobody answered it, once, and opens its conversation again. A mail that never left, or that was answered, is let be. */
export async function remindIfUnanswered(ctx: Context, outgoingId: string): Promise<void> {
  const { workspaceId } = ctx;
  await ctx.db.transaction(async (tx) => {
    const mail = await findOutgoing(tx, workspaceId, outgoingId);
    if (!mail || (mail.state !== 'accepted' && mail.state !== 'delivered')) return;
    const [answer] = await tx
      .select({ id: emailMessages.id })
      .from(emailMessages)
      .where(
        and(
          eq(emailMessages.workspaceId, workspaceId),
          eq(emailMessages.threadId, mail.threadId),
          eq(emailMessages.direction, 'inbound'),
          eq(emailMessages.kind, 'person'),
          gte(emailMessages.createdAt, mail.createdAt),
        ),
      )
      .limit(1);
    if (answer) return;
    const now = ctx.clock.now();
    await tx
      .update(emailThreads)
      .set({ status: 'open', snoozeUntil: null, updatedAt: now })
      .where(and(eq(emailThreads.workspaceId, workspaceId), eq(emailThreads.id, mail.threadId)));
    if (!mail.userId) return;
    await ctx.notify([asId<UserId>(mail.userId)], {
      key: `email-unanswered:${outgoingId}`,
      title: `No answer yet: ${mail.subject || '(no subject)'}`,
      body: `${mail.to[0]?.name ?? mail.to[0]?.address ?? 'Nobody'} has not answered your mail.`,
      href: `/inbox?thread=${mail.threadId}`,
    });
  });
}
