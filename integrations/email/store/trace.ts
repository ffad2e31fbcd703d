import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Context, Transaction } from '#sdk';
import { emailInboundMails as inbound } from '../models/inbound.ts';
import { emailCopies, emailFolders, emailMessages } from '../models/mailbox.ts';
import { emailRemoteCopies as remote } from '../models/remote.ts';
import { keyOfMessageId, normalMessageId } from '../serializers/message-id.ts';
import { readable, readerOf } from './inbox.ts';

const WORDS: Readonly<Record<string, string>> = {
  blocked: 'Somebody in it is on the block list of this mailbox, so nothing of it was stored.',
  internal: 'Only people of the workspace’s own domains are in it, so it was not stored.',
  bulk: 'A machine wrote it to many, and its sender is no contact.',
  too_old: 'It is older than the day from which this mailbox is read.',
  nobody_outside: 'It names nobody outside the workspace.',
  erased: 'Everybody outside in it asked to be forgotten, so nothing of it was stored.',
  unreadable: 'What the server gave could not be read as a mail.',
  too_large: 'It is larger than what is read.',
};
/** Where a mail lay that no mailbox of ours holds. */
const HANDED_ON = 'received by the provider';

export interface Trace {
  known: boolean;
  sentence: string;
  activityId: string | null;
  threadId: string | null;
  copies: { connectionId: string; folder: string; decidedAt: string; reason: string | null; sentence: string }[];
  steps: string[];
}

/** Why a mail did or did not reach a timeline, by its Message-ID alone. */
export async function traceOf(ctx: Context, tx: Transaction, messageId: string): Promise<Trace> {
  const { workspaceId } = ctx;
  const id = normalMessageId(messageId);
  const key = id ? keyOfMessageId(id) : '';
  const reader = await readerOf(ctx);
  const connections = (await ctx.connections()).filter(({ ownerUserId }) => ownerUserId === null || ownerUserId === reader.userId || reader.readsColleagues);
  const seen = connections.map((each) => each.id);
  const lying = await tx
    .select({ connectionId: emailCopies.connectionId, folder: emailFolders.path, decidedAt: emailCopies.decidedAt, reason: emailCopies.reason })
    .from(emailCopies)
    .innerJoin(emailFolders, and(eq(emailFolders.workspaceId, emailCopies.workspaceId), eq(emailFolders.id, emailCopies.folderId)))
    .where(and(eq(emailCopies.workspaceId, workspaceId), eq(emailCopies.messageKey, key), inArray(emailCopies.connectionId, seen)));
  const shownByApi = await tx
    .select({ connectionId: remote.connectionId, folder: emailFolders.path, decidedAt: remote.decidedAt, reason: remote.reason })
    .from(remote)
    .innerJoin(emailFolders, and(eq(emailFolders.workspaceId, remote.workspaceId), eq(emailFolders.id, remote.folderId)))
    .where(and(eq(remote.workspaceId, workspaceId), eq(remote.messageKey, key), inArray(remote.connectionId, seen)));
  const handedOn = await tx
    .select({ connectionId: inbound.connectionId, decidedAt: inbound.decidedAt, reason: inbound.reason })
    .from(inbound)
    .where(and(eq(inbound.workspaceId, workspaceId), eq(inbound.messageKey, key), isNotNull(inbound.decidedAt), inArray(inbound.connectionId, seen)));
  const found = [...lying, ...shownByApi, ...handedOn.map(({ decidedAt, ...each }) => ({ ...each, folder: HANDED_ON, decidedAt: decidedAt as Date }))];
  const [message] = await tx
    .select()
    .from(emailMessages)
    .where(and(eq(emailMessages.workspaceId, workspaceId), eq(emailMessages.messageKey, key), readable(reader)));
  const shown = message;
  const copies = found.map(({ connectionId, folder, decidedAt, reason }) => ({
    connectionId,
    folder,
    decidedAt: decidedAt.toISOString(),
    reason,
    sentence: reason ? (WORDS[reason] ?? reason) : 'It was kept.',
  }));
  const sentence = shown
    ? 'It is here, on the timelines of those who are in it.'
    : copies.length > 0
      ? (copies[0]?.sentence ?? '')
      : 'No connected mailbox has shown us a mail with this Message-ID.';
  return {
    known: shown !== undefined || copies.length > 0,
    sentence,
    activityId: shown?.activityId ?? null,
    threadId: shown?.threadId ?? null,
    copies,
    steps: shown?.trace ?? [],
  };
}
