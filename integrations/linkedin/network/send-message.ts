import { createHash } from 'node:crypto';
import { and, eq, isNotNull } from 'drizzle-orm';
import { asId, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { MESSAGES_SCOPE } from '../client/partner.ts';
import { linkedinPeople as people, linkedinThreads as threads } from '../models/index.ts';
import { threadById } from './store.ts';

type ThreadRow = Awaited<ReturnType<typeof threadById>>;
const forbidden = (detail: string) => new PatchbayError('forbidden', { detail });

/**
 * Sends what the member sees, by their own click (docs: "Messages", read 2026-08). LinkedIn's rules for its partners, and
 * ours: a person, no program; their own account; the text that stands in the draft and that they could change; one
 * recipient, of their first degree or who wrote to them; now, never timed.
 */
export async function sendReply(ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, { text: string }>) {
  const { actor } = ctx;
  if (actor.kind !== 'person') throw forbidden('LinkedIn lets a message be sent by its own writer’s click alone. Programs write drafts, people send them.');
  const thread = await threadById(ctx, params.id);
  if (!thread.draft || thread.draft !== body.text)
    throw forbidden('What is sent must be what stands in the draft, as its writer sees it. Save the draft, then send it.');
  if (thread.isGroup) throw forbidden('LinkedIn allows messages to one person. Answer a group on LinkedIn itself.');
  const connection = (await ctx.connections()).find(
    ({ provider, status, ownerUserId, grantedScopes }) =>
      provider === 'linkedin' && status === 'active' && ownerUserId === actor.userId && grantedScopes.includes(MESSAGES_SCOPE),
  );
  if (!connection)
    throw new PatchbayError('connection_disabled', {
      detail: 'Sending from here is open to LinkedIn’s existing partners, with the sender’s own sign-in.',
      remedy: 'Copy the text and open LinkedIn: sending there works for everyone.',
    });
  if (thread.contactId) {
    const { allowed, reasons } = await ctx.crm.mayContact(thread.contactId, 'linkedin');
    if (!allowed) throw forbidden(reasons[0]?.sentence ?? 'This contact does not want to be written to on LinkedIn.');
  }
  const recipient = await recipientOf(ctx, thread);
  if (!recipient)
    throw forbidden('LinkedIn lets you write to your first-degree connections, and to whoever wrote to you. This person is neither, as far as is known here.');
  const connected = await ctx.withConnection(asId<ConnectionId>(connection.id));
  const sent = await connected.effects.once({
    kind: 'linkedin.send-message',
    key: `message:${thread.id}:${createHash('sha256').update(`${thread.draftedAt?.toISOString()}\0${body.text}`).digest('hex').slice(0, 32)}`,
    summary: `Send a LinkedIn message to ${thread.names[0] ?? 'somebody'}`,
    input: { recipient, text: body.text, threadId: thread.id },
  });
  return { effectId: sent.id, state: sent.state };
}

/** Who wrote in this conversation, or the connection that it is with. */
async function recipientOf(ctx: Context, { memberUrn, slugs, ownerUserId }: ThreadRow): Promise<string | null> {
  if (memberUrn) return memberUrn;
  const [slug] = slugs;
  if (!slug) return null;
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .select({ memberUrn: people.memberUrn })
      .from(people)
      .where(
        and(
          eq(people.workspaceId, ctx.workspaceId),
          eq(people.ownerUserId, ownerUserId),
          eq(people.slug, slug),
          eq(people.state, 'connected'),
          isNotNull(people.memberUrn),
        ),
      ),
  );
  return row?.memberUrn ?? null;
}

/** What was sent is said of its conversation. Inside the ledger's transaction. */
export const noteSent = (ctx: Context, threadId: string) =>
  ctx.db.transaction((tx) =>
    tx
      .update(threads)
      .set({ draftState: 'sent_claimed', doneAt: ctx.clock.now(), updatedAt: ctx.clock.now() })
      .where(and(eq(threads.workspaceId, ctx.workspaceId), eq(threads.id, threadId))),
  );
